import { UNRESOLVED_STATUSES } from '../domain/finding';
import { type FindingSummary, isOwnerless, type ListCursor, type ListSource } from '../domain/finding-summary';
import { type Launch, launchId } from '../domain/notebook';
import type { MessagingServices } from '../services';
import type { Scope } from './scope';

const SHOWN = 8;
const READ_AT_ONCE = 50;
/** What one click may read; where there are few, a page may hold less than it could. */
const MOST_READS = 5;

const EVERYWHERE: ListSource[] = UNRESOLVED_STATUSES.map((status) => ({ by: 'status', status }));

/**
 * A page of the unresolved notebooks that somebody has to name an owner for, of all (security) or of the teams that one
 * leads, the earliest date first; and where the next one begins (null at the end). `without`: one that was just assigned,
 * which the list may not know yet.
 */
export async function listOwnerless(
  { findings }: MessagingServices,
  { isSecurity, teams }: Pick<Scope, 'isSecurity' | 'teams'>,
  { after, without }: { after: ListCursor | null; without?: Launch },
): Promise<{ rows: FindingSummary[]; next: ListCursor | null }> {
  const sources = isSecurity ? EVERYWHERE : teams.map((team): ListSource => ({ by: 'team', team }));
  if (sources.length === 0) return { rows: [], next: null };
  const gone = without && launchId(without);
  const found: FindingSummary[] = [];
  let cursor = after;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const { rows, next } = await findings.list(sources, { after: cursor, limit: READ_AT_ONCE });
    const ownerless = rows.filter((row) => isOwnerless(row) && launchId(row.launch) !== gone);
    const fitting = ownerless.slice(0, SHOWN - found.length);
    found.push(...fitting);
    const last = fitting.at(-1);
    if (last && fitting.length < ownerless.length) {
      // The page ends inside what was read: the next one begins behind its last row.
      const read = await findings.list(sources, { after: cursor, limit: rows.indexOf(last) + 1 });
      return { rows: found, next: read.next };
    }
    if (!next || found.length === SHOWN) return { rows: found, next };
    cursor = next;
  }
  return { rows: found, next: cursor };
}
