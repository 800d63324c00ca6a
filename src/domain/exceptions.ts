import { approvalBar } from './authorisation';
import { changed, earliestDeadline, refused, type TransitionContext } from './change';
import { answerDate, fixDate, secondChanceDate } from './deadline';
import type {
  ClosedRequest,
  Command,
  ExceptionRequest,
  Finding,
  Grant,
  Line,
  OpenViolation,
  Reminded,
  RequestOutcome,
  Transition,
} from './finding';
import { latestException } from './limits';
import { queueLine } from './outbox';
import { quorumFor } from './policy';
import type { Policy } from './policy-file';

/** A finding that opens (again) starts its reminders anew. */
export const NOTHING_REMINDED: Reminded = { told: {}, snoozes: 0, leadAnnouncedAt: null, snoozedUntil: null };

export function requestException(
  finding: Finding,
  command: Extract<Command, { type: 'request_exception' }>,
  context: TransitionContext,
): Transition {
  const { requestId, by, rules, until, category, reason, control } = command;
  const seen = finding.request?.id === requestId || finding.closedRequests.some(({ id }) => id === requestId);
  if (seen) return { kind: 'unchanged' };
  if (finding.resolution || finding.request) return refused(finding);
  if (rules.length === 0 || !rules.every((rule) => finding.violations.some((violation) => violation.rule === rule))) {
    return { kind: 'refused', refusal: { code: 'no_rules' } };
  }
  const latest = latestException(context.policy, finding.sensitivity, context.now);
  if (until <= context.now) return { kind: 'refused', refusal: { code: 'date_past' } };
  if (until > latest) return { kind: 'refused', refusal: { code: 'date_too_late', latest } };
  const request: ExceptionRequest = {
    id: requestId,
    by,
    at: context.now,
    rules,
    until,
    category,
    reason,
    control,
    timeoutAt: answerDate(context.now, context.policy),
    quorum: quorumFor(context.policy, finding.sensitivity),
    approvals: [],
    questions: [],
    ownerChangedBy: [],
  };
  return changed(
    finding,
    { request, ownerSettled: true },
    { type: 'request_exception', by, note: `until ${until}: ${reason}` },
    context,
  );
}

export function closePending(
  finding: Finding,
  command: Extract<Command, { type: 'withdraw' | 'deny' | 'time_out' }>,
  context: TransitionContext,
): Transition {
  const { request } = finding;
  if (request?.id !== command.requestId) return refusedRequest(finding, command.requestId);
  const by = command.type === 'time_out' ? undefined : command.by;
  const note = command.type === 'deny' ? command.reason : undefined;
  const outcome = ({ withdraw: 'withdrawn', deny: 'denied', time_out: 'timed_out' } as const)[command.type];
  const later = command.type === 'withdraw' ? finding.violations : withSecondChance(finding, context);
  const closed = close({ ...finding, violations: later }, request, { outcome, by, note }, context);
  return changed(finding, { ...closed, violations: later }, { type: command.type, by, note }, context);
}

/** After "no" or no answer nobody is left with a date that has passed: the later of the old date and two business days. */
function withSecondChance(finding: Finding, context: TransitionContext): OpenViolation[] {
  const chance = secondChanceDate(context.now, context.policy);
  return finding.violations.map((violation) =>
    violation.deadline !== null && violation.deadline < chance ? { ...violation, deadline: chance } : violation,
  );
}

export function approve(
  finding: Finding,
  command: Extract<Command, { type: 'approve' }>,
  context: TransitionContext,
): Transition {
  const { request } = finding;
  if (request?.id !== command.requestId) return refusedRequest(finding, command.requestId);
  const before = request.approvals.find(({ by }) => by === command.by);
  if (before) return { kind: 'unchanged', refusal: { code: 'already', by: before.by, at: before.at } };
  const until = command.until ?? request.until;
  const rules = command.rules ?? request.rules;
  if (until <= context.now) return { kind: 'refused', refusal: { code: 'date_past' } };
  if (until > request.until) return { kind: 'refused', refusal: { code: 'date_too_late', latest: request.until } };
  const standing = request.approvals.filter(({ by }) => {
    const isSecurity = command.members?.includes(by) ?? true;
    return approvalBar({ userId: by, isSecurity }, finding, request) === null;
  });
  const fallen = request.approvals.filter((approval) => !standing.includes(approval)).map(({ by }) => by);
  const approvals = [...standing, { by: command.by, at: context.now, until, rules, condition: command.condition }];
  const agreed = request.rules.filter((rule) => approvals.every((approval) => approval.rules.includes(rule)));
  if (agreed.length === 0) return { kind: 'refused', refusal: { code: 'no_rules' } };
  const entry = {
    type: command.type,
    by: command.by,
    note: [
      `until ${until}`,
      rules.join(', '),
      ...(fallen.length > 0 ? [`no longer counted: ${fallen.join(', ')}`] : []),
      command.condition,
    ]
      .filter(Boolean)
      .join('; '),
  };
  const decided = { ...request, approvals };
  if (approvals.length < request.quorum) {
    return changed(finding, { request: decided, ownerSettled: true }, entry, context);
  }
  // What an earlier grant allows beside this request stays allowed; of two end dates the earlier one holds.
  const kept = (finding.grant?.rules ?? []).filter((rule) => !request.rules.includes(rule));
  const ends = [request.until, ...approvals.map((approval) => approval.until)];
  const grant: Grant = {
    requestId: request.id,
    rules: [...kept, ...agreed],
    until: [...ends, ...(finding.grant && kept.length > 0 ? [finding.grant.until] : [])].toSorted()[0] ?? until,
    at: context.now,
    approvers: approvals.map(({ by }) => by),
    conditions: approvals.flatMap(({ condition }) => (condition ? [condition] : [])),
  };
  const closed = close(
    { ...closeGrant(finding, 'superseded', undefined, context), grant },
    decided,
    { outcome: 'granted', by: command.by },
    context,
  );
  return changed(finding, { ...closed, grant, migration: null, ownerSettled: true }, entry, context);
}

/** A pending request when the data turned out to be more sensitive: its quorum and its latest end follow the stricter limit. */
export function tightened(request: ExceptionRequest, sensitivity: string, policy: Policy): ExceptionRequest {
  const quorum = Math.max(request.quorum, quorumFor(policy, sensitivity));
  const latest = latestException(policy, sensitivity, request.at);
  return { ...request, quorum, until: [request.until, latest].toSorted()[0] ?? latest };
}

export function endGrant(
  finding: Finding,
  command: Extract<Command, { type: 'expire' | 'revoke' }>,
  context: TransitionContext,
): Transition {
  const { grant } = finding;
  if (!grant || (command.type === 'revoke' && grant.requestId !== command.requestId)) return refused(finding);
  if (command.type === 'expire' && grant.until > context.now) return { kind: 'unchanged' };
  const by = command.type === 'revoke' ? command.by : undefined;
  const note = command.type === 'revoke' ? command.reason : undefined;
  // The whole finding is open again: a date that passed while the exception held is nobody's date any more.
  const violations = finding.violations.map((violation) => {
    const fresh = fixDate(violation.severity, context.now, context.policy);
    const isEarlier = violation.deadline !== null && violation.deadline < fresh;
    return isEarlier ? { ...violation, deadline: fresh } : violation;
  });
  const outcome = command.type === 'revoke' ? 'revoked' : 'expired';
  const { closedRequests } = closeGrant({ ...finding, violations }, outcome, { by, note }, context);
  return changed(
    finding,
    {
      closedRequests,
      violations,
      grant: null,
      acknowledged: null,
      // It is open again: what is counted from the (re)open is counted from now.
      openedAt: context.now,
      reminded: NOTHING_REMINDED,
      round: finding.round + 1,
    },
    { type: command.type, by, note },
    context,
  );
}

const MOST_QUESTIONS = 5;

/** Security asks back: the requester gets a line, the cards show it, nothing else moves. */
export function ask(
  finding: Finding,
  { by, requestId, question }: Extract<Command, { type: 'ask' }>,
  context: TransitionContext,
): Transition {
  const { request } = finding;
  if (request?.id !== requestId) return refusedRequest(finding, requestId);
  const questions = [...request.questions, { by, at: context.now, text: question }].slice(-MOST_QUESTIONS);
  const result = changed(finding, { request: { ...request, questions } }, { type: 'ask', by, note: question }, context);
  return withLine(result, request.by, { about: 'asked', by, question }, context);
}

/** Answers the newest question; whoever asked it gets a line. */
export function answer(
  finding: Finding,
  { by, requestId, answer: text }: Extract<Command, { type: 'answer' }>,
  context: TransitionContext,
): Transition {
  const { request } = finding;
  if (request?.id !== requestId) return refusedRequest(finding, requestId);
  const question = request.questions.at(-1);
  if (!question) return { kind: 'refused', refusal: { code: 'no_question' } };
  if (question.answer) {
    return { kind: 'unchanged', refusal: { code: 'already', by: question.answer.by, at: question.answer.at } };
  }
  const questions = [...request.questions.slice(0, -1), { ...question, answer: { by, at: context.now, text } }];
  const result = changed(finding, { request: { ...request, questions } }, { type: 'answer', by, note: text }, context);
  return withLine(result, question.by, { about: 'answered', by, answer: text }, context);
}

function withLine(result: Transition, to: string, line: Line, context: TransitionContext): Transition {
  return result.kind === 'changed' ? { ...result, finding: queueLine(result.finding, to, line, context) } : result;
}

const MOST_CLOSED_REQUESTS = 5;

export function close(
  finding: Finding,
  request: ExceptionRequest,
  end: { outcome: RequestOutcome; by?: string; note?: string },
  context: TransitionContext,
): Pick<Finding, 'request' | 'closedRequests'> {
  const closed: ClosedRequest = {
    ...request,
    outcome: end.outcome,
    closedAt: context.now,
    closedBy: end.by,
    note: end.note,
    deadline: earliestDeadline({ ...finding, request: null }),
  };
  return { request: null, closedRequests: [...finding.closedRequests, closed].slice(-MOST_CLOSED_REQUESTS) };
}

/** The request that the present grant came from gets its last outcome; the finding itself keeps the grant. */
export function closeGrant(
  finding: Finding,
  outcome: RequestOutcome,
  end: { by?: string; note?: string } | undefined,
  context: TransitionContext,
): Finding {
  const closedRequests = finding.closedRequests.map((request) =>
    request.id === finding.grant?.requestId
      ? {
          ...request,
          outcome,
          closedAt: context.now,
          closedBy: end?.by,
          note: end?.note,
          deadline: earliestDeadline({ ...finding, grant: null }),
        }
      : request,
  );
  return { ...finding, closedRequests };
}

function refusedRequest(finding: Finding, requestId: string): Transition {
  const closed = finding.closedRequests.find(({ id }) => id === requestId);
  if (!closed) return { kind: 'refused', refusal: { code: 'no_such_request' } };
  return refused(finding);
}
