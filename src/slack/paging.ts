import * as v from 'valibot';
import { STATUSES } from '../domain/finding';
import type { ListCursor } from '../domain/finding-summary';
import type { ListFilter } from '../domain/list-filter';

/** Where a page of a list begins: the cursor of the page before it, and how many rows lie before. */
export interface PageStart {
  after: ListCursor | null;
  offset: number;
}

/** A page of a list as it rides in the value of a button. A hint: whoever presses it sees only what they may. */
export interface PageMark extends PageStart {
  filter: ListFilter;
  /** The pages before, the first one first. */
  trail: PageStart[];
  /** How many rows there are in all, when that was cheap to count. */
  total: number | null;
}

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const LONGEST_VALUE = 2000;

const text = v.nullable(v.pipe(v.string(), v.maxLength(256)));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const start = v.pipe(
  v.tuple([text, text, count]),
  v.transform(
    ([sort, id, offset]): PageStart => ({ after: sort !== null && id !== null ? { sort, id } : null, offset }),
  ),
);

const mark = v.object({
  filter: v.object({
    status: v.nullable(v.picklist(STATUSES)),
    ownerId: text,
    team: text,
    account: text,
    region: text,
    overdue: v.boolean(),
    exceptions: v.nullable(v.picklist(['any', 'pending', 'active', 'expiring'])),
  }),
  at: start,
  trail: v.array(start),
  total: v.nullable(count),
});

/** The oldest pages of the trail are forgotten when there is no room: the way back then leads to the first page. */
export function pageValue({ filter, trail, total, ...at }: PageMark): string {
  const written = JSON.stringify({ filter, at: startValue(at), trail: trail.map(startValue), total });
  if (written.length <= LONGEST_VALUE || trail.length === 0) return written;
  return pageValue({ filter, trail: trail.slice(1), total, ...at });
}

function startValue({ after, offset }: PageStart) {
  return [after?.sort ?? null, after?.id ?? null, offset];
}

/** Null when it is not ours, or from another version of the bot. */
export function readPageValue(value: string): PageMark | null {
  try {
    const parsed = v.safeParse(mark, JSON.parse(value));
    if (!parsed.success) return null;
    const { at, ...rest } = parsed.output;
    return { ...rest, ...at };
  } catch {
    return null;
  }
}

export function firstPage(filter: ListFilter): PageMark {
  return { filter, after: null, offset: 0, trail: [], total: null };
}

export function pageAfter(page: PageMark, next: ListCursor, shown: number): PageMark {
  const { filter, after, offset, trail, total } = page;
  return { filter, total, after: next, offset: offset + shown, trail: [...trail, { after, offset }] };
}

/** Null on the first page. */
export function pageBefore({ filter, offset, trail, total }: PageMark): PageMark | null {
  const before = trail.at(-1);
  if (before) return { filter, total, ...before, trail: trail.slice(0, -1) };
  return offset > 0 ? firstPage(filter) : null;
}
