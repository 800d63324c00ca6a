import type { KnownBlock } from '@slack/types';
import type { Finding, Message } from '../../domain/finding';
import { buttons } from './card-buttons';
import { factsLine, type MessageContent } from './card-parts';
import { problem, stillToFix } from './card-problem';
import { asked, type CardState, cardState, isActive, stateLines } from './card-states';
import { context, deadline, header, mention, name, section } from './text';
import { type BlockContext, findingTitle, isInPlace, ownerSourceWords, place, violationShort } from './wording';
import { greeting, helpChannel, noNetwork, policyLink } from './wording-network';

/** The owner's card: the whole message, rendered from the finding in any state. */
export function findingCard(finding: Finding, message: Message, blockContext: BlockContext): MessageContent {
  const state = cardState(finding, message);
  const lines = stateLines(finding, message, blockContext);
  const { policy } = blockContext;
  const wrong = problem(finding, state, blockContext);
  const command = wrong.some(({ type }) => type === 'rich_text') ? ' The command for it is on the card.' : '';
  return {
    text: `${cardText(asked(finding), state, lines, blockContext)}${command}`,
    blocks: [
      ...(message.greeting ? [context(greeting(policy))] : []),
      header(findingTitle(asked(finding))),
      ...lines.map(section),
      ...wrong,
      ...buttons(finding, state, blockContext),
      factsLine(finding, blockContext),
      ...(isActive(state) ? sourceLines(finding, state, blockContext) : []),
    ],
  };
}

function sourceLines(finding: Finding, state: CardState, { policy }: BlockContext): KnownBlock[] {
  const { owner, launchedBy } = finding;
  if (!owner) return [];
  const launcher =
    launchedBy?.userId && launchedBy.userId !== owner.userId ? [`Launched by ${mention(launchedBy.userId)}`] : [];
  // Only where the menu has it.
  const offersNotMine = state === 'open' || state === 'acknowledged' || state === 'migration_scheduled';
  const notMine =
    owner.source.kind === 'assigned' ? 'If not: ⋯ *Not Mine* - no explanation needed.' : 'Not yours? ⋯ *Not Mine*';
  return [
    context(
      [
        `${ownerSourceWords(owner.source, policy)}${offersNotMine ? ` ${notMine}` : ''}`,
        ...launcher,
        policyLink(policy),
        helpChannel(policy),
      ].join(' · '),
    ),
  ];
}

function cardText(finding: Finding, state: CardState, lines: string[], blockContext: BlockContext): string {
  const { notebook, deadline: date, launch, reference } = finding;
  const where = `(${place(blockContext.policy, launch)}, ${reference})`;
  const title = name(findingTitle(finding), 150);
  if (!isActive(state)) return `${name(notebook.name)} ${where}: ${lines.join(' ')}`;
  if (state !== 'open') return [`${title} ${where}.`, ...lines, stillToFix(finding, state) ?? ''].join(' ').trim();
  const left = finding.violations.map(violationShort).join('; ');
  const fix = date ? `Fix by ${deadline(date)}.` : noNetwork(blockContext.policy, launch);
  const schedule = isInPlace(finding) ? 'schedule a fix' : 'schedule a migration';
  return [
    `${title} ${where}.`,
    ...lines,
    `Nothing is blocked, stopped or deleted. To fix: ${left}. ${fix}`,
    `Three choices: acknowledge, ${schedule}, request a policy exception.`,
  ].join(' ');
}
