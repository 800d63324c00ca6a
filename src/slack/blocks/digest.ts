import type { KnownBlock } from '@slack/types';
import type { ReportNumbers } from '../../domain/report-numbers';
import { ACTIONS } from '../ids';
import { type Picture, type ReportContent, weekLabel, weekly } from './chart';
import { changeWords, commonestWords, numbersLine, quietWords } from './number-words';
import { button, context, header, name, section, shortened } from './text';
import type { BlockContext } from './wording';
import { greeting as greetingWords } from './wording-network';

/** Far below what a message holds (50 blocks, about 13,000 characters). */
const MOST_TEAMS = 20;
const MOST_ACCOUNTS = 10;

/** What Slack takes as the text of a message without cutting it: https://docs.slack.dev/reference/methods/chat.postMessage */
const LONGEST_TEXT = 4000;

export interface Digest {
  /** The teams of its reader, one by one; one without a team is the whole company. */
  numbers: ReportNumbers[];
  /** Names of the accounts that the last sweep could not look into. */
  incomplete: string[];
  /** It is the first message ever to this person. */
  greeting: boolean;
}

/** The week in numbers. No person is named, no team compared with another. */
export function digestMessage(
  { numbers, incomplete, greeting }: Digest,
  { policy }: Pick<BlockContext, 'policy'>,
  picture: Picture,
): ReportContent {
  const { time_zone: timeZone } = policy.business_hours;
  const [first] = numbers;
  const week = first ? ` week of ${weekLabel(first.kpis, timeZone)}` : '';
  const title = `Notebooks,${week}${whose(numbers)}`;
  const body = numbersBody(numbers, { quiet: 'Quiet week', withDecisions: false });
  const missing = incompleteWords(incomplete);
  return {
    text: shortened(plainWords([...missing, `${title}:`, ...body]), LONGEST_TEXT),
    blocks: [
      ...(greeting ? [context(greetingWords(policy))] : []),
      ...missing.map(section),
      header(unescapedTitle(`Notebooks,${week}`, numbers)),
      ...body.map(section),
      ...(numbers.length === 1 && first ? weekly(first.weeks, picture, timeZone) : []),
      policyButton(policy.policy_url),
      context(COUNTED),
    ],
  };
}

/** What stands below every set of numbers. */
export const COUNTED = [
  'Open: neither fixed nor allowed. Good from the start: nothing to fix at the first look. Time to fix: from first seen,',
  'without those that were ever allowed. Same numbers: `/notebook-audit export` · which notebooks: `/notebook-audit list`',
].join(' ');

/** The words for each team; with several, each begins with its team. mrkdwn, at most 3000 characters each. */
export function numbersBody(
  numbers: ReportNumbers[],
  words: { quiet: string; withDecisions: boolean },
): [string, ...string[]] {
  const parts = numbers.slice(0, MOST_TEAMS).map((one) => {
    const lines = linesOf(one, words);
    return numbers.length === 1 ? lines : [[`*Team ${teamName(one)}*`, ...lines].join('\n')];
  });
  const left = numbers.length - MOST_TEAMS;
  const more = left > 0 ? [`And ${left} more: \`/notebook-audit report team:…\` shows each.`] : [];
  const [one = 'No notebooks that I know of.', ...others] = [...parts.flat(), ...more];
  return [one, ...others];
}

function linesOf(
  numbers: ReportNumbers,
  { quiet, withDecisions }: { quiet: string; withDecisions: boolean },
): string[] {
  const { kpis } = numbers;
  const nothing = quietWords(kpis);
  if (nothing) return [`*${quiet}:* ${nothing}.`];
  const changes = changeWords(kpis);
  const common = commonestWords(kpis);
  return [
    numbersLine(numbers, { withDecisions }),
    ...(changes ? [`*What changed:* ${changes}.`] : []),
    ...(common ? [`*What helps now:* ${common} \`/notebook-audit policy\` says what works instead.`] : []),
  ];
}

/** ` - team growth`, ` - your 3 teams`, or nothing for the whole company. mrkdwn. */
export function whose(numbers: ReportNumbers[]): string {
  const [first] = numbers;
  if (numbers.length > 1) return ` - your ${numbers.length} teams`;
  return first?.kpis.team == null ? '' : ` - team ${teamName(first)}`;
}

/** A title for a header, which is plain text and so is not escaped. */
export function unescapedTitle(title: string, numbers: ReportNumbers[]): string {
  const [first] = numbers;
  return numbers.length === 1 && first?.kpis.team != null
    ? `${title} - team ${first.kpis.team}`
    : `${title}${whose(numbers)}`;
}

function teamName({ kpis }: ReportNumbers): string {
  return name(kpis.team ?? 'unknown');
}

/** What could not be looked at comes first: the numbers may be too low. */
function incompleteWords(accounts: string[]): string[] {
  if (accounts.length === 0) return [];
  const left = accounts.length - MOST_ACCOUNTS;
  const names = accounts.slice(0, MOST_ACCOUNTS).map((account) => name(account));
  const all = [...names, ...(left > 0 ? [`${left} more`] : [])].join(', ');
  return [`*Not everything was looked at:* ${all}. What is there is missing in these numbers.`];
}

export function policyButton(url: string): KnownBlock {
  return { type: 'actions', elements: [button('Show Policy', ACTIONS.link, { url })] };
}

/** For the text that notifications and screen readers use: the same words without the stars, as sentences. */
export function plainWords(lines: readonly string[]): string {
  const sentences = lines.flatMap((line) => line.split('\n')).map((line) => (/[.:]$/.test(line) ? line : `${line}.`));
  return sentences.join(' ').replaceAll('*', '');
}
