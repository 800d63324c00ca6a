import type { KnownBlock } from '@slack/types';
import { correctedLaunch, inPlaceFix, networkFor } from '../../domain/corrected-launch';
import type { Finding } from '../../domain/finding';
import { tagsToAdd } from '../../domain/policy';
import { commands } from './card-parts';
import { asked, type CardState, isActive } from './card-states';
import { context, day, deadline, name, section } from './text';
import { type BlockContext, isInPlace, outdatedLinux, violationBullet, violationShort, violationWhy } from './wording';
import { networkLine, noNetwork } from './wording-network';

const YOUNG_MS = 60 * 60_000;
const FRESH_MS = 24 * 60 * 60_000;

/** Seen by event within an hour of its launch: replacing it is cheap. Stays so for the whole first round. */
export function isYoung(finding: Finding): boolean {
  const age = Date.parse(finding.firstSeenAt) - Date.parse(finding.launch.createdAt);
  return finding.seenByEvent && finding.round === 1 && age <= YOUNG_MS;
}

/** One line, where the paragraphs about the state do not say it already. */
export function stillToFix(finding: Finding, state: CardState): string | null {
  const isSaid = finding.fixed.length > 0 || finding.grant !== null;
  if (isSaid || (state !== 'acknowledged' && state !== 'migration_scheduled')) return null;
  return `To fix: ${finding.violations.map(violationShort).join('; ')}.`;
}

/** What is wrong and what to do; one line once something was decided. */
export function problem(whole: Finding, state: CardState, blockContext: BlockContext): KnownBlock[] {
  const finding = asked(whole);
  if (!isActive(state)) return [];
  if (state !== 'open') {
    const warning = stopWarning(finding);
    const left = stillToFix(finding, state);
    return [...(left ? [section(left)] : []), ...(warning && state !== 'exception_granted' ? [section(warning)] : [])];
  }
  const bullets = section(finding.violations.map(violationBullet).join('\n'));
  if (isInPlace(finding)) return inPlace(finding, bullets, blockContext);
  const network = networkFor(blockContext.policy, finding.notebook);
  if (!network) {
    const warning = stopWarning(finding);
    const nowhere = `${noNetwork(blockContext.policy, finding.launch)} *Acknowledge* is enough for now${finding.deadline ? '' : '; the fix date waits'}.`;
    return [section(calm(finding)), ...(warning ? [section(warning)] : []), bullets, section(nowhere)];
  }
  if (!isYoung(finding)) return grown(finding, bullets, blockContext);
  const launch = correctedLaunch(finding.notebook, blockContext.policy, network);
  return [
    section(
      `*Nothing is blocked, stopped or deleted: keep working.* But this notebook ${violationWhy(finding.violations)}, so please replace it${byDate(finding, blockContext)}.${isFresh(finding, blockContext) ? ' It is young, so now is the easiest moment.' : ''}`,
    ),
    bullets,
    ...command(
      '*Corrected launch* - runs beside the old one; delete that when the new one opens and your files are in it:',
      launch,
    ),
    ...tagsNote(finding, blockContext),
    context(networkLine(network)),
  ];
}

function grown(finding: Finding, bullets: KnownBlock, blockContext: BlockContext): KnownBlock[] {
  const { createdAt } = finding.launch;
  const warning = stopWarning(finding);
  return [
    section(
      `*Your work is safe: nothing is blocked, stopped or deleted.* ${name(finding.notebook.name)} has run since ${day(createdAt)} and ${violationWhy(finding.violations)}. Please choose${byDate(finding, blockContext)} how it moves. The plan backs up, proves the copy, recreates, restores - and deleting the old one comes last.`,
    ),
    ...(warning ? [section(warning)] : []),
    bullets,
  ];
}

function inPlace(finding: Finding, bullets: KnownBlock, blockContext: BlockContext): KnownBlock[] {
  const { policy } = blockContext;
  const tagsOnly = finding.violations.every(({ rule }) => rule === 'notebook-required-tags');
  const fix = inPlaceFix(finding.notebook, finding.violations, policy);
  const linux = outdatedLinux(finding.notebook);
  const how = tagsOnly
    ? 'No stop, no recreate: it keeps running.'
    : 'No recreate, no data move; it must be stopped for a moment.';
  return [
    section(`${calm(finding)} Please change it${byDate(finding, blockContext)}. ${how}`),
    ...(linux && !tagsOnly
      ? [
          section(
            `:warning: *Please do not only stop it.* It runs Amazon Linux ${linux}, which AWS no longer starts again after a stop. ${fix ? 'The commands below take the safe order.' : 'Please ask for help first.'}`,
          ),
        ]
      : []),
    bullets,
    ...(fix ? command('*The change:*', fix) : []),
  ];
}

function calm(finding: Finding): string {
  return isYoung(finding)
    ? '*Nothing is blocked, stopped or deleted: keep working.*'
    : '*Your work is safe: nothing is blocked, stopped or deleted.*';
}

function stopWarning(finding: Finding): string | null {
  const linux = outdatedLinux(finding.notebook);
  if (!linux || isInPlace(finding)) return null;
  return `:warning: *Please do not stop it yet.* It runs Amazon Linux ${linux}, which AWS no longer starts again after a stop. The plan takes the safe order.`;
}

/** ` by *{date}*`, or that the date has passed. */
function byDate({ deadline: date }: Finding, { now }: BlockContext): string {
  if (!date) return '';
  return Date.parse(date) > Date.parse(now)
    ? ` by *${deadline(date)}*`
    : ` (the date, *${deadline(date)}*, has passed)`;
}

/** A day after its launch nobody would call it young. */
function isFresh({ launch }: Finding, { now }: BlockContext): boolean {
  return Date.parse(now) - Date.parse(launch.createdAt) < FRESH_MS;
}

/** Beyond this a command makes the message larger than Slack takes (about 13,000 characters). */
const LONGEST_COMMAND = 6000;

function command(what: string, text: string): KnownBlock[] {
  return text.length > LONGEST_COMMAND
    ? [section('The command is too long for this card: ⋯ *Corrected Command* has it.')]
    : [section(what), commands(text)];
}

function tagsNote(finding: Finding, { policy }: BlockContext): KnownBlock[] {
  const wanting = finding.violations.some(({ rule }) => rule === 'notebook-required-tags')
    ? tagsToAdd(finding.notebook, policy)
    : [];
  if (wanting.length === 0) return [];
  return [context(`Only you know the tags it still needs; please add them: ${name(wanting.join(', '), 300)}`)];
}
