import type { KnownBlock } from '@slack/types';
import type { Finding } from '../../domain/finding';
import { blockId } from '../ids';
import type { MessageContent } from './card-parts';
import { inOrder, type LeadOf, open, type Row, rowOf, type ToldRow } from './notice-rows';
import { securityParts } from './notice-security';
import { context, deadline, mrkdwn, section, shortened } from './text';
import type { BlockContext } from './wording';
import { greeting } from './wording-network';

interface NoticeToRender {
  rows: ToldRow[];
  to: 'person' | 'security';
  /** The first message ever to this person. */
  greeting: boolean;
  lead: LeadOf;
}

/** Rows with all of their buttons; a longer list has only *Open*. */
const MOST_WITH_BUTTONS = 12;
/** A message holds 50 blocks: https://docs.slack.dev/reference/block-kit/blocks */
const MOST_ROWS = 40;
/** chat.update refuses a longer one: https://docs.slack.dev/reference/methods/chat.update */
const LONGEST_TEXT = 4000;
/** A section holds 3000 (https://docs.slack.dev/reference/block-kit/blocks/section-block); several rows share a message. */
const LONGEST_ROW = 2900;
const LONGEST_OF_SEVERAL = 1000;
/** Of 13,000 in all blocks of a message, as far as was seen: https://github.com/slackapi/bolt-js/issues/2509 */
const MOST_CHARACTERS = 10_500;

/** The one message with all that is due for its reader. `lead`: see `LeadOf`. */
export function noticeMessage(notice: NoticeToRender, blockContext: BlockContext): MessageContent {
  return notice.to === 'security' ? forSecurity(notice, blockContext) : forPerson(notice, blockContext);
}

function forPerson(notice: NoticeToRender, blockContext: BlockContext): MessageContent {
  const rows = cut(inOrder(notice.rows).map((row) => rowOf(row, notice.lead, blockContext)));
  const shown = fitting(rows);
  const more = moreWords(rows.length - shown.length);
  const start = newWords(rows, blockContext);
  const hasButtons = rows.length <= MOST_WITH_BUTTONS;
  return {
    text: textOf([...start, ...rows.map(({ text }) => text), ...more]),
    blocks: [
      ...(notice.greeting ? [context(greeting(blockContext.policy))] : []),
      ...start.map(section),
      ...shown.flatMap((row, index) => (hasButtons ? withButtons(row, index) : [withOpen(row, index)])),
      ...more.map((words) => context(words)),
    ],
  };
}

/** Two or more that the reader does not know yet: what matters about all of them is said first. */
function newWords(rows: Row[], { now }: BlockContext): string[] {
  const cards = rows.filter(({ message }) => message.kind === 'card');
  if (cards.length < 2) return [];
  const [first] = cards.flatMap(({ finding }) => finding.deadline ?? []).toSorted();
  const time = first && first > now ? `, and there is time: ${deadline(first)}` : '';
  return [`*${cards.length} of your notebooks need a change. Nothing is blocked, stopped or deleted${time}.*`];
}

function forSecurity({ rows }: NoticeToRender, blockContext: BlockContext): MessageContent {
  const parts = securityParts(rows, blockContext);
  const all = parts.flatMap((part) => part.rows);
  const shown = new Set(fitting(all));
  const more = moreWords(all.length - shown.size);
  return {
    text: textOf([...parts.flatMap((part) => [part.text, ...part.rows.map(({ text }) => text)]), ...more]),
    blocks: [
      ...parts.flatMap((part) => [
        part.block,
        ...part.rows.filter((row) => shown.has(row)).map((row) => withOpen(row, all.indexOf(row))),
      ]),
      ...more.map((words) => context(words)),
    ],
  };
}

function cut<T extends { text: string }>(rows: T[]): T[] {
  const most = rows.length > 3 ? LONGEST_OF_SEVERAL : LONGEST_ROW;
  return rows.map((row) => ({ ...row, text: shortened(row.text, most) }));
}

/** The first rows, as many as a message takes. */
function fitting<T extends { text: string }>(rows: T[]): T[] {
  const forButtons = 60;
  let left = MOST_CHARACTERS;
  const tooMany = rows.findIndex(({ text }, index) => {
    left -= text.length + forButtons;
    return index >= MOST_ROWS || left < 0;
  });
  return tooMany === -1 ? rows : rows.slice(0, tooMany);
}

function moreWords(left: number): string[] {
  return left > 0 ? [`And ${left} more: App Home has all.`] : [];
}

function textOf(paragraphs: string[]): string {
  return shortened(paragraphs.join('\n'), LONGEST_TEXT);
}

function withButtons({ finding, text, buttons }: Row, index: number): KnownBlock[] {
  return [section(text), { type: 'actions', block_id: idOf(finding, index), elements: buttons }];
}

function withOpen({ finding, text }: { finding: Finding; text: string }, index: number): KnownBlock {
  return { type: 'section', block_id: idOf(finding, index), text: mrkdwn(text), accessory: open(finding) };
}

/** A notebook may have several rows, and ids have to differ. */
function idOf({ launch, version }: Finding, index: number): string {
  return blockId(`row${index}`, { launch }, version);
}
