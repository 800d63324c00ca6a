import type { Finding, Message } from './finding';
import { isSentOnce, isSuperseded } from './messages';
import { isQuietAbout } from './outbox';
import type { Policy } from './policy-file';
import { remindersAhead, stillApplies } from './reminders';

/**
 * When the finding next needs attention, UTC ISO, or null: a message to send or bring up to date, an event to publish, an
 * answer or a grant that runs out, somebody to remind. A moment in the past means now.
 */
export function nextDueAt(finding: Finding, policy: Policy): string | null {
  const moments = [
    ...Object.values(finding.messages).flatMap((message) =>
      mayGo(finding, message, policy) ? (messageDueAt(finding, message) ?? []) : [],
    ),
    ...(finding.publishedVersion < finding.version ? [finding.history.at(-1)?.at ?? finding.openedAt] : []),
    ...(finding.request ? [finding.request.timeoutAt] : []),
    ...(finding.grant ? [finding.grant.until] : []),
    ...remindersAhead(finding, policy).map(({ dueAt }) => dueAt),
  ];
  return moments.toSorted()[0] ?? null;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * When to look at the finding again, seen from `now`, both UTC ISO: when it next needs attention, and where people are not
 * to be messaged for now, a day later at the latest, for that may have changed.
 */
export function nextVisitAt(finding: Finding, policy: Policy, now: string): string | null {
  const dueAt = nextDueAt(finding, policy);
  // Who was never told anything is told by the next look at the notebook.
  const isHeldBack =
    !finding.resolution &&
    isQuietAbout(policy, finding) &&
    Object.values(finding.messages).some(({ kind }) => kind !== 'request');
  if (!isHeldBack) return dueAt;
  const tomorrow = new Date(Date.parse(now) + DAY_MS).toISOString();
  return dueAt !== null && dueAt < tomorrow ? dueAt : tomorrow;
}

/**
 * May it be sent, or brought up to date, now that people are or are not to be messaged? What was posted follows the
 * finding, and whoever asked for an exception is answered, in any case.
 */
export function mayGo(finding: Finding, { kind, ts }: Message, policy: Policy): boolean {
  return ts !== undefined || kind === 'request' || !isQuietAbout(policy, finding);
}

/** When a message is to be posted or brought up to date; null when it shows everything there is to show. */
export function messageDueAt(finding: Finding, message: Message): string | null {
  if (message.final) return null;
  const upToDate = message.ts !== undefined && (isSentOnce(message) || message.shownVersion >= finding.version);
  // What was tried may have arrived although we never heard so: it has to be looked for, needed or not.
  const isOwed = message.firstTriedAt !== undefined || isNeeded(finding, message);
  if (upToDate || !isOwed) return null;
  return [message.queuedAt, message.notBefore ?? '', message.leaseUntil ?? ''].toSorted().at(-1) ?? message.queuedAt;
}

/** What was posted follows the finding; what was not posted yet may have become pointless. */
export function isNeeded(finding: Finding, message: Message): boolean {
  if (message.ts !== undefined || message.kind === 'line') return true;
  if (message.reminder) {
    const isElsewhere = message.reminder.audience === 'owner' && message.to !== finding.owner?.userId;
    return !isElsewhere && stillApplies(finding, message.reminder);
  }
  if (message.kind === 'request') return message.requestId === finding.request?.id;
  if (finding.resolution || isSuperseded(finding, message)) return false;
  if (message.kind === 'card') return message.to === finding.owner?.userId;
  // One that waits for the caller to become known has waited long enough once the caller is. (Of those that share a
  // message with others, none waits for that.)
  if (message.atOnce && message.notBefore && finding.launchedBy) return false;
  return !finding.owner || finding.handover !== null;
}
