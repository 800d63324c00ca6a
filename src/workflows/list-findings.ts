import { UNRESOLVED_STATUSES } from '../domain/finding';
import type { FindingSummary, ListCursor, ListSource } from '../domain/finding-summary';
import { EVERYTHING, type ListFilter, matches } from '../domain/list-filter';
import type { MessagingServices } from '../services';
import { isInScope, type Scope } from './scope';

/** Rows of one page. */
export const PAGE_SIZE = 8;

/** How far is looked for one page: so many reads of so many rows. What lies beyond is reached with the cursor. */
const MOST_READS = 5;
const ROWS_A_READ = 5 * PAGE_SIZE;

/** A read when only few of the rows may match. */
const ROWS_A_SEARCH = 100;

/** A person sees no more than this many counted: beyond it "more than" is said. */
const MOST_COUNTED = 5000;

export interface FindingsPage {
  rows: FindingSummary[];
  /** Where the next page begins; null after the last. With a narrow filter the next page may turn out to be empty. */
  next: ListCursor | null;
  /** How many there are in all, on a first page that was cheap to count; else null. */
  total: number | null;
}

/** The narrowest lists that together hold everything the person may see of what the filter asks for. */
export function sourcesOf(scope: Scope, filter: ListFilter = EVERYTHING): ListSource[] {
  const { userId, teams, isSecurity } = scope;
  // Lists of owners and teams hold what is unresolved; who may see which resolved ones is judged row by row.
  if (filter.status === 'resolved') return [{ by: 'status', status: 'resolved' }];
  if (filter.ownerId !== null && (isSecurity || filter.ownerId === userId)) {
    return [{ by: 'owner', userId: filter.ownerId }];
  }
  if (filter.team !== null && (isSecurity || teams.includes(filter.team))) return [{ by: 'team', team: filter.team }];
  if (!isSecurity) {
    return [{ by: 'owner', userId }, ...teams.map((team): ListSource => ({ by: 'team', team }))];
  }
  if (filter.exceptions === 'pending') return [{ by: 'status', status: 'exception_requested' }];
  return (filter.status ? [filter.status] : UNRESOLVED_STATUSES).map(
    (status): ListSource => ({ by: 'status', status }),
  );
}

/**
 * One page of what the person may see and the filter asks for: the first date first, resolved ones newest first. It costs
 * the same however many there are. `after` is the `next` of the page before, from wherever it was kept: the scope is
 * judged anew for every row.
 */
export async function listFindings(
  services: Pick<MessagingServices, 'findings'>,
  scope: Scope,
  { filter, after, now, size = PAGE_SIZE }: { filter: ListFilter; after: ListCursor | null; now: Date; size?: number },
): Promise<FindingsPage> {
  const sources = sourcesOf(scope, filter);
  const limit = isWhole(filter) ? Math.max(ROWS_A_READ, size) : ROWS_A_SEARCH;
  const rows: FindingSummary[] = [];
  let at = after;
  for (let read = 1; read <= MOST_READS; read += 1) {
    const batch = await services.findings.list(sources, { after: at, limit });
    const fitting = batch.rows.filter((row) => isVisible(scope, row) && matches(filter, row, now.toISOString()));
    const last = fitting[size - rows.length - 1];
    const total = after === null && read === 1 && batch.next === null ? fitting.length : null;
    rows.push(...fitting.slice(0, size - rows.length));
    if (last && last !== batch.rows.at(-1)) {
      const isLast = batch.next === null && last === fitting.at(-1);
      return { rows, next: isLast ? null : await cursorAt(batch.rows.indexOf(last)), total };
    }
    if (batch.next === null || last) return { rows, next: batch.next, total };
    if (filter.overdue && datesLieAhead(batch.rows, now)) return { rows, next: null, total };
    at = batch.next;
  }
  return { rows, next: at, total: null };

  /** The cursor behind the row at this place of the read that began at `at`: only the store knows how to make one. */
  async function cursorAt(index: number): Promise<ListCursor | null> {
    return (await services.findings.list(sources, { after: at, limit: index + 1 })).next;
  }
}

/**
 * What the person may see and is not resolved, for counting: at most 5,000, `complete` when these are all. `sources`
 * narrows it to part of the scope.
 */
export async function gatherUnresolved(
  services: Pick<MessagingServices, 'findings'>,
  scope: Scope,
  sources: ListSource[] = sourcesOf(scope),
): Promise<{ rows: FindingSummary[]; complete: boolean }> {
  const rows: FindingSummary[] = [];
  for await (const row of services.findings.unresolved(sources)) {
    if (rows.length >= MOST_COUNTED) return { rows, complete: false };
    if (isVisible(scope, row)) rows.push(row);
  }
  return { rows, complete: true };
}

export function isVisible(scope: Scope, { ownerId, team }: Pick<FindingSummary, 'ownerId' | 'team'>): boolean {
  return isInScope(scope, { owner: ownerId === null ? null : { userId: ownerId }, team });
}

/** Nothing is left out of what the narrowest list holds. */
function isWhole({ account, region, overdue, exceptions, ...narrow }: ListFilter): boolean {
  const narrowed = Object.values(narrow).filter((value) => value !== null).length;
  return account === null && region === null && !overdue && exceptions === null && narrowed === 0;
}

/** Lists come by date, so that beyond a date to come none has passed. */
function datesLieAhead(rows: FindingSummary[], now: Date): boolean {
  const last = rows.at(-1);
  return last !== undefined && (last.deadline === null || Date.parse(last.deadline) >= now.getTime());
}
