import type { KnownBlock } from '@slack/types';
import { messageProblems } from '../../src/slack/blocks/limits';

export interface Content {
  text: string;
  blocks: KnownBlock[];
}

/** All strings of the message, each once, in the order in which they are read. */
export function wordsOf({ blocks }: Pick<Content, 'blocks'>): string {
  const words: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'text' && typeof inner === 'string') words.push(inner);
        else walk(inner);
      }
    }
  };
  walk(blocks);
  return words.join('\n');
}

/** The buttons in order, the primary one with a star; the overflow menu as its options in brackets. */
export function buttonsOf({ blocks }: Pick<Content, 'blocks'>): string[] {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element) => {
          if (element.type === 'button') return `${element.text.text}${element.style === 'primary' ? '*' : ''}`;
          if (element.type === 'overflow') return `[${element.options.map(({ text }) => text.text).join(', ')}]`;
          return element.type;
        })
      : [],
  );
}

/** Text in which Slack would act on what people wrote: the mrkdwn of the blocks, and the text for notifications. */
export function livelyText(content: Content): string {
  const texts: string[] = [content.text];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      if ('type' in value && value.type === 'mrkdwn' && 'text' in value) texts.push(String(value.text));
      Object.values(value).forEach(walk);
    }
  };
  walk(content.blocks);
  return texts.join('\n');
}

/** The message is one that Slack takes, and can be understood from its text alone. */
export function expectSendable(content: Content): void {
  expect(messageProblems(content)).toEqual([]);
  expect(content.text.length).toBeGreaterThan(20);
  // chat.update refuses a longer one: https://docs.slack.dev/reference/methods/chat.update
  expect(content.text.length).toBeLessThanOrEqual(4000);
}
