import type { ActionsBlock, KnownBlock, Overflow, PlainTextOption, RichTextBlock } from '@slack/types';
import type { Finding } from '../../domain/finding';
import type { Policy } from '../../domain/policy-file';
import { ACTIONS, blockId, MENU, type Subject } from '../ids';
import { button, context, deadline, moment, name, plain } from './text';
import { accountWithId, type BlockContext, severityWord } from './wording';
import { consoleUrl, link } from './wording-network';

/** A message ready to be sent: `text` alone says everything that matters, for notifications and screen readers. */
export interface MessageContent {
  text: string;
  blocks: KnownBlock[];
}

type MenuItem = (typeof MENU)[keyof typeof MENU];

const MENU_LABELS: Record<MenuItem, string> = {
  [MENU.notMine]: 'Not Mine',
  [MENU.why]: 'Why, and What Works Instead',
  [MENU.correctedCommand]: 'Corrected Command',
  [MENU.checkAgain]: 'Check Again',
  [MENU.history]: 'History',
  [MENU.requestException]: 'Request Exception',
  [MENU.ask]: 'Ask the Requester',
  [MENU.openInAws]: 'Open in AWS',
};

/** The three dots; at most 5 items (https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element). */
export function menu(items: MenuItem[], finding: Finding, { policy }: BlockContext): Overflow {
  const options = items.map(
    (value): PlainTextOption => ({
      text: plain(MENU_LABELS[value], 75),
      value,
      ...(value === MENU.openInAws ? { url: consoleUrl(policy, finding.launch, finding.notebook.name) } : {}),
    }),
  );
  return { type: 'overflow', action_id: ACTIONS.menu, options };
}

/** The row of buttons. Its block_id carries the subject, and is new with every version, as Slack asks for updates. */
export function actions(
  part: 'card' | 'orphan' | 'request',
  finding: Finding,
  elements: ActionsBlock['elements'],
  more: Pick<Subject, 'requestId'> = {},
): ActionsBlock {
  return {
    type: 'actions',
    block_id: blockId(part, { launch: finding.launch, ...more }, finding.version),
    elements,
  };
}

/** A button; the primary one is the next step that we would take. */
export function choice(label: string, actionId: string, isPrimary = false) {
  return button(label, actionId, isPrimary ? { style: 'primary' } : {});
}

/** Commands to copy. Plain text by its nature: nothing in it is parsed. */
export function commands(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] };
}

/** What somebody wrote, in full, as a quotation that nothing can break out of. */
export function quotation(label: string, text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: label, style: { bold: true } }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: text || ' ' }] },
    ],
  };
}

/** Why a notebook without the tag weighs more. Plain text of the policy, escaped. */
function untaggedNote({ notebook, sensitivity }: Finding, policy: Policy): string {
  const key = policy.tags.data_sensitivity;
  if (notebook.tags[key] || !policy.data_sensitivity.sensitive.includes(sensitivity)) return '';
  return ` (no ${name(key)} tag, so it counts as ${name(sensitivity)})`;
}

/** `High · ml-dev (111122223333) · eu-west-1 · launched … by … · seen … · Open in AWS · NB-7F3K` */
export function factsLine(finding: Finding, { policy }: BlockContext): KnownBlock {
  const { launch, launchedBy, notebook } = finding;
  return context(
    [
      `${severityWord(finding.severity)}${untaggedNote(finding, policy)}`,
      accountWithId(policy, launch.account),
      launch.region,
      `launched ${moment(launch.createdAt)}${launchedBy ? ` by ${name(launchedBy.name)}` : ''}`,
      `seen ${moment(finding.firstSeenAt)}`,
      link(consoleUrl(policy, launch, notebook.name), 'Open in AWS'),
      finding.reference,
    ].join(' · '),
  );
}

/** `fix by *{date}*`, or that the date waits. Follows a subject or stands alone in a list. */
export function fixBy(finding: Pick<Finding, 'deadline'>): string {
  return finding.deadline ? `fix by *${deadline(finding.deadline)}*` : 'no fix date yet';
}
