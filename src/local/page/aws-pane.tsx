import { useState } from 'preact/hooks';
import { freeName, type Launch, launchRequest, misconfigured } from './launch';
import { LaunchForm } from './launch-form';
import { NotebookRow } from './notebook-row';
import { usePage } from './page-context';
import { Refused } from './refused';

/** A small console beside the workspace: launch, stop, fix and delete notebooks. */
export function AwsPane() {
  const { state, send, notify } = usePage();
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const name = freeName(state);

  /** Answers why it was refused, or an empty text. */
  const create = async ({ path, body }: ReturnType<typeof launchRequest>): Promise<string> => {
    if (busy) return '';
    setBusy(true);
    const outcome = await send(path, body);
    setBusy(false);
    if (!outcome.ok) return outcome.error ?? 'AWS did not answer.';
    notify('AWS accepted it. The bot hears about it as it would from CloudTrail.');
    return '';
  };
  const launch = (wanted: Launch) => create(launchRequest(wanted, state));
  const launchAtOnce = async () => {
    setError('');
    setError(await launch(misconfigured(state)));
  };

  return (
    <aside class="aws" aria-label="AWS">
      <header class="aws-header">
        <h2>
          AWS: <bdi>{state.account.name}</bdi> <span>/ {state.account.region}</span>
        </h2>
        <p>SageMaker · account {state.account.id}</p>
      </header>
      <div class="aws-body">
        <button type="button" id="launch" class="launch-button" aria-busy={busy} onClick={() => void launchAtOnce()}>
          <span>
            Launch <bdi>{name}</bdi> with direct internet access
          </span>
        </button>
        <Refused error={error} />
        <div class="aws-row">
          <span class="aws-count">{countWords(state.notebooks.length)}</span>
          <button type="button" class="link-button" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            edit {editing ? '▾' : '▸'}
          </button>
        </div>
        {editing && (
          <LaunchForm
            busy={busy}
            onLaunch={launch}
            onCommand={(command) => create({ path: '/api/aws/create', body: { command } })}
          />
        )}
        <ul class="notebooks" aria-label="Notebook instances">
          {state.notebooks.map((notebook) => (
            <NotebookRow key={`${notebook.name}-${notebook.createdAt}`} notebook={notebook} />
          ))}
        </ul>
        {state.notebooks.length === 0 && <p class="empty">No notebook instances in this region.</p>}
      </div>
    </aside>
  );
}

function countWords(count: number): string {
  return count === 1 ? '1 notebook' : `${count} notebooks`;
}
