import type { ExceptionRequest } from '../domain/finding';
import { WORDS } from './blocks/modals/form';
import { REVIEW, reviewFields } from './blocks/modals/review';
import { found, read, refused, type Submission, wordsError } from './submission-fields';
import { A_REASON_HELPS, type Known, shorterDateError } from './submissions';

/** What the reader of the queue wants done with one request. */
export type Review =
  | { choice: 'later' }
  | { choice: 'approve' }
  | { choice: 'shorter'; until: string }
  | { choice: 'deny'; reason: string };

/** Reads one screen of the queue. A date or a reason without the choice it belongs to is asked about, never dropped. */
export function parseReview(
  values: unknown,
  { request, ...known }: Known & { request: ExceptionRequest },
): Submission<Review> {
  const fields = read(values);
  const ids = reviewFields(request.id);
  const choice = fields.oneOf(ids.decision, Object.values(REVIEW));
  const until = fields.date(ids.date, known.policy);
  const reason = fields.words(ids.reason);
  const errors = found({
    [ids.decision]: choice ? null : 'Choose one.',
    [ids.date]: dateError(choice, until, { request, known }),
    [ids.reason]: reasonError(choice, reason),
  });
  if (errors || !choice) return refused(errors);
  if (choice === 'shorter') return until ? { ok: true, value: { choice, until } } : refused(errors);
  return { ok: true, value: choice === 'deny' ? { choice, reason } : { choice } };
}

type Choice = Review['choice'] | null;

function dateError(
  choice: Choice,
  until: string | null,
  { request, known }: { request: ExceptionRequest; known: Known },
): string | null {
  if (choice === 'shorter') return shorterDateError(until, request, known);
  return until ? 'To approve until this date, choose "Approve shorter" above, or clear it.' : null;
}

function reasonError(choice: Choice, reason: string): string | null {
  if (choice === 'deny') return wordsError(reason, A_REASON_HELPS, WORDS.least);
  return reason ? 'To deny with this reason, choose "Deny" above, or clear it.' : null;
}
