import * as v from 'valibot';
import { type ContentRules, threadOf } from './method';
import { messageContent } from './methods-chat';
import { SlackRefusal } from './refusal';
import type { Store } from './store';
import type { ResponseTarget } from './tickets';

const reply = v.object({
  text: v.optional(v.string()),
  blocks: v.optional(v.unknown()),
  response_type: v.optional(v.picklist(['ephemeral', 'in_channel']), 'ephemeral'),
  replace_original: v.optional(v.boolean(), false),
  delete_original: v.optional(v.boolean(), false),
  thread_ts: v.optional(v.string()),
});

/**
 * Carries out an answer to an interaction: the body posted to a response URL, or the body answered to a command.
 * It works in every conversation, whether the bot is a member or not, and is the only way to change an ephemeral message.
 */
export function applyReply(
  { store, content: rules }: { store: Store; content: ContentRules },
  target: ResponseTarget,
  body: unknown,
): void {
  const parsed = v.safeParse(reply, body);
  if (!parsed.success) throw new SlackRefusal('invalid_payload');
  const answer = parsed.output;
  const conversation = store.conversation(target.channel);
  if (!conversation) throw new SlackRefusal('channel_not_found');
  if (answer.delete_original) {
    if (target.messageTs) store.remove(conversation, target.messageTs);
    return;
  }
  const content = messageContent(answer, rules);
  if (answer.replace_original && target.messageTs) {
    store.change(conversation, target.messageTs, content);
    return;
  }
  store.post(conversation, {
    user: store.workspace.bot.userId,
    ...content,
    threadTs: threadOf(conversation, answer.thread_ts),
    visibleTo: answer.response_type === 'ephemeral' ? target.user : undefined,
  });
}
