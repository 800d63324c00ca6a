import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Launch } from '../../domain/notebook';
import { listOwnerless } from '../../workflows/list-ownerless';
import { scopeOf } from '../../workflows/scope';
import { orphansModal } from '../blocks/modals/orphans';
import { FIRST_PAGE, type ListPage, pageAfter, pageBefore, readPage } from '../blocks/positions';
import { approverGroup } from '../blocks/wording';
import { ACTIONS, stateOfMetadata } from '../ids';
import { type Click, readClick } from '../payloads';
import { contextAt, type Desk, openView, tell } from './answer';

/** Lists what nobody owns, a page at a time. */
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
      const { isSecurity } = await scopeOf(services, click.userId);
      if (!isSecurity || !click.ours) return tell(desk, click, securityAssigns(desk));
      const view = await orphansView(desk, { page: choose(click) }, new Date());
      if (actionId === ACTIONS.assignOwners || !click.view) return openView(desk, click, view);
      const { id } = click.view;
      await services.slack((client) => client.views.update({ view_id: id, view }));
    });
  }
}

/** The list as it is now, without the notebook that was assigned a moment ago. */
export async function refreshOrphans(
  desk: Desk,
  { viewId, page, without }: { viewId: string; page: ListPage; without: Launch },
  now: Date,
): Promise<void> {
  const view = await orphansView(desk, { page, without }, now);
  await desk.services.slack((client) => client.views.update({ view_id: viewId, view }));
}

async function orphansView(
  { services }: Desk,
  { page, without }: { page: ListPage; without?: Launch },
  now: Date,
): Promise<ModalView> {
  const { rows, next } = await listOwnerless(services, { after: page.after, without });
  return orphansModal(rows, { ...page, next }, contextAt(services, now));
}

function securityAssigns({ services: { policy } }: Desk): string {
  return `What nobody owns is assigned by ${approverGroup(policy)}. Nothing was changed. For a notebook of your own team, open it and choose *Assign Someone Else*.`;
}
