import type { Status } from './finding';
import type { FindingSummary } from './finding-summary';

/** `pending`: security is asked. `active`: allowed now. `expiring`: allowed now, ends within `EXPIRING_DAYS`. `any`: one of them. */
export type ExceptionState = 'any' | 'pending' | 'active' | 'expiring';

/** How long before its end a granted policy exception is listed as ending, days. */
export const EXPIRING_DAYS = 14;

/** Which findings a list shows; null and false let all through. Without a status those that are not resolved. */
export interface ListFilter {
  status: Status | null;
  ownerId: string | null;
  /** In lower case. */
  team: string | null;
  /** An account id. */
  account: string | null;
  region: string | null;
  overdue: boolean;
  exceptions: ExceptionState | null;
}

export const EVERYTHING: ListFilter = {
  status: null,
  ownerId: null,
  team: null,
  account: null,
  region: null,
  overdue: false,
  exceptions: null,
};

/** The fix date, or the promised one, has passed. While security decides, and while it is allowed, dates wait. */
export function isOverdue({ status, deadline }: Pick<FindingSummary, 'status' | 'deadline'>, now: string): boolean {
  const waits = status === 'resolved' || status === 'exception_requested' || status === 'exception_granted';
  return !waits && deadline !== null && Date.parse(deadline) < Date.parse(now);
}

/** `now` is UTC ISO. */
export function matches(filter: ListFilter, summary: FindingSummary, now: string): boolean {
  const { launch, status, ownerId, team } = summary;
  const wanted = filter.status ? status === filter.status : status !== 'resolved';
  return (
    wanted &&
    (filter.ownerId === null || ownerId === filter.ownerId) &&
    (filter.team === null || team === filter.team) &&
    (filter.account === null || launch.account === filter.account) &&
    (filter.region === null || launch.region === filter.region) &&
    (!filter.overdue || isOverdue(summary, now)) &&
    (filter.exceptions === null || isException(filter.exceptions, summary, now))
  );
}

function isException(state: ExceptionState, { status, grantUntil }: FindingSummary, now: string): boolean {
  const pending = status === 'exception_requested';
  switch (state) {
    case 'pending':
      return pending;
    case 'active':
      return grantUntil !== null;
    case 'expiring':
      return grantUntil !== null && Date.parse(grantUntil) - Date.parse(now) <= EXPIRING_DAYS * 24 * 60 * 60_000;
    case 'any':
      return pending || grantUntil !== null;
  }
}
