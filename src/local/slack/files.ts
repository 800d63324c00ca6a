import type { JsonObject } from '../../slack/blocks/limits-parts';
import { SlackRefusal } from './refusal';
import type { StoredFile } from './store';

export type Files = ReturnType<typeof createFiles>;

/** Uploaded files: reserved by name and length, filled by a POST, shared by completing. */
export function createFiles(uploadUrl: (id: string) => string) {
  const reserved = new Map<string, { name: string; length: number; bytes?: Buffer }>();
  const shared = new Map<string, StoredFile>();
  let count = 0;

  const uploaded = (id: string) => {
    const file = reserved.get(id);
    if (!file?.bytes) throw new SlackRefusal('file_not_found');
    return { name: file.name, bytes: file.bytes };
  };

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
    /** All of them or, when one was not uploaded, none. */
    complete(wanted: { id: string; title?: string }[]): StoredFile[] {
      const files = wanted.map(({ id, title }) => {
        const { name, bytes } = uploaded(id);
        return { id, name, title: title ?? name, mimetype: mimetypeOf(name), bytes };
      });
      for (const file of files) {
        reserved.delete(file.id);
        shared.set(file.id, file);
      }
      return files;
    },
    list: () => [...shared.values()],
    reset() {
      reserved.clear();
      shared.clear();
    },
  };
}

/** A file as the API describes it: https://docs.slack.dev/reference/objects/file-object */
export function fileObject({ id, name, title, mimetype, bytes }: StoredFile): JsonObject {
  return { id, name, title, mimetype, filetype: extensionOf(name), size: bytes.length, mode: 'hosted' };
}

const mimetypes: Record<string, string> = {
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
};

function mimetypeOf(name: string): string {
  return mimetypes[extensionOf(name)] ?? 'application/octet-stream';
}

function extensionOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'binary';
}
