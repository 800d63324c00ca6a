import * as v from 'valibot';
import { endOfDay } from '../domain/business-hours';
import type { Policy } from '../domain/policy-file';
import { WORDS } from './blocks/modals/form';

/** The value of a submitted form, or the errors to show, by block_id, as Slack takes them in `response_action: errors`. */
export type Submission<T> = { ok: true; value: T } | { ok: false; errors: Record<string, string> };

/** Characters are counted as Slack's fields count them. */
export function wordsError(words: string, missing: string, least = 1): string | null {
  return words.length < least ? missing : tooLong(words);
}

export function tooLong(words: string): string | null {
  return words.length > WORDS.most ? `At most ${WORDS.most} characters.` : null;
}

/** Only the fields with an error; null when there is none. */
export function found(errors: Record<string, string | null>): Record<string, string> | null {
  const present = Object.entries(errors).flatMap(([field, error]) => (error ? [[field, error] as const] : []));
  return present.length > 0 ? Object.fromEntries(present) : null;
}

export function refused<T>(errors: Record<string, string> | null): Submission<T> {
  return { ok: false, errors: errors ?? {} };
}

const option = v.object({ value: v.string() });

/** What Slack sends of one element. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const element = v.object({
  value: v.nullish(v.string()),
  selected_date: v.nullish(v.pipe(v.string(), v.check(isDate))),
  selected_option: v.nullish(option),
  selected_options: v.nullish(v.array(option)),
  selected_user: v.nullish(v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]+$/))),
});

/** By block_id, then by action_id; a block of ours holds one element. */
const state = v.record(v.string(), v.record(v.string(), v.unknown()));

function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export type Fields = ReturnType<typeof read>;

/** The fields of a submission. What is missing, or not as Slack sends it, counts as left empty. */
export function read(values: unknown) {
  const blocks = v.is(state, values) ? values : {};
  const of = (field: string) => {
    const [sent] = Object.values(blocks[field] ?? {});
    const parsed = v.safeParse(element, sent);
    return parsed.success ? parsed.output : {};
  };
  return {
    /** The form had that field. */
    has: (field: string): boolean => Object.hasOwn(blocks, field),
    /** The end of working hours on the picked day in the company's zone, UTC ISO. */
    date(field: string, { business_hours }: Policy): string | null {
      const date = of(field).selected_date;
      return date ? endOfDay(date, business_hours) : null;
    },
    /** Empty when nothing was written. */
    words: (field: string) => of(field).value?.trim() ?? '',
    person: (field: string) => of(field).selected_user ?? null,
    oneOf<T extends string>(field: string, offered: readonly T[]): T | null {
      return offered.find((value) => value === of(field).selected_option?.value) ?? null;
    },
    /** In the order offered. */
    someOf<T extends string>(field: string, offered: readonly T[]): T[] {
      const ticked = of(field).selected_options?.map(({ value }) => value) ?? [];
      return offered.filter((value) => ticked.includes(value));
    },
  };
}
