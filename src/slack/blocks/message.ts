import type { Finding, Message } from '../../domain/finding';
import type { MessageContent } from './card-parts';
import { findingCard } from './finding-card';
import { lineText } from './lines';
import { orphanCard } from './orphan-card';
import { requestCard } from './request-card';
import type { BlockContext } from './wording';

const BUILDERS = { card: findingCard, orphan: orphanCard, request: requestCard, line: lineText };

/** What a message of a finding shows now. Always rendered from the finding, never patched. */
export function messageFor(finding: Finding, message: Message, blockContext: BlockContext): MessageContent {
  return BUILDERS[message.kind](finding, message, blockContext);
}
