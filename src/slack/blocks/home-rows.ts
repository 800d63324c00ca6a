import type { KnownBlock } from '@slack/types';
import type { FindingSummary } from '../../domain/finding-summary';
import { HOME_ROWS, type HomePage, type HomePlace, type Some } from '../../domain/home';
import { isOverdue } from '../../domain/list-filter';
import { ACTIONS, blockId } from '../ids';
import { button, context, deadline, mention, mrkdwn, name, plain, section } from './text';
import { accountName, type BlockContext, ruleNames, statusWord } from './wording';

/** Parts of a Home in which the same finding may stand, each once. */
type Part = 'list' | 'needs' | 'promised' | 'ending';

/** Names the owner or the team in a row. */
export type About = 'owner' | 'team' | null;

/** A finding with its state and date, and a button that opens its finding view. */
export function homeRow(part: Part, summary: FindingSummary, about: About, { policy, now }: BlockContext): KnownBlock {
  const { launch, rules, status, grantUntil, version } = summary;
  const facts = [
    `*${name(summary.name)}*`,
    ruleNames(rules),
    stateAndDate(summary, now),
    // It covers only part of what needs a fix, or is to be extended.
    ...(grantUntil && status !== 'exception_granted' ? [`policy exception until ${deadline(grantUntil)}`] : []),
    ...(about === 'owner' ? [summary.ownerId ? mention(summary.ownerId) : 'no owner yet'] : []),
    ...(about === 'team' && summary.team ? [`team ${name(summary.team)}`] : []),
    name(accountName(policy, launch.account)),
  ];
  return {
    type: 'section',
    block_id: blockId(part, { launch }, version),
    text: mrkdwn(facts.filter(Boolean).join(' · ')),
    accessory: button('Open', ACTIONS.open, { accessibility_label: plain(`Open ${summary.name}`, 75).text }),
  };
}

/** `open, fix by {date}`: where it stands, and the date that counts. mrkdwn. */
export function stateAndDate(summary: FindingSummary, now: string): string {
  const { status, deadline: date, grantUntil, answerDueAt } = summary;
  switch (status) {
    case 'exception_granted':
      return grantUntil ? `allowed until ${deadline(grantUntil)}` : statusWord(status);
    case 'exception_requested':
      return answerDueAt ? `with security, answer due ${deadline(answerDueAt)}` : statusWord(status);
    case 'migration_scheduled':
      if (!date) return statusWord(status);
      return isOverdue(summary, now)
        ? `planned for ${deadline(date)}, which has passed`
        : `planned for ${deadline(date)}`;
    default:
      if (!date) return statusWord(status);
      return `${statusWord(status)}, ${isOverdue(summary, now) ? `the date ${deadline(date)} has passed` : `fix by ${deadline(date)}`}`;
  }
}

/** A heading with the first rows of its kind; nothing when there are none. `rest`: where the others are. */
export function someRows(
  title: string,
  part: Part,
  { count, rows }: Some,
  { about, rest }: { about: About; rest: string },
  blockContext: BlockContext,
): KnownBlock[] {
  if (count === 0) return [];
  const left = count - rows.length;
  return [
    section(`*${title}* · ${number(count)}`),
    ...rows.map((row) => homeRow(part, row, about, blockContext)),
    ...(left > 0 ? [context(`and ${number(left)} more, ${rest}`)] : []),
  ];
}

/** Which rows these are, and the way to the pages around; nothing when they are all there are. */
export function pager(place: HomePlace, { rows, next }: HomePage): KnownBlock[] {
  const isFirst = place.trail.length === 0;
  if (isFirst && !next) return [];
  const last = place.before + rows.length;
  const total = next ? Math.max(place.total, last + 1) : last;
  const back = place.trail.length === 1 && place.before > HOME_ROWS ? 'First Page' : 'Earlier';
  return [
    context(`${number(place.before + 1)}-${number(last)} of ${number(total)}, the first date first`),
    {
      type: 'actions',
      elements: [
        ...(isFirst ? [] : [button(back, ACTIONS.homeEarlier)]),
        ...(next ? [button('Later', ACTIONS.homeLater)] : []),
      ],
    },
  ];
}

/** `1,204` */
export function number(count: number): string {
  return new Intl.NumberFormat('en').format(count);
}
