import * as v from 'valibot';
import type { ListCursor } from '../../domain/finding-summary';
import type { HomePlace } from '../../domain/home';

/** Where a Home is and where its list goes on, as it rides in `private_metadata`. */
export interface HomeMark {
  place: HomePlace;
  next: ListCursor | null;
}

const cursor = v.pipe(
  v.tuple([v.string(), v.string()]),
  v.transform(([sort, id]): ListCursor => ({ sort, id })),
);

const mark = v.pipe(
  v.object({
    tab: v.picklist(['mine', 'team', 'security']),
    trail: v.array(cursor),
    before: v.number(),
    total: v.number(),
    next: v.nullable(cursor),
  }),
  v.transform(({ next, ...place }): HomeMark => ({ place, next })),
);

const pair = ({ sort, id }: ListCursor) => [sort, id];

/** At most 3000 characters: https://docs.slack.dev/reference/views/home-tab-views */
export function homeMetadata({ place, next }: HomeMark): string {
  const { tab, trail, before, total } = place;
  return JSON.stringify({ tab, trail: trail.map(pair), before, total, next: next && pair(next) });
}

/** Null when it is not ours: a Home of another version, or none that was ever published. */
export function readHomeMetadata(text: string): HomeMark | null {
  try {
    const parsed = v.safeParse(mark, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
