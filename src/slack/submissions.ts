import { answerDate } from '../domain/deadline';
import type { Command, ExceptionCategory, ExceptionRequest, FilePlan, Finding, Grant } from '../domain/finding';
import { daysFrom, latestException, latestMigration } from '../domain/limits';
import { longestExceptionDays, type RuleId } from '../domain/policy';
import type { Policy } from '../domain/policy-file';
import { isSensitive, UNTIL } from './blocks/modals/exception';
import { companyMoment, FIELDS, WORDS } from './blocks/modals/form';
import { REMEMBER, WHOSE } from './blocks/modals/ownership';
import { capitalised } from './blocks/text';
import { isInPlace, ruleNames } from './blocks/wording';
import { type Fields, found, read, refused, type Submission, tooLong, wordsError } from './submission-fields';

/**
 * Reads what a submitted modal holds. `values` is `view.state.values`, which came from outside: whatever it is, the
 * answer is a value or the errors to show.
 */

/** What the command of that type needs beside who gives it and on which request. */
type Given<T extends Command['type']> = Omit<Extract<Command, { type: T }>, 'type' | 'by' | 'requestId'>;

/** What is known besides the values. `now` is UTC ISO. */
export interface Known {
  finding: Finding;
  policy: Policy;
  now: string;
}

/** Also the answer to a bot, a guest or somebody who left, which only Slack can tell. */
export const PICK_A_COLLEAGUE = 'Pick an active colleague.';
const DATE_PASSED = 'That date has passed.';
const CHOOSE_A_DATE = 'Choose a date.';
const TICK_A_SETTING = 'Tick at least one setting.';

export function parseMigration(
  values: unknown,
  { finding, policy, now }: Known,
): Submission<Given<'schedule_migration'>> {
  const fields = read(values);
  const at = fields.date(FIELDS.date, policy);
  const files = fields.oneOf<FilePlan>(FIELDS.files, filePlans(policy));
  const note = fields.words(FIELDS.note);
  const movesFiles = !isInPlace(finding);
  // Slack takes an error only under a field that the form has: one for a fix in place asks nothing about files.
  const asksFiles = fields.has(FIELDS.files);
  const errors = found({
    [FIELDS.date]:
      migrationDateError(at, { finding, policy, now }) ??
      (movesFiles && !asksFiles ? 'It has to be recreated by now. Close this and press Schedule Migration.' : null),
    [FIELDS.files]: movesFiles && asksFiles && !files ? 'Choose what happens to your files.' : null,
    [FIELDS.note]: tooLong(note),
  });
  if (errors || !at) return refused(errors);
  return { ok: true, value: { at, ...(movesFiles && files ? { files } : {}), ...(note ? { note } : {}) } };
}

function filePlans(policy: Policy): FilePlan[] {
  return [...(policy.migration.backup_bucket ? (['backup'] as const) : []), 'safe_elsewhere', 'nothing_to_keep'];
}

function migrationDateError(at: string | null, { finding, policy, now }: Known): string | null {
  if (!at) return CHOOSE_A_DATE;
  if (at <= now) return DATE_PASSED;
  const latest = latestMigration(finding, policy);
  if (at <= latest) return null;
  return `That is past the latest date, ${companyMoment(latest, policy)}. Choose an earlier one or request an exception.`;
}

const CATEGORIES: ExceptionCategory[] = ['packages', 's3_data', 'third_party_api', 'other'];

export function parseException(
  values: unknown,
  { finding, policy, now }: Known,
): Submission<Given<'request_exception'>> {
  const fields = read(values);
  const rules = fields.someOf(
    FIELDS.rules,
    finding.violations.map(({ rule }) => rule),
  );
  const category = fields.oneOf(FIELDS.category, CATEGORIES);
  const reason = fields.words(FIELDS.reason);
  const control = fields.words(FIELDS.control);
  const { until, field, error } = exceptionEnd(fields, { finding, policy, now });
  const errors = found({
    [FIELDS.rules]: rulesError(rules, finding, policy),
    [FIELDS.category]: category ? null : 'Choose why.',
    [FIELDS.reason]: wordsError(
      reason,
      'Say what it is needed for, so that security can answer without asking back.',
      WORDS.least,
    ),
    [FIELDS.control]: isSensitive(policy, finding.sensitivity)
      ? wordsError(control, 'Say what protects the data: the policy asks for it at this sensitivity.')
      : tooLong(control),
    [field]: error,
  });
  if (errors || !category || !until) return refused(errors);
  return { ok: true, value: { rules, category, reason, until, ...(control ? { control } : {}) } };
}

/** One exception has one end, so a new one takes over all that the old one covers and that still needs it. */
function rulesError(rules: RuleId[], { grant, violations }: Finding, policy: Policy): string | null {
  if (rules.length === 0) return TICK_A_SETTING;
  const left = violations.filter(({ rule }) => grant?.rules.includes(rule) && !rules.includes(rule));
  if (!grant || left.length === 0) return null;
  const names = ruleNames(left.map(({ rule }) => rule));
  return `Tick ${names} as well: allowed until ${companyMoment(grant.until, policy)} already, and one exception has one end.`;
}

/** A new decision never shortens what is allowed: that is for *Revoke*. */
function allowedAlready({ until }: Grant, policy: Policy): string {
  return `It is allowed until ${companyMoment(until, policy)} already.`;
}

/** The reason that was just chosen in the open form; null when it is none of ours. */
export function readCategory(value: unknown): ExceptionCategory | null {
  return CATEGORIES.find((category) => category === value) ?? null;
}

/** The end that was chosen, and under which field its error belongs. */
function exceptionEnd(fields: Fields, { finding, policy, now }: Known) {
  const { sensitivity, grant } = finding;
  const latest = latestException(policy, sensitivity, now);
  const chosen = fields.oneOf(FIELDS.until, Object.values(UNTIL));
  const picked = fields.date(FIELDS.untilDate, policy);
  if (picked && chosen !== UNTIL.date) {
    return {
      until: null,
      field: FIELDS.untilDate,
      error: 'To use this date, choose "A date that I pick" above, or clear it.',
    };
  }
  if (!chosen) return { until: null, field: FIELDS.until, error: 'Choose until when.' };
  const field = chosen === UNTIL.date ? FIELDS.untilDate : FIELDS.until;
  const until = {
    [UNTIL.week]: daysFrom(now, 7, policy.business_hours),
    [UNTIL.fortnight]: daysFrom(now, 14, policy.business_hours),
    [UNTIL.latest]: latest,
    [UNTIL.date]: picked,
  }[chosen];
  if (!until) return { until, field, error: CHOOSE_A_DATE };
  if (until <= now) return { until, field, error: DATE_PASSED };
  if (grant && until <= grant.until)
    return { until, field, error: `${allowedAlready(grant, policy)} Choose a later end.` };
  const answer = answerDate(now, policy);
  if (until < answer && answer < latest) {
    return {
      until,
      field,
      error: `Security may take until ${companyMoment(answer, policy)} to answer. Choose a later end.`,
    };
  }
  const most = longestExceptionDays(policy, sensitivity);
  const days = most === 1 ? '1 day' : `${most} days`;
  const error =
    until > latest
      ? `${capitalised(sensitivity)} data allows at most ${days}: ${companyMoment(latest, policy)}.`
      : null;
  return { until, field, error };
}

/** `readerId` is the person who says that it is not theirs, `suggested` whom the form named before anybody chose. */
export function parseNotMine(values: unknown, readerId: string, suggested?: string): Submission<Given<'disown'>> {
  const fields = read(values);
  const whose = fields.oneOf(FIELDS.whose, Object.values(WHOSE));
  const person = fields.person(FIELDS.person);
  const note = fields.words(FIELDS.note);
  const isSomebodyElse = person !== null && person !== readerId;
  const personError = () => {
    if (whose === WHOSE.person) return isSomebodyElse ? null : PICK_A_COLLEAGUE;
    return person !== null && person !== suggested
      ? 'To name this person, choose "This person" above, or clear it.'
      : null;
  };
  const errors = found({
    [FIELDS.whose]: whose ? null : 'Choose one.',
    [FIELDS.person]: personError(),
    [FIELDS.note]: tooLong(note),
  });
  if (errors) return refused(errors);
  return {
    ok: true,
    value: { ...(whose === WHOSE.person && person ? { proposed: person } : {}), ...(note ? { note } : {}) },
  };
}

export function parseApproveShorter(
  values: unknown,
  { request, ...known }: Known & { request: ExceptionRequest },
): Submission<Given<'approve'> & { until: string; rules: RuleId[] }> {
  const fields = read(values);
  const until = fields.date(FIELDS.date, known.policy);
  const rules = fields.someOf(FIELDS.rules, request.rules);
  const condition = fields.words(FIELDS.condition);
  const errors = found({
    [FIELDS.date]: shorterDateError(until, request, known),
    [FIELDS.rules]: rulesError(rules, known.finding, known.policy),
    [FIELDS.condition]: tooLong(condition),
  });
  if (errors || !until) return refused(errors);
  return { ok: true, value: { until, rules, ...(condition ? { condition } : {}) } };
}

/** Why the date is none to approve a shorter exception by; null when it is. */
export function shorterDateError(
  until: string | null,
  request: ExceptionRequest,
  { finding: { grant }, policy, now }: Known,
): string | null {
  if (!until) return CHOOSE_A_DATE;
  if (until <= now) return DATE_PASSED;
  if (grant && until <= grant.until)
    return `${allowedAlready(grant, policy)} Choose a later date, or deny the request.`;
  return Date.parse(until) < Date.parse(request.until)
    ? null
    : `Choose a date before ${companyMoment(request.until, policy)}.`;
}

export const A_REASON_HELPS = 'A reason helps them to find another way.';

export function parseDeny(values: unknown): Submission<Given<'deny'>> {
  return reasonOf(values, A_REASON_HELPS, WORDS.least);
}

export function parseAsk(values: unknown): Submission<Given<'ask'>> {
  const question = read(values).words(FIELDS.question);
  const errors = found({ [FIELDS.question]: wordsError(question, 'Write the question.') });
  return errors ? refused(errors) : { ok: true, value: { question } };
}

export function parseAnswer(values: unknown): Submission<Given<'answer'>> {
  const answer = read(values).words(FIELDS.answer);
  const errors = found({ [FIELDS.answer]: wordsError(answer, 'Write the answer.') });
  return errors ? refused(errors) : { ok: true, value: { answer } };
}

export function parseRevoke(values: unknown): Submission<Given<'revoke'>> {
  return reasonOf(values, 'Say why: the owner will ask.');
}

function reasonOf(values: unknown, missing: string, least?: number): Submission<{ reason: string }> {
  const reason = read(values).words(FIELDS.reason);
  const errors = found({ [FIELDS.reason]: wordsError(reason, missing, least) });
  return errors ? refused(errors) : { ok: true, value: { reason } };
}

/** The new owner, and whether the tag is to mean this person from now on. */
export function parseAssignOwner(values: unknown): Submission<{ userId: string; remember: boolean }> {
  const fields = read(values);
  const userId = fields.person(FIELDS.person);
  if (!userId) return refused({ [FIELDS.person]: PICK_A_COLLEAGUE });
  return { ok: true, value: { userId, remember: fields.someOf(FIELDS.remember, [REMEMBER]).length > 0 } };
}
