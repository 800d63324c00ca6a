import type { Logger } from '@aws-lambda-powertools/logger';
import type { ModalView } from '@slack/types';
import type { Finding } from '../../domain/finding';
import type { Services } from '../../services';
import { type Decided, mayAct } from '../../workflows/decide';
import { type Scope, scopeOf } from '../../workflows/scope';
import { tellChanges } from '../../workflows/tell-changes';
import { scopeUnknown } from '../blocks/command-answers';
import { findingView, requesterView } from '../blocks/modals/finding-view';
import { refusalModal } from '../blocks/modals/notices';
import {
  approvalRefusal,
  approversUnknown,
  notYours,
  refusalText,
  rightUnknown,
  unknownNotebook,
} from '../blocks/refusals';
import type { BlockContext } from '../blocks/wording';
import type { Click } from '../payloads';
import { respond } from '../respond';

/** What a listener works with. */
export interface Desk {
  services: Services;
  logger: Logger;
}

/** How long a click may wait for its messages to be brought up to date; the rest is done by worker and `remind`. */
const TELL_WITHIN_MS = 1500;

/** Shows what was decided, as far as time allows. */
export function showDecision(desk: Desk, finding: Finding, now: Date): Promise<void> {
  return shownSoFar(desk, finding, tellChanges(desk.services, finding, now));
}

/** Waits for what shows a decision, as far as time allows. The decision is saved already, so trouble is only logged. */
export async function shownSoFar({ logger }: Desk, { reference }: Finding, showing: Promise<unknown>): Promise<void> {
  const shown = showing.catch((error: unknown) => {
    logger.warn('a decision is saved but not shown everywhere yet', { error: asError(error), finding: reference });
  });
  await within(TELL_WITHIN_MS, shown);
}

/** What the work answers, or null when it takes longer: Slack waits three seconds for everything together. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return Promise.race([work, outOfTime]).finally(() => clearTimeout(timer));
}

export function asError(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error(String(fault));
}

/** What the person is told when nothing changed; null when there is nothing to say. */
export function refusalOf(decided: Decided, { services, logger }: Desk, asked: string): string | null {
  switch (decided.kind) {
    case 'changed':
      return null;
    case 'not_found':
      return unknownNotebook(asked);
    case 'forbidden':
      return notYours(decided.finding);
    case 'barred':
      return approvalRefusal(decided.bar, services.policy);
    case 'not_active':
      return 'Only an active colleague can own a notebook. *Nothing was changed.*';
    case 'cannot_check':
      logger.error('nobody can decide: Slack did not say who the approvers are', { error: asError(decided.cause) });
      return approversUnknown(services.policy);
    case 'right_unknown':
      logger.error('nobody of security can act: Slack did not say who they are', { error: asError(decided.cause) });
      return rightUnknown(services.policy);
    case 'unchanged':
    case 'refused':
      return decided.refusal ? refusalText(decided.refusal, decided.finding) : null;
  }
}

/** Tells one person something that only they see: beside the message they pressed in, or on top of the open view. */
export async function tell(desk: Desk, click: Click, text: string): Promise<void> {
  if (click.responseUrl) return respond(click.responseUrl, text);
  await openView(desk, click, refusalModal(text));
}

/** Opens a view, on top of the one that was pressed in. Slack takes a trigger once, within three seconds. */
export async function openView(
  { services }: Desk,
  click: Pick<Click, 'triggerId' | 'view'>,
  view: ModalView,
): Promise<void> {
  await services.slack((client) =>
    click.view
      ? client.views.push({ trigger_id: click.triggerId, view })
      : client.views.open({ trigger_id: click.triggerId, view }),
  );
}

/** The finding for one reader. Whoever only asked for its exception sees it without what they may not decide. */
export async function findingViewFor(
  { services }: Pick<Desk, 'services'>,
  userId: string,
  finding: Finding,
  now: Date,
): Promise<ModalView> {
  const isRequester = finding.request?.by === userId;
  const isOnly = isRequester && (await mayAct(services, userId, finding)).kind !== 'yes';
  const build = isOnly ? requesterView : findingView;
  return build(finding, contextAt(services, now), userId);
}

/** The finding view that was pressed in, or that lies below a form, shows the finding as it is now. */
export async function refreshView(
  desk: Desk,
  { viewId, userId }: { viewId: string; userId: string },
  finding: Finding,
  now: Date,
): Promise<void> {
  const refreshing = findingViewFor(desk, userId, finding, now).then((view) =>
    desk.services.slack((client) => client.views.update({ view_id: viewId, view })),
  );
  await shownSoFar(desk, finding, refreshing);
}

/** What the person may see; null when Slack cannot say who belongs to security, which they are told. */
export async function scopeOrTell(desk: Desk, click: Click): Promise<Scope | null> {
  try {
    return await scopeOf(desk.services, click.userId);
  } catch (error) {
    desk.logger.error('Slack did not say what a person may see', { error: asError(error) });
    await tell(desk, click, scopeUnknown(desk.services.policy));
    return null;
  }
}

export function contextAt({ policy }: Pick<Services, 'policy'>, now: Date): BlockContext {
  return { now: now.toISOString(), policy };
}
