import {
  endOf,
  isOver,
  type NotChecked,
  type NotCheckedReason,
  type Scan,
  type ScanTotals,
  type TargetResult,
  totalsOf,
} from '../../domain/scan';
import type { MessageContent } from './card-parts';
import { number } from './home-rows';
import { context, moment, name, section, sentenceList, shortened } from './text';
import { accountName, type BlockContext } from './wording';
import { helpChannel } from './wording-network';

/** A section holds 3000 characters: https://docs.slack.dev/reference/block-kit/blocks/section-block */
const LONGEST = 2900;
const LONGEST_PLACES = 1500;

type PolicyContext = Pick<BlockContext, 'policy'>;

/** How a scan stands. One message, rendered anew while it goes on. */
export function scanMessage(scan: Scan, blockContext: PolicyContext): MessageContent {
  const text = shortened(scanWords(scan, blockContext), LONGEST);
  const note = noteWords(scan, blockContext);
  return { text, blocks: [section(text), ...(note ? [context(note)] : [])] };
}

export function scanRefusal(policy: BlockContext['policy']): MessageContent {
  const text = `Only security and team leads can ask for a scan, so *nothing was looked at*. Questions: ${helpChannel(policy)}.`;
  return { text, blocks: [section(text)] };
}

/** How a scan stands or ended, in a sentence or two. mrkdwn. */
export function scanWords(scan: Scan, { policy }: PolicyContext): string {
  if (scan.targets.length === 0) return '*Nothing to look at:* the policy names no such account or region.';
  const totals = totalsOf(scan);
  if (!isOver(scan)) return progressWords(scan, totals);
  const missing = notCheckedWords(scan.results, policy);
  return [`*Done ${moment(endOf(scan))}*: ${resultWords(scan, totals)}`, ...missing].join(' ');
}

function progressWords({ targets, teams }: Scan, { listed, looked, ended }: ScanTotals): string {
  const places = `${number(ended)} of ${number(targets.length)} places done`;
  if (listed === 0 && ended === 0)
    return `*Looking at everything* in ${placesWords(targets)}. I keep this message up to date.`;
  return teams === null
    ? `*Looked at ${number(looked)} of ${number(listed)}* so far … ${places}.`
    : `*Looking …* ${places}.`;
}

/** `32 accounts × 4 regions` */
function placesWords(targets: Scan['targets']): string {
  const accounts = new Set(targets.map(({ account }) => account)).size;
  const regions = new Set(targets.map(({ region }) => region)).size;
  return `${counted(accounts, 'account')} × ${counted(regions, 'region')}`;
}

function resultWords({ teams }: Scan, { listed, need, allowed, opened, fixed }: ScanTotals): string {
  const more = opened > 0 ? ` (+${number(opened)})` : '';
  const needs =
    teams === null
      ? `${counted(listed, 'notebook')}, ${number(need)} ${need === 1 ? 'needs' : 'need'} something${more}`
      : `${counted(need, 'notebook')} of ${teamWords(teams)} ${need === 1 ? 'needs' : 'need'} something${more}`;
  return `${[needs, ...(allowed > 0 ? [`${number(allowed)} allowed for now`] : []), `${number(fixed)} fixed`].join(', ')}.`;
}

function teamWords(teams: string[]): string {
  return `${teams.length === 1 ? 'team' : 'teams'} ${sentenceList(teams.map((team) => name(team)))}`;
}

const REASONS: Record<NotCheckedReason, string> = {
  denied: 'access denied',
  no_way_in: 'the policy names no role',
  throttled: 'AWS asked me to slow down',
  no_time: 'too many for one run',
  unclear: 'AWS said too little',
  fault: 'something broke',
};

/** What was not looked at is never left out: it may hide anything. */
function notCheckedWords(results: TargetResult[], policy: BlockContext['policy']): string[] {
  const parts = [...wholeAccounts(results, policy), ...results.flatMap((result) => partsOf(result, results, policy))];
  if (parts.length === 0) return [];
  return [`*Not checked: ${shortened(parts.join(', '), LONGEST_PLACES)}.*`];
}

/** Accounts of which nothing could be looked at, for one and the same reason: told once. */
function wholeAccounts(results: TargetResult[], policy: BlockContext['policy']): string[] {
  const accounts = [...new Set(results.map(({ account }) => account))];
  return accounts.flatMap((account) => {
    const reason = reasonForAll(results, account);
    return reason ? [`${name(accountName(policy, account))} (${REASONS[reason]})`] : [];
  });
}

function reasonForAll(results: TargetResult[], account: string): NotCheckedReason | null {
  const reasons = results.filter((result) => result.account === account).map(wholeReason);
  const [first = null] = reasons;
  return reasons.every((reason) => reason === first) ? first : null;
}

function wholeReason({ notChecked }: TargetResult): NotCheckedReason | null {
  return notChecked.find(({ count }) => count === null)?.reason ?? null;
}

function partsOf(result: TargetResult, results: TargetResult[], policy: BlockContext['policy']): string[] {
  if (reasonForAll(results, result.account)) return [];
  const place = `${name(accountName(policy, result.account))} ${name(result.region)}`;
  return result.notChecked.map(({ reason, count }) => `${amountWords(count)}${place} (${REASONS[reason]})`);
}

const amountWords = (count: NotChecked['count']) => (count === null ? '' : `${counted(count, 'notebook')} in `);

function noteWords(scan: Scan, { policy }: PolicyContext): string | null {
  if (scan.targets.length === 0) return null;
  const notes = [
    ...(scan.results.some(({ state }) => state === 'failed')
      ? ['What broke is tried again, and this message follows.']
      : []),
    ...(scan.teams === null ? [] : ['Only findings of your teams are counted.']),
    ...(isOver(scan) && totalsOf(scan).opened > 0 ? [newOnes(policy)] : []),
  ];
  return notes.length > 0 ? notes.join(' ') : null;
}

function newOnes({ mode }: BlockContext['policy']): string {
  if (mode === 'observe') return 'Observe mode: nobody is messaged.';
  return 'Owners hear of new ones in their working hours, each in one message.';
}

function counted(count: number, what: string): string {
  return `${number(count)} ${what}${count === 1 ? '' : 's'}`;
}
