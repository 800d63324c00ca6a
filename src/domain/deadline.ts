import { businessDaysLater, calendarDaysLater } from './business-hours';
import type { Severity } from './policy';
import type { Policy } from './policy-file';

/**
 * The day a violation is to be fixed by, counted from when it was first seen (not from the launch): always the end of a
 * business day. A critical one is counted in business days. UTC ISO.
 */
export function fixDate(severity: Severity, from: string, policy: Policy): string {
  const days = policy.deadlines[severity];
  return severity === 'critical'
    ? businessDaysLater(from, days, policy.business_hours)
    : calendarDaysLater(from, days, policy.business_hours);
}

/** The fix date of a notebook that was there before the bot was: people had no warning, so there is more time. */
export function existingNotebookFixDate(from: string, policy: Policy): string {
  return calendarDaysLater(from, policy.existing_notebooks.deadline_days, policy.business_hours);
}

/** After "no" or no answer people get at least this long. */
export function secondChanceDate(from: string, policy: Policy): string {
  return businessDaysLater(from, 2, policy.business_hours);
}

/** When security has to have answered a request. */
export function answerDate(from: string, policy: Policy): string {
  return businessDaysLater(from, policy.security.answer_within_business_days, policy.business_hours);
}
