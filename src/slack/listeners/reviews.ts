import type { App, ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Finding } from '../../domain/finding';
import { judge } from '../../workflows/decide';
import { type NextRequest, nextRequest } from '../../workflows/review-requests';
import { refusalModal } from '../blocks/modals/notices';
import { decidedMeanwhile, reviewDoneModal, reviewFields, reviewModal } from '../blocks/modals/review';
import { NOTHING_REVIEWED, type ReviewTally, readReview } from '../blocks/positions';
import { approvalBarWords, approvalRefusal, approversUnknown, unknownNotebook } from '../blocks/refusals';
import { name } from '../blocks/text';
import { ACTIONS, stateOfMetadata, VIEWS } from '../ids';
import { readClick, readSubmission } from '../payloads';
import { parseReview, type Review } from '../review-submission';
import { asError, contextAt, type Desk, openView, refusalOf, showDecision, tell } from './answer';

/** Walks an approver through the requests that wait, one a screen. */
export function registerReviews(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };

  app.action(ACTIONS.reviewRequests, async ({ ack, body }) => {
    await ack();
    const click = readClick(body);
    if (!click) throw new Error('the press on the queue cannot be read');
    if (!click.ours) return tell(desk, click, approvalRefusal('not_an_approver', services.policy));
    const next = await nextRequest(services, { userId: click.userId, after: null });
    if (next.kind === 'not_an_approver' || next.kind === 'cannot_check') return tell(desk, click, unable(desk, next));
    await openView(desk, click, screen(desk, next, { tally: NOTHING_REVIEWED, now: new Date() }));
  });

  app.view(VIEWS.review, async ({ ack, body }) => {
    const submitted = readSubmission(body);
    if (!submitted?.subject?.requestId) throw new Error('the queue does not say which request it is about');
    const { subject, userId, view } = submitted;
    const now = new Date();
    const { launch, requestId = '' } = subject;
    const finding = await services.findings.get(launch);
    if (!finding || !submitted.ours) return ack(updated(refusalModal(unknownNotebook(launch.name))));
    const done = await review(desk, { finding, requestId, userId, values: view.state.values, now });
    if ('errors' in done) return ack({ response_action: 'errors', errors: done.errors });
    const { dueAt, tally: before } = readReview(stateOfMetadata(view.private_metadata));
    const tally = { ...before, [done.counts]: before[done.counts] + 1 };
    const next = await nextRequest(services, { userId, after: { dueAt, launch } });
    await ack(updated(screen(desk, next, { tally, now, news: done.news })));
    if (done.changed) await showDecision(desk, done.changed, now);
  });
}

interface Reviewed {
  counts: keyof ReviewTally;
  /** What the reader did not choose, in words. */
  news?: string;
  changed?: Finding;
}

interface Screen {
  finding: Finding;
  requestId: string;
  userId: string;
  values: unknown;
  now: Date;
}

/** Does what was chosen for one request, judged anew; or answers with errors under the fields. */
async function review(
  desk: Desk,
  { finding, requestId, userId, values, now }: Screen,
): Promise<Reviewed | { errors: Record<string, string> }> {
  const { services } = desk;
  const { request } = finding;
  if (request?.id !== requestId) return { counts: 'moved', news: decidedMeanwhile(finding, requestId) };
  const submission = parseReview(values, { finding, request, policy: services.policy, now: now.toISOString() });
  if (!submission.ok) return submission;
  const { value } = submission;
  if (value.choice === 'later') return { counts: 'left' };
  const command = commandOf(value, { by: userId, requestId });
  const decided = await judge(services, { launch: finding.launch, userId, command, now });
  switch (decided.kind) {
    case 'changed':
      return { counts: COUNTS[value.choice], changed: decided.finding };
    case 'cannot_check':
      unable(desk, decided);
      return { errors: { [reviewFields(requestId).decision]: 'I could not check who may approve. Press again.' } };
    case 'barred':
      return { counts: 'left', news: about(finding, approvalRefusal(decided.bar, services.policy)) };
    default: {
      if ('finding' in decided && decided.finding.request?.id !== requestId) {
        return { counts: 'moved', news: decidedMeanwhile(decided.finding, requestId) };
      }
      const refusal = refusalOf(decided, desk, finding.notebook.name);
      return { counts: 'left', news: about(finding, refusal ?? 'Nothing was changed.') };
    }
  }
}

const COUNTS = { approve: 'approved', shorter: 'shorter', deny: 'denied' } as const;

function commandOf(value: Review, who: { by: string; requestId: string }) {
  if (value.choice === 'deny') return { type: 'deny' as const, ...who, reason: value.reason };
  return { type: 'approve' as const, ...who, ...(value.choice === 'shorter' ? { until: value.until } : {}) };
}

function about({ notebook }: Finding, words: string): string {
  return `*${name(notebook.name)}*: ${words}`;
}

function screen(
  { services }: Desk,
  next: NextRequest,
  { tally, now, news }: { tally: ReviewTally; now: Date; news?: string },
): ModalView {
  switch (next.kind) {
    case 'request':
      return reviewModal({ ...next, tally, news }, contextAt(services, now));
    case 'empty':
      return reviewDoneModal(tally, news);
    // What was decided before stays decided, so this only ends the walk. What others decided is for approvers.
    case 'not_an_approver':
      return reviewDoneModal(tally, approvalBarWords('not_an_approver', services.policy));
    case 'cannot_check':
      return reviewDoneModal(tally, 'I could not check who may approve. Please open the queue again.');
  }
}

function unable(
  { services, logger }: Desk,
  why: { kind: 'not_an_approver' } | { kind: 'cannot_check'; cause: unknown },
): string {
  if (why.kind === 'not_an_approver') return approvalRefusal('not_an_approver', services.policy);
  logger.error('the queue cannot be shown: Slack did not say who the approvers are', { error: asError(why.cause) });
  return approversUnknown(services.policy);
}

function updated(view: ModalView): ViewResponseAction {
  return { response_action: 'update', view };
}
