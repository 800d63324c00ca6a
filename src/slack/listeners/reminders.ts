import type { App } from '@slack/bolt';
import { snooze, snoozedUntil } from '../../workflows/snooze';
import { putOff, unknownNotebook } from '../blocks/refusals';
import { ACTIONS } from '../ids';
import { readClick } from '../payloads';
import { type Desk, refusalOf, showDecision, tell } from './answer';

/** *Remind Me Tomorrow*, on a reminder. */
export function registerReminders(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };
  app.action(ACTIONS.snooze, async ({ ack, body }) => {
    await ack();
    const click = readClick(body);
    if (!click?.subject) throw new Error('the reminder does not say which finding it is about');
    const { launch } = click.subject;
    if (!click.ours) return tell(desk, click, unknownNotebook(launch.name));
    const now = new Date();
    const decided = await snooze(services, { launch, userId: click.userId, now });
    const refusal = refusalOf(decided, desk, launch.name);
    if (refusal || !('finding' in decided)) return tell(desk, click, refusal ?? unknownNotebook(launch.name));
    const snoozed = await snoozedUntil(services, decided.finding);
    await Promise.all([
      showDecision(desk, decided.finding, now),
      ...(snoozed ? [tell(desk, click, putOff(decided.finding, snoozed))] : []),
    ]);
  });
}
