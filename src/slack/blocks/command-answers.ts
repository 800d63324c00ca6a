import type { Notebook } from '../../domain/notebook';
import type { Policy } from '../../domain/policy-file';
import { escaped, mention, moment, name, sentenceList } from './text';
import { accountName, place } from './wording';
import { helpChannel } from './wording-network';

/** Short answers to commands, mrkdwn: what happened or why not, and what now. */

/** Accounts, regions and notebooks in one answer. */
const MOST_NAMED = 20;

/** Notebooks without a finding, as a look just saw them. */
export function allGood(notebooks: Notebook[], policy: Policy, lookedAt: string): string {
  const lines = notebooks
    .slice(0, MOST_NAMED)
    .map((notebook) => `*${name(notebook.name)}* (${place(policy, notebook)}): all settings are good.`);
  return [`:white_check_mark: Looked ${moment(lookedAt)}.`, ...lines, 'Nothing needs you.'].join('\n');
}

/** Behind a refusal: it may be where nobody looked. */
export function notEverywhere(): string {
  return 'I could not look everywhere in the time a command has: `account:` and `region:` behind the name tell me where.';
}

/** Slack did not say who belongs to security, so that nobody's scope is known. */
export function scopeUnknown(policy: Policy): string {
  return `I could not check what you may see, so I show nothing and *nothing was changed*. Please try again; help in ${helpChannel(policy)}.`;
}

/** Somebody of another workspace that shares a channel with us. */
export function notOurs(): string {
  return 'Notebook Audit answers only people of the workspace that runs it, so there is nothing to show.';
}

/** Our fault. `isStart`: something was to be started or changed, and perhaps it was. */
export function commandFailed({ reference, isStart }: { reference: string; isStart: boolean }, policy: Policy): string {
  const what = isStart ? '*I am not sure whether it went through*' : '*nothing was changed*';
  return `Something went wrong, so there is no answer, and ${what}. Please type it again; reference ${escaped(reference, 80)}, help in ${helpChannel(policy)}.`;
}

/** Slack or AWS takes longer than Slack lets a command take. */
export function commandTooSlow(policy: Policy): string {
  return `Slack or AWS is slow to answer, so there is nothing to show yet. Please type it again in a minute; what it started already goes on. Help in ${helpChannel(policy)}.`;
}

/** More findings than can be counted while Slack waits. */
export function tooMuchToCount(): string {
  return 'Counting takes longer than a command has, so there are no numbers now. `/notebook-audit list` shows what comes first by date, and App Home has the rest.';
}

export function noPower(command: 'scan' | 'guardrail' | 'owner' | 'report'): string {
  switch (command) {
    case 'scan':
      return 'Only team leads and security start a scan, since it looks at every notebook. Nothing was started. `/notebook-audit show churn-eda` looks at one of yours now.';
    case 'guardrail':
      return '`guardrail` is for team leads and security: it says what a whole account may launch. The rules in plain words: `/notebook-audit policy`';
    case 'report':
      return 'The numbers are for team leads and security. Nothing was started. `/notebook-audit export` has your own notebooks as CSV.';
    case 'owner':
      return 'Only team leads and security say whom a tag means. Nothing was changed. A notebook that is not yours: ⋯ *Not Mine* on its card.';
  }
}

export function scanStarted({ accounts, regions }: { accounts: number; regions: number }): string {
  return `Started: ${count(accounts, 'account')} × ${count(regions, 'region')}. Progress is in your DM.`;
}

/** `words`: how the scan stands that was asked for before (mrkdwn); null when nothing is known of it yet. */
export function scanRepeated(words: string | null): string {
  const again = 'Such a scan was started less than 10 minutes ago, so none was started now.';
  return words ? `${again} ${words}` : `${again} Whoever started it hears of it in their DM.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function reportStarted(days: number, team: string | null): string {
  return `Started: the numbers of ${days} days${team ? `, team ${name(team)}` : ''}. It comes in your DM.`;
}

export function exportStarted(): string {
  return 'Started: everything that you may see, as CSV. It comes in your DM, never into a channel.';
}

/** The same words whether there is such a team or not. */
export function unknownTeam(team: string): string {
  return `I know no team ${quoted(team)} whose numbers you can see, so nothing was started.`;
}

/** `known`: ids of the accounts where we look; a name in the policy is shown where there is one. */
export function unknownAccount(account: string, guess: string | null, known: string[], policy: Policy): string {
  const meant = guess ? ` Did you mean ${quoted(guess)}?` : '';
  return `I look into no account ${quoted(account)}.${meant} I look into ${some(known.map((id) => accountName(policy, id)))}.`;
}

export function unknownRegion(region: string, guess: string | null, known: string[]): string {
  const meant = guess ? ` Did you mean ${quoted(guess)}?` : '';
  return `I look at no region ${quoted(region)}.${meant} I look at ${some(known)}.`;
}

function some(words: string[]): string {
  const shown = words.slice(0, MOST_NAMED).map((word) => name(word));
  const left = words.length - shown.length;
  return sentenceList(left > 0 ? [...shown, `${left} more`] : shown);
}

/** A handle that Slack did not turn into a mention, and that no tag names. */
export function unknownPerson(handle: string): string {
  return `I do not know who ${quoted(`@${handle}`)} is, so nothing was done. Type @ and pick the person from the list that Slack offers.`;
}

export interface TagChange {
  /** The name of the owner tag. */
  key: string;
  tag: string;
  userId: string;
  before: string | null;
  at: string;
}

export function tagLearnt({ key, tag, userId, before, at }: TagChange): string {
  const was = before === null ? 'It meant nobody before.' : `Before it meant ${mention(before)}.`;
  return `*${name(key)} = ${name(tag)}* means ${mention(userId)} from now on (${moment(at)}). ${was} It counts from the next look on, for new launches and for notebooks without an owner; those that have one keep theirs.`;
}

export function tagUnchanged({ key, tag, userId }: Pick<TagChange, 'key' | 'tag' | 'userId'>): string {
  return `*${name(key)} = ${name(tag)}* means ${mention(userId)} already. Nothing was changed.`;
}

export function tagNotYours(tag: string): string {
  return `${quoted(tag)} is not a tag of a team that you lead, so nothing was changed. Security can say whom it means.`;
}

export function tagTooLong(): string {
  return 'That is longer than a tag of AWS can be, so nothing was changed.';
}

export function notActive(userId: string): string {
  return `${mention(userId)} is a guest, a bot or has left, and only an active colleague can own notebooks. Nothing was changed; name somebody else.`;
}

function quoted(words: string): string {
  return `\`${escaped(words, 80).replaceAll('`', '')}\``;
}
