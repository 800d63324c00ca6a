import type { App } from '@slack/bolt';
import type { ListFilter } from '../../domain/list-filter';
import { listFindings } from '../../workflows/list-findings';
import type { Scope } from '../../workflows/scope';
import type { MessageContent } from '../blocks/card-parts';
import { notOurs } from '../blocks/command-answers';
import { listAnswer } from '../blocks/list';
import { ACTIONS } from '../ids';
import { firstPage, type PageMark, pageAfter, pageBefore, pageValue, readPageValue } from '../paging';
import { readClick } from '../payloads';
import { respond } from '../respond';
import { contextAt, type Desk, scopeOrTell, tell } from './answer';

/** *Earlier* and *Later* put another page in the place of the one they stand on. */
export function registerLists(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };
  for (const actionId of [ACTIONS.listEarlier, ACTIONS.listLater]) {
    app.action(actionId, async ({ ack, body }) => {
      await ack();
      const click = readClick(body);
      const mark = readPageValue(click?.value ?? '');
      if (!click?.responseUrl || !mark) throw new Error('the button does not say which page it leads to');
      if (!click.ours) return tell(desk, click, notOurs());
      const scope = await scopeOrTell(desk, click);
      if (!scope) return;
      const page = await listPage(services, scope, mark, new Date());
      await respond(click.responseUrl, { ...page, replace: true });
    });
  }
}

/** The first page of what the filter asks for. */
export function listAll(
  services: Desk['services'],
  scope: Scope,
  filter: ListFilter,
  now: Date,
): Promise<MessageContent> {
  return listPage(services, scope, firstPage(filter), now);
}

async function listPage(services: Desk['services'], scope: Scope, mark: PageMark, now: Date): Promise<MessageContent> {
  const { filter, after, offset } = mark;
  const { rows, next, total } = await listFindings(services, scope, { filter, after, now });
  const known = { ...mark, total: total ?? mark.total };
  const earlier = pageBefore(known);
  return listAnswer(
    {
      filter,
      rows,
      offset,
      total: known.total,
      about: scope.isSecurity ? 'team' : scope.teams.length > 0 ? 'owner' : null,
      earlier: earlier && pageValue(earlier),
      later: next && pageValue(pageAfter(known, next, rows.length)),
    },
    contextAt(services, now),
  );
}
