import type { Approval, ClosedRequest, ExceptionRequest, Finding, Question } from '../../domain/finding';
import { capitalised, day, deadline, escapedWithin, mention, moment, name } from './text';
import { actor, countOf, people, ruleNames } from './wording';

/** The end that holds if the request is granted now: the earliest of what was asked and approved. UTC ISO. */
export function agreedEnd(request: ExceptionRequest): string {
  const ends = [request.until, ...request.approvals.map(({ until }) => until)];
  return ends.sort()[0] ?? request.until;
}

/** The paragraphs that say where a request stands. mrkdwn. Empty for a new one. */
export function requestStateLines(finding: Finding, request: ExceptionRequest | ClosedRequest): string[] {
  if ('outcome' in request) return closedLines(finding, request);
  return [
    ...renews(finding, request),
    ...approvalLines(request),
    ...questionLines(request.questions),
    ...meanwhile(finding),
  ];
}

/** It is asked for while an earlier grant holds, which a "no" leaves alone. */
function renews({ grant }: Finding, request: ExceptionRequest): string[] {
  if (!grant) return [];
  const kept = grant.rules.filter((rule) => !request.rules.includes(rule));
  const beside = kept.length > 0 ? ` ${capitalised(ruleNames(kept))} stays allowed beside it.` : '';
  return [
    `*Allowed until ${deadline(grant.until)} already*, by ${people(grant.approvers)}. This asks to go on; a denial leaves that as it is.${beside}`,
  ];
}

/** The newest in full, the one before as far as a message holds them; earlier ones are in the history. */
const QUESTIONS_SHOWN = 2;
const NEWEST_LENGTH = 1200;
const EARLIER_LENGTH = 600;

function questionLines(questions: readonly Question[]): string[] {
  const earlier = questions.length - QUESTIONS_SHOWN;
  const newest = questions.at(-1);
  return [
    ...(earlier > 0 ? [`${capitalised(countOf(earlier, 'earlier question'))}: see the history.`] : []),
    ...questions.slice(-QUESTIONS_SHOWN).flatMap((question) => {
      const { by, at, text, answer } = question;
      const most = question === newest ? NEWEST_LENGTH : EARLIER_LENGTH;
      return [
        `*Question to requester* by ${actor(by)}, ${moment(at)}: “${escapedWithin(text, most)}”`,
        answer
          ? `*Answer* by ${actor(answer.by)}, ${moment(answer.at)}: “${escapedWithin(answer.text, most)}”`
          : '*No answer yet.* The answer appears here; the due time does not move.',
      ];
    }),
  ];
}

function approvalLines(request: ExceptionRequest): string[] {
  const { approvals, quorum } = request;
  if (approvals.length === 0) return [];
  const missing = quorum - approvals.length;
  const more = missing === 1 ? 'One more needed.' : `${missing} more needed.`;
  const earlier = agreedEnd(request);
  return [
    `*${approvals.length} of ${quorum}*: ${approvals.map((approval) => approvalWords(approval, request)).join('; ')}. ${more}`,
    ...conditionLines(approvals.flatMap(({ condition }) => condition ?? [])),
    ...(earlier < request.until ? [`The earlier end date holds: ${deadline(earlier)}.`] : []),
  ];
}

/** One paragraph each, so that even long ones stand there in full. */
export function conditionLines(conditions: string[]): string[] {
  return conditions.map((condition) => `*Condition:* “${escapedWithin(condition, 1200)}”`);
}

function approvalWords(approval: Approval, request: ExceptionRequest): string {
  const less = approval.rules.length < request.rules.length ? ` for ${ruleNames(approval.rules)} only` : '';
  const shorter = approval.until < request.until ? ` until ${deadline(approval.until)}` : '';
  return `${actor(approval.by)} approved${less}${shorter}, ${moment(approval.at)}`;
}

function closedLines(finding: Finding, request: ClosedRequest): string[] {
  const { closedAt, closedBy, note, outcome, deadline: fixDate } = request;
  const at = moment(closedAt);
  const by = closedBy ? ` by ${actor(closedBy)}` : '';
  const quoted = note ? `: “${escapedWithin(note, 2000)}”` : '';
  const notebook = name(finding.notebook.name);
  switch (outcome) {
    case 'granted':
      return [...grantedLines(finding, request), ...renewalAsked(finding, request), ...meanwhile(finding)];
    case 'denied':
      return [`*Denied*${by}, ${at}${quoted}`];
    case 'withdrawn':
      return [`*Withdrawn*${by}, ${at}${plannedThen(finding, request)}`];
    case 'timed_out':
      return [`*No decision by ${at}.* Closed, requester told; a new request is needed.`];
    case 'resolved':
      return [resolvedLine(finding, request)];
    case 'superseded':
      return [`*Replaced ${at}*: a newer request was granted.`];
    case 'expired':
    case 'revoked': {
      const date = fixDate ? `, fix by ${deadline(fixDate)}` : '';
      return [`*Ended ${at}*${outcome === 'revoked' ? `${by}${quoted}` : ''}. ${notebook} was open again then${date}.`];
    }
  }
}

function grantedLines(finding: Finding, request: ClosedRequest): string[] {
  const { grant } = finding;
  if (grant?.requestId !== request.id) return [`*Granted*, ${moment(request.closedAt)}.`];
  const less = grant.rules.length < request.rules.length ? ` Covers ${ruleNames(grant.rules)} only.` : '';
  return [
    `*Granted until ${deadline(grant.until)}* by ${people(grant.approvers)}, ${moment(grant.at)}.${less}`,
    ...conditionLines(grant.conditions),
  ];
}

function renewalAsked({ grant, request: renewal }: Finding, request: ClosedRequest): string[] {
  if (!renewal || grant?.requestId !== request.id) return [];
  return [
    `Asked to extend until ${day(renewal.until)} by ${actor(renewal.by)}, ${moment(renewal.at)}; answer due ${moment(renewal.timeoutAt)}.`,
  ];
}

/** Scheduling a migration withdraws the request: both happen at the same moment. */
function plannedThen({ migration }: Finding, { closedAt }: ClosedRequest): string {
  return migration?.decidedAt === closedAt ? `: migration planned for ${day(migration.at)}.` : '.';
}

function resolvedLine(finding: Finding, request: ClosedRequest): string {
  const { resolution, notebook } = finding;
  const isGone = resolution?.evidence !== 'compliant';
  if (request.approvals.length < request.quorum) {
    const what = isGone ? 'is gone' : 'has good settings';
    return `*No decision needed.* ${name(notebook.name)} ${what} (seen ${moment(request.closedAt)}).`;
  }
  const days = Math.floor((Date.parse(agreedEnd(request)) - Date.parse(request.closedAt)) / (24 * 60 * 60_000));
  const early = days > 0 ? ` Exception closed ${days} ${days === 1 ? 'day' : 'days'} early.` : '';
  return `:white_check_mark: *Resolved ${moment(request.closedAt)}* by evidence: ${isGone ? 'gone' : 'all settings good'}.${early}`;
}

/** What the owner decided beside the request. */
function meanwhile({ migration, acknowledged }: Finding): string[] {
  if (migration) return [`Owner planned the migration for ${day(migration.at)}.`];
  return acknowledged ? [`Acknowledged by ${mention(acknowledged.by)}, ${moment(acknowledged.at)}.`] : [];
}
