import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns';
import { type BusinessHours, calendarDaysLater, endOfDay, isoDay } from './business-hours';
import type { Finding } from './finding';
import { longestExceptionDays } from './policy';
import type { Policy } from './policy-file';

/**
 * The latest moment that may be promised for a migration, UTC ISO. It counts from the present (re)open, never from now,
 * so that moving the date again and again gains nothing; it is never before a fix date that the policy gave.
 */
export function latestMigration(finding: Pick<Finding, 'openedAt' | 'violations'>, policy: Policy): string {
  const cap = calendarDaysLater(finding.openedAt, policy.migration.latest_days, policy.business_hours);
  const dates = finding.violations.flatMap(({ deadline }) => deadline ?? []);
  return [cap, ...dates].toSorted().at(-1) ?? cap;
}

/**
 * The latest end of a policy exception that is asked for now, UTC ISO: the end of working hours on the last day that the
 * policy allows, even when that is a weekend, for moving it on would pass the limit.
 */
export function latestException(policy: Policy, sensitivity: string, now: string): string {
  return daysFrom(now, longestExceptionDays(policy, sensitivity), policy.business_hours);
}

/** The end of working hours exactly `days` calendar days after `now`, in the company's zone. UTC ISO. */
export function daysFrom(now: string, days: number, hours: BusinessHours): string {
  return endOfDay(isoDay(addDays(new TZDate(now, hours.time_zone), days)), hours);
}
