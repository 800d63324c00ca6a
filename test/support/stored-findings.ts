import type { Finding, Status, TimelineEntry } from '../../src/domain/finding';
import { aFinding, aNotebook } from './a-finding';
import type { World } from './world';

/** A past: when it became what, UTC ISO. */
export type Past = [at: string, status: Status][];

/** Stores a finding that went through this past, as the store would hold it at its end. */
export async function storeFinding(
  world: Pick<World, 'services'>,
  { name, team, past, ...over }: { name: string; team: string | null; past: Past } & Partial<Finding>,
): Promise<Finding> {
  const timeline = past.map(([at, status]): TimelineEntry => ({ at, status, team }));
  const [first] = timeline;
  const last = timeline.at(-1);
  if (!first || !last) throw new Error('a finding has a past');
  const finding = aFinding({
    notebook: aNotebook({ name, createdAt: `${first.at.slice(0, 19)}Z` }),
    team,
    teamTag: team,
    timeline,
    firstSeenAt: first.at,
    openedAt: first.at,
    status: last.status,
    resolution: last.status === 'resolved' ? { at: last.at, evidence: 'gone', lookedAt: last.at } : null,
    ...over,
  });
  await world.services.findings.open(finding, null);
  return finding;
}

/** Stores what the first look at a launch saw. */
export async function storeLaunch(
  world: Pick<World, 'services'>,
  { name, team, at, isGood }: { name: string; team: string | null; at: string; isGood: boolean },
): Promise<void> {
  await world.services.findings.recordLaunch({
    launch: { account: '111122223333', region: 'eu-west-1', name, createdAt: at },
    name,
    team,
    rules: isGood ? [] : ['notebook-no-direct-internet-access'],
    lookedAt: at,
  });
}
