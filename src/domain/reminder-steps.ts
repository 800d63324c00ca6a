import {
  type BusinessHours,
  businessDayAfter,
  businessDayBefore,
  businessMomentAfterDays,
  hoursIn,
  nextBusinessMoment,
  nextWorkingMoment,
  workingHoursLater,
} from './business-hours';
import type { Audience, Finding, Reminder, ReminderStep } from './finding';
import { reminderMessageKey } from './outbox';
import type { Policy } from './policy-file';

/** The steps of each ladder with their times; `domain/reminders` says which are due. */

/** When reminders go out, in the reader's zone: everything of a day in one message. */
export const REMINDER_TIME = '10:00';

/** A step and when it is taken, UTC ISO. */
export type Step = Reminder & { dueAt: string };

/**
 * When the lead is asked, if nobody decides until then: the ladder's moment, but never before the next working day (for a
 * critical finding: two working hours) after the owner was told of it, which is at `now` unless they were before. UTC ISO.
 */
export function leadAskedAt(finding: Finding, policy: Policy, now: string): string {
  const hours = policy.business_hours;
  const toldAt = leadAnnouncedAt(finding) ?? now;
  const wanted = momentOf(policy.reminders[finding.severity].lead, undecidedSince(finding), hours);
  const earliest =
    finding.severity === 'critical'
      ? workingHoursLater(toldAt, 2, hours)
      : businessDayAfter(toldAt, REMINDER_TIME, hours);
  return [wanted, earliest].toSorted()[1] ?? wanted;
}

/** Since when its present owner has had to decide: a denial, or a new violation, asks them anew. UTC ISO. */
export function undecidedSince({ timeline, openedAt, ownerSince }: Finding): string {
  const decided = timeline.findLastIndex(({ status }) => status !== 'open');
  return [openedAt, ownerSince, timeline[decided + 1]?.at ?? openedAt].toSorted().at(-1) ?? openedAt;
}

export const isOwnerless = ({ owner, handover }: Finding) => owner === null || handover !== null;
/** What is allowed for now, or waits for security, needs no owner today. */
export const waitsForOwner = (finding: Finding) =>
  isOwnerless(finding) && finding.request === null && finding.status !== 'exception_granted';
export const ownerlessSince = ({ handover, openedAt, ownerSince }: Finding) =>
  handover?.at ?? (ownerSince > openedAt ? ownerSince : openedAt);
export const waitsForChoice = (finding: Finding) => finding.status === 'open' && !isOwnerless(finding);
export const waitsForFix = ({ status, handover, owner }: Finding) =>
  (status === 'open' || status === 'acknowledged') && owner !== null && handover === null;
export const isPlanned = ({ status }: Finding) => status === 'migration_scheduled';

export function waitingSteps(finding: Finding, policy: Policy): Step[] {
  if (finding.request) return requestSteps(finding.request, policy);
  if (isOwnerless(finding)) return waitsForOwner(finding) ? ownerlessSteps(finding, policy) : [];
  const choice = waitsForChoice(finding) ? choiceSteps(finding, policy) : [];
  const dates = waitsForFix(finding) && finding.deadline ? dateSteps(finding, finding.deadline, policy) : [];
  // Who hears that the date has passed need not hear that a choice is missing.
  const passed = dates.find(({ step, audience }) => step === 'date_passed' && audience === 'owner');
  return [
    ...choice.filter(({ dueAt }) => !passed || dueAt < passed.dueAt),
    ...dates,
    ...(isPlanned(finding) && finding.migration ? migrationSteps(finding, finding.migration, policy) : []),
  ];
}

function choiceSteps(finding: Finding, policy: Policy): Step[] {
  const { reminded } = finding;
  const anchor = undecidedSince(finding);
  const hours = ownerHours(finding, policy);
  // One from before a decision is over.
  const snoozed = reminded.snoozedUntil && reminded.snoozedUntil > anchor ? reminded.snoozedUntil : null;
  // A snooze moves the owner's reminders, and nothing else.
  const notBefore = (dueAt: string) => (snoozed && snoozed > dueAt ? snoozed : dueAt);
  const [first = '1d', again = '3d'] = policy.reminders[finding.severity].owner;
  const toldAt = leadAnnouncedAt(finding);
  return [
    { step: 'undecided', audience: 'owner', anchor, dueAt: notBefore(momentOf(first, anchor, hours)) },
    ...(snoozed ? [{ step: 'snoozed', audience: 'owner', anchor: snoozed, dueAt: snoozed } as const] : []),
    { step: 'undecided_again', audience: 'owner', anchor, dueAt: notBefore(momentOf(again, anchor, hours)) },
    ...(toldAt
      ? [{ step: 'undecided_again', audience: 'lead', anchor, dueAt: leadAskedAt(finding, policy, toldAt) } as const]
      : []),
  ];
}

/** When the owner was told, since they have to decide, that their lead will be asked: by a reminder, or by a snooze. */
export function leadAnnouncedAt(finding: Finding): string | undefined {
  const anchor = undecidedSince(finding);
  const { leadAnnouncedAt: bySnooze } = finding.reminded;
  const byReminder = deliveredAt(finding, { step: 'undecided_again', audience: 'owner', anchor });
  return [byReminder, bySnooze].flatMap((at) => (at && at > anchor ? at : [])).toSorted()[0];
}

function dateSteps(finding: Finding, deadline: string, policy: Policy): Step[] {
  const hours = ownerHours(finding, policy);
  const { acknowledged } = finding;
  const eve = businessDayBefore(deadline, REMINDER_TIME, hours);
  const isAsked = finding.status === 'acknowledged' && acknowledged !== null && acknowledged.at < eve;
  return [
    ...(isAsked ? [{ step: 'date_tomorrow', audience: 'owner', anchor: deadline, dueAt: eve } as const] : []),
    ...passedSteps(
      finding,
      {
        step: 'date_passed',
        still: 'date_still_passed',
        anchor: deadline,
        dueAt: nextBusinessMoment(whileTheirs(finding, deadline), REMINDER_TIME, hours),
      },
      policy,
    ),
  ];
}

function migrationSteps(
  finding: Finding,
  { at, decidedAt }: NonNullable<Finding['migration']>,
  policy: Policy,
): Step[] {
  const hours = ownerHours(finding, policy);
  const eve = businessDayBefore(at, REMINDER_TIME, hours);
  return [
    ...(decidedAt < eve ? [{ step: 'migration_tomorrow', audience: 'owner', anchor: at, dueAt: eve } as const] : []),
    ...passedSteps(
      finding,
      {
        step: 'migration_missed',
        still: 'migration_still_missed',
        anchor: at,
        // They have the whole day that they named.
        dueAt: businessDayAfter(whileTheirs(finding, at), REMINDER_TIME, hours),
      },
      policy,
    ),
  ];
}

/** A date that passed under somebody else is first heard of with the card, and only then called to mind. */
function whileTheirs({ ownerSince }: Finding, date: string): string {
  return ownerSince > date ? ownerSince : date;
}

/** How many days after they heard that a date has passed its owner hears of it again: each pause twice the one before. */
const STILL_PASSED_DAYS = [4, 12, 28, 60, 124, 252];

/** The owner when the date has passed, then the lead, then security, each only after the one before was told. */
function passedSteps(
  finding: Finding,
  { step, still, anchor, dueAt }: { step: ReminderStep; still: ReminderStep; anchor: string; dueAt: string },
  policy: Policy,
): Step[] {
  const owner: Step = { step, audience: 'owner', anchor, dueAt };
  const toldAt = deliveredAt(finding, owner);
  if (!toldAt) return [owner];
  const nextDay = (from: string) => businessDayAfter(from, REMINDER_TIME, policy.business_hours);
  // A missed promise is the owner's for one more day; that a fix date has passed both hear on the same day.
  const leadAt = step === 'migration_missed' ? nextDay(toldAt) : nextWorkingMoment(toldAt, policy.business_hours);
  const hours = ownerHours(finding, policy);
  return [
    owner,
    { step, audience: 'lead', anchor, dueAt: leadAt },
    { step, audience: 'security', anchor, dueAt: nextDay(leadAt) },
    ...STILL_PASSED_DAYS.map(
      (days): Step => ({
        step: still,
        audience: 'owner',
        anchor: `${anchor}+${days}`,
        dueAt: businessMomentAfterDays(toldAt, days, REMINDER_TIME, hours),
      }),
    ),
  ];
}

/** Before a grant ends its owner and whoever asked for it are told, on the last working day that is early enough. */
export function grantSteps(finding: Finding, policy: Policy): Step[] {
  const { grant, owner, closedRequests } = finding;
  if (!grant) return [];
  const requester = closedRequests.find(({ id }) => id === grant.requestId)?.by;
  const audiences: Audience[] = [
    ...(owner ? (['owner'] as const) : []),
    ...(requester && requester !== owner?.userId ? (['requester'] as const) : []),
  ];
  const hours = ownerHours(finding, policy);
  const weekBefore = new Date(Date.parse(grant.until) - 6 * DAY_MS).toISOString();
  const steps = [
    { step: 'exception_7_days', dueAt: businessDayBefore(weekBefore, REMINDER_TIME, hours) },
    { step: 'exception_1_day', dueAt: businessDayBefore(grant.until, REMINDER_TIME, hours) },
  ] as const;
  return (
    steps
      // Nobody is warned on the day that they got it.
      .filter(({ dueAt }) => Date.parse(dueAt) - Date.parse(grant.at) >= DAY_MS)
      .flatMap((step) => audiences.map((audience) => ({ ...step, audience, anchor: grant.until })))
      .filter(({ step, audience, anchor }) => audience === 'owner' || !gotAsOwner(finding, requester, { step, anchor }))
  );
}

/** They had the reminder while the notebook was theirs. */
function gotAsOwner(
  { messages }: Finding,
  userId: string | undefined,
  { step, anchor }: Pick<Reminder, 'step' | 'anchor'>,
): boolean {
  return Object.values(messages).some(
    ({ to, ts, reminder }) =>
      to === userId &&
      ts !== undefined &&
      reminder?.audience === 'owner' &&
      reminder.step === step &&
      reminder.anchor === anchor,
  );
}

const DAY_MS = 24 * 60 * 60_000;

/** Once a business day, from the day after it was asked until it times out. */
function requestSteps({ id, at, timeoutAt }: NonNullable<Finding['request']>, policy: Policy): Step[] {
  const steps: Step[] = [];
  const next = (from: string) => businessDayAfter(from, REMINDER_TIME, policy.business_hours);
  for (let dueAt = next(at); dueAt < timeoutAt; dueAt = next(dueAt)) {
    steps.push({ step: 'request_waits', audience: 'security', anchor: `${id}+${dueAt}`, dueAt });
  }
  return steps;
}

/** How many days after a notebook was left without an owner security hears of it (again). */
const OWNERLESS_DAYS = [1, 3, 7, 14, 28, 60, 120, 240];

function ownerlessSteps(finding: Finding, policy: Policy): Step[] {
  const since = ownerlessSince(finding);
  return OWNERLESS_DAYS.map((days) => ({
    step: 'owner_missing',
    audience: 'security',
    anchor: `${since}+${days}`,
    dueAt: businessMomentAfterDays(since, days, REMINDER_TIME, policy.business_hours),
  }));
}

/** When a reminder arrived; undefined while it has not. */
function deliveredAt(finding: Finding, reminder: Reminder): string | undefined {
  return finding.messages[reminderMessageKey(finding, reminder)]?.postedAt;
}

/** `2h`: so many working hours after `from`; `3d`: the reminder time on a business day, so many days after it. */
function momentOf(step: string, from: string, hours: BusinessHours): string {
  const count = Number.parseInt(step, 10);
  return step.endsWith('h')
    ? workingHoursLater(from, count, hours)
    : businessMomentAfterDays(from, count, REMINDER_TIME, hours);
}

export function ownerHours({ owner }: Finding, { business_hours }: Policy): BusinessHours {
  return hoursIn(business_hours, owner?.timeZone);
}
