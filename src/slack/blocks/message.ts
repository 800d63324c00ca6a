import type { Finding, Message } from '../../domain/finding';
import type { MessageContent } from './card-parts';
import { findingCard } from './finding-card';
import { lineText } from './lines';
import { orphanCard } from './orphan-card';
import { requestCard } from './request-card';
import { shortened } from './text';
import type { BlockContext } from './wording';

/** chat.update refuses a longer one: https://docs.slack.dev/reference/methods/chat.update */
const LONGEST_TEXT = 4000;

const BUILDERS = { card: findingCard, orphan: orphanCard, request: requestCard, line: lineText };

/** What a message of a finding shows now. Always rendered from the finding, never patched. */
export function messageFor(finding: Finding, message: Message, blockContext: BlockContext): MessageContent {
  if (message.kind === 'reminder') throw new Error(`a reminder of ${finding.reference} is told in a notice`);
  const { text, blocks } = BUILDERS[message.kind](finding, message, blockContext);
  return { text: shortened(text, LONGEST_TEXT), blocks };
}
