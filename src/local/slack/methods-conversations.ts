import type { JsonObject } from '../../slack/blocks/limits-parts';
import {
  type Api,
  type Args,
  botIsIn,
  flagArg,
  joinedConversation,
  type Method,
  messageObject,
  needScope,
  page,
  requiredArg,
  scopeFamily,
  textArg,
  visibleConversation,
} from './method';
import { SlackRefusal } from './refusal';
import type { Conversation, Message } from './store';

export const conversationMethods: Record<string, Method> = {
  'conversations.open': {
    scope: 'im:write',
    run: (args, api) => {
      const user = requiredArg(args, 'users');
      if (user.includes(',')) throw new SlackRefusal('method_not_supported_for_channel_type');
      const person = api.store.person(user);
      if (!person) throw new SlackRefusal('user_not_found');
      if (person.deleted) throw new SlackRefusal('user_disabled');
      const conversation = api.store.directMessage(user);
      if (!conversation) throw new SlackRefusal('cannot_dm_bot');
      return {
        channel: flagArg(args, 'return_im') ? conversationObject(conversation, api) : { id: conversation.id },
        already_open: true,
        no_op: true,
      };
    },
  },

  'conversations.history': {
    run: (args, api) => {
      const conversation = joinedConversation(requiredArg(args, 'channel'), api);
      needScope(api, `${scopeFamily(conversation)}:history`);
      const roots = between(conversation, args).filter(
        (message) => !message.threadTs || message.threadTs === message.ts,
      );
      return messagePage({ messages: roots.reverse(), among: conversation.messages }, args, api);
    },
  },

  'conversations.replies': {
    run: (args, api) => {
      const conversation = joinedConversation(requiredArg(args, 'channel'), api);
      needScope(api, `${scopeFamily(conversation)}:history`);
      const ts = requiredArg(args, 'ts');
      const thread = between(conversation, args).filter((message) => message.ts === ts || message.threadTs === ts);
      if (!conversation.messages.some((message) => message.ts === ts)) throw new SlackRefusal('thread_not_found');
      return messagePage({ messages: thread, among: conversation.messages }, args, api);
    },
  },

  'conversations.info': {
    run: (args, api) => {
      const conversation = visibleConversation(requiredArg(args, 'channel'), api);
      needScope(api, `${scopeFamily(conversation)}:read`);
      const count = flagArg(args, 'include_num_members') ? { num_members: conversation.members.length } : {};
      return { channel: { ...conversationObject(conversation, api), ...count } };
    },
  },

  'conversations.members': {
    run: (args, api) => {
      const conversation = visibleConversation(requiredArg(args, 'channel'), api);
      needScope(api, `${scopeFamily(conversation)}:read`);
      const { items, response_metadata } = page(conversation.members, args, 1000);
      return { members: items, response_metadata };
    },
  },
};

function conversationObject(conversation: Conversation, api: Api): JsonObject {
  const { bot, teamId } = api.store.workspace;
  const common = { id: conversation.id, context_team_id: teamId, is_archived: false };
  if (conversation.kind === 'dm') {
    return { ...common, is_im: true, user: conversation.members.find((member) => member !== bot.userId) };
  }
  return {
    ...common,
    name: conversation.name,
    is_channel: !conversation.isPrivate,
    is_group: conversation.isPrivate,
    is_im: false,
    is_private: conversation.isPrivate,
    is_member: botIsIn(conversation, api),
    topic: { value: conversation.topic, creator: '', last_set: 0 },
  };
}

/** Lasting messages within `oldest` and `latest`, both left out unless `inclusive`; oldest first. */
function between(conversation: Conversation, args: Args): Message[] {
  const oldest = bound(args, 'oldest') ?? 0;
  const latest = bound(args, 'latest') ?? Number.POSITIVE_INFINITY;
  const inclusive = flagArg(args, 'inclusive');
  return conversation.messages.filter((message) => {
    const ts = Number(message.ts);
    return !message.visibleTo && (inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest);
  });
}

function bound(args: Args, name: 'oldest' | 'latest'): number | undefined {
  const value = textArg(args, name);
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) throw new SlackRefusal(`invalid_ts_${name}`);
  return Number(value);
}

function messagePage({ messages, among }: { messages: Message[]; among: Message[] }, args: Args, api: Api): JsonObject {
  const { items, response_metadata } = page(messages, args, 999);
  const metadata = flagArg(args, 'include_all_metadata');
  return {
    messages: items.map((message) => messageObject(message, api.store, { metadata, among })),
    has_more: response_metadata.next_cursor !== '',
    response_metadata,
  };
}
