import type { App } from '@slack/bolt';
import type { Services } from '../../services';
import { home } from '../blocks/home';
import { ACTIONS } from '../ids';
import { readClick, readHomeOpened } from '../payloads';
import { contextAt } from './answer';

/** App Home: published when it is opened, and on *Refresh*. */
export function registerHome(app: App, services: Services): void {
  app.event('app_home_opened', async ({ body }) => {
    const userId = readHomeOpened(body);
    if (userId) await publish(services, userId);
  });
  app.action(ACTIONS.refreshHome, async ({ ack, body }) => {
    await ack();
    const click = readClick(body);
    if (click) await publish(services, click.userId);
  });
}

async function publish(services: Services, userId: string): Promise<void> {
  const owned = await services.findings.ownedBy(userId);
  const view = home(owned, contextAt(services, new Date()));
  await services.slack((client) => client.views.publish({ user_id: userId, view }));
}
