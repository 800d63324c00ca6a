import type { FileView } from '../page-state';
import { fileSize } from './file-size';
import { usePage } from './page-context';

/** The files shared with a message, each to be saved. */
export function Files({ files }: { files: FileView[] }) {
  const { state } = usePage();
  return (
    <ul class="files" aria-label="Files">
      {files.map(({ id, name, title, size }) => (
        <li key={id}>
          <a href={`/api/slack/file?${new URLSearchParams({ as: state.me, id })}`} download={name} class="file">
            <span class="file-kind" aria-hidden="true">
              {kindOf(name)}
            </span>
            <span class="file-words">
              <strong>
                <bdi>{title}</bdi>
              </strong>
              <small>
                {fileSize(size)}
                {title !== name && (
                  <>
                    {' · '}
                    <bdi>{name}</bdi>
                  </>
                )}
              </small>
            </span>
            <span class="file-save">Download</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function kindOf(name: string): string {
  return /\.([a-z0-9]{1,4})$/i.exec(name)?.[1]?.toUpperCase() ?? 'FILE';
}
