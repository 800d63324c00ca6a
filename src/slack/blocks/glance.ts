import type { Button, KnownBlock } from '@slack/types';
import { dateIn } from '../../domain/business-hours';
import type { Status } from '../../domain/finding';
import { type FindingSummary, isOwnerless } from '../../domain/finding-summary';
import { byDate, endingSoon, nextUndecided, promisedSoon, standingOf } from '../../domain/home';
import { isOverdue } from '../../domain/list-filter';
import type { FullScan } from '../../domain/scan';
import { ACTIONS, blockId } from '../ids';
import type { MessageContent } from './card-parts';
import { number } from './home-rows';
import { button, context, deadline, moment, name, plain, section, sentenceList, shortened } from './text';
import type { BlockContext } from './wording';
import { helpChannel } from './wording-network';

/** Where somebody's notebooks stand. `rows`: everything unresolved that they may see; `own`: theirs among them. */
export interface GlanceSubject {
  /** Teams they lead, in lower case. */
  teams: string[];
  isSecurity: boolean;
  own: FindingSummary[];
  rows: FindingSummary[];
  /** There are no more than these. */
  complete: boolean;
  /** Launches of their teams this month, and how many needed nothing. */
  launches: { good: number; all: number } | null;
  /** The last look at everything; null before the first one. */
  lastScan: FullScan | null;
}

/** Facts of one role, and what they would press next. */
interface Part {
  text: string;
  next: KnownBlock[];
}

/** `/notebook-audit` without words: one's own first, then the team, then security's; each with its next step. */
export function glance(subject: GlanceSubject, blockContext: BlockContext): MessageContent {
  const { own, teams, isSecurity } = subject;
  const hasMore = teams.length > 0 || isSecurity;
  const parts = [
    ...(own.length > 0 || !hasMore ? [ownPart(own, blockContext)] : []),
    ...(teams.length > 0 ? [teamPart(subject, blockContext)] : []),
    ...(isSecurity ? [securityPart(subject, blockContext)] : []),
  ];
  return {
    text: parts.map(({ text }) => text).join(' '),
    blocks: [
      ...parts.flatMap(({ text, next }) => [section(text), ...next]),
      context(
        hasMore || own.length > 0
          ? 'App Home has all of it · `/notebook-audit list` · `/notebook-audit help`'
          : `Starting one? \`/notebook-audit policy\` has the ready command · Should there be one of yours? ${helpChannel(blockContext.policy)}`,
      ),
    ],
  };
}

/** Names in one sentence. */
const MOST_NAMES = 3;

function ownPart(own: FindingSummary[], { now }: BlockContext): Part {
  if (own.length === 0) {
    return { text: '*Nothing needs you.* I know of no notebook of yours that needs a fix.', next: [] };
  }
  const groups: [status: Status, words: (rows: FindingSummary[]) => string][] = [
    ['open', (rows) => `open${fixBy(rows)}`],
    ['acknowledged', (rows) => `acknowledged${fixBy(rows)}`],
    ['migration_scheduled', (rows) => `planned${on(rows, 'for')}`],
    ['exception_requested', () => 'with security'],
    ['exception_granted', (rows) => `allowed${until(rows)}`],
  ];
  const sentences = groups.flatMap(([status, words]) => {
    const rows = byDate(own.filter((each) => each.status === status));
    return rows.length > 0 ? [`${number(rows.length)} ${words(rows)}: ${namesOf(rows)}.`] : [];
  });
  const passed = own.filter((each) => isOverdue(each, now)).length;
  const { undecided, acknowledged, planned } = standingOf(own, now);
  const next = nextUndecided(own);
  return {
    text: [
      headline(undecided + acknowledged + planned),
      ...sentences,
      ...(passed > 0 ? [`${datesPassed(passed)}; nothing was stopped.`] : []),
      ...(next ? [`*Next:* choose for ${name(next.name)}.`] : []),
    ].join(' '),
    next: next ? [openButton('mine', next)] : [],
  };
}

function headline(needing: number): string {
  if (needing === 0) return '*Nothing needs you now.*';
  return needing === 1
    ? '*1 of your notebooks needs something.*'
    : `*${number(needing)} of your notebooks need something.*`;
}

function datesPassed(count: number): string {
  return count === 1 ? '1 date has passed' : `${number(count)} dates have passed`;
}

function fixBy(rows: FindingSummary[]): string {
  return rows[0]?.deadline
    ? `, ${rows.length > 1 ? 'the first to fix' : 'fix'} by *${deadline(rows[0].deadline)}*`
    : '';
}

function on(rows: FindingSummary[], word: string): string {
  return rows[0]?.deadline
    ? ` ${rows.length > 1 ? 'from' : word} ${deadline(rows[0].deadline)}${rows.length > 1 ? ' on' : ''}`
    : '';
}

function until(rows: FindingSummary[]): string {
  const [first] = rows.flatMap(({ grantUntil }) => grantUntil ?? []).toSorted();
  return first ? ` until ${deadline(first)}${rows.length > 1 ? ' or later' : ''}` : '';
}

function namesOf(rows: FindingSummary[]): string {
  const names = rows.slice(0, MOST_NAMES).map((row) => name(row.name));
  const left = rows.length - names.length;
  return sentenceList(left > 0 ? [...names, `${number(left)} more`] : names);
}

function teamPart({ teams, rows, launches, complete }: GlanceSubject, { now }: BlockContext): Part {
  const ours = rows.filter(({ team }) => team !== null && teams.includes(team));
  const standing = standingOf(ours, now);
  const needing = standing.undecided + standing.acknowledged + standing.planned;
  const promised = promisedSoon(ours, now);
  const ending = endingSoon(ours, now);
  const [first] = ending.rows;
  const who = `Team${teams.length > 1 ? 's' : ''} ${shortened(sentenceList(teams.map((team) => name(team))), 300)}`;
  const facts = [
    `*${who}: ${needing === 0 ? 'nothing needs you' : `${complete ? '' : 'more than '}${number(needing)} ${needing === 1 ? 'needs' : 'need'} something`}*`,
    ...(standing.overdue > 0 ? [datesPassed(standing.overdue)] : []),
    ...(promised.count > 0 ? [`${number(promised.count)} planned for the next seven days`] : []),
    ...(first?.grantUntil
      ? [
          ending.count === 1
            ? `1 exception ends ${deadline(first.grantUntil)}`
            : `${number(ending.count)} exceptions end soon, the first ${deadline(first.grantUntil)}`,
        ]
      : []),
  ];
  const good =
    launches && launches.all > 0
      ? ` ${number(launches.good)} of ${number(launches.all)} ${launches.all === 1 ? 'launch' : 'launches'} this month ${launches.good === 1 ? 'was' : 'were'} good from the start.`
      : '';
  const next = byDate(ours.filter((each) => isOverdue(each, now)))[0] ?? nextUndecided(ours);
  return {
    text: `${facts.join(', ')}.${good}${next ? ` *Next:* ${teamStep(next, now)}.` : ''}`,
    next: next ? [openButton('team', next)] : [],
  };
}

function teamStep(row: FindingSummary, now: string): string {
  if (isOverdue(row, now) && row.deadline) return `${name(row.name)}, date passed ${deadline(row.deadline)}`;
  return `${name(row.name)}, no decision yet${row.deadline ? `, fix by ${deadline(row.deadline)}` : ''}`;
}

function securityPart({ rows, complete, lastScan }: GlanceSubject, { now, policy }: BlockContext): Part {
  const standing = standingOf(rows, now);
  const open = rows.filter(({ status }) => status !== 'exception_granted');
  const today = dateIn(now, policy.business_hours);
  const due = rows.filter(
    ({ answerDueAt }) => answerDueAt !== null && dateIn(answerDueAt, policy.business_hours) <= today,
  ).length;
  const orphans = rows.filter(isOwnerless).length;
  const requests = standing.requested;
  const buttons: Button[] = [
    ...(requests > 0 ? [button('Review Requests', ACTIONS.reviewRequests)] : []),
    ...(orphans > 0 ? [button('Assign Owners', ACTIONS.assignOwners)] : []),
  ];
  const facts = [
    `*${complete ? '' : 'More than '}${number(open.length)} open* (${number(standingOf(open, now).direct)} with direct internet access)`,
    ...(standing.overdue > 0 ? [datesPassed(standing.overdue)] : []),
  ];
  const waiting = [
    ...(requests > 0
      ? [
          `${number(requests)} ${requests === 1 ? 'request waits' : 'requests wait'}${due > 0 ? `, ${number(due)} due today` : ''}.`,
        ]
      : []),
    ...(orphans > 0 ? [`${number(orphans)} without an owner.`] : []),
  ];
  return {
    text: [
      rows.length === 0 ? '*Nothing is open* that I know of.' : `${facts.join(', ')}.`,
      ...(waiting.length > 0 ? [`*${waiting.join(' ')}*`] : []),
      lookedWords(lastScan),
    ].join(' '),
    next: buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : [],
  };
}

/** `Last full look {time}: 31 of 32 accounts; *ml-lab could not be checked*.` */
function lookedWords(lastScan: FullScan | null): string {
  if (!lastScan) return 'There was no full look yet.';
  const { at, targets, notChecked } = lastScan;
  const all = new Set(targets.map(({ account }) => account)).size;
  const accounts = `${number(all)} ${all === 1 ? 'account' : 'accounts'}`;
  if (notChecked.length === 0) return `Last full look ${moment(at)}: ${accounts}.`;
  const names = shortened(sentenceList(notChecked.map((account) => name(account))), 600);
  return `Last full look ${moment(at)}: ${number(all - notChecked.length)} of ${accounts}; *${names} could not be checked*.`;
}

function openButton(part: 'mine' | 'team', { launch, name: notebook, version }: FindingSummary): KnownBlock {
  const label = plain(`Open ${notebook}`, 75).text;
  return {
    type: 'actions',
    block_id: blockId(part, { launch }, version),
    elements: [button(label, ACTIONS.open, { style: 'primary' })],
  };
}
