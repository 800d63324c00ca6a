import * as v from 'valibot';
import type { ListCursor } from '../../domain/finding-summary';

/** What modals remember of where their reader is. It comes back through Slack, so that it is parsed and only a hint. */

/** What became of the requests that a reader walked through. `moved`: others decided, or it needed no decision. */
export interface ReviewTally {
  approved: number;
  shorter: number;
  denied: number;
  left: number;
  moved: number;
}

export const NOTHING_REVIEWED: ReviewTally = { approved: 0, shorter: 0, denied: 0, left: 0, moved: 0 };

/** Where the reader is: at the request whose answer is due then (UTC ISO). */
export interface ReviewPlace {
  dueAt: string;
  tally: ReviewTally;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const reviewPlace = v.object({
  dueAt: v.string(),
  tally: v.object({ approved: count, shorter: count, denied: count, left: count, moved: count }),
});

export function writeReview(place: ReviewPlace): string {
  return JSON.stringify(place);
}

/** The start when the text is none of ours. */
export function readReview(text: string): ReviewPlace {
  const parsed = v.safeParse(reviewPlace, fromJson(text));
  return parsed.success ? parsed.output : { dueAt: '', tally: NOTHING_REVIEWED };
}

/**
 * A page of a list: where it begins, where the pages before it began, the first one (null) first, and where the next one
 * begins, null at the end.
 */
export interface ListPage {
  after: ListCursor | null;
  before: (ListCursor | null)[];
  next: ListCursor | null;
}

export const FIRST_PAGE: ListPage = { after: null, before: [], next: null };

/** With longer ones a view would not hold its metadata: then the first pages are left out, and "earlier" ends sooner. */
const PAGES_REMEMBERED = 10;

const cursor = v.nullable(v.object({ sort: v.string(), id: v.string() }));
const listPage = v.object({ after: cursor, before: v.array(cursor), next: cursor });

export function writePage({ after, before, next }: ListPage): string {
  return JSON.stringify({ after, before: before.slice(-PAGES_REMEMBERED), next });
}

/** The first page when the text is none of ours. */
export function readPage(text: string): ListPage {
  const parsed = v.safeParse(listPage, fromJson(text));
  return parsed.success ? parsed.output : FIRST_PAGE;
}

/** Where it turned out to have no next page, the same page again. */
export function pageAfter(page: ListPage): ListPage {
  return page.next ? { after: page.next, before: [...page.before, page.after], next: null } : page;
}

export function pageBefore({ before }: ListPage): ListPage {
  return { after: before.at(-1) ?? null, before: before.slice(0, -1), next: null };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
