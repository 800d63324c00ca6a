import { dateIn } from '../domain/business-hours';
import type { Finding } from '../domain/finding';
import { type FindingSummary, isOwnerless, type ListSource } from '../domain/finding-summary';
import {
  couldUseAHand,
  endingSoon,
  firstPage,
  HOME_ROWS,
  type Home,
  type HomePage,
  type HomePlace,
  type HomeTab,
  type HomeViewer,
  monthStart,
  needingDecision,
  nextUndecided,
  promisedSoon,
  type SecurityOverview,
  standingByTeam,
  standingOf,
  type TeamOverview,
} from '../domain/home';
import { type KpiHistory, kpisOf } from '../domain/kpis';
import type { Period } from '../domain/weeks';
import type { MessagingServices } from '../services';
import { throwTogether } from './faults';
import { gatherUnresolved } from './list-findings';
import { readHistory } from './numbers';
import type { Scope } from './scope';

/** The numbers are those of the last 30 days. */
const PERIOD_DAYS = 30;

/** After a change, a Home is published at most once in this time; what comes meanwhile is shown by the next run. */
const BETWEEN_PUBLISHES_MS = 20_000;

const SIDE_BY_SIDE = 5;

/** Homes brought up to date in one run: Slack takes some 100 a minute. https://docs.slack.dev/apis/web-api/rate-limits */
const MOST_PER_RUN = 100;

/** Who looks, as far as it is known: without an answer from Slack nobody is taken for security. */
interface Viewer {
  scope: Scope;
  unsure: boolean;
}

/** What is the same for everybody whose Home is published in one run, read when it is first needed. */
interface Shared {
  now: Date;
  members: () => Promise<string[] | null>;
  security: () => Promise<SecurityOverview>;
}

/**
 * Publishes somebody's Home because they asked for it: it was opened, refreshed, or another part or page was chosen.
 * `hash` is that of the Home they pressed in. When a newer one was published meanwhile, all is read again.
 */
export async function showHome(
  services: MessagingServices,
  { userId, place, hash }: { userId: string; place: HomePlace; hash?: string },
  now: Date,
): Promise<void> {
  const first = await publish(services, { userId, place, hash: hash ?? null }, sharedAt(services, now));
  const kind =
    first === 'conflict' ? await publish(services, { userId, place, hash: null }, sharedAt(services, now)) : first;
  if (kind === 'later') await services.homes.markStale(dayOf(services, now), userId, now.toISOString());
}

/**
 * After a change: the Homes of the actor, of the owner and of everybody who opened theirs today and may see the finding
 * in the part they look at. What cannot be published now is left to `republishStale`.
 */
export async function republishHomes(
  services: MessagingServices,
  finding: Finding,
  actor: string,
  now: Date,
): Promise<void> {
  const known = await services.homes.today(dayOf(services, now));
  const people = [finding.owner?.userId, actor === 'bot' ? undefined : actor];
  const others = [...new Set(people)].flatMap((userId) =>
    userId && !known.some((viewer) => viewer.userId === userId) ? [unseen(userId)] : [],
  );
  const concerned = known.filter((viewer) => people.includes(viewer.userId) || concerns(viewer, finding));
  await republish(services, [...concerned, ...others], actor, now);
}

/** Homes that changes have overtaken since they were published. */
export async function republishStale(services: MessagingServices, now: Date): Promise<void> {
  const viewers = await services.homes.today(dayOf(services, now));
  const stale = viewers.filter(({ isStale }) => isStale).slice(0, MOST_PER_RUN);
  await republish(services, stale, null, now);
}

/** The Home shows the finding, or showed it before it changed hands. */
function concerns({ userId, place, teams, isSecurity }: HomeViewer, { owners, team }: Finding): boolean {
  if (owners.includes(userId)) return true;
  if (place?.tab === 'security') return isSecurity;
  return place?.tab === 'team' && team !== null && teams.includes(team);
}

/** They are shown their own notebooks; what else they may see they find when they open it. */
function unseen(userId: string): HomeViewer {
  return { userId, place: null, teams: [], isSecurity: false, hash: null, isStale: true };
}

async function republish(
  services: MessagingServices,
  viewers: HomeViewer[],
  actor: string | null,
  now: Date,
): Promise<void> {
  const shared = sharedAt(services, now);
  const results: PromiseSettledResult<void>[] = [];
  for (let start = 0; start < viewers.length; start += SIDE_BY_SIDE) {
    const batch = viewers.slice(start, start + SIDE_BY_SIDE);
    results.push(...(await Promise.allSettled(batch.map((viewer) => republishOne(services, viewer, actor, shared)))));
  }
  throwTogether(results, 'App Homes');
}

async function republishOne(
  services: MessagingServices,
  viewer: HomeViewer,
  actor: string | null,
  shared: Shared,
): Promise<void> {
  const { userId, place, hash, isSecurity } = viewer;
  const day = dayOf(services, shared.now);
  const now = shared.now.toISOString();
  // Who acted looks for what they did: they do not wait.
  const notSince = userId === actor ? now : new Date(shared.now.getTime() - BETWEEN_PUBLISHES_MS).toISOString();
  if (!(await services.homes.claim(day, userId, { now, notSince }))) {
    await services.homes.markStale(day, userId, now);
    return;
  }
  // Slack is asked who belongs to security only for who did when they opened it: it allows few such questions, and
  // approvals depend on the answer.
  const members = isSecurity ? await shared.members() : [];
  if (!members) return;
  await publish(
    services,
    { userId, place: place ?? firstPage('mine'), hash },
    { ...shared, members: async () => members },
  );
}

async function publish(
  services: MessagingServices,
  { userId, place, hash }: { userId: string; place: HomePlace; hash: string | null },
  shared: Shared,
): Promise<'published' | 'conflict' | 'later' | 'gone'> {
  const now = shared.now.toISOString();
  const viewer = await viewerOf(services, userId, shared);
  const home = await homeOf(services, viewer, place, shared);
  const published = await services.homePublisher.publish({ userId, home, now, hash });
  if (published.kind === 'published' || published.kind === 'gone') {
    const { teams, isSecurity } = viewer.scope;
    const newHash = published.kind === 'published' ? published.hash : null;
    const shown = { userId, teams, isSecurity, place: home.place, at: now, hash: newHash };
    await services.homes.shown(dayOf(services, shared.now), shown);
  }
  return published.kind;
}

async function viewerOf(services: MessagingServices, userId: string, { members }: Shared): Promise<Viewer> {
  const [teams, security] = await Promise.all([services.owners.teamsLedBy(userId), members()]);
  // A guest or somebody who left has no authority, whatever group still names them.
  const isNamed = security?.includes(userId) ?? false;
  const person = isNamed ? await services.directory.person(userId).catch(() => null) : null;
  const unsure = security === null || (isNamed && person === null);
  return { scope: { userId, teams, isSecurity: person?.active === true }, unsure };
}

/** The part that is asked for, or one's own when one has no such part any more. */
async function homeOf(
  services: MessagingServices,
  { scope, unsure }: Viewer,
  place: HomePlace,
  shared: Shared,
): Promise<Home> {
  const tabs: HomeTab[] = [
    'mine',
    ...(scope.teams.length > 0 ? ['team' as const] : []),
    ...(scope.isSecurity ? ['security' as const] : []),
  ];
  const at = tabs.includes(place.tab) ? place : firstPage('mine');
  const common = { tabs, unsure };
  switch (at.tab) {
    case 'mine':
      return { ...common, ...(await minePart(services, scope, at, shared)) };
    case 'team':
      return { ...common, ...(await teamPart(services, scope, at, shared)) };
    case 'security':
      return { ...common, part: 'security', place: at, overview: await shared.security() };
  }
}

type Part<Name extends Home['part']> = Omit<Extract<Home, { part: Name }>, 'tabs' | 'unsure'>;

async function minePart(
  services: MessagingServices,
  scope: Scope,
  place: HomePlace,
  { now }: Shared,
): Promise<Part<'mine'>> {
  const sources: ListSource[] = [{ by: 'owner', userId: scope.userId }];
  if (place.trail.length > 0) {
    const page = await pageOf(services, sources, place);
    if (page.rows.length > 0) return { part: 'mine', place, page, overview: null, bystander: false };
  }
  const start = firstPage('mine');
  const [page, { rows, complete }, person] = await Promise.all([
    pageOf(services, sources, start),
    gatherUnresolved(services, scope, sources),
    services.owners.person(scope.userId),
  ]);
  return {
    part: 'mine',
    place: { ...start, total: rows.length },
    page,
    overview: { standing: standingOf(rows, now.toISOString(), complete), next: nextUndecided(rows) },
    bystander: person === null && scope.teams.length === 0 && !scope.isSecurity,
  };
}

async function teamPart(
  services: MessagingServices,
  scope: Scope,
  place: HomePlace,
  { now }: Shared,
): Promise<Part<'team'>> {
  const sources = scope.teams.map((team): ListSource => ({ by: 'team', team }));
  if (place.trail.length > 0) {
    const page = await pageOf(services, sources, place);
    if (page.rows.length > 0) return { part: 'team', place, page, overview: null };
  }
  const start = firstPage('team');
  const to = now.toISOString();
  const from = daysBefore(now, PERIOD_DAYS);
  const month = monthStart(to, services.policy.business_hours);
  const [page, history] = await Promise.all([
    pageOf(services, sources, start),
    // The period, and any month from its beginning.
    readHistory(services, { from: daysBefore(now, PERIOD_DAYS + 2), to }),
  ]);
  const overview = teamOverview(scope, history, { from, to, month });
  return { part: 'team', place: { ...start, total: overview.standing.total }, page, overview };
}

function teamOverview(
  { teams, userId }: Scope,
  history: KpiHistory,
  { from, to, month }: Period & { month: string },
): TeamOverview {
  const records = history.records.filter(({ team }) => team !== null && teams.includes(team));
  const open = records.filter(isUnresolved);
  return {
    standing: standingOf(open, to),
    numbers: teams.map((team) => ({
      team,
      standing: standingOf(
        open.filter((row) => row.team === team),
        to,
      ),
      kpis: kpisOf({ ...history, team, from, to }),
    })),
    needsDecision: needingDecision(open, to),
    promised: promisedSoon(open, to),
    ending: endingSoon(open, to),
    hands: couldUseAHand(records, month, userId),
  };
}

async function securityOverview(services: MessagingServices, now: Date): Promise<SecurityOverview> {
  const to = now.toISOString();
  const from = daysBefore(now, PERIOD_DAYS);
  const before = daysBefore(now, 2 * PERIOD_DAYS);
  const [history, lastScan] = await Promise.all([readHistory(services, { from: before, to }), services.scans.last()]);
  const open = history.records.filter(isUnresolved);
  return {
    standing: standingOf(open, to),
    orphans: open.filter(isOwnerless).length,
    ending: endingSoon(open, to),
    teams: standingByTeam(open, to),
    kpis: kpisOf({ ...history, team: null, from, to }),
    kpisBefore: kpisOf({ ...history, team: null, from: before, to: from }),
    lastScan,
  };
}

function isUnresolved({ status }: Pick<FindingSummary, 'status'>): boolean {
  return status !== 'resolved';
}

function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * 24 * 60 * 60 * 1000).toISOString();
}

function pageOf({ findings }: MessagingServices, sources: ListSource[], { trail }: HomePlace): Promise<HomePage> {
  return findings.list(sources, { after: trail.at(-1) ?? null, limit: HOME_ROWS });
}

function sharedAt(services: MessagingServices, now: Date): Shared {
  return {
    now,
    members: once(() => services.directory.securityMembers().catch(() => null)),
    security: once(() => securityOverview(services, now)),
  };
}

function once<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}

function dayOf({ policy }: MessagingServices, now: Date): string {
  return dateIn(now.toISOString(), policy.business_hours);
}
