import { messageProblems } from '../../slack/blocks/limits';
import { isRecord, type JsonObject, unsupported } from '../../slack/blocks/limits-parts';
import {
  type Api,
  type Args,
  botIsIn,
  type ContentRules,
  hasScope,
  isMetadata,
  jsonArg,
  type Method,
  messageObject,
  requiredArg,
  textArg,
  threadOf,
  visibleConversation,
} from './method';
import { SlackRefusal } from './refusal';
import type { Conversation } from './store';
import { withIds } from './view-state';

const METADATA_BYTES = 16 * 1024;
/** chat.update refuses what chat.postMessage truncates. https://docs.slack.dev/reference/methods/chat.update */
const UPDATE_TEXT = 4000;

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': {
    scope: 'chat:write',
    run: (args, api) => {
      const conversation = postTarget(requiredArg(args, 'channel'), api);
      const threadTs = threadOf(conversation, textArg(args, 'thread_ts'));
      const message = api.store.post(conversation, {
        user: api.store.workspace.bot.userId,
        ...contentOf(args, api),
        metadata: metadataOf(args),
        threadTs,
      });
      return {
        channel: conversation.id,
        ts: message.ts,
        message: messageObject(message, api.store, { metadata: true, among: conversation.messages }),
      };
    },
  },

  'chat.update': {
    scope: 'chat:write',
    run: (args, api) => {
      const conversation = visibleConversation(requiredArg(args, 'channel'), api);
      const ts = requiredArg(args, 'ts');
      const before = ownMessage(conversation, ts, api, 'cant_update_message');
      if ((textArg(args, 'text') ?? '').length > UPDATE_TEXT) throw new SlackRefusal('msg_too_long');
      const { text, blocks } = contentOf(args, api);
      const metadata = args.metadata === undefined ? before.metadata : metadataOf(args);
      const edited = blocks.length > 0 ? before.edited : { user: before.user, ts: api.store.nextTs() };
      api.store.change(conversation, ts, { text, blocks, metadata, edited });
      return {
        channel: conversation.id,
        ts,
        text,
        message: messageObject({ ...before, text, blocks, edited }, api.store, {
          metadata: false,
          among: conversation.messages,
        }),
      };
    },
  },

  'chat.delete': {
    scope: 'chat:write',
    run: (args, api) => {
      const conversation = visibleConversation(requiredArg(args, 'channel'), api);
      const ts = requiredArg(args, 'ts');
      ownMessage(conversation, ts, api, 'cant_delete_message');
      api.store.remove(conversation, ts);
      return { channel: conversation.id, ts };
    },
  },

  'chat.postEphemeral': {
    scope: 'chat:write',
    run: (args, api) => {
      const conversation = visibleConversation(requiredArg(args, 'channel'), api);
      if (!botIsIn(conversation, api)) throw new SlackRefusal('not_in_channel');
      const user = requiredArg(args, 'user');
      if (!conversation.members.includes(user)) throw new SlackRefusal('user_not_in_channel');
      const message = api.store.post(conversation, {
        user: api.store.workspace.bot.userId,
        ...contentOf(args, api),
        threadTs: threadOf(conversation, textArg(args, 'thread_ts')),
        visibleTo: user,
      });
      return { message_ts: message.ts };
    },
  },

  'chat.getPermalink': {
    run: (args, api) => {
      const conversation = visibleConversation(requiredArg(args, 'channel'), api);
      const ts = requiredArg(args, 'message_ts');
      if (!conversation.messages.some((message) => message.ts === ts && !message.visibleTo)) {
        throw new SlackRefusal('message_not_found');
      }
      const permalink = `https://acme.slack.example/archives/${conversation.id}/p${ts.replace('.', '')}`;
      return { channel: conversation.id, permalink };
    },
  },
};

/** A conversation id, or a person's id, which means the DM with them. */
function postTarget(id: string, api: Api): Conversation {
  const person = api.store.person(id);
  if (person) {
    const direct = person.deleted ? undefined : api.store.directMessage(id);
    if (!direct) throw new SlackRefusal('channel_not_found');
    return direct;
  }
  const conversation = visibleConversation(id, api);
  // An app has chat:write.public only if it asked for it, so an unnamed list of scopes does not include it.
  const mayPost = botIsIn(conversation, api) || (api.scopes !== undefined && hasScope(api, 'chat:write.public'));
  if (!mayPost) throw new SlackRefusal('not_in_channel');
  return conversation;
}

/** Text and blocks of a call, refused as Slack refuses them. */
function contentOf(args: Args, api: Api): { text: string; blocks: unknown[] } {
  return messageContent({ text: args.text, blocks: jsonArg(args, 'blocks', 'invalid_blocks_format') }, api.content);
}

/** Text and blocks of any message an app sends: by method, by response URL, or as the answer to a command. */
export function messageContent(
  sent: { text?: unknown; blocks?: unknown },
  { newId, refused }: ContentRules,
): { text: string; blocks: unknown[] } {
  const text = typeof sent.text === 'string' ? sent.text : '';
  if (sent.blocks !== undefined && !Array.isArray(sent.blocks)) throw new SlackRefusal('invalid_blocks_format');
  const blocks = sent.blocks ?? [];
  if (text === '' && blocks.length === 0) throw new SlackRefusal('no_text');
  const problems = [...messageProblems({ blocks }), ...refusedProblems(blocks, refused)];
  if (problems.length > 0) {
    const tooLong = problems.every((line) => line.startsWith('msg_blocks_too_long'));
    throw new SlackRefusal(
      tooLong ? 'msg_blocks_too_long' : 'invalid_blocks',
      problems.map((line) => `[ERROR] ${line}`),
    );
  }
  return { text: text.slice(0, 40_000), blocks: withIds(blocks, newId) };
}

function refusedProblems(blocks: unknown[], refused: Set<string>): string[] {
  return blocks.flatMap((block, index) =>
    isRecord(block) && refused.has(String(block.type)) ? [unsupported(block.type, `/blocks/${index}`)] : [],
  );
}

function metadataOf(args: Args): JsonObject | undefined {
  const metadata = jsonArg(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined || (isRecord(metadata) && Object.keys(metadata).length === 0)) return undefined;
  if (!isMetadata(metadata)) throw new SlackRefusal('invalid_metadata_format');
  if (JSON.stringify(metadata).length > METADATA_BYTES) throw new SlackRefusal('metadata_too_large');
  return metadata;
}

function ownMessage(conversation: Conversation, ts: string, api: Api, refusal: string) {
  const message = conversation.messages.find((other) => other.ts === ts && !other.visibleTo);
  if (!message) throw new SlackRefusal('message_not_found');
  if (message.user !== api.store.workspace.bot.userId) throw new SlackRefusal(refusal);
  return message;
}
