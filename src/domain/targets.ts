import type { Target } from './notebook';
import type { Policy } from './policy-file';

/** Everywhere we look: the accounts of the policy and our own, in the regions of the policy or else in our own. */
export function targetsOf({ accounts, regions }: Pick<Policy, 'accounts' | 'regions'>, home: Target): Target[] {
  const ids = [...new Set([home.account, ...Object.keys(accounts)])];
  const places = regions.length > 0 ? [...new Set(regions)] : [home.region];
  return ids.flatMap((account) => places.map((region) => ({ account, region })));
}

/** The targets in an account, by its id or its name in the policy, and in a region; null stands for all. */
export function targetsAt(
  policy: Pick<Policy, 'accounts' | 'regions'>,
  home: Target,
  { account, region }: { account: string | null; region: string | null },
): Target[] {
  const id = account === null ? null : accountNamed(policy, account);
  return targetsOf(policy, home).filter(
    (target) => (id === null || target.account === id) && (region === null || target.region === region),
  );
}

/** The id of the account that is called so in the policy, in any case; the text itself when none is. */
export function accountNamed({ accounts }: Pick<Policy, 'accounts'>, text: string): string {
  const named = Object.entries(accounts).find(([, { name }]) => name.toLowerCase() === text.toLowerCase());
  return named?.[0] ?? text;
}
