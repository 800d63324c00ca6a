import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { Home, SecurityOverview } from '../../domain/home';
import { ACTIONS } from '../ids';
import { comparedWords, standingWords } from './home-numbers';
import { number, someRows } from './home-rows';
import { tableByTeam } from './home-tables';
import { button, context, moment, name, section, shortened } from './text';
import type { BlockContext } from './wording';
import { helpChannel, policyLink } from './wording-network';

/** What security sees of all notebooks. */
export function securityPart(home: Extract<Home, { part: 'security' }>, blockContext: BlockContext): KnownBlock[] {
  const { standing, orphans, ending, teams, kpis, kpisBefore, lastScan } = home.overview;
  return [
    ...notChecked(lastScan),
    ...queues(standing.requested, orphans),
    section([standingWords(standing), ...comparedWords(kpis, kpisBefore)].join(' · ')),
    ...someRows(
      'Exceptions ending within 14 days',
      'ending',
      ending,
      { about: 'team', rest: 'by `/notebook-audit exceptions expiring`' },
      blockContext,
    ),
    ...(teams.length > 0 ? [tableByTeam(teams)] : [section('*Nothing is open.* No notebook needs a fix.')]),
    {
      type: 'actions',
      elements: [button('Report', ACTIONS.report), button('Export to My DM', ACTIONS.exportToDm)],
    },
    context(footer(lastScan, blockContext)),
  ];
}

/** What could not be looked into comes first: it may hide anything. */
function notChecked(lastScan: SecurityOverview['lastScan']): KnownBlock[] {
  const accounts = lastScan?.notChecked ?? [];
  if (accounts.length === 0) return [];
  const names = shortened(accounts.map((account) => name(account)).join(', '), 2500);
  const count = accounts.length === 1 ? 'one account' : `${number(accounts.length)} accounts`;
  return [section(`:warning: *Not checked: ${count}.* I could not look, so I don't know: ${names}`)];
}

function queues(requests: number, orphans: number): KnownBlock[] {
  const elements: ActionsBlock['elements'] = [
    ...(requests > 0 ? [button(`Review Requests (${number(requests)})`, ACTIONS.reviewRequests)] : []),
    ...(orphans > 0 ? [button(`Assign Owners (${number(orphans)})`, ACTIONS.assignOwners)] : []),
  ];
  if (elements.length > 0) return [{ type: 'actions', elements }];
  return [section('*Nothing waits for security:* no request is pending, and every notebook has an owner.')];
}

function footer(lastScan: SecurityOverview['lastScan'], { policy }: BlockContext): string {
  return [
    policy.mode === 'observe' ? '*Observe mode: nobody is messaged*' : 'Mode: notify',
    ...(policy.mode === 'notify' && policy.notify_only.length > 0
      ? [`only ${shortened(policy.notify_only.map((entry) => name(entry)).join(', '), 500)}`]
      : []),
    lastScan ? `last full look ${moment(lastScan.at)}` : 'no full look yet',
    'changes are against the 30 days before',
    policyLink(policy),
    `Questions: ${helpChannel(policy)}`,
  ].join(' · ');
}
