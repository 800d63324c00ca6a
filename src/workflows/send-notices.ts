import { hoursIn } from '../domain/business-hours';
import { isNeeded, mayGo, messageDueAt } from '../domain/due';
import type { Finding, Message, ReminderStep } from '../domain/finding';
import { isFinal } from '../domain/messages';
import { launchId } from '../domain/notebook';
import { isLeftBehind, type Notice, type NoticeRow, noticeMoment } from '../domain/notice';
import { SECURITY_CHANNEL } from '../domain/outbox';
import type { Policy } from '../domain/policy-file';
import type { MessagingServices } from '../services';
import { leaseUntil, settle } from './deliver-messages';
import { throwTogether } from './faults';
import { replaceLostOwner } from './replace-lost-owner';

/**
 * The rows that fit into one item of 400 KB, however long the names; more come with the next notice.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MOST_ROWS = 1000;

/** Readers who are written to at the same time: Slack would ask to wait. */
const SIDE_BY_SIDE = 10;

/** A message of a finding that waits to be told in a notice. */
interface Waiting {
  finding: Finding;
  key: string;
  message: Message;
}

/**
 * Sends every reader one message with all that is due for them in these findings, in their working hours and at most two
 * a day; what may not be sent now waits until then. Safe to repeat and to run side by side: a reader has one notice under
 * way at a time, and a second try looks first whether the first one arrived.
 */
export async function sendNotices(services: MessagingServices, findings: Finding[], now: Date): Promise<void> {
  const readers = new Map<string, Waiting[]>();
  for (const waiting of findings.flatMap((finding) => waitingIn(finding, services.policy, now.toISOString()))) {
    const { to } = waiting.message;
    readers.set(to, [...(readers.get(to) ?? []), waiting]);
  }
  // Many have the same morning: a lease that runs from the beginning of all of it would be over before its turn comes.
  const begunMs = Date.now();
  const clock = () => new Date(now.getTime() + Date.now() - begunMs);
  const results: PromiseSettledResult<void>[] = [];
  const all = [...readers];
  for (let start = 0; start < all.length; start += SIDE_BY_SIDE) {
    const batch = all.slice(start, start + SIDE_BY_SIDE);
    const sent = batch.map(([to, waiting]) => sendTo(services, to, waiting, clock()));
    results.push(...(await Promise.allSettled(sent)));
  }
  throwTogether(results, 'notices');
}

function waitingIn(finding: Finding, policy: Policy, now: string): Waiting[] {
  return Object.entries(finding.messages).flatMap(([key, message]) => {
    const isOurs = !message.atOnce && message.ts === undefined && mayGo(finding, message, policy);
    const dueAt = isOurs ? messageDueAt(finding, message) : null;
    return dueAt !== null && dueAt <= now ? [{ finding, key, message }] : [];
  });
}

async function sendTo(services: MessagingServices, to: string, waiting: Waiting[], now: Date): Promise<void> {
  const { notices } = services;
  const { current } = await notices.box(to);
  if (current) {
    // Under way elsewhere, or left behind by a try that failed: what waits here comes with the next run. A digest is
    // finished by whoever sends digests, who looks for it in Slack whatever became of it here.
    if (current.content.kind === 'rows') await finish(services, to, current, now);
    else if (isLeftBehind(current, now.toISOString())) await notices.end(to, current.id);
    return;
  }
  const from = await momentFor(services, to, now);
  if (from > now.toISOString()) return wait(services, waiting, from);
  const rows = waiting.slice(0, MOST_ROWS).map(rowOf);
  const notice: Notice = {
    // What it tells is told once, so that no other notice begins with the same row at the same moment.
    id: [now.toISOString(), to, ...rows.slice(0, 1).flatMap((row) => [launchId(row.launch), row.message])].join('/'),
    content: { kind: 'rows', rows },
    attempt: 1,
    firstTriedAt: now.toISOString(),
    leaseUntil: leaseUntil(0, now),
  };
  if (await notices.begin(to, notice)) await deliver(services, to, notice, now);
}

const rowOf = ({ finding, key }: Waiting): NoticeRow => ({ launch: finding.launch, message: key });

/** From when on its reader may be sent a notice, UTC ISO. */
export async function momentFor(services: MessagingServices, to: string, now: Date): Promise<string> {
  const [{ sent }, hours] = await Promise.all([services.notices.box(to), hoursOf(services, to)]);
  return noticeMoment(sent, now.toISOString(), hours);
}

/** Nobody works at that hour, or they have heard enough for today. */
async function wait(services: MessagingServices, waiting: Waiting[], until: string): Promise<void> {
  for (const { finding, key } of waiting) {
    await services.findings.postponeMessage(finding.launch, key, until);
    await settle(services, finding);
  }
}

/** The reader's own working hours; the channel has the company's. */
export async function hoursOf(
  { owners, directory, policy }: MessagingServices,
  to: string,
): Promise<Policy['business_hours']> {
  if (to === SECURITY_CHANNEL) return policy.business_hours;
  const timeZone = (await owners.person(to))?.timeZone ?? (await directory.person(to))?.timeZone;
  return hoursIn(policy.business_hours, timeZone);
}

async function finish(services: MessagingServices, to: string, notice: Notice, now: Date): Promise<void> {
  if (notice.posted) return conclude(services, { to, notice, rows: [] }, notice.posted);
  const claimed = await services.notices.claim(to, notice.id, {
    now: now.toISOString(),
    leaseUntil: leaseUntil(notice.attempt, now),
  });
  if (claimed) await deliver(services, to, claimed, now);
}

/** Posts a notice that this caller holds, or takes over the one that an earlier try posted, and notes what it told. */
async function deliver(services: MessagingServices, to: string, notice: Notice, now: Date): Promise<void> {
  const { notices, notifier } = services;
  const begunMs = Date.now();
  const { id, firstTriedAt, attempt, leaseUntil: heldUntil } = notice;
  if (attempt > 1) {
    const earlier = await notifier.findNotice({ to, id, since: firstTriedAt });
    if (earlier) return record(services, { to, notice, rows: [] }, earlier, now);
    // Its reader may have gone home since the first try.
    const from = await momentFor(services, to, now);
    if (from > now.toISOString()) {
      await wait(services, await waitingRows(services, notice), from);
      return notices.end(to, id);
    }
  }
  const rows = await stillNeeded(services, notice);
  if (rows.length === 0) return notices.end(to, id);
  const shown = withoutRepeats(rows);
  const isCard = shown.length === 1 && shown.every(({ message }) => isCardLike(message));
  const greeting = await isFirst(services, to, id);
  const leads = await leadsOf(services, shown);
  if (isCard) {
    // A card that may have arrived has to be looked for, needed or not: it would stand there as it was for ever.
    for (const { finding, key } of shown) {
      await services.findings.claimMessage(finding.launch, key, { now: now.toISOString(), leaseUntil: heldUntil });
    }
  }
  // Held up for so long that somebody else may have taken over.
  if (now.getTime() + Date.now() - begunMs >= Date.parse(heldUntil)) return;
  const answer = await notifier.postNotice({
    to,
    id,
    rows: shown,
    isCard,
    greeting,
    leads,
    now: now.toISOString(),
  });
  switch (answer.kind) {
    case 'later':
      return notices.postpone(to, id, new Date(Date.now() + answer.retryAfterMs).toISOString());
    case 'recipient_gone':
      for (const { finding, key } of rows) await replaceLostOwner(services, finding, key, now);
      return notices.end(to, id);
    case 'posted':
      return record(services, { to, notice, rows }, { ...answer, isCard }, now);
  }
}

const isCardLike = ({ kind }: Message) => kind === 'card' || kind === 'orphan';

/** A card says all that a reminder of the same finding would. */
function withoutRepeats(rows: Waiting[]): Waiting[] {
  const carded = new Set(
    rows.flatMap(({ finding, message }) => (isCardLike(message) ? [launchId(finding.launch)] : [])),
  );
  return rows.filter(({ finding, message }) => message.kind !== 'reminder' || !carded.has(launchId(finding.launch)));
}

/** Except when the lead or security hears: a reminder that announces this is told by itself, later. */
function isToldBy(card: boolean, { message: { reminder } }: Waiting): boolean {
  return !card || reminder?.audience !== 'owner' || !ANNOUNCING.includes(reminder.step);
}

const ANNOUNCING: ReminderStep[] = ['undecided_again', 'date_passed', 'migration_missed'];

/** Is it the first message ever to that person? Asked again about the same notice, it answers the same. */
async function isFirst({ owners }: MessagingServices, to: string, id: string): Promise<boolean> {
  return to !== SECURITY_CHANNEL && owners.greet(to, id);
}

/** `rows`: what the message tells; empty when an earlier try posted it. */
interface Told {
  to: string;
  notice: Notice;
  rows: Waiting[];
}

async function record(
  services: MessagingServices,
  told: Told,
  { channel, ts, isCard }: { channel: string; ts: string; isCard: boolean },
  now: Date,
): Promise<void> {
  const posted = { channel, ts, at: now.toISOString(), card: isCard };
  await services.notices.posted(told.to, told.notice.id, posted);
  await conclude(services, told, posted);
}

/**
 * Notes in every finding that its message was told. A card that is all of the notice is followed from then on; one that
 * was told in a list is not shown any more.
 */
async function conclude(
  services: MessagingServices,
  { to, notice, rows }: Told,
  { channel, ts, at, card }: NonNullable<Notice['posted']>,
): Promise<void> {
  const waiting = rows.length > 0 ? rows : await waitingRows(services, notice);
  const told = waiting.filter((row) => isToldBy(card, row));
  const greeting = card && (await isFirst(services, to, notice.id));
  for (const { finding, key, message } of told) {
    const isFollowed = card && isCardLike(message);
    // What an earlier try showed is not known, so a card is rendered again, if only for the last time.
    const isKnown = rows.length > 0;
    const saved = await services.findings.posted(finding.launch, key, {
      channel,
      ts,
      postedAt: at,
      greeting,
      shownVersion: isFollowed && !isKnown ? 0 : finding.version,
      final: !isFollowed || (isKnown && isFinal(finding, message)),
    });
    await settle(services, saved);
  }
  await services.notices.end(to, notice.id);
}

/** The rows that are not noted as told yet, as they are now. */
async function waitingRows(services: MessagingServices, { content }: Notice): Promise<Waiting[]> {
  const rows = content.kind === 'rows' ? content.rows : [];
  return (await Promise.all(rows.map((row) => waitingAt(services, row)))).flatMap((row) => row ?? []);
}

/**
 * The rows as they are now. What became pointless meanwhile is left out and closed, but for a reminder: when the request
 * that it stands back for is withdrawn, it is as true as before.
 */
async function stillNeeded(services: MessagingServices, notice: Notice): Promise<Waiting[]> {
  const waiting = await waitingRows(services, notice);
  const needed = waiting.filter(({ finding, message }) => isNeeded(finding, message));
  const pointless = waiting.filter((row) => !needed.includes(row) && row.message.kind !== 'reminder');
  for (const { finding, key } of pointless) {
    await services.findings.shown(finding.launch, key, { shownVersion: finding.version, final: true });
    await settle(services, finding);
  }
  return needed;
}

async function waitingAt(
  { findings }: MessagingServices,
  { launch, message: key }: NoticeRow,
): Promise<Waiting | null> {
  const finding = await findings.get(launch);
  const message = finding?.messages[key];
  return finding && message && message.ts === undefined && !message.final ? { finding, key, message } : null;
}

/** The lead of each finding's team, whom a reminder announces. By launch id. */
async function leadsOf({ owners }: MessagingServices, rows: Waiting[]): Promise<Map<string, string>> {
  const teams = [...new Set(rows.flatMap(({ finding }) => finding.team ?? []))];
  const known = new Map(await Promise.all(teams.map(async (team) => [team, await owners.leadOf(team)] as const)));
  const leads = rows.flatMap(({ finding: { launch, team } }) => {
    const lead = team === null ? null : known.get(team);
    return lead ? [[launchId(launch), lead.userId] as const] : [];
  });
  return new Map(leads);
}
