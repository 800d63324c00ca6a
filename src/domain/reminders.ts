import { businessDayAfter } from './business-hours';
import type { Finding, Reminder, ReminderStep } from './finding';
import { isQuietAbout } from './outbox';
import type { Policy } from './policy-file';
import {
  grantSteps,
  isOwnerless,
  isPlanned,
  ownerHours,
  ownerlessSince,
  REMINDER_TIME,
  undecidedSince,
  waitingSteps,
  waitsForChoice,
  waitsForFix,
  waitsForOwner,
} from './reminder-steps';

/** A step of the ladder that was not taken yet. `dueAt` is UTC ISO. */
export interface ReminderAhead extends Reminder {
  key: string;
  dueAt: string;
}

/** A step to take, and the keys of those that it covers, itself included. */
export interface StepToTake {
  reminder: Reminder;
  keys: string[];
}

export function reminderKey({ step, audience, anchor }: Reminder): string {
  return `${step}/${audience}/${anchor}`;
}

/**
 * Every step that is still to come for the finding as it stands, the earliest first. What the lead and security hear
 * depends on what the owner was told before, and so appears only once they were.
 */
export function remindersAhead(finding: Finding, policy: Policy): ReminderAhead[] {
  if (finding.resolution || isQuietAbout(policy, finding)) return [];
  return [...waitingSteps(finding, policy), ...grantSteps(finding, policy)]
    .map((step) => ({ ...step, key: reminderKey(step) }))
    .filter(({ key }) => finding.reminded.told[key] === undefined)
    .sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
}

/** What is due now. After an outage nobody hears the same thing twice in one go: of a series only its last step is taken. */
export function dueReminders(finding: Finding, policy: Policy, now: string): StepToTake[] {
  const series = new Map<string, StepToTake>();
  const due = remindersAhead(finding, policy).filter(({ dueAt }) => dueAt <= now);
  for (const { key, dueAt, ...reminder } of due.toSorted((one, other) => rank(one.step) - rank(other.step))) {
    const { step, audience } = reminder;
    // Of a missing choice and a passed date that are due together, the date says enough.
    const name = `${SERIES[step] === 'choice' ? 'date' : SERIES[step]}/${audience}`;
    series.set(name, { reminder, keys: [...(series.get(name)?.keys ?? []), key] });
  }
  return [...series.values()];
}

/** When the owner hears next, for their card; null when nothing is ahead. */
export function nextOwnerReminder(finding: Finding, policy: Policy): string | null {
  return remindersAhead(finding, policy).find(({ audience }) => audience === 'owner')?.dueAt ?? null;
}

/** May the owner put off the next reminder? Only while no decision is asked for the last time. */
export function maySnooze(finding: Finding, policy: Policy): boolean {
  return waitsForChoice(finding) && finding.reminded.snoozes < policy.reminders.snoozes;
}

/**
 * The steps that stay taken when the finding gets another owner: what whoever asked for an exception heard, and what
 * security heard of a request. All else starts anew.
 */
export function toldToOthers({ reminded }: Finding): Record<string, string> {
  const isOfOthers = ([key]: [string, string]) => {
    const [step, audience] = key.split('/');
    return audience === 'requester' || step === 'request_waits';
  };
  return Object.fromEntries(Object.entries(reminded.told).filter(isOfOthers));
}

/** Was that audience told of that step before, whoever belonged to it then? */
export function wasRemindedOf({ messages }: Finding, { step, audience, anchor }: Reminder): boolean {
  return Object.values(messages).some(
    ({ reminder }) => reminder?.step === step && reminder.audience === audience && reminder.anchor === anchor,
  );
}

/** The moment to which a snooze now moves the owner's reminder: the next working day. */
export function snoozeUntil(finding: Finding, policy: Policy, now: string): string {
  return businessDayAfter(now, REMINDER_TIME, ownerHours(finding, policy));
}

/** A reminder that was queued is still about something: a decision, or another date, makes it pointless. */
export function stillApplies(finding: Finding, { step, anchor }: Reminder): boolean {
  if (finding.resolution) return false;
  const [about] = anchor.split('+');
  switch (SERIES[step]) {
    case 'choice':
      return (
        waitsForChoice(finding) &&
        (step === 'snoozed' ? finding.reminded.snoozedUntil : undecidedSince(finding)) === about
      );
    case 'date':
      return waitsForFix(finding) && finding.deadline === about;
    case 'migration':
      return isPlanned(finding) && !isOwnerless(finding) && finding.migration?.at === about;
    case 'exception':
      return finding.grant?.until === about;
    case 'request':
      return finding.request?.id === about;
    case 'owner':
      return waitsForOwner(finding) && ownerlessSince(finding) === about;
  }
}

type Series = 'choice' | 'date' | 'migration' | 'exception' | 'request' | 'owner';

const SERIES: Record<ReminderStep, Series> = {
  undecided: 'choice',
  snoozed: 'choice',
  undecided_again: 'choice',
  date_tomorrow: 'date',
  date_passed: 'date',
  date_still_passed: 'date',
  migration_tomorrow: 'migration',
  migration_missed: 'migration',
  migration_still_missed: 'migration',
  exception_7_days: 'exception',
  exception_1_day: 'exception',
  request_waits: 'request',
  owner_missing: 'owner',
};

/** Within a series a later step says all that an earlier one would. */
const rank = (step: ReminderStep) => Object.keys(SERIES).indexOf(step);
