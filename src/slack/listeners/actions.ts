import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { movedOn } from '../../domain/change';
import type { ExceptionCategory, Finding } from '../../domain/finding';
import { latestException } from '../../domain/limits';
import { checkAgain } from '../../workflows/audit-notebook';
import { assign, type Decided, decide, judge, mayAct, maySee, tooFewApprovers } from '../../workflows/decide';
import { openQuestion } from '../blocks/card-buttons';
import { commandModal } from '../blocks/modals/command';
import { approveShorterModal, denyModal, revokeModal } from '../blocks/modals/decisions';
import { cannotBeApprovedModal, exceptionModal, nothingToExtendModal } from '../blocks/modals/exception';
import { historyModal } from '../blocks/modals/history';
import { fixModal, migrationModal } from '../blocks/modals/migration';
import { movedOnModal, refusalModal } from '../blocks/modals/notices';
import { assignOwnerModal, notMineModal } from '../blocks/modals/ownership';
import { planModal } from '../blocks/modals/plan';
import { answerModal, askModal } from '../blocks/modals/questions';
import { whyModal } from '../blocks/modals/why';
import {
  approvalRefusal,
  awsIsSlow,
  couldNotLook,
  lookedAndChanged,
  noChange,
  notYours,
  ownersWord,
  refusalText,
  unknownNotebook,
} from '../blocks/refusals';
import { type BlockContext, isInPlace } from '../blocks/wording';
import { ACTIONS, MENU, type Subject, stateOfMetadata, VIEWS } from '../ids';
import { type Click, readClick } from '../payloads';
import { readCategory } from '../submissions';
import {
  asError,
  contextAt,
  type Desk,
  findingViewFor,
  openView,
  refreshView,
  refusalOf,
  showDecision,
  tell,
  within,
} from './answer';

type Press = Click & { subject: Subject };
type Handle = (desk: Desk, press: Press, now: Date) => Promise<void>;

/** Every button and menu, by its action id. */
const HANDLERS: Record<string, Handle> = {
  [ACTIONS.acknowledge]: (desk, press, now) =>
    finish(desk, press, now, decideOn(desk, press, { type: 'acknowledge', by: press.userId }, now)),
  [ACTIONS.withdraw]: withdraw,
  [ACTIONS.scheduleMigration]: scheduleMigration,
  [ACTIONS.requestException]: requestException,
  [ACTIONS.exceptionCategory]: showAlternatives,
  [ACTIONS.checkAgain]: look,
  [ACTIONS.showPlan]: (desk, press, now) => show(desk, press, now, planModal),
  [ACTIONS.approve]: approve,
  [ACTIONS.approveShorter]: (desk, press, now) =>
    show(desk, press, now, (finding, context) => {
      const request = pendingRequest(finding, press);
      return request ? approveShorterModal(finding, request, context) : null;
    }),
  [ACTIONS.deny]: (desk, press, now) =>
    show(desk, press, now, (finding, context) => {
      const request = pendingRequest(finding, press);
      return request ? denyModal(finding, request, context) : null;
    }),
  [ACTIONS.revoke]: (desk, press, now) =>
    show(desk, press, now, (finding, context) => {
      const { grant } = finding;
      return grant && grant.requestId === press.subject.requestId ? revokeModal(finding, grant, context) : null;
    }),
  [ACTIONS.answer]: answerQuestion,
  [ACTIONS.assignOwner]: assignOwner,
  [ACTIONS.mine]: (desk, press, now) =>
    finish(
      desk,
      press,
      now,
      assign(desk.services, { ...press, ...press.subject, ownerId: press.userId, remember: false, now }),
    ),
  [ACTIONS.open]: open,
  [ACTIONS.menu]: chooseFromMenu,
};

export function registerActions(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };
  // A link button sends an action too; there is nothing to do.
  app.action(ACTIONS.link, ({ ack }) => ack());
  for (const [actionId, handle] of Object.entries(HANDLERS)) {
    app.action(actionId, async ({ ack, body }) => {
      await ack();
      const click = readClick(body);
      if (!click?.subject) throw new Error(`the action ${actionId} does not say which finding it is about`);
      if (!click.ours) return tell(desk, click, unknownNotebook(click.subject.launch.name));
      await handle(desk, { ...click, subject: click.subject }, new Date());
    });
  }
}

function decideOn(
  { services }: Desk,
  { userId, subject }: Press,
  command: Parameters<typeof decide>[1]['command'],
  now: Date,
) {
  return decide(services, { launch: subject.launch, userId, command, now });
}

/** Shows a decision, or tells the person why there was none. */
async function finish(desk: Desk, press: Press, now: Date, deciding: Promise<Decided>): Promise<void> {
  const decided = await deciding;
  const text = refusalOf(decided, desk, press.subject.launch.name);
  const finding = 'finding' in decided ? decided.finding : null;
  // A stale card is brought up to date as well.
  await Promise.all([
    ...(finding ? [showDecision(desk, finding, now), refreshPressed(desk, press, finding, now)] : []),
    ...(text ? [tell(desk, press, text)] : []),
  ]);
}

async function refreshPressed(desk: Desk, { view, userId }: Press, finding: Finding, now: Date): Promise<void> {
  if (view) await refreshView(desk, { viewId: view.id, userId }, finding, now);
}

/** Opens a view about the finding for who may decide on it; `build` answers null when it is too late for that. */
async function show(
  desk: Desk,
  press: Press,
  now: Date,
  build: (finding: Finding, context: BlockContext) => ModalView | null | Promise<ModalView | null>,
): Promise<void> {
  const finding = await findingFor(desk, press, mayAct);
  if (!finding) return;
  const context = contextAt(desk.services, now);
  await openView(desk, press, (await build(finding, context)) ?? tooLate(finding, context));
}

/** The finding that was pressed on; null when the person may not, which they are told. */
async function findingFor(desk: Desk, press: Press, may: typeof mayAct): Promise<Finding | null> {
  const { launch } = press.subject;
  const finding = await desk.services.findings.get(launch);
  const right = finding && (await may(desk.services, press.userId, finding));
  if (finding && right?.kind === 'yes') return finding;
  const why = right?.kind === 'right_unknown' ? refusalOf(right, desk, launch.name) : null;
  await tell(desk, press, why ?? (finding ? notYours(finding) : unknownNotebook(launch.name)));
  return null;
}

async function open(desk: Desk, press: Press, now: Date): Promise<void> {
  const finding = await findingFor(desk, press, maySee);
  if (finding) await openView(desk, press, await findingViewFor(desk, press.userId, finding, now));
}

async function answerQuestion(desk: Desk, press: Press, now: Date): Promise<void> {
  const finding = await findingFor(desk, press, maySee);
  if (!finding) return;
  const context = contextAt(desk.services, now);
  const { request } = finding;
  const question = openQuestion(finding);
  const view =
    request && question ? answerModal(finding, { request, question }, context) : nothingAsked(finding, context);
  await openView(desk, press, view);
}

function nothingAsked(finding: Finding, context: BlockContext): ModalView {
  return finding.request ? refusalModal(refusalText({ code: 'no_question' }, finding)) : tooLate(finding, context);
}

/** Security asks back. Who may is judged again when the question is sent. */
async function ask(desk: Desk, press: Press, now: Date): Promise<void> {
  const finding = await findingFor(desk, press, mayAct);
  if (!finding) return;
  const context = contextAt(desk.services, now);
  const request = pendingRequest(finding, press);
  if (request?.by === press.userId) return tell(desk, press, approvalRefusal('requester', desk.services.policy));
  await openView(desk, press, request ? askModal(finding, request, context) : tooLate(finding, context));
}

/** From the list of ownerless notebooks the form remembers the page, to come back to it. */
function assignOwner(desk: Desk, press: Press, now: Date): Promise<void> {
  const { view } = press;
  const state = view?.callback_id === VIEWS.orphans ? stateOfMetadata(view.private_metadata) : undefined;
  return show(desk, press, now, (finding, context) => assignOwnerModal(finding, context, state));
}

function pendingRequest({ request }: Finding, press: Press) {
  return request && request.id === press.subject.requestId ? request : null;
}

function tooLate(finding: Finding, context: BlockContext): ModalView {
  const refusal = movedOn(finding);
  return refusal.code === 'moved_on'
    ? movedOnModal(finding, refusal, context)
    : refusalModal(refusalText(refusal, finding));
}

function scheduleMigration(desk: Desk, press: Press, now: Date): Promise<void> {
  return show(desk, press, now, (finding, context) => {
    if (finding.resolution) return null;
    return isInPlace(finding) ? fixModal(finding, context) : migrationModal(finding, context);
  });
}

function requestException(desk: Desk, press: Press, now: Date): Promise<void> {
  return show(desk, press, now, async (finding, context) => {
    const { grant, request, resolution, sensitivity } = finding;
    if (resolution || request) return null;
    if (grant && latestException(context.policy, sensitivity, context.now) <= grant.until) {
      return nothingToExtendModal(finding, grant, context);
    }
    const missing = await tooFewApprovers(desk.services, press.userId, finding);
    return missing ? cannotBeApprovedModal(finding, missing, context) : exceptionModal(finding, context);
  });
}

/** The reason was chosen: the form shows what works instead. What was filled in stays. */
async function showAlternatives({ services }: Desk, { view, value, subject, userId }: Press, now: Date): Promise<void> {
  const finding = await services.findings.get(subject.launch);
  const category: ExceptionCategory | null = readCategory(value);
  if (!view || !finding || !category || (await mayAct(services, userId, finding)).kind !== 'yes') return;
  await services.slack((client) =>
    client.views.update({
      view_id: view.id,
      hash: view.hash,
      view: exceptionModal(finding, contextAt(services, now), { category }),
    }),
  );
}

async function withdraw(desk: Desk, press: Press, now: Date): Promise<void> {
  const finding = await desk.services.findings.get(press.subject.launch);
  const requestId = press.subject.requestId ?? finding?.request?.id ?? '';
  return finish(desk, press, now, decideOn(desk, press, { type: 'withdraw', by: press.userId, requestId }, now));
}

function approve(desk: Desk, press: Press, now: Date): Promise<void> {
  const { launch, requestId = '' } = press.subject;
  const { userId } = press;
  const command = { type: 'approve' as const, by: userId, requestId };
  return finish(desk, press, now, judge(desk.services, { launch, userId, command, now }));
}

/** It is the owner's own word, said once; others assign somebody. */
function notMine(finding: Finding, { userId }: Press, context: BlockContext): ModalView | null {
  const { handover, resolution } = finding;
  if (resolution) return null;
  if (finding.owner?.userId !== userId) return refusalModal(ownersWord(finding));
  if (handover) return refusalModal(refusalText({ code: 'already', by: handover.by, at: handover.at }, finding));
  return notMineModal(finding, userId, context);
}

/** What is left of Slack's three seconds for AWS, with its retries, to answer. */
const LOOK_WITHIN_MS = 1800;

/** Looks at the notebook now; the card tells what changed, the answer what did not. */
async function look(desk: Desk, press: Press, now: Date): Promise<void> {
  const { services } = desk;
  const { launch } = press.subject;
  const finding = await findingFor(desk, press, mayAct);
  if (!finding) return;
  if (finding.resolution)
    return tell(desk, press, refusalText({ code: 'resolved', at: finding.resolution.at }, finding));
  const looking = checkAgain(services, launch, finding.notebook.name, now);
  const audited = await within(LOOK_WITHIN_MS, looking);
  if (!audited) {
    looking.catch((error: unknown) => desk.logger.warn('a look took too long and failed', { error: asError(error) }));
    return tell(desk, press, awsIsSlow(finding));
  }
  if (audited.kind === 'unknown') return tell(desk, press, couldNotLook(finding, audited.reason, services.policy));
  const after = (await services.findings.get(launch)) ?? finding;
  const text =
    after.version === finding.version ? noChange(after, now.toISOString()) : lookedAndChanged(now.toISOString());
  await Promise.all([refreshPressed(desk, press, after, now), tell(desk, press, text)]);
}

function chooseFromMenu(desk: Desk, press: Press, now: Date): Promise<void> {
  switch (press.value) {
    case MENU.notMine:
      return show(desk, press, now, (finding, context) => notMine(finding, press, context));
    case MENU.why:
      return show(desk, press, now, whyModal);
    case MENU.correctedCommand:
      return show(desk, press, now, commandModal);
    case MENU.history:
      return show(desk, press, now, historyModal);
    case MENU.checkAgain:
      return look(desk, press, now);
    case MENU.ask:
      return ask(desk, press, now);
    case MENU.requestException:
      return requestException(desk, press, now);
    default:
      // A link in the menu.
      return Promise.resolve();
  }
}
