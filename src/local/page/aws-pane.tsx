import { useState } from 'preact/hooks';
import { createInput, freeName, type Launch, misconfigured } from './launch';
import { LaunchForm } from './launch-form';
import { NotebookRow } from './notebook-row';
import { usePage } from './page-context';

/** A small console beside the workspace: launch, stop, fix and delete notebooks. */
export function AwsPane() {
  const { state, send, notify } = usePage();
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const name = freeName(state);

  const create = async (body: Record<string, unknown>) => {
    if (busy) return false;
    setBusy(true);
    setError('');
    const outcome = await send('/api/aws/create', body);
    setBusy(false);
    if (outcome.ok) notify('AWS accepted the launch. The bot hears about it as it would from CloudTrail.');
    else setError(outcome.error ?? 'AWS did not answer.');
    return outcome.ok;
  };
  const launch = (wanted: Launch) => create({ input: createInput(wanted, state) });

  return (
    <aside class="aws" aria-label="AWS">
      <header class="aws-header">
        <h2>
          AWS: {state.account.name} <span>/ {state.account.region}</span>
        </h2>
        <p>SageMaker · account {state.account.id}</p>
      </header>
      <div class="aws-body">
        <button
          type="button"
          id="launch"
          class="launch-button"
          aria-busy={busy}
          onClick={() => void launch(misconfigured(state))}
        >
          Launch {name} with direct internet access
        </button>
        <div class="aws-row">
          <span class="aws-count">{countWords(state.notebooks.length)}</span>
          <button type="button" class="link-button" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            edit {editing ? '▾' : '▸'}
          </button>
        </div>
        {error && (
          <p class="field-error" role="alert">
            {error}
          </p>
        )}
        {editing && (
          <LaunchForm
            busy={busy}
            onLaunch={(wanted) => void launch(wanted)}
            onCommand={(command) => create({ command })}
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
