import { TZDate } from '@date-fns/tz';
import { isoDay } from '../../src/domain/business-hours';
import { isNeeded } from '../../src/domain/due';
import type { Audience, Command, Finding, Reminder } from '../../src/domain/finding';
import { SECURITY_CHANNEL } from '../../src/domain/outbox';
import type { Policy } from '../../src/domain/policy-file';
import { dueReminders, remindersAhead } from '../../src/domain/reminders';
import { transition } from '../../src/domain/state-machine';
import { aFinding } from './a-finding';
import { aPolicy } from './a-policy';

/** A finding as it was opened at that moment, with the fix date, about one violation of high severity; nothing was sent. */
export const openedAt = (at: string, deadline: string | null, over: Partial<Finding> = {}): Finding => {
  const finding = aFinding(over);
  return {
    ...finding,
    ownerSince: at,
    openedAt: at,
    deadline,
    violations: finding.violations.map((violation) => ({ ...violation, firstSeenAt: at, deadline })),
    timeline: [{ at, status: 'open', team: 'growth' }],
  };
};
/** A reminder that somebody got, and when, UTC ISO. */
export interface Told {
  at: string;
  to: string;
  reminder: Reminder;
}

/** The finding after the command. Throws when it changed nothing. */
export function given(finding: Finding, command: Command, now: string, policy: Policy = aPolicy()): Finding {
  const result = transition(finding, command, { now, policy });
  if (result.kind !== 'changed') throw new Error(`${command.type}: ${JSON.stringify(result)}`);
  return result.finding;
}

/** Takes the steps that are due, each as one command. */
export function takeDue(finding: Finding, now: string, policy: Policy = aPolicy()): Finding {
  return dueReminders(finding, policy, now).reduce((before, { reminder, keys }) => {
    const type = reminder.audience === 'lead' || reminder.audience === 'security' ? 'escalate' : 'remind';
    return given(before, { type, reminder, keys, to: readerOf(reminder.audience, finding) }, now, policy);
  }, finding);
}

function readerOf(audience: Audience, { owner, closedRequests, grant }: Finding): string {
  if (audience === 'owner') return owner?.userId ?? 'nobody';
  if (audience === 'lead') return 'U0LEAD';
  if (audience === 'security') return SECURITY_CHANNEL;
  return closedRequests.find(({ id }) => id === grant?.requestId)?.by ?? 'nobody';
}

/** Slack takes every reminder that waits and is still about something, some seconds after `now`. */
export function deliver(finding: Finding, now: string): { finding: Finding; told: Told[] } {
  const postedAt = new Date(Date.parse(now) + 5000).toISOString();
  const waiting = Object.entries(finding.messages).flatMap(([key, message]) =>
    message.reminder && message.ts === undefined && !message.final
      ? [{ key, message, reminder: message.reminder }]
      : [],
  );
  const needed = waiting.filter(({ message }) => isNeeded(finding, message));
  const arrived = needed.map(({ key, message }) => [key, { ...message, ts: '1.1', postedAt, final: true }] as const);
  return {
    finding: { ...finding, messages: { ...finding.messages, ...Object.fromEntries(arrived) } },
    told: needed.map(({ message, reminder }) => ({ at: now, to: message.to, reminder })),
  };
}

/** Lets time pass from the finding's last change until `until` while nobody does anything: every step is taken and delivered as soon as it is due. */
export function remindedUntil(
  start: Finding,
  until: string,
  policy: Policy = aPolicy(),
): { finding: Finding; told: Told[] } {
  let finding = start;
  let now = start.history.at(-1)?.at ?? '';
  const told: Told[] = [];
  for (let steps = 0; ; steps += 1) {
    const [next] = remindersAhead(finding, policy);
    if (!next || next.dueAt > until) return { finding, told };
    if (steps > 100) throw new Error(`${next.key} comes again and again`);
    now = [now, next.dueAt].toSorted().at(-1) ?? now;
    const delivered = deliver(takeDue(finding, now, policy), now);
    finding = delivered.finding;
    told.push(...delivered.told);
  }
}

/** `Wed 2026-11-25 10:00 undecided to U0MARIA`, the time as the zone's clocks show it. */
export function inWords({ at, to, reminder }: Told, timeZone: string): string {
  return `${clock(at, timeZone)} ${reminder.step} to ${to}`;
}

/** `Wed 2026-11-25 10:00` */
export function clock(at: string, timeZone: string): string {
  const moment = new TZDate(at, timeZone);
  const two = (value: number) => String(value).padStart(2, '0');
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][moment.getDay()];
  return `${weekday} ${isoDay(moment)} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
