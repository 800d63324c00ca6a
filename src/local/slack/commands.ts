import type { MessageRequest, Outcome } from '../page-state';
import type { InteractionParts } from './interactions';
import type { ContentRules } from './method';
import { commandFields } from './payloads';
import { SlackRefusal } from './refusal';
import { applyReply } from './replies';
import type { Conversation, Store } from './store';

/** What a person types: a slash command goes to the app, anything else is a message. */
export function createMessageBox(parts: InteractionParts & { commands: string[]; content: ContentRules }) {
  const { store, tickets, delivery } = parts;

  const runCommand = async (as: string, conversation: Conversation, typed: string): Promise<Outcome> => {
    const [name = '', ...words] = typed.split(' ');
    const person = store.person(as);
    if (!person || !parts.commands.includes(name)) return { ok: false, error: `${name} is not a valid command.` };
    const target = { channel: conversation.id, user: as };
    const fields = commandFields(store, {
      person,
      conversation,
      name,
      text: escapeText(words.join(' ').trim(), store),
      triggerId: tickets.issueTrigger(as),
      responseUrl: parts.responseUrl(tickets.issueResponse(target)),
    });
    const delivered = await delivery.command(fields);
    const failed = (error: string): Outcome => ({ ok: false, error: `${name} failed with the error "${error}"` });
    if (!delivered.ok) return failed(delivered.error === 'operation_timeout' ? delivered.error : 'dispatch_failed');
    if (delivered.body.trim() === '') return { ok: true };
    try {
      applyReply(parts, target, answerOf(delivered.body));
      return { ok: true };
    } catch (error) {
      if (error instanceof SlackRefusal) return failed(error.code);
      throw error;
    }
  };

  return {
    async send(request: MessageRequest): Promise<Outcome> {
      const conversation = store.conversation(request.conversation);
      if (!conversation?.members.includes(request.as)) return { ok: false, error: 'channel_not_found' };
      const typed = request.text.trim();
      if (typed === '') return { ok: false, error: 'no_text' };
      if (typed.startsWith('/')) return runCommand(request.as, conversation, typed);
      store.post(conversation, { user: request.as, text: escapeText(typed, store), blocks: [] });
      store.markRead(conversation, request.as);
      return { ok: true };
    },
  };
}

/** Slack escapes what people type, then turns @name and #name into references (`should_escape` of the command). */
function escapeText(text: string, store: Store): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return escaped
    .replace(/(?<!\w)@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)/g, (typed, name) => {
      const person = store.people().find((other) => other.name === name);
      return person ? `<@${person.id}|${person.name}>` : typed;
    })
    .replace(/(?<!\w)#([a-z0-9_-]+)/g, (typed, name) => {
      const channel = store.conversations().find((other) => other.kind === 'channel' && other.name === name);
      return channel ? `<#${channel.id}|${channel.name}>` : typed;
    });
}

/** A command may be answered with JSON or with plain text. */
function answerOf(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' ? parsed : { text: body };
  } catch {
    return { text: body };
  }
}
