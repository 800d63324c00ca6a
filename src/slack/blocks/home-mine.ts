import type { KnownBlock, ModalView } from '@slack/types';
import { genericLaunch } from '../../domain/corrected-launch';
import type { Status } from '../../domain/finding';
import type { FindingSummary } from '../../domain/finding-summary';
import type { Home, MineOverview } from '../../domain/home';
import { isOverdue } from '../../domain/list-filter';
import type { Policy } from '../../domain/policy-file';
import { ACTIONS } from '../ids';
import { commands } from './card-parts';
import { homeRow, number, pager } from './home-rows';
import { info } from './modals/form';
import { button, context, deadline, name, section } from './text';
import { type BlockContext, place as placeWords } from './wording';
import { helpChannel, networkLine, policyLink } from './wording-network';

const GROUPS: { title: string; statuses: Status[] }[] = [
  { title: 'Needs you', statuses: ['open', 'acknowledged'] },
  { title: 'Planned', statuses: ['migration_scheduled'] },
  { title: 'With security', statuses: ['exception_requested'] },
  { title: 'Allowed until', statuses: ['exception_granted'] },
];

/** A person's own notebooks. */
export function minePart(home: Extract<Home, { part: 'mine' }>, blockContext: BlockContext): KnownBlock[] {
  const { overview, page, place, bystander } = home;
  const { policy, now } = blockContext;
  const isEmpty = overview?.standing.total === 0;
  return [
    ...(isEmpty ? nothing(policy, bystander) : overview ? [section(glance(overview, now))] : []),
    ...GROUPS.flatMap(({ title, statuses }) => group(title, statuses, page.rows, blockContext)),
    ...pager(place, page),
    context(
      `Starting one? \`/notebook-audit policy\` has the ready command · ${policyLink(policy)} · Questions: ${helpChannel(policy)}`,
    ),
  ];
}

function group(title: string, statuses: Status[], rows: FindingSummary[], blockContext: BlockContext): KnownBlock[] {
  const mine = rows.filter(({ status }) => statuses.includes(status));
  return mine.length === 0
    ? []
    : [section(`*${title}*`), ...mine.map((row) => homeRow('list', row, null, blockContext))];
}

/** Where one's notebooks stand, and the next step. */
function glance({ standing, next }: MineOverview, now: string): string {
  const { undecided, acknowledged, planned, requested, allowed, overdue, more } = standing;
  const needs = undecided + acknowledged + planned;
  const needing = counted([
    [undecided, 'without a decision yet'],
    [acknowledged, 'acknowledged'],
    [planned, 'planned'],
  ]);
  const waiting = counted([
    [requested, 'with security'],
    [allowed, 'allowed for now'],
  ]);
  const noun = needs === 1 ? 'of your notebooks needs' : 'of your notebooks need';
  return [
    needs === 0
      ? `*Nothing needs you now:* ${waiting}.`
      : `*${more ? 'More than ' : ''}${number(needs)} ${noun} something:* ${needing}.`,
    ...(needs > 0 && waiting ? [`Besides: ${waiting}.`] : []),
    ...(overdue > 0 ? [`For ${number(overdue)} the date has passed; nothing was stopped.`] : []),
    ...(next ? [`*Next:* choose for ${name(next.name)}${nextDate(next, now)}.`] : []),
  ].join(' ');
}

function nextDate(next: FindingSummary, now: string): string {
  if (!next.deadline) return '';
  return isOverdue(next, now) ? ', whose date has passed' : `, fix by ${deadline(next.deadline)}`;
}

function counted(counts: [count: number, words: string][]): string {
  return counts.flatMap(([count, words]) => (count > 0 ? `${number(count)} ${words}` : [])).join(', ');
}

function nothing(policy: Policy, bystander: boolean): KnownBlock[] {
  const good = '*All good here.* Nothing of yours needs a fix.';
  const ready = policy.networks.length > 0;
  return [
    ready
      ? { ...section(`${good} Next launch:`), accessory: button('Corrected Command', ACTIONS.readyCommand) }
      : section(good),
    ...(bystander
      ? [
          context(
            'This page is for people who run SageMaker notebooks, for their team leads and for security: each finds here what waits for them. I know of no notebook of yours, so there is nothing to do here.',
          ),
        ]
      : []),
  ];
}

/** A command that launches a notebook as the policy wants it, for a network that the policy approves. */
export function readyCommandModal(policy: Policy): ModalView {
  const [network] = policy.networks;
  const launch = network && genericLaunch(policy, network);
  return info({
    title: 'Corrected command',
    blocks: launch
      ? [
          section(
            `Launches a notebook in ${placeWords(policy, network)} as the policy asks; fill in the parts in ‹ ›.`,
          ),
          commands(launch),
          context(networkLine(network)),
          context(`Other accounts: \`/notebook-audit policy\` · Questions: ${helpChannel(policy)}`),
        ]
      : [section(`*There is no approved network yet.* ${helpChannel(policy)} helps.`)],
  });
}
