import { hoursIn, nextBusinessMoment, nextWorkingMoment } from './business-hours';
import type { Caller, Finding, Line, Message, Owner, Reminder } from './finding';
import { ageMs, type Notebook } from './notebook';
import { folded } from './owner-keys';
import type { Policy } from './policy-file';

interface QueueContext {
  now: string;
  policy: Policy;
  /** The looks of a scan belong together: what they find is told from the same moment on, in one message. UTC ISO. */
  tellFrom?: string;
  /** It was there before the bot was switched on. */
  existing?: boolean;
}

/** Where a channel's messages go is configured at the edge; in the outbox it has this name. */
export const SECURITY_CHANNEL = 'security';

/** In observe mode nobody is messaged; while one team pilots, only that team is. */
export function isQuiet(policy: Policy, team: string | null): boolean {
  if (policy.mode === 'observe') return true;
  const pilots = policy.notify_only.map(folded);
  return pilots.length > 0 && !pilots.includes(folded(`team:${team ?? ''}`));
}

/**
 * Are the people whom the finding concerns not to be messaged? The Team tag counts only while nobody has it, or somebody
 * else is looked for.
 */
export function isQuietAbout(
  policy: Policy,
  { owner, handover, team, teamTag }: Pick<Finding, 'owner' | 'handover' | 'team' | 'teamTag'>,
): boolean {
  return isQuiet(policy, owner && !handover ? team : (team ?? teamTag));
}

/** The owner's card of the present round. An owner who comes back gets a new one: the old one says it was handed on. */
export function queueCard(finding: Finding, owner: Owner, context: QueueContext): Finding {
  if (isQuiet(context.policy, finding.team)) return finding;
  return queue(finding, ['card', finding.round, owner.userId, finding.assignments].join('/'), {
    kind: 'card',
    to: owner.userId,
    ...(interrupts(finding, owner)
      ? { atOnce: true }
      : { atOnce: false, notBefore: quietUntil(finding, owner, context) }),
    context,
  });
}

/**
 * A launch seen by event that is critical or high interrupts at any hour: its maker is at the keyboard. So is whoever just
 * said that the notebook is theirs.
 */
function interrupts({ severity, seenByEvent, round }: Finding, { userId, source }: Owner): boolean {
  if (source.kind === 'assigned') return source.by === userId;
  return isUrgent(severity) && seenByEvent && round === 1;
}

const isUrgent = (severity: Finding['severity']) => severity === 'critical' || severity === 'high';

/**
 * The rest waits for its reader's working hours, and what is medium or low for 10:00. So does whatever a scan finds that
 * was there before the bot: there is time, and its reader gets one message about all of it.
 */
function quietUntil({ severity }: Finding, owner: Owner, context: QueueContext): string | undefined {
  const { now, policy, tellFrom = now, existing } = context;
  const hours = hoursIn(policy.business_hours, owner.timeZone);
  const handed = owner.source.kind === 'assigned';
  const isCalm = existing === true && context.tellFrom !== undefined;
  const soon = handed || (isUrgent(severity) && !isCalm);
  const moment = soon ? nextWorkingMoment(tellFrom, hours) : nextBusinessMoment(tellFrom, '10:00', hours);
  return moment > now ? moment : undefined;
}

/** The caller arrives by CloudTrail, often minutes after the native event that a notebook exists. */
const CALLER_MAY_COME_MS = 15 * 60_000;

/**
 * The card that looks for an owner waits while the event that names the caller may still come. One that an owner asked
 * for with "Not mine" does not: only a person settles that.
 */
export function queueOrphan(finding: Finding, context: QueueContext): Finding {
  if (isQuietAbout(context.policy, finding)) return finding;
  const key = `orphan/${finding.round}/${finding.handovers}`;
  const early = `${key}/early`;
  // What a scan finds may be many at once: those share one message.
  const atOnce = finding.seenByEvent || finding.handover !== null;
  if (!finding.handover && mayStillLearnCaller(finding.notebook, finding.launchedBy, context.now)) {
    const notBefore = new Date(Date.parse(finding.notebook.createdAt) + CALLER_MAY_COME_MS).toISOString();
    return queue(finding, early, { kind: 'orphan', to: SECURITY_CHANNEL, atOnce, notBefore, context });
  }
  // One that waited for the caller in vain was posted, and stays the card of this round.
  if (finding.messages[early]?.firstTriedAt !== undefined) return finding;
  const later = !atOnce && context.tellFrom ? { notBefore: context.tellFrom } : {};
  return queue(finding, key, { kind: 'orphan', to: SECURITY_CHANNEL, atOnce, ...later, context });
}

export function mayStillLearnCaller(notebook: Notebook, launchedBy: Caller | null, now: string): boolean {
  return launchedBy === null && ageMs(notebook, new Date(now)) < CALLER_MAY_COME_MS;
}

/** Somebody asked, so that the card goes out even where nobody is messaged unasked. */
export function queueRequest(finding: Finding, requestId: string, context: QueueContext): Finding {
  const card = { kind: 'request', to: SECURITY_CHANNEL, atOnce: true, requestId, context } as const;
  return queue(finding, `request/${requestId}`, card);
}

/** To a person as part of a notice; to the security channel at once, in the thread of the request card it belongs to. */
export function queueLine(finding: Finding, to: string, line: Line, context: QueueContext): Finding {
  if (isQuiet(context.policy, finding.team)) return finding;
  const atOnce = to === SECURITY_CHANNEL;
  return queue(finding, `line/${finding.version}/${to}`, { kind: 'line', to, atOnce, line, context });
}

export function queueReminder(finding: Finding, to: string, reminder: Reminder, context: QueueContext): Finding {
  return queue(finding, reminderMessageKey(finding, reminder), {
    kind: 'reminder',
    to,
    atOnce: false,
    reminder,
    context,
  });
}

/** Under which key a reminder is among the messages: another round or owner hears of the same step again. */
export function reminderMessageKey(
  { round, assignments }: Pick<Finding, 'round' | 'assignments'>,
  { step, audience, anchor }: Reminder,
): string {
  return ['reminder', round, assignments, step, audience, anchor].join('/');
}

function queue(
  finding: Finding,
  key: string,
  message: Pick<Message, 'kind' | 'to' | 'atOnce' | 'notBefore' | 'line' | 'reminder' | 'requestId'> & {
    context: QueueContext;
  },
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
