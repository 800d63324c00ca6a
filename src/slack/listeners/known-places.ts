import type { Named, TypedFilter, TypedPlace } from '../../domain/command-line';
import { EVERYTHING, type ListFilter } from '../../domain/list-filter';
import { nearest } from '../../domain/nearest';
import type { Target } from '../../domain/notebook';
import type { Policy } from '../../domain/policy-file';
import { accountNamed, targetsOf } from '../../domain/targets';
import { unknownAccount, unknownPerson, unknownRegion } from '../blocks/command-answers';
import type { Desk } from './answer';

/** What was typed, with accounts and people as ids; or why that cannot be. */
export type Known<T> = T | { refusal: string };

/** Finds out what the words of a filter mean. */
export async function knownFilter(
  services: Desk['services'],
  { owner, ...typed }: TypedFilter,
): Promise<Known<{ filter: ListFilter }>> {
  const [place, person] = await Promise.all([knownPlace(services, typed), owner && knownPerson(services, owner)]);
  if ('refusal' in place) return place;
  if (person && 'refusal' in person) return person;
  return { filter: { ...EVERYTHING, ...typed, ...place, ownerId: person?.userId ?? null } };
}

/** `targets`: where we look. */
export async function knownPlace(
  { policy, notebooks }: Desk['services'],
  { account, region }: TypedPlace,
): Promise<Known<TypedPlace & { targets: Target[] }>> {
  const targets = targetsOf(policy, await notebooks.home());
  const accounts = [...new Set(targets.map((target) => target.account))];
  const regions = [...new Set(targets.map((target) => target.region))];
  const id = account === null ? null : accountNamed(policy, account);
  if (id !== null && !accounts.includes(id)) {
    return { refusal: unknownAccount(id, nearestAccount(id, accounts, policy), accounts, policy) };
  }
  if (region !== null && !regions.includes(region)) {
    return { refusal: unknownRegion(region, nearest(region, regions), regions) };
  }
  return { account: id, region, targets };
}

function nearestAccount(typed: string, accounts: string[], policy: Policy): string | null {
  const names = accounts.flatMap((id) => policy.accounts[id]?.name.toLowerCase() ?? []);
  return nearest(typed.slice(0, 80), [...names, ...accounts]);
}

/** A handle that Slack left as it was may be the value of an owner tag. */
export async function knownPerson({ owners }: Desk['services'], named: Named): Promise<Known<{ userId: string }>> {
  if ('userId' in named) return named;
  const row = await owners.byTag(named.handle);
  return row ? { userId: row.userId } : { refusal: unknownPerson(named.handle) };
}
