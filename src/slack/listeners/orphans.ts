import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Launch } from '../../domain/notebook';
import { listOwnerless } from '../../workflows/list-ownerless';
import { type Scope, scopeOf } from '../../workflows/scope';
import { orphansModal } from '../blocks/modals/orphans';
import { FIRST_PAGE, type ListPage, pageAfter, pageBefore, readPage } from '../blocks/positions';
import { approverGroup } from '../blocks/wording';
import { ACTIONS, stateOfMetadata } from '../ids';
import { type Click, readClick } from '../payloads';
import { contextAt, type Desk, openView, scopeOrTell, tell } from './answer';

/** Lists what somebody has to name an owner for, a page at a time. */
export function registerOrphans(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };
  const shownPage = ({ view }: Click) => readPage(stateOfMetadata(view?.private_metadata ?? ''));
  const pages: Record<string, (click: Click) => ListPage> = {
    [ACTIONS.assignOwners]: () => FIRST_PAGE,
    [ACTIONS.orphansEarlier]: (click) => pageBefore(shownPage(click)),
    [ACTIONS.orphansLater]: (click) => pageAfter(shownPage(click)),
  };
  for (const [actionId, choose] of Object.entries(pages)) {
    app.action(actionId, async ({ ack, body }) => {
      await ack();
      const click = readClick(body);
      if (!click) throw new Error('the press on the list cannot be read');
      const scope = await scopeOrTell(desk, click);
      if (!scope) return;
      const mayAssign = scope.isSecurity || scope.teams.length > 0;
      if (!mayAssign || !click.ours) return tell(desk, click, othersAssign(desk));
      const view = await orphansView(desk, scope, { page: choose(click) }, new Date());
      if (actionId === ACTIONS.assignOwners || !click.view) return openView(desk, click, view);
      const { id } = click.view;
      await services.slack((client) => client.views.update({ view_id: id, view }));
    });
  }
}

/** The list as it is now, without the notebook that was assigned a moment ago. */
export async function refreshOrphans(
  desk: Desk,
  { userId, viewId, page, without }: { userId: string; viewId: string; page: ListPage; without: Launch },
  now: Date,
): Promise<void> {
  const view = await orphansView(desk, await scopeOf(desk.services, userId), { page, without }, now);
  await desk.services.slack((client) => client.views.update({ view_id: viewId, view }));
}

async function orphansView(
  { services }: Desk,
  scope: Scope,
  { page, without }: { page: ListPage; without?: Launch },
  now: Date,
): Promise<ModalView> {
  const { rows, next } = await listOwnerless(services, scope, { after: page.after, without });
  return orphansModal(rows, { ...page, next }, contextAt(services, now));
}

function othersAssign({ services: { policy } }: Desk): string {
  return `What nobody owns is assigned by ${approverGroup(policy)}, or by the lead of its team. Nothing was changed.`;
}
