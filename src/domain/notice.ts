import { type BusinessHours, businessDayAfter, dateIn, isWorkingMoment, nextWorkingMoment } from './business-hours';
import type { Launch } from './notebook';

/**
 * One message to one reader that is not the card of a single launch: everything that is due for them at that moment, or
 * a digest. Nobody gets more than two a day.
 */
export interface Notice {
  /** Names it, so that one whose answer was lost is found again. */
  id: string;
  content: NoticeContent;
  /** Tries so far; every try holds the notice until `leaseUntil`. UTC ISO. */
  attempt: number;
  firstTriedAt: string;
  leaseUntil: string;
  /** Where it is in Slack, once it was posted, and whether it is the card of the one row that it had. */
  posted?: { channel: string; ts: string; at: string; card: boolean };
}

export type NoticeContent = { kind: 'rows'; rows: NoticeRow[] } | { kind: 'digest'; digest: DigestSubject };

/** A message of a finding that the notice tells. */
export interface NoticeRow {
  launch: Launch;
  /** Its key in the finding's messages. */
  message: string;
}

/** Which week's digest, for whom: `teams` null is the whole company. `until` is the end of the week, UTC ISO. */
export interface DigestSubject {
  teams: string[] | null;
  until: string;
}

/** The reader's notices: the one under way, and when the last ones were posted, UTC ISO, newest last. */
export interface NoticeBox {
  current: Notice | null;
  sent: string[];
}

/** "Two DMs a day per person at most beyond cards of new launches and answers to own clicks." */
const MOST_A_DAY = 2;

/** `remind` comes every five minutes and waits an hour at most, `digest` comes every hour. */
const LEFT_BEHIND_MS = 2 * 60 * 60_000;

/** Nobody is going to finish it: what it was about is not due any more, or its reader gets no digests any more. */
export function isLeftBehind({ leaseUntil }: Notice, now: string): boolean {
  return Date.parse(now) - Date.parse(leaseUntil) > LEFT_BEHIND_MS;
}

/** The moment from which the reader may be sent a notice: now, or later. `hours` are the reader's own. UTC ISO. */
export function noticeMoment(sent: readonly string[], now: string, hours: BusinessHours): string {
  if (!isWorkingMoment(now, hours)) return nextWorkingMoment(now, hours);
  const today = dateIn(now, hours);
  const todays = sent.filter((at) => dateIn(at, hours) === today);
  return todays.length < MOST_A_DAY ? now : businessDayAfter(now, hours.start, hours);
}
