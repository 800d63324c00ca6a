import type { App, ViewResponseAction } from '@slack/bolt';
import type { Finding } from '../../domain/finding';
import { answerQuestion, assign, type Decided, decide, disown, judge, maySee } from '../../workflows/decide';
import { FIELDS } from '../blocks/modals/form';
import { refusalModal } from '../blocks/modals/notices';
import { planModal } from '../blocks/modals/plan';
import { readPage } from '../blocks/positions';
import { notYours, unknownNotebook } from '../blocks/refusals';
import { isInPlace } from '../blocks/wording';
import { type Subject, stateOfMetadata, VIEWS } from '../ids';
import { readSubmission, type Submitted } from '../payloads';
import type { Submission } from '../submission-fields';
import {
  PICK_A_COLLEAGUE,
  parseAnswer,
  parseApproveShorter,
  parseAsk,
  parseAssignOwner,
  parseDeny,
  parseException,
  parseMigration,
  parseNotMine,
  parseRevoke,
} from '../submissions';
import { contextAt, type Desk, refreshView, refusalOf, showDecision, shownSoFar } from './answer';
import { refreshOrphans } from './orphans';

interface Sent {
  desk: Desk;
  finding: Finding;
  userId: string;
  view: Submitted['view'];
  subject: Subject;
  now: Date;
}

/** Field errors, or what was decided. */
type Handled = { errors: Record<string, string> } | { decided: Decided };
type Handle = (sent: Sent) => Promise<Handled>;

/** Every form, by its callback id. */
const HANDLERS: Record<string, Handle> = {
  [VIEWS.migration]: (sent) =>
    parsed(parseMigration(sent.view.state.values, known(sent)), (value) =>
      decide(sent.desk.services, {
        ...click(sent),
        command: { type: 'schedule_migration', by: sent.userId, ...value },
      }),
    ),
  [VIEWS.exception]: (sent) =>
    parsed(parseException(sent.view.state.values, known(sent)), (value) =>
      decide(sent.desk.services, {
        ...click(sent),
        command: { type: 'request_exception', by: sent.userId, requestId: sent.view.id, ...value },
      }),
    ),
  [VIEWS.notMine]: notMine,
  [VIEWS.approveShorter]: approveShorter,
  [VIEWS.deny]: (sent) =>
    parsed(parseDeny(sent.view.state.values), (value) =>
      judge(sent.desk.services, {
        ...click(sent),
        command: { type: 'deny', by: sent.userId, requestId: requestId(sent), ...value },
      }),
    ),
  [VIEWS.revoke]: (sent) =>
    parsed(parseRevoke(sent.view.state.values), (value) =>
      judge(sent.desk.services, {
        ...click(sent),
        command: { type: 'revoke', by: sent.userId, requestId: requestId(sent), ...value },
      }),
    ),
  [VIEWS.ask]: (sent) =>
    parsed(parseAsk(sent.view.state.values), (value) =>
      judge(sent.desk.services, {
        ...click(sent),
        command: { type: 'ask', by: sent.userId, requestId: requestId(sent), ...value },
      }),
    ),
  [VIEWS.answer]: (sent) =>
    parsed(parseAnswer(sent.view.state.values), (value) =>
      answerQuestion(sent.desk.services, { ...click(sent), requestId: requestId(sent), ...value }),
    ),
  [VIEWS.assignOwner]: assignOwner,
};

export function registerViews(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };
  for (const [callbackId, handle] of Object.entries(HANDLERS)) {
    app.view(callbackId, async ({ ack, body }) => {
      const submitted = readSubmission(body);
      if (!submitted?.subject) throw new Error(`the form ${callbackId} does not say which finding it is about`);
      const { subject, userId, view } = submitted;
      const finding = await services.findings.get(subject.launch);
      if (!finding || !submitted.ours) return ack(showing(unknownNotebook(subject.launch.name)));
      const now = new Date();
      const handled = await handle({ desk, finding, userId, view, subject, now });
      if ('errors' in handled) {
        // An error may tell of the finding, above all to a form that nobody opened.
        const right = await maySee(services, userId, finding);
        if (right.kind === 'yes') return ack({ response_action: 'errors', errors: handled.errors });
        const why = right.kind === 'right_unknown' ? refusalOf(right, desk, finding.notebook.name) : null;
        return ack(showing(why ?? notYours(finding)));
      }
      const { decided } = handled;
      const text = refusalOf(decided, desk, finding.notebook.name);
      await ack(text ? showing(text) : nextView(callbackId, decided, desk, now));
      if ('finding' in decided) {
        await Promise.all([
          showDecision(desk, decided.finding, now),
          refreshBelow(desk, submitted, decided.finding, now),
        ]);
      }
    });
  }
}

/** What lies below the form: the list of ownerless notebooks that it remembers, else the finding view. */
async function refreshBelow(desk: Desk, { view, userId }: Submitted, finding: Finding, now: Date): Promise<void> {
  const viewId = view.previous_view_id;
  if (!viewId) return;
  const listed = stateOfMetadata(view.private_metadata);
  if (!listed) return refreshView(desk, { viewId, userId }, finding, now);
  const list = { userId, viewId, page: readPage(listed), without: finding.launch };
  await shownSoFar(desk, finding, refreshOrphans(desk, list, now));
}

/** A success never needs a view of its own, except the plan that was asked for. */
function nextView(callbackId: string, decided: Decided, { services }: Desk, now: Date): ViewResponseAction | undefined {
  if (callbackId !== VIEWS.migration || decided.kind !== 'changed' || isInPlace(decided.finding)) return undefined;
  return { response_action: 'update', view: planModal(decided.finding, contextAt(services, now)) };
}

function showing(text: string): ViewResponseAction {
  return { response_action: 'update', view: refusalModal(text) };
}

async function parsed<T>(submission: Submission<T>, act: (value: T) => Promise<Decided>): Promise<Handled> {
  return submission.ok ? { decided: await act(submission.value) } : { errors: submission.errors };
}

function known({ finding, desk, now }: Sent) {
  return { finding, policy: desk.services.policy, now: now.toISOString() };
}

function click({ subject, userId, now }: Sent) {
  return { launch: subject.launch, userId, now };
}

function requestId({ subject }: Sent): string {
  return subject.requestId ?? '';
}

async function notMine(sent: Sent): Promise<Handled> {
  const { services } = sent.desk;
  const submission = parseNotMine(sent.view.state.values, sent.userId, sent.finding.launchedBy?.userId);
  if (!submission.ok) return { errors: submission.errors };
  const { proposed } = submission.value;
  if (proposed && !(await services.directory.person(proposed))?.active) {
    return { errors: { [FIELDS.person]: PICK_A_COLLEAGUE } };
  }
  return { decided: await disown(services, { ...click(sent), ...submission.value }) };
}

async function approveShorter(sent: Sent): Promise<Handled> {
  const { services } = sent.desk;
  const { request } = sent.finding;
  const id = requestId(sent);
  const command = { type: 'approve' as const, by: sent.userId, requestId: id };
  // Without that request pending the domain says what became of it.
  if (request?.id !== id) return { decided: await judge(services, { ...click(sent), command }) };
  const submission = parseApproveShorter(sent.view.state.values, { ...known(sent), request });
  return parsed(submission, (value) => judge(services, { ...click(sent), command: { ...command, ...value } }));
}

async function assignOwner(sent: Sent): Promise<Handled> {
  const { services } = sent.desk;
  const submission = parseAssignOwner(sent.view.state.values);
  if (!submission.ok) return { errors: submission.errors };
  const { userId: ownerId, remember } = submission.value;
  const decided = await assign(services, { ...click(sent), ownerId, remember });
  return decided.kind === 'not_active' ? { errors: { [FIELDS.person]: PICK_A_COLLEAGUE } } : { decided };
}
