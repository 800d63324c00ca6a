import { isRecord, type JsonObject } from '../../slack/blocks/limits-parts';
import { type Files, fileObject } from './files';
import { SlackRefusal } from './refusal';
import type { Conversation, Message, Store } from './store';
import type { Tickets } from './tickets';
import type { Views } from './views';
import { APP_ID } from './views';

/** What the Web API methods work on. */
export interface Api {
  store: Store;
  views: Views;
  tickets: Tickets;
  files: Files;
  /** The bot scopes of the installed app; undefined grants all. */
  scopes: string[] | undefined;
  content: ContentRules;
}

/** What Slack makes of the blocks of a message. */
export interface ContentRules {
  /** An id for a block or element that has none. */
  newId: () => string;
  /** Types of blocks this workspace refuses although they are valid, as one that does not know them yet. */
  refused: Set<string>;
}

export interface Method {
  /** The scope the call needs, where it depends on nothing. */
  scope?: string;
  run: (args: Args, api: Api) => JsonObject;
}

/** Arguments of one call: strings of a form, or values of a JSON body. */
export type Args = JsonObject;

export function textArg(args: Args, name: string): string | undefined {
  const value = args[name];
  return value === undefined || value === null ? undefined : String(value);
}

export function requiredArg(args: Args, name: string): string {
  const value = textArg(args, name);
  if (!value) throw new SlackRefusal('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
  return value;
}

export function flagArg(args: Args, name: string): boolean {
  return ['true', '1'].includes(textArg(args, name) ?? '');
}

/** A structured argument: in a form it is a JSON string. */
export function jsonArg(args: Args, name: string, error = 'invalid_arguments'): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackRefusal(error, [`[ERROR] ${name} is not valid JSON`]);
  }
}

export function needScope(api: Api, scope: string): void {
  if (!hasScope(api, scope)) {
    throw new SlackRefusal('missing_scope', [], { needed: scope, provided: (api.scopes ?? []).join(',') });
  }
}

export function hasScope(api: Api, scope: string): boolean {
  return api.scopes === undefined || api.scopes.includes(scope);
}

/** `im`, `channels` or `groups`: the first half of the scope names for this conversation. */
export function scopeFamily(conversation: Conversation): string {
  if (conversation.kind === 'dm') return 'im';
  return conversation.isPrivate ? 'groups' : 'channels';
}

/** A conversation the bot can see: a private channel it is not in does not exist for it. */
export function visibleConversation(id: string, api: Api): Conversation {
  const conversation = api.store.conversation(id);
  if (!conversation || (conversation.isPrivate && !botIsIn(conversation, api))) {
    throw new SlackRefusal('channel_not_found');
  }
  return conversation;
}

export function joinedConversation(id: string, api: Api): Conversation {
  const conversation = visibleConversation(id, api);
  if (!botIsIn(conversation, api)) throw new SlackRefusal('not_in_channel');
  return conversation;
}

export function botIsIn(conversation: Conversation, api: Api): boolean {
  return conversation.members.includes(api.store.workspace.bot.userId);
}

/** One page of a list, with the cursor of the next; `limit` at most `most`. */
export function page<T>(items: T[], args: Args, most: number): { items: T[]; response_metadata: JsonObject } {
  const limit = Number(textArg(args, 'limit') ?? Math.min(100, most));
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new SlackRefusal('invalid_limit');
  const cursor = textArg(args, 'cursor');
  const start = cursor ? Number(Buffer.from(cursor, 'base64').toString().replace('next:', '')) : 0;
  if (!Number.isInteger(start) || start < 0) throw new SlackRefusal('invalid_cursor');
  const next = start + limit;
  return {
    items: items.slice(start, next),
    response_metadata: { next_cursor: next < items.length ? Buffer.from(`next:${next}`).toString('base64') : '' },
  };
}

/**
 * The thread a message goes to: a reply stands for its parent. Slack ignores a ts that is not there (a deleted parent,
 * an ephemeral message) and posts to the conversation itself.
 */
export function threadOf(conversation: Conversation, ts: string | undefined): string | undefined {
  const found = conversation.messages.find((message) => message.ts === ts && !message.visibleTo);
  return found && (found.threadTs ?? found.ts);
}

/** A message as the API answers it. Metadata is given only when it was asked for. */
export function messageObject(
  message: Message,
  store: Store,
  { metadata, among }: { metadata: boolean; among: Message[] },
): JsonObject {
  const byBot = message.user === store.workspace.bot.userId;
  return {
    type: 'message',
    user: message.user,
    ...(byBot ? { bot_id: store.workspace.bot.botId, app_id: APP_ID } : {}),
    team: store.workspace.teamId,
    text: message.text,
    ts: message.ts,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...threadFields(message, among),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.files ? { files: message.files.map(fileObject) } : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** A reply names its parent; a parent with replies tells of them. */
function threadFields(message: Message, among: Message[]): JsonObject {
  if (message.threadTs) {
    const parent = among.find(({ ts }) => ts === message.threadTs);
    return { thread_ts: message.threadTs, ...(parent ? { parent_user_id: parent.user } : {}) };
  }
  const replies = among.filter(({ threadTs, visibleTo }) => threadTs === message.ts && !visibleTo);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
  };
}

export function isMetadata(value: unknown): value is JsonObject {
  return isRecord(value) && typeof value.event_type === 'string' && isRecord(value.event_payload);
}
