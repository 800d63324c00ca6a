import type { CommandLine } from '../../domain/command-line';
import type { Scope } from '../../workflows/scope';
import { startExport, startReport, startScan } from '../../workflows/start-jobs';
import { teachOwner } from '../../workflows/teach-owner';
import {
  exportStarted,
  noPower,
  notActive,
  reportStarted,
  scanRepeated,
  scanStarted,
  tagLearnt,
  tagNotYours,
  tagTooLong,
  tagUnchanged,
  unknownTeam,
} from '../blocks/command-answers';
import { scanWords } from '../blocks/scan';
import type { Desk } from './answer';
import { knownPerson, knownPlace } from './known-places';

type Line<Kind extends CommandLine['kind']> = Extract<CommandLine, { kind: Kind }>;

/** Commands that start something or change something, for who may: each answers what it did. */

export async function scanAnswer(
  services: Desk['services'],
  { userId, isSecurity, teams }: Scope,
  line: Line<'scan'>,
  now: Date,
): Promise<string> {
  const place = await knownPlace(services, line);
  if ('refusal' in place) return place.refusal;
  const { account, region, targets } = place;
  if (!(await startScan(services, { userId, account, region, now }))) {
    const newest = await services.scans.newest({ account, region });
    // The numbers of whoever asked may be of other teams.
    const seen = newest && { ...newest, teams: isSecurity ? null : teams };
    return scanRepeated(seen && scanWords(seen, services));
  }
  const count = (key: 'account' | 'region') => new Set(targets.map((target) => target[key])).size;
  return scanStarted({ accounts: account ? 1 : count('account'), regions: region ? 1 : count('region') });
}

export async function reportAnswer(
  services: Desk['services'],
  { userId, isSecurity, teams }: Scope,
  { days, team }: Line<'report'>,
): Promise<string> {
  if (team !== null && !isSecurity && !teams.includes(team)) return unknownTeam(team);
  if (!isSecurity && teams.length === 0) return noPower('report');
  await startReport(services, { userId, days, team });
  return reportStarted(days, team);
}

export async function exportAnswer(services: Desk['services'], { userId }: Scope): Promise<string> {
  await startExport(services, { userId });
  return exportStarted();
}

export async function ownerAnswer(
  { services, logger }: Desk,
  scope: Scope,
  { tag, person }: Line<'owner'>,
  now: Date,
): Promise<string> {
  const known = await knownPerson(services, person);
  if ('refusal' in known) return known.refusal;
  const { userId } = known;
  const taught = await teachOwner(services, scope, { tag, userId, now });
  const key = services.policy.tags.owner;
  switch (taught.kind) {
    case 'too_long':
      return tagTooLong();
    case 'not_theirs':
      return tagNotYours(tag);
    case 'not_active':
      return notActive(userId);
    case 'unchanged':
      return tagUnchanged({ key, tag, userId });
    case 'learnt':
      logger.info('an owner tag was given a meaning', { tag, owner: userId, before: taught.before, by: scope.userId });
      return tagLearnt({ key, tag, userId, before: taught.before, at: now.toISOString() });
  }
}
