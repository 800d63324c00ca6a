import { uncovered } from '../../domain/change';
import { networkFor } from '../../domain/corrected-launch';
import type { ClosedRequest, Finding, Message, Question } from '../../domain/finding';
import { isHandedOver, isSuperseded } from '../../domain/messages';
import type { Policy } from '../../domain/policy-file';
import { nextOwnerReminder, remindersAhead } from '../../domain/reminders';
import { conditionLines } from './request-states';
import { deadline, duration, escapedWithin, mention, moment, name, sentenceList } from './text';
import {
  actor,
  type BlockContext,
  fixedWords,
  isInPlace,
  observedSetting,
  people,
  ruleNames,
  violationShort,
} from './wording';
import { alternative } from './wording-network';

/** What the owner's card is about: the status, unless something else about the reader or the card comes first. */
export type CardState = Finding['status'] | 'handed_over' | 'superseded' | 'disowned';

export function cardState(finding: Finding, message: Message): CardState {
  if (isHandedOver(finding, message)) return 'handed_over';
  if (isSuperseded(finding, message)) return 'superseded';
  if (finding.status !== 'resolved' && finding.handover) return 'disowned';
  return finding.status;
}

/** The reader can still do something. */
export function isActive(state: CardState): boolean {
  return !['handed_over', 'superseded', 'disowned', 'resolved'].includes(state);
}

/** The finding as its reader is asked about it: what is allowed for now is no problem to solve while more is left. */
export function asked(finding: Finding): Finding {
  const violations = uncovered(finding);
  return violations.length > 0 ? { ...finding, violations } : finding;
}

/** The paragraphs that say where things stand, the state itself first. mrkdwn. Empty for a plain open finding. */
export function stateLines(finding: Finding, message: Message, blockContext: BlockContext): string[] {
  return linesFor(cardState(finding, message), { finding, message, blockContext });
}

interface ToShow {
  finding: Finding;
  message: Message;
  blockContext: BlockContext;
}

/** The paragraphs about one state, for a surface that says by itself whose the notebook is. */
export function linesFor(state: CardState, { finding, message, blockContext }: ToShow): string[] {
  const also = [...granted(finding, message, blockContext), ...halfWay(finding)];
  switch (state) {
    case 'handed_over':
      return [handedOver(finding)];
    case 'superseded':
      return [superseded(finding, message)];
    case 'resolved':
      return [resolved(finding)];
    case 'disowned':
      return [disowned(finding, message)];
    case 'open':
    case 'exception_granted':
      return [...news(finding, blockContext), ...also];
    case 'acknowledged':
      return [...news(finding, blockContext), acknowledged(finding, message, blockContext), ...also];
    case 'migration_scheduled':
      return [...news(finding, blockContext), ...planned(finding, message, blockContext), ...also];
    case 'exception_requested':
      return [...requested(finding), ...also];
  }
}

function superseded(finding: Finding, message: Message): string {
  const newer = Object.values(finding.messages).find(
    ({ kind, to, round }) => kind === message.kind && to === message.to && round > message.round,
  );
  const when = newer?.notBefore && newer.ts === undefined ? `, which comes ${moment(newer.notBefore)}` : '';
  return `*This card is closed:* ${name(finding.notebook.name)} continues in a newer card${when}.`;
}

function handedOver(finding: Finding): string {
  const { owner, history } = finding;
  const at = history.findLast(({ command, note }) => command === 'assign_owner' && note === owner?.userId)?.at;
  const when = at ? `, ${moment(at)}` : '';
  const what = owner ? `*Handed to ${mention(owner.userId)}*${when}.` : `*Security looks for the owner*${when}.`;
  return `${what} Nothing left for you to do.`;
}

function disowned({ handover, notebook }: Finding, message: Message): string {
  if (!handover) return '';
  const who = handover.by === message.to ? 'You' : mention(handover.by);
  const proposed = handover.proposed ? ` Named instead: ${mention(handover.proposed)}.` : '';
  return `*${who} said ${name(notebook.name)} is not yours*, ${moment(handover.at)}.${proposed} Security will find the owner; nothing to do for you.`;
}

function resolved(finding: Finding): string {
  const { resolution } = finding;
  if (!resolution) return '';
  const looked = `looked ${resolution.lookedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const notebook = name(finding.notebook.name);
  const evidence =
    resolution.evidence === 'gone'
      ? `AWS no longer lists ${notebook} (${looked}).`
      : `AWS answered that all settings of ${notebook} are good (${looked}).`;
  const took = duration(Date.parse(resolution.at) - Date.parse(finding.firstSeenAt));
  return `:white_check_mark: *Resolved ${moment(resolution.at)}.* ${evidence} From first seen to done: ${took}. Thank you.`;
}

function acknowledged(finding: Finding, message: Message, { policy }: BlockContext): string {
  if (!finding.acknowledged) return '';
  const { at, by } = finding.acknowledged;
  const reminder = nextOwnerReminder(finding, policy);
  const date = finding.deadline
    ? `Fix by *${deadline(finding.deadline)}*${reminder ? `; next reminder ${deadline(reminder)}` : ''}.`
    : 'The fix date waits until there is an approved network.';
  return `*Acknowledged* by ${reader(by, message)}, ${moment(at)}. ${date} When it is done I notice by myself.`;
}

function reader(userId: string, message: Message): string {
  return userId === message.to ? 'you' : actor(userId);
}

function planned(finding: Finding, message: Message, { policy }: BlockContext): string[] {
  const { migration } = finding;
  if (!migration) return [];
  const by = migration.by === message.to ? '' : ` By ${actor(migration.by)}, ${moment(migration.decidedAt)}.`;
  const eve = stepsAhead(finding, policy).includes('migration_tomorrow')
    ? ` ${willTell(finding, message)} the day before.`
    : '';
  if (isInPlace(asked(finding))) {
    return [`*Fix planned for ${deadline(migration.at)}.*${by}${eve} When it is done I notice by myself.`];
  }
  return [
    `*Migration planned for ${deadline(migration.at)}.*${by}${eve} When the old notebook is gone I notice by myself.`,
    ...files(migration),
  ];
}

/** What the owner will be reminded of; nothing in observe mode. */
function stepsAhead(finding: Finding, policy: Policy) {
  return remindersAhead(finding, policy).flatMap(({ step, audience }) => (audience === 'owner' ? [step] : []));
}

/** The finding view has other readers than the owner, who is reminded. */
function willTell({ owner }: Finding, message: Message): string {
  return message.to === owner?.userId ? "I'll remind you" : 'Its owner is reminded';
}

/** The only thing about a migration that a person states rather than the bot sees, so it says who did. */
function files({ files, said, by, decidedAt }: NonNullable<Finding['migration']>): string[] {
  const who = `said by ${actor(said?.by ?? by)}, ${moment(said?.at ?? decidedAt)}`;
  if (files === 'safe_elsewhere') return [`Files: everything is in Git or S3 already (${who}).`];
  if (files === 'nothing_to_keep') return [`Files: nothing to keep (${who}).`];
  return [];
}

function requested(finding: Finding): string[] {
  const { request, grant } = finding;
  if (!request) return [];
  const meanwhile = grant ? 'Nothing to do; what is allowed now stays allowed.' : WAITS;
  const left = uncovered(finding).filter(({ rule }) => !request.rules.includes(rule));
  const approvals =
    request.approvals.length > 0 ? ` ${request.approvals.length} of ${request.quorum} approvals are there.` : '';
  return [
    `*With security since ${moment(request.at)}*: ${ruleNames(request.rules)} until ${deadline(request.until)}. Answer due ${moment(request.timeoutAt)}.${approvals} ${meanwhile}`,
    ...questionLines(request.questions),
    ...(left.length > 0 ? [`*Not part of the request:* ${left.map(violationShort).join('; ')}.`] : []),
  ];
}

const WAITS = 'Nothing to do; reminders and the fix date wait.';

/** The newest question; what was asked before is in the history. */
function questionLines(questions: readonly Question[]): string[] {
  const question = questions.at(-1);
  if (!question) return [];
  const { text, answer } = question;
  return [
    `*Security ${answer ? 'asked' : 'asks'}:* “${escapedWithin(text, 1200)}”`,
    ...(answer
      ? [`*Answered* by ${actor(answer.by)}, ${moment(answer.at)}: “${escapedWithin(answer.text, 1200)}”`]
      : []),
  ];
}

function granted(finding: Finding, message: Message, { policy }: BlockContext): string[] {
  const { grant } = finding;
  if (!grant) return [];
  const left = uncovered(finding);
  return [
    `*Allowed until ${deadline(grant.until)}* by ${people(grant.approvers)}, ${moment(grant.at)}. Covers ${ruleNames(grant.rules)} on this notebook only.${warned(finding, message, policy)}`,
    ...conditionLines(grant.conditions),
    ...(left.length > 0 ? [`*Still to fix${byDate(finding.deadline)}:* ${left.map(violationShort).join('; ')}.`] : []),
  ];
}

/** Says only what is still to come: an exception of a few days has no warning a week ahead. */
function warned(finding: Finding, message: Message, policy: Policy): string {
  const steps = stepsAhead(finding, policy);
  const when = [
    ...(steps.includes('exception_7_days') ? ['7 days'] : []),
    ...(steps.includes('exception_1_day') ? ['1 day'] : []),
  ];
  const teller = message.to === finding.owner?.userId ? "I'll tell you" : 'Its owner is told';
  return when.length > 0 ? ` ${teller} ${sentenceList(when)} before.` : '';
}

function byDate(date: string | null): string {
  return date ? ` by ${deadline(date)}` : '';
}

function halfWay(finding: Finding): string[] {
  const { fixed } = finding;
  if (fixed.length === 0) return [];
  const done = fixed.map(({ rule, at }) => `${fixedWords(rule)} (seen ${moment(at)})`).join(', ');
  const left = uncovered(finding);
  return [`*Half way:* ${done}.${left.length > 0 ? ` Left: ${left.map(violationShort).join('; ')}.` : ''}`];
}

/** What happened last that the owner did not do: an answer of security, the end of a grant, a fix undone. */
function news(finding: Finding, blockContext: BlockContext): string[] {
  const closed = newestEnd(finding);
  if (closed) return [ending(finding, closed, blockContext)];
  const { reopened, violations, notebook } = finding;
  if (!reopened || finding.status !== 'open') return [];
  const seen = violations.map(observedSetting).join(', ');
  return [
    `*Open again.* ${name(notebook.name)} was good at ${moment(reopened.goodAt)}; at ${moment(reopened.at)} AWS answered *${seen}*.`,
  ];
}

const ENDS = ['denied', 'timed_out', 'withdrawn', 'expired', 'revoked'];

/** The newest answer or end, as long as nothing was decided after it. */
function newestEnd(finding: Finding): ClosedRequest | undefined {
  const { acknowledged, migration, grant, closedRequests, openedAt } = finding;
  const since = [openedAt, acknowledged?.at, migration?.decidedAt, grant?.at].flatMap((at) => at ?? []);
  return closedRequests
    .filter(({ outcome, closedAt }) => ENDS.includes(outcome) && since.every((at) => at <= closedAt))
    .reduce<ClosedRequest | undefined>((last, one) => (last && last.closedAt > one.closedAt ? last : one), undefined);
}

function ending(finding: Finding, closed: ClosedRequest, { policy }: BlockContext): string {
  const { outcome, closedAt, closedBy, note, category } = closed;
  const notebook = name(finding.notebook.name);
  const date = finding.deadline ? deadline(finding.deadline) : null;
  const because = note ? `: “${escapedWithin(note, 2000)}”` : '';
  switch (outcome) {
    case 'denied': {
      const instead = alternative(category, networkFor(policy, finding.notebook));
      return `*Not granted*, ${moment(closedAt)}, by ${actor(closedBy ?? 'bot')}${because}. What works instead: ${instead}${date ? ` Fix date now *${date}*.` : ''}${stillAllowed(finding)}`;
    }
    case 'timed_out':
      return `*No answer from security by ${moment(closedAt)}* - not your fault. The request is closed${date ? `, your date is *${date}*` : ''}. Ask again or schedule.${stillAllowed(finding)}`;
    case 'withdrawn':
      return `*The request was withdrawn* by ${actor(closedBy ?? 'bot')}, ${moment(closedAt)}.`;
    case 'revoked':
      return `*The policy exception for ${notebook} was revoked ${moment(closedAt)}* by ${actor(closedBy ?? 'bot')}${because}. Nothing was stopped${date ? `; fix by *${date}*` : ''}.`;
    default:
      return `*The policy exception for ${notebook} ended ${moment(closedAt)}.* Nothing was stopped${date ? `; fix by *${date}*` : ''}.`;
  }
}

/** A "no" to extending leaves the grant that was to be extended. */
function stillAllowed({ grant }: Finding): string {
  return grant ? ' What was allowed before stays allowed.' : '';
}
