import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { firstPage, type HomePlace, type HomeTab, pageAfter, pageBefore } from '../../domain/home';
import type { Services } from '../../services';
import { showHome } from '../../workflows/home';
import { startExport, startReport } from '../../workflows/start-jobs';
import { type HomeMark, readHomeMetadata } from '../blocks/home-metadata';
import { readyCommandModal } from '../blocks/home-mine';
import { info } from '../blocks/modals/form';
import { section } from '../blocks/text';
import { ACTIONS } from '../ids';
import { type HomePress, readHomeOpened, readHomePress } from '../payloads';

const TABS: [action: string, tab: HomeTab][] = [
  [ACTIONS.homeMine, 'mine'],
  [ACTIONS.homeTeam, 'team'],
  [ACTIONS.homeSecurity, 'security'],
];

/** App Home: published when it is opened, and when *Refresh*, a part or a page is chosen. */
export function registerHome(app: App, services: Services): void {
  app.event('app_home_opened', async ({ body }) => {
    const opened = readHomeOpened(body);
    if (!opened) return;
    // The part that was looked at last time, from its beginning.
    const { tab } = markOf(opened.metadata).place;
    await showHome(services, { userId: opened.userId, place: firstPage(tab) }, new Date());
  });

  const onPress = (actionId: string, act: (press: HomePress, mark: HomeMark) => Promise<unknown>): void => {
    app.action(actionId, async ({ ack, body }) => {
      await ack();
      const press = readHomePress(body);
      if (!press) throw new Error(`the action ${actionId} was not pressed in App Home`);
      if (press.ours) await act(press, markOf(press.metadata));
    });
  };
  const goTo = ({ userId, hash }: HomePress, place: HomePlace) =>
    showHome(services, { userId, place, hash }, new Date());
  const openModal = ({ triggerId }: HomePress, view: ModalView) =>
    services.slack((client) => client.views.open({ trigger_id: triggerId, view }));

  for (const [action, tab] of TABS) onPress(action, (press) => goTo(press, firstPage(tab)));
  onPress(ACTIONS.refreshHome, (press, { place }) => goTo(press, place));
  onPress(ACTIONS.homeEarlier, (press, { place }) => goTo(press, pageBefore(place)));
  onPress(ACTIONS.homeLater, (press, { place, next }) => goTo(press, next ? pageAfter(place, next) : place));
  onPress(ACTIONS.report, async (press) => {
    await startReport(services, { userId: press.userId, days: 30, team: null });
    await openModal(press, startedModal('report of the last 30 days'));
  });
  onPress(ACTIONS.exportToDm, async (press) => {
    await startExport(services, { userId: press.userId });
    await openModal(press, startedModal('export'));
  });
  onPress(ACTIONS.readyCommand, (press) => openModal(press, readyCommandModal(services.policy)));
}

function startedModal(what: string): ModalView {
  return info({ title: 'Notebook Audit', blocks: [section(`Started: the ${what} comes to your DM with me.`)] });
}

function markOf(text: string): HomeMark {
  return readHomeMetadata(text) ?? { place: firstPage('mine'), next: null };
}
