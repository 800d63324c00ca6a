import type { FindingRecord } from '../domain/finding-summary';
import type { ScanRequest, ScanTargetRequest } from '../domain/job-events';
import type { Target } from '../domain/notebook';
import {
  countsByTeam,
  type NotCheckedReason,
  notCheckedOf,
  reasonOf,
  reasonOfFault,
  type Scan,
  type TargetResult,
} from '../domain/scan';
import { accountNamed, targetsAt } from '../domain/targets';
import type { Services } from '../services';
import { auditNotebook } from './audit-notebook';
import { throwTogether } from './faults';
import { scopeOf } from './scope';
import { tellScan } from './tell-scan';

/** AWS publishes no rates for Describe; the client slows down by itself when it is throttled. */
const SIDE_BY_SIDE = 8;

/** The worker has two minutes, and a look may take half of one; what is left then is named as not checked. */
const MOST_MS = 80_000;

const PROGRESS_MS = 3000;

/** Longer than the looks of a scan are apart, so that all they find is told in one message. */
const TELL_AFTER_MS = 15 * 60_000;

/**
 * Begins a scan: notes it, tells whoever asked, and asks for a look at every account and region on the own bus. `id` is
 * that of the event that asked: delivered again, it goes on where it was. Somebody who leads no team and is not of
 * security (any more) is told so, and nothing is looked at.
 */
export async function startScan(
  services: Services,
  { userId, account, region }: ScanRequest,
  { id, now }: { id: string; now: Date },
): Promise<void> {
  const { policy, scans } = services;
  const { isSecurity, teams } = await scopeOf(services, userId);
  if (!isSecurity && teams.length === 0) {
    arrived(await services.scanMessages.postRefusal({ to: userId, id: noticeId(id) }));
    return;
  }
  const place = { account: account === null ? null : accountNamed(policy, account), region };
  const targets = targetsAt(policy, await services.notebooks.home(), place);
  const seen = isSecurity ? null : teams;
  const isNew = await scans.begin({ id, userId, teams: seen, place, targets, startedAt: now.toISOString() });
  const scan = await scans.get(id);
  if (!scan) throw new Error(`The scan ${id} was noted and is not there`);
  if (!scan.posted) await post(services, scan, isNew);
  await services.events.publish(
    scan.targets.map((target) => ({
      detailType: 'ScanTargetRequested',
      detail: { scan: id, account: target.account, region: target.region },
    })),
  );
}

const noticeId = (id: string) => `scan/${id}`;

/** Whoever cannot be written to any more gets no message; the scan goes on. */
async function post({ notifier, scanMessages, scans }: Services, scan: Scan, isNew: boolean): Promise<void> {
  const id = noticeId(scan.id);
  const earlier = isNew ? null : await notifier.findNotice({ to: scan.userId, id, since: scan.startedAt });
  const place = earlier ?? arrived(await scanMessages.post({ id, scan }));
  if (place) await scans.posted(scan.id, place);
}

/** Where it is in Slack; null when the person cannot be written to any more. */
function arrived(answer: Awaited<ReturnType<Services['scanMessages']['post']>>) {
  if (answer.kind === 'later') throw new Error(`Slack did not take the message about a scan: ${answer.reason}`);
  return answer.kind === 'posted' ? { channel: answer.channel, ts: answer.ts } : null;
}

/**
 * Looks at every notebook of one account and region, and again at findings whose notebook is not there any more. Safe to
 * repeat: what is done counts once. Throws at the end when something broke, so that it is tried again; until then it is
 * named as not checked. `clock` tells the present time.
 */
export async function scanTarget(
  services: Services,
  { scan: id, account, region }: ScanTargetRequest,
  clock: () => Date,
): Promise<void> {
  const scan = await services.scans.get(id);
  if (!scan) throw new Error(`There is no scan ${id}`);
  const target = { account, region };
  const isDone = scan.results.some(
    (result) => result.account === account && result.region === region && result.state === 'done',
  );
  const faults = isDone ? [] : await lookAround(services, { id, target, since: scan.startedAt }, clock);
  const told = await Promise.allSettled([tellScan(services, id, clock)]);
  const failed = faults.map((reason): PromiseSettledResult<never> => ({ status: 'rejected', reason }));
  throwTogether([...failed, ...told], `scan of ${account} ${region}`);
}

interface Round {
  id: string;
  target: Target;
  /** When the scan began, UTC ISO. */
  since: string;
}

/** Answers what broke. */
async function lookAround(services: Services, { id, target, since }: Round, clock: () => Date): Promise<unknown[]> {
  const until = clock().getTime() + MOST_MS;
  const nothing = { ...target, listed: null, looked: 0, teams: [] };
  const record = (result: Omit<TargetResult, 'at' | keyof Target>) =>
    services.scans.record(id, { ...target, ...result, at: clock().toISOString() });
  let names: { listed: string[]; all: string[] };
  try {
    const list = await services.notebooks.list(target);
    if (list.kind === 'unknown') {
      await record({ ...nothing, state: 'done', notChecked: [{ reason: reasonOf(list.reason), count: null }] });
      return [];
    }
    const listed = list.notebooks.map(({ name }) => name);
    names = { listed, all: withUnlisted(listed, await gather(services.scans.findingsOf(target, since))) };
  } catch (fault) {
    await record({ ...nothing, state: 'failed', notChecked: [{ reason: reasonOfFault(fault), count: null }] });
    return [fault];
  }
  const looks = { looked: 0, missed: [] as NotCheckedReason[], faults: [] as unknown[] };
  const listed = new Set(names.listed);
  let toldMs = clock().getTime();
  await sideBySide(names.all, async (name) => {
    const missed =
      clock().getTime() >= until ? 'no_time' : await lookAt(services, { target, name, since, clock }, looks.faults);
    if (missed) looks.missed.push(missed);
    else if (listed.has(name)) looks.looked += 1;
    if (clock().getTime() - toldMs < PROGRESS_MS) return;
    toldMs = clock().getTime();
    const told = [tellProgress(services, id, { ...target, listed: listed.size, looked: looks.looked }, clock)];
    // Whatever it was, the looks go on.
    const [answer] = await Promise.allSettled(told);
    if (answer?.status === 'rejected') looks.faults.push(answer.reason);
  });
  await record({
    state: looks.faults.length > 0 ? 'failed' : 'done',
    listed: listed.size,
    looked: looks.looked,
    teams: countsByTeam(await gather(services.scans.findingsOf(target, since)), since),
    notChecked: notCheckedOf(looks.missed),
  });
  return looks.faults;
}

async function tellProgress(
  services: Services,
  id: string,
  progress: Pick<TargetResult, 'account' | 'region' | 'listed' | 'looked'>,
  clock: () => Date,
): Promise<void> {
  const at = clock().toISOString();
  await services.scans.record(id, { ...progress, state: 'looking', at, teams: [], notChecked: [] });
  await tellScan(services, id, clock);
}

/** The names in the list, and those of unresolved findings that are not in it: probably gone, which a look tells. */
function withUnlisted(listed: string[], records: FindingRecord[]): string[] {
  const known = new Set(listed.map((name) => name.toLowerCase()));
  const unlisted = records.filter(({ status, launch }) => status !== 'resolved' && !known.has(launch.name));
  return [...new Set([...listed, ...unlisted.map(({ name }) => name)])];
}

/** Why it could not be looked at; null when it was. */
async function lookAt(
  services: Services,
  { target, name, since, clock }: { target: Target; name: string; since: string; clock: () => Date },
  faults: unknown[],
): Promise<NotCheckedReason | null> {
  const tellFrom = new Date(Date.parse(since) + TELL_AFTER_MS).toISOString();
  try {
    const request = { ...target, name, caller: null, launched: false, tellFrom };
    const audited = await auditNotebook(services, request, clock());
    return audited.kind === 'unknown' ? reasonOf(audited.reason) : null;
  } catch (fault) {
    faults.push(fault);
    return reasonOfFault(fault);
  }
}

async function sideBySide(names: string[], look: (name: string) => Promise<void>): Promise<void> {
  const waiting = names.values();
  const lane = async () => {
    for (const name of waiting) await look(name);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

async function gather<T>(rows: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
