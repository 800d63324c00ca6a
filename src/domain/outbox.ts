import { nextBusinessMoment, nextWorkingMoment } from './business-hours';
import type { Caller, Finding, Line, Message, Owner } from './finding';
import { ageMs, type Notebook } from './notebook';
import type { Policy } from './policy-file';

interface QueueContext {
  now: string;
  policy: Policy;
}

/** Where a channel's messages go is configured at the edge; in the outbox it has this name. */
export const SECURITY_CHANNEL = 'security';

/** In observe mode nobody is messaged; while one team pilots, only that team is. */
export function isQuiet(policy: Policy, team: string | null): boolean {
  if (policy.mode === 'observe') return true;
  return policy.notify_only.length > 0 && !policy.notify_only.includes(`team:${team ?? ''}`);
}

/** The owner's card of the present round. An owner who comes back gets a new one: the old one says it was handed on. */
export function queueCard(finding: Finding, owner: Owner, context: QueueContext): Finding {
  if (isQuiet(context.policy, finding.team)) return finding;
  const { timeZone = context.policy.business_hours.time_zone } = owner;
  const hours = { ...context.policy.business_hours, time_zone: timeZone };
  return queue(finding, ['card', finding.round, owner.userId, finding.assignments].join('/'), {
    kind: 'card',
    to: owner.userId,
    notBefore: owner.source.kind === 'assigned' ? undefined : quietUntil(finding, context.now, hours),
    context,
  });
}

/**
 * A launch seen by event that is critical or high interrupts at once: its maker is at the keyboard. The rest, and what
 * opens again later, waits for the reader's working hours, and what is medium or low for 10:00.
 */
function quietUntil(finding: Finding, now: string, hours: Policy['business_hours']): string | undefined {
  const urgent = finding.severity === 'critical' || finding.severity === 'high';
  if (urgent && finding.seenByEvent && finding.round === 1) return undefined;
  const moment = urgent ? nextWorkingMoment(now, hours) : nextBusinessMoment(now, '10:00', hours);
  return moment > now ? moment : undefined;
}

/** The caller arrives by CloudTrail, often minutes after the native event that a notebook exists. */
const CALLER_MAY_COME_MS = 15 * 60_000;

/**
 * The card that looks for an owner waits while the event that names the caller may still come. One that an owner asked
 * for with "Not mine" does not: only a person settles that.
 */
export function queueOrphan(finding: Finding, context: QueueContext): Finding {
  if (isQuiet(context.policy, finding.team ?? finding.teamTag)) return finding;
  const key = `orphan/${finding.round}/${finding.handovers}`;
  const early = `${key}/early`;
  if (!finding.handover && mayStillLearnCaller(finding.notebook, finding.launchedBy, context.now)) {
    const notBefore = new Date(Date.parse(finding.notebook.createdAt) + CALLER_MAY_COME_MS).toISOString();
    return queue(finding, early, { kind: 'orphan', to: SECURITY_CHANNEL, notBefore, context });
  }
  // One that waited for the caller in vain was posted, and stays the card of this round.
  if (finding.messages[early]?.firstTriedAt !== undefined) return finding;
  return queue(finding, key, { kind: 'orphan', to: SECURITY_CHANNEL, context });
}

export function mayStillLearnCaller(notebook: Notebook, launchedBy: Caller | null, now: string): boolean {
  return launchedBy === null && ageMs(notebook, new Date(now)) < CALLER_MAY_COME_MS;
}

/** Somebody asked, so that the card goes out even where nobody is messaged unasked. */
export function queueRequest(finding: Finding, requestId: string, context: QueueContext): Finding {
  return queue(finding, `request/${requestId}`, { kind: 'request', to: SECURITY_CHANNEL, requestId, context });
}

export function queueLine(finding: Finding, to: string, line: Line, context: QueueContext): Finding {
  if (isQuiet(context.policy, finding.team)) return finding;
  return queue(finding, `line/${finding.version}/${to}`, { kind: 'line', to, line, context });
}

function queue(
  finding: Finding,
  key: string,
  message: Pick<Message, 'kind' | 'to' | 'notBefore' | 'line' | 'requestId'> & { context: QueueContext },
): Finding {
  if (finding.messages[key]) return finding;
  const { context, ...rest } = message;
  const queued: Message = {
    ...rest,
    round: finding.round,
    queuedAt: context.now,
    attempt: 0,
    shownVersion: 0,
    final: false,
  };
  return { ...finding, messages: { ...finding.messages, [key]: queued } };
}
