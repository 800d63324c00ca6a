import { isRecord } from '../../slack/blocks/limits-parts';
import { fileObject } from './files';
import { joinedConversation, jsonArg, type Method, requiredArg, textArg, threadOf } from './method';
import { messageContent } from './methods-chat';
import { SlackRefusal } from './refusal';

/** Upload in three steps: https://docs.slack.dev/messaging/working-with-files#upload */
export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': {
    scope: 'files:write',
    run: (args, api) => {
      const length = Number(requiredArg(args, 'length'));
      if (!Number.isInteger(length) || length < 1) throw new SlackRefusal('invalid_arguments');
      return api.files.reserve(requiredArg(args, 'filename'), length);
    },
  },

  'files.completeUploadExternal': {
    scope: 'files:write',
    run: (args, api) => {
      const named = jsonArg(args, 'files');
      if (!Array.isArray(named) || named.length === 0) throw new SlackRefusal('invalid_arguments');
      const channel = textArg(args, 'channel_id');
      // A person's id is refused here, unlike in chat.postMessage.
      const conversation = channel ? joinedConversation(channel, api) : undefined;
      const comment = textArg(args, 'initial_comment') ?? '';
      const sent = comment === '' ? jsonArg(args, 'blocks', 'invalid_blocks_format') : undefined;
      const { blocks } = sent === undefined ? { blocks: [] } : messageContent({ blocks: sent }, api.content);
      const files = api.files.complete(
        named.filter(isRecord).map((file) => ({ id: String(file.id), title: textArg(file, 'title') })),
      );
      if (conversation) {
        api.store.post(conversation, {
          user: api.store.workspace.bot.userId,
          text: comment,
          blocks,
          threadTs: threadOf(conversation, textArg(args, 'thread_ts')),
          files,
        });
      }
      return { files: files.map(fileObject) };
    },
  },
};
