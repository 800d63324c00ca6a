import { isRecord } from '../../slack/blocks/limits-parts';
import { joinedConversation, jsonArg, type Method, requiredArg, textArg } from './method';
import { SlackRefusal } from './refusal';
import type { StoredFile } from './store';

export type Files = ReturnType<typeof createFiles>;

/** Uploaded files: reserved by name and length, filled by a POST, shared by completing. */
export function createFiles(uploadUrl: (id: string) => string) {
  const reserved = new Map<string, { name: string; length: number; bytes?: Buffer }>();
  const shared = new Map<string, StoredFile>();
  let count = 0;
  return {
    reserve(name: string, length: number) {
      count += 1;
      const id = `F${String(count).padStart(10, '0')}`;
      reserved.set(id, { name, length });
      return { file_id: id, upload_url: uploadUrl(id) };
    },
    /** False when the id is unknown or the length is not the one that was announced. */
    receive(id: string, bytes: Buffer): boolean {
      const file = reserved.get(id);
      if (!file || file.length !== bytes.length) return false;
      file.bytes = bytes;
      return true;
    },
    complete(id: string, title: string | undefined): StoredFile {
      const file = reserved.get(id);
      if (!file?.bytes) throw new SlackRefusal('file_not_found');
      reserved.delete(id);
      const done = { id, name: file.name, title: title ?? file.name, bytes: file.bytes };
      shared.set(id, done);
      return done;
    },
    list: () => [...shared.values()],
    reset() {
      reserved.clear();
      shared.clear();
    },
  };
}

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
      const conversation = channel ? joinedConversation(channel, api) : undefined;
      const files = named.filter(isRecord).map((file) => api.files.complete(String(file.id), textArg(file, 'title')));
      if (conversation) {
        api.store.post(conversation, {
          user: api.store.workspace.bot.userId,
          text: textArg(args, 'initial_comment') ?? '',
          blocks: [],
          threadTs: textArg(args, 'thread_ts'),
          files,
        });
      }
      return { files: files.map(({ id, name, title }) => ({ id, name, title })) };
    },
  },
};
