import type { KnownBlock } from '@slack/types';
import type { Finding } from '../../domain/finding';
import type { FindingSummary } from '../../domain/finding-summary';
import type { ListFilter } from '../../domain/list-filter';
import type { Policy } from '../../domain/policy-file';
import { ACTIONS, blockId } from '../ids';
import type { MessageContent } from './card-parts';
import { type About, homeRow, number } from './home-rows';
import { button, capitalised, context, mention, moment, name, plain, section } from './text';
import { accountName, type BlockContext, place, statusWord } from './wording';
import { helpChannel } from './wording-network';

export interface ListSubject {
  filter: ListFilter;
  rows: FindingSummary[];
  /** Rows on the pages before. */
  offset: number;
  /** Rows in all, when they were cheap to count. */
  total: number | null;
  about: About;
  /** Values of the two buttons; null where there is no such page. */
  earlier: string | null;
  later: string | null;
}

/** One page of a list, for the answer to a command. */
export function listAnswer(subject: ListSubject, blockContext: BlockContext): MessageContent {
  const { filter, rows, about } = subject;
  const what = capitalised(filterWords(filter, blockContext.policy));
  if (rows.length === 0) return emptyAnswer(subject, what, blockContext);
  const range = rangeWords(subject);
  const names = rows.map((row) => plain(row.name, 70).text).map((text) => name(text));
  return {
    text: `${what}, ${range}: ${names.join(', ')}`,
    blocks: [
      section(`*${what}* · ${range}`),
      ...rows.map((row) => homeRow('list', row, about, blockContext)),
      ...pages(subject),
    ],
  };
}

function rangeWords({ rows, offset, total, later }: ListSubject): string {
  const range = rows.length === 1 ? number(offset + 1) : `${number(offset + 1)}-${number(offset + rows.length)}`;
  if (total !== null) return `${range} of ${number(total)}`;
  return later ? `${range}, more may follow` : `${range}, the last`;
}

function emptyAnswer(subject: ListSubject, what: string, { policy }: BlockContext): MessageContent {
  const text = emptyWords(subject, what, policy);
  return { text, blocks: [section(text), ...pages(subject)] };
}

function emptyWords({ filter, offset, later }: ListSubject, what: string, policy: Policy): string {
  if (later) return `*${what}:* none found yet. There are many to look through; *Later* looks further.`;
  if (offset > 0) return `*${what}:* no more.`;
  if (isUnfiltered(filter)) {
    return `*Nothing needs a fix* that you can see. If that surprises you: ${helpChannel(policy)}`;
  }
  return `*${what}:* none that you can see. \`/notebook-audit list\` shows everything that needs something.`;
}

function isUnfiltered({ overdue, ...rest }: ListFilter): boolean {
  return !overdue && Object.values(rest).every((value) => value === null);
}

function pages({ earlier, later }: ListSubject): KnownBlock[] {
  const elements = [
    ...(earlier ? [button('Earlier', ACTIONS.listEarlier, { value: earlier })] : []),
    ...(later ? [button('Later', ACTIONS.listLater, { value: later })] : []),
  ];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

const EXCEPTION_WORDS: Record<NonNullable<ListFilter['exceptions']>, string> = {
  any: 'policy exceptions, asked for or allowed',
  pending: 'policy exceptions that wait for security',
  active: 'policy exceptions that are allowed now',
  expiring: 'policy exceptions that end within 14 days',
};

/** What is listed: `notebooks that are open, team growth, in ml-dev`. */
function filterWords(filter: ListFilter, policy: Policy): string {
  const { status, exceptions, ownerId, team, account, region, overdue } = filter;
  const what = exceptions
    ? EXCEPTION_WORDS[exceptions]
    : status
      ? `notebooks: ${statusWord(status)}`
      : 'notebooks that need something';
  return [
    what,
    ...(overdue ? ['date passed'] : []),
    ...(ownerId ? [`of ${mention(ownerId)}`] : []),
    ...(team ? [`team ${name(team)}`] : []),
    ...(account ? [`in ${name(accountName(policy, account))}`] : []),
    ...(region ? [`in ${name(region)}`] : []),
  ].join(', ');
}

/** Findings in the answer to "which one?". */
const MOST_MEANT = 20;

/** Several notebooks are meant: each with a button that looks at it. */
export function whichOne(asked: string, findings: Finding[], { policy }: BlockContext): MessageContent {
  const shown = findings.slice(0, MOST_MEANT);
  const left = findings.length - shown.length;
  const text = `*Which one?* ${number(findings.length)} notebooks answer to ${name(asked)}.`;
  return {
    text: `${text} ${shown.map(({ launch }) => place(policy, launch)).join('; ')}`,
    blocks: [
      section(text),
      ...shown.map(
        ({ launch, notebook, reference, status, version }): KnownBlock => ({
          ...section(
            `*${name(notebook.name)}* · ${place(policy, launch)} · ${statusWord(status)} · launched ${moment(launch.createdAt)} · ${reference}`,
          ),
          block_id: blockId('which', { launch }, version),
          accessory: button('Open', ACTIONS.showNow, {
            accessibility_label: plain(
              `Open in ${accountName(policy, launch.account)}, ${launch.region}: ${notebook.name}`,
              75,
            ).text,
          }),
        }),
      ),
      ...(left > 0 ? [context(`and ${number(left)} more: add \`account:\` or \`region:\` to the command`)] : []),
    ],
  };
}
