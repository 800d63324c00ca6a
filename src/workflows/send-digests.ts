import { type BusinessHours, nextBusinessMoment } from '../domain/business-hours';
import type { KpiHistory } from '../domain/kpis';
import { isLeftBehind, type Notice } from '../domain/notice';
import { isQuiet, SECURITY_CHANNEL } from '../domain/outbox';
import { digestHistory, digestNumbers, hasNotebooks, type ReportNumbers } from '../domain/report-numbers';
import { weekEnd } from '../domain/weeks';
import type { MessagingServices } from '../services';
import { leaseUntil } from './deliver-messages';
import { throwTogether } from './faults';
import { readHistory } from './numbers';
import { hoursOf, momentFor } from './send-notices';

/** When a reader gets the digest of the week that ended, on their Monday or the first business day after it. */
const DIGEST_TIME = '09:00';

/** How long is remembered that a reader had the digest of a week. */
const REMEMBERED_MS = 14 * 24 * 60 * 60_000;

/** Many leads have the same Monday morning: Slack would ask to wait. */
const SIDE_BY_SIDE = 10;

/** Somebody who gets a digest: a lead of these teams, or the security channel (`teams` null: the whole company). */
interface Reader {
  to: string;
  teams: string[] | null;
}

/** The digest of one reader, and all that is needed to send it. */
interface Sending extends Reader {
  /** Names the digest among the reader's notices. */
  id: string;
  /** The end of the week, UTC ISO. */
  until: string;
  now: Date;
  history: () => Promise<KpiHistory>;
}

/**
 * Sends the digest of the last week to every lead and to the security channel, once each, from Monday 9:00 of its reader
 * on. It counts as one of the two notices that a reader gets a day. Safe to repeat and to run side by side.
 */
export async function sendDigests(services: MessagingServices, now: Date): Promise<void> {
  const { business_hours: hours } = services.policy;
  const until = weekEnd(now.toISOString(), hours);
  // Read once, and only when somebody is due.
  let known: Promise<KpiHistory> | undefined;
  const history = () => {
    known ??= readHistory(services, digestHistory(until, hours));
    return known;
  };
  const readers = await readersOf(services);
  const results: PromiseSettledResult<void>[] = [];
  for (let start = 0; start < readers.length; start += SIDE_BY_SIDE) {
    const batch = readers.slice(start, start + SIDE_BY_SIDE);
    const sent = batch.map((reader) => sendWhenDue(services, { ...reader, until, now, history }));
    results.push(...(await Promise.allSettled(sent)));
  }
  throwTogether(results, 'digests');
}

/** Where people are not to be messaged yet, only the channel hears. */
async function readersOf({ owners, policy }: MessagingServices): Promise<Reader[]> {
  const teams = new Map<string, string[]>();
  for (const { team, userId } of await owners.leads()) {
    if (!isQuiet(policy, team)) teams.set(userId, [...(teams.get(userId) ?? []), team]);
  }
  const leads = [...teams].map(([to, led]): Reader => ({ to, teams: led.toSorted() }));
  return [{ to: SECURITY_CHANNEL, teams: null }, ...leads];
}

async function sendWhenDue(services: MessagingServices, reader: Omit<Sending, 'id'>): Promise<void> {
  const { to, until, now } = reader;
  const id = `digest/${until}`;
  if (await services.owners.isTaken(keyOf({ id, to }), now.toISOString())) return;
  const hours = await hoursOf(services, to);
  if (now.toISOString() < nextBusinessMoment(until, DIGEST_TIME, hours)) return;
  const sending: Sending = { ...reader, id };
  const notice = await takeTurn(services, sending);
  if (!notice) return;
  if (notice.posted) return conclude(services, sending);
  await deliver(services, sending);
}

/** Puts the digest under way, or takes it over; null when it is not its turn yet, which is tried again in an hour. */
async function takeTurn(services: MessagingServices, { to, id, until, teams, now }: Sending): Promise<Notice | null> {
  const { notices } = services;
  const { current } = await notices.box(to);
  const at = now.toISOString();
  if (current?.id === id) {
    return current.posted ? current : notices.claim(to, id, { now: at, leaseUntil: leaseUntil(current.attempt, now) });
  }
  if (current && !isLeftBehind(current, at)) return null;
  if (current) await notices.end(to, current.id);
  if ((await momentFor(services, to, now)) > at) return null;
  const notice: Notice = {
    id,
    content: { kind: 'digest', digest: { teams, until } },
    attempt: 1,
    firstTriedAt: at,
    leaseUntil: leaseUntil(0, now),
  };
  return (await notices.begin(to, notice)) ? notice : null;
}

async function deliver(services: MessagingServices, sending: Sending): Promise<void> {
  const { notices, notifier, owners, reports, scans } = services;
  const { to, id, until, now } = sending;
  // Always looked for: whoever went on with the reader's next notice may have ended this one, posted or not.
  const earlier = await notifier.findNotice({ to, id, since: until });
  if (earlier) return record(services, sending, earlier);
  // Its reader may have gone home since the first try.
  if ((await momentFor(services, to, now)) > now.toISOString()) return notices.end(to, id);
  const numbers = await numbersOf(sending, services.policy.business_hours);
  if (numbers.length === 0) return conclude(services, sending);
  const greeting = to !== SECURITY_CHANNEL && (await owners.greet(to, id));
  const answer = await reports.postDigest({
    to,
    id,
    digest: { numbers, incomplete: (await scans.last())?.notChecked ?? [], greeting },
  });
  switch (answer.kind) {
    case 'later':
      return notices.postpone(to, id, new Date(now.getTime() + answer.retryAfterMs).toISOString());
    case 'recipient_gone':
      return conclude(services, sending);
    case 'posted':
      return record(services, sending, answer);
  }
}

/** A team without notebooks has no digest. */
async function numbersOf({ teams, until, history }: Sending, hours: BusinessHours): Promise<ReportNumbers[]> {
  const known = await history();
  return (teams ?? [null]).map((team) => digestNumbers(known, { team, until, hours })).filter(hasNotebooks);
}

async function record(
  services: MessagingServices,
  sending: Sending,
  { channel, ts }: { channel: string; ts: string },
): Promise<void> {
  const { to, id, now } = sending;
  await services.notices.posted(to, id, { channel, ts, at: now.toISOString(), card: false });
  await conclude(services, sending);
}

/** The reader had it, or there is nothing to send: not again this week. */
async function conclude({ notices, owners }: MessagingServices, sending: Sending): Promise<void> {
  const { to, id, now } = sending;
  const expiresAt = new Date(now.getTime() + REMEMBERED_MS).toISOString();
  await owners.once(keyOf(sending), { now: now.toISOString(), expiresAt });
  await notices.end(to, id);
}

const keyOf = ({ id, to }: Pick<Sending, 'id' | 'to'>) => `${id}/${to}`;
