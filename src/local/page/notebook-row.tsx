import { useState } from 'preact/hooks';
import type { NotebookView } from '../page-state';
import { SAMPLE_TAG } from '../sample/tag';
import { ChoiceRow, TagsRow } from './form-rows';
import { usePage } from './page-context';
import { Refused } from './refused';
import { changedTags, readTags, tagLines } from './tags';

type Verb = 'stop' | 'start' | 'delete';

/** What AWS asks for before it does a thing; see the SageMaker API reference of each call. */
const needs: Record<Verb, { statuses: string[]; reason: string }> = {
  stop: { statuses: ['InService'], reason: 'AWS stops a notebook only while it is InService' },
  start: { statuses: ['Stopped'], reason: 'AWS starts a notebook only while it is Stopped' },
  delete: { statuses: ['Stopped', 'Failed'], reason: 'AWS deletes a notebook only once it is Stopped: stop it first' },
};

const labels: Record<Verb, string> = { stop: 'Stop', start: 'Start', delete: 'Delete' };

export function NotebookRow({ notebook }: { notebook: NotebookView }) {
  const [open, setOpen] = useState(false);
  return (
    <li class="notebook">
      <header>
        <h3>
          <bdi>{notebook.name}</bdi>
        </h3>
        {notebook.tags[SAMPLE_TAG.key] === SAMPLE_TAG.value && <span class="sample-badge">sample</span>}
        <StatusChip status={notebook.status} />
      </header>
      <Facts notebook={notebook} />
      <div class="notebook-actions">
        <Verbs notebook={notebook} />
        <button type="button" class="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          settings {open ? '▾' : '▸'}
        </button>
      </div>
      {open && <Settings notebook={notebook} />}
    </li>
  );
}

function StatusChip({ status }: { status: string }) {
  const tone = { InService: 'good', Stopped: 'still', Failed: 'bad' }[status] ?? 'moving';
  return <span class={`status status-${tone}`}>{status}</span>;
}

function Facts({ notebook }: { notebook: NotebookView }) {
  const facts = [
    { label: 'internet', value: notebook.directInternetAccess, warn: notebook.directInternetAccess === 'Enabled' },
    { label: 'root', value: notebook.rootAccess, warn: notebook.rootAccess === 'Enabled' },
    { label: 'imds', value: `v${notebook.imds}`, warn: notebook.imds === '1' },
    { label: 'subnet', value: notebook.subnetId ?? 'none', warn: !notebook.subnetId },
    { label: 'platform', value: notebook.platform, warn: false },
  ];
  const tags = Object.entries(notebook.tags);
  return (
    <>
      <dl class="facts">
        {facts.map(({ label, value, warn }) => (
          <div key={label} data-warn={warn}>
            <dt>{label}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p class="tags">
        {tags.length === 0 ? (
          <em>no tags</em>
        ) : (
          tags.map(([key, value]) => (
            <code key={key}>
              <bdi>{key}</bdi>=<bdi>{value}</bdi>
            </code>
          ))
        )}
      </p>
    </>
  );
}

function Verbs({ notebook }: { notebook: NotebookView }) {
  const { send, notify } = usePage();
  const [busy, setBusy] = useState<Verb | null>(null);
  const run = async (verb: Verb) => {
    setBusy(verb);
    const outcome = await send(`/api/aws/${verb}`, { name: notebook.name });
    setBusy(null);
    if (!outcome.ok) notify(`AWS refused: ${outcome.error ?? 'no answer'}`);
  };
  const verbs: Verb[] = ['stop', 'start', 'delete'];
  return (
    <>
      {verbs.map((verb) => {
        const allowed = needs[verb].statuses.includes(notebook.status);
        return (
          <button
            key={verb}
            type="button"
            class="button button-small"
            aria-label={`${labels[verb]} ${notebook.name}`}
            aria-busy={busy === verb}
            disabled={!allowed}
            title={allowed ? undefined : needs[verb].reason}
            onClick={() => void run(verb)}
          >
            {labels[verb]}
          </button>
        );
      })}
    </>
  );
}

/** What AWS lets change in place: root access and IMDS on a stopped notebook, tags at any time. */
function Settings({ notebook }: { notebook: NotebookView }) {
  const { send } = usePage();
  const [root, setRoot] = useState(notebook.rootAccess);
  const [imds, setImds] = useState(notebook.imds);
  const [tags, setTags] = useState(() => tagLines(notebook.tags));
  const [error, setError] = useState('');
  const stopped = notebook.status === 'Stopped';
  const save = async () => {
    const changed = changedTags(notebook.tags, readTags(tags));
    const outcome = await send('/api/aws/update', {
      input: {
        NotebookInstanceName: notebook.name,
        ...(root === notebook.rootAccess ? {} : { RootAccess: root }),
        ...(imds === notebook.imds
          ? {}
          : { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: imds } }),
      },
      ...(Object.keys(changed).length > 0 ? { tags: changed } : {}),
    });
    setError(outcome.ok ? '' : (outcome.error ?? 'AWS did not answer.'));
  };
  return (
    <form
      class="settings"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset
        disabled={!stopped}
        title={stopped ? undefined : 'AWS changes these only while the notebook is Stopped'}
      >
        <ChoiceRow label="Root access" value={root} options={['Enabled', 'Disabled']} onChange={setRoot} />
        <ChoiceRow label="Minimum IMDS version" value={imds} options={['1', '2']} onChange={setImds} />
      </fieldset>
      <TagsRow value={tags} onChange={setTags} />
      <p class="hint">Direct internet access and the network are fixed at launch: AWS cannot change them.</p>
      <button type="submit" class="button button-small">
        Save changes
      </button>
      <Refused error={error} />
    </form>
  );
}
