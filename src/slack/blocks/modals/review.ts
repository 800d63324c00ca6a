import type { KnownBlock, ModalView } from '@slack/types';
import type { ApprovalBar } from '../../../domain/authorisation';
import type { ClosedRequest, ExceptionRequest, Finding } from '../../../domain/finding';
import { VIEWS } from '../../ids';
import { type ReviewTally, writeReview } from '../positions';
import { approvalBarWords } from '../refusals';
import { requestFacts } from '../request-card';
import { agreedEnd } from '../request-states';
import { header, moment, name, section } from '../text';
import { actor, type BlockContext } from '../wording';
import { shorterHint } from './decisions';
import { type Choice, choiceField, companyMoment, dateField, FIELDS, form, info, textField } from './form';
import { subjectLine } from './subject-line';

export const REVIEW = { approve: 'approve', shorter: 'shorter', deny: 'deny', later: 'later' } as const;

/**
 * The block_ids of the form for one request: others for every request, since Slack keeps what was filled in where the
 * next view has the same ones. https://docs.slack.dev/reference/methods/views.update
 */
export function reviewFields(requestId: string) {
  return {
    decision: `${FIELDS.decision}:${requestId}`,
    date: `${FIELDS.date}:${requestId}`,
    reason: `${FIELDS.reason}:${requestId}`,
  };
}

export interface ReviewStep {
  finding: Finding;
  request: ExceptionRequest;
  /** Why the reader cannot decide on it; null when they can. */
  bar: ApprovalBar | 'approved_already' | null;
  /** How many wait from here on, this one included. */
  waiting: number;
  /** What became of those before. */
  tally: ReviewTally;
  /** What happened with the one before, when that was not what the reader chose. mrkdwn. */
  news?: string;
}

/** One request of the queue, with all that it takes to decide. */
export function reviewModal(step: ReviewStep, blockContext: BlockContext): ModalView {
  const { finding, request, bar, tally, waiting, news } = step;
  const before = reviewed(tally);
  return form({
    title: `Review ${before + 1} of ${before + waiting}`,
    submit: 'Save and next',
    callback: VIEWS.review,
    subject: { launch: finding.launch, requestId: request.id },
    state: writeReview({ dueAt: request.timeoutAt, tally }),
    blocks: [
      ...(news ? [section(news)] : []),
      header(finding.notebook.name),
      subjectLine(finding, blockContext),
      ...requestFacts(finding, request, blockContext),
      ...(bar ? barred(request, bar, blockContext) : decision(finding, request, blockContext)),
    ],
  });
}

/** The end of the queue. `news` is about the last request, as in a step. */
export function reviewDoneModal(tally: ReviewTally, news?: string): ModalView {
  const { approved, shorter, denied, left, moved } = tally;
  const words = [
    `${approved} approved`,
    `${shorter} shorter`,
    `${denied} denied`,
    `${left} left`,
    ...(moved > 0 ? [`${moved} decided meanwhile`] : []),
  ];
  const done =
    reviewed(tally) > 0
      ? `*Done:* ${words.join(', ')}.`
      : '*No request waits.* New ones appear in the channel, with their due time.';
  return info({ title: 'Review requests', blocks: [...(news ? [section(news)] : []), section(done)] });
}

function reviewed(tally: ReviewTally): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0);
}

/** What somebody else made of a request that the reader had before them: `{who} denied this, {when}.` */
export function decidedMeanwhile(finding: Finding, requestId: string): string {
  const closed = finding.closedRequests.find(({ id }) => id === requestId);
  return `*${name(finding.notebook.name)}*: ${closed ? outcomeWords(closed) : 'that request is no longer there.'}`;
}

function outcomeWords({ outcome, closedAt, closedBy }: ClosedRequest): string {
  const who = actor(closedBy ?? 'bot');
  const at = moment(closedAt);
  switch (outcome) {
    case 'granted':
      return `${who} approved this, ${at}.`;
    case 'denied':
      return `${who} denied this, ${at}.`;
    case 'withdrawn':
      return `${who} withdrew this, ${at}.`;
    case 'timed_out':
      return `its time ran out, ${at}.`;
    case 'resolved':
      return `no decision is needed, it is resolved since ${at}.`;
    case 'expired':
    case 'revoked':
    case 'superseded':
      return `this was decided and has ended, ${at}.`;
  }
}

const LATER: Choice = { value: REVIEW.later, text: 'Later' };

function barred(
  request: ExceptionRequest,
  bar: NonNullable<ReviewStep['bar']>,
  { policy }: BlockContext,
): KnownBlock[] {
  const missing = request.quorum - request.approvals.length;
  const words =
    bar === 'approved_already'
      ? `You approved this already; ${missing} more ${missing === 1 ? 'person has' : 'people have'} to.`
      : approvalBarWords(bar, policy);
  return [
    section(`*Not yours to decide:* ${words}`),
    choiceField(reviewFields(request.id).decision, { label: 'Your decision', choices: [LATER], initial: REVIEW.later }),
  ];
}

function decision(finding: Finding, request: ExceptionRequest, { policy }: BlockContext): KnownBlock[] {
  const fields = reviewFields(request.id);
  const choices: Choice[] = [
    { value: REVIEW.approve, text: 'Approve', description: `Until ${companyMoment(agreedEnd(request), policy)}` },
    { value: REVIEW.shorter, text: 'Approve shorter', description: 'Until the date below' },
    { value: REVIEW.deny, text: 'Deny', description: 'With the reason below' },
    LATER,
  ];
  return [
    choiceField(fields.decision, { label: 'Your decision', choices, initial: REVIEW.later }),
    dateField(fields.date, {
      label: 'Until, if shorter',
      hint: shorterHint(finding, request, policy),
      optional: true,
    }),
    textField(fields.reason, {
      label: 'Reason, if denied',
      hint: 'Shown to the requester. Name what works instead, if you can.',
      optional: true,
    }),
  ];
}
