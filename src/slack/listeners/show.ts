import type { App } from '@slack/bolt';
import type { Finding } from '../../domain/finding';
import { isInScope, type Scope } from '../../workflows/scope';
import { type Asked, findNotebook, type Looked, lookNow } from '../../workflows/show-notebook';
import type { MessageContent } from '../blocks/card-parts';
import { allGood, notEverywhere } from '../blocks/command-answers';
import { whichOne } from '../blocks/list';
import { lookedView, lookingView, type Verdict } from '../blocks/modals/looked-view';
import { unknownNotebook } from '../blocks/refusals';
import { ACTIONS } from '../ids';
import { readClick } from '../payloads';
import { asError, contextAt, type Desk, scopeOrTell, tell, within } from './answer';

/** Slack waits three seconds for everything: for finding what is meant, and for the look while the view is opened. */
const FIND_WITHIN_MS = 1000;
const LOOK_WITHIN_MS = 1000;

/** The choice in the answer to "which one?". */
export function registerShow(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };
  app.action(ACTIONS.showNow, async ({ ack, body }) => {
    await ack();
    const click = readClick(body);
    if (!click?.subject) throw new Error('the button does not say which notebook it is about');
    const { launch } = click.subject;
    if (!click.ours) return tell(desk, click, unknownNotebook(launch.name));
    const now = new Date();
    const [finding, scope] = await Promise.all([services.findings.get(launch), scopeOrTell(desk, click)]);
    if (!scope) return;
    if (!finding || !isInScope(scope, finding)) return tell(desk, click, unknownNotebook(launch.name));
    await showFinding(desk, { scope, finding, triggerId: click.triggerId }, now);
  });
}

/** The ephemeral answer; undefined when a view was opened instead. */
export async function show(
  desk: Desk,
  { scope, asked, triggerId }: { scope: Scope; asked: Asked; triggerId: string },
  now: Date,
): Promise<string | MessageContent | undefined> {
  const { services } = desk;
  const found = await within(FIND_WITHIN_MS, findNotebook(services, scope, asked, now));
  if (!found) return `${unknownNotebook(asked.asked)} ${notEverywhere()}`;
  switch (found.kind) {
    case 'unknown':
      return found.unchecked ? `${unknownNotebook(asked.asked)} ${notEverywhere()}` : unknownNotebook(asked.asked);
    case 'good':
      return allGood(found.notebooks, services.policy, now.toISOString());
    case 'findings': {
      const [finding, another] = found.findings;
      if (!finding || another) return whichOne(asked.asked, found.findings, contextAt(services, now));
      await showFinding(desk, { scope, finding, triggerId }, now);
      return undefined;
    }
  }
}

/** Opens at once, for Slack's trigger does not wait, and shows what a look saw as soon as there is an answer. */
async function showFinding(
  { services, logger }: Desk,
  { scope, finding, triggerId }: { scope: Scope; finding: Finding; triggerId: string },
  now: Date,
): Promise<void> {
  const [opened, looked] = await Promise.all([
    services.slack((client) => client.views.open({ trigger_id: triggerId, view: lookingView(finding) })),
    within(LOOK_WITHIN_MS, lookNow(services, scope, finding, now)).catch((error: unknown) => {
      logger.warn('a look failed', { error: asError(error), finding: finding.reference });
      return null;
    }),
  ]);
  const viewId = opened.view?.id;
  if (!viewId) throw new Error('Slack did not say which view it opened');
  const after = looked?.finding ?? finding;
  const view = lookedView(after, verdictOf(looked, now), contextAt(services, now), scope.userId);
  await services.slack((client) => client.views.update({ view_id: viewId, view }));
}

function verdictOf(looked: Looked | null, now: Date): Verdict {
  if (!looked) return { kind: 'slow' };
  const { audited } = looked;
  return audited.kind === 'unknown' ? audited : { kind: audited.kind, lookedAt: now.toISOString() };
}
