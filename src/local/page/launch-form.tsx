import { useId, useState } from 'preact/hooks';
import { ChoiceRow, TagsRow, TextRow } from './form-rows';
import { type Launch, misconfigured, presets } from './launch';
import { usePage } from './page-context';
import { namedField } from './refusal';
import { Refused } from './refused';

interface LaunchFormProps {
  busy: boolean;
  /** Both answer why it was refused, or an empty text. */
  onLaunch: (launch: Launch) => Promise<string>;
  onCommand: (command: string) => Promise<string>;
}

/** Who is said to launch, where it is not the visitor. */
const notes: Record<Launch['by'], string> = {
  me: '',
  pipeline: 'Launched by the session GitHubActions of a deployment role, so nobody’s name is on it.',
  past: 'AWS makes no notebook on Amazon Linux 2 any more. This one is put there as if you had made it two years ago, with direct internet access; its new owner tag lets the bot look at it.',
};

export function LaunchForm({ busy, onLaunch, onCommand }: LaunchFormProps) {
  return (
    <div class="launch-form">
      <EditedLaunch busy={busy} onLaunch={onLaunch} />
      <CommandForm busy={busy} onCommand={onCommand} />
    </div>
  );
}

function EditedLaunch({ busy, onLaunch }: Omit<LaunchFormProps, 'onCommand'>) {
  const { state } = usePage();
  const [launch, setLaunch] = useState(() => misconfigured(state));
  const [error, setError] = useState('');
  const edit = (next: Launch) => {
    setLaunch(next);
    setError('');
  };
  const set = (change: Partial<Launch>) => edit({ ...launch, ...change });
  const isPast = launch.by === 'past';
  const named = namedField(error);
  const field = named && (!isPast || named === 'name') ? named : null;
  const errorOf = (name: typeof field) => (name === field ? error : '');
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        setError('');
        setError(await onLaunch(launch));
      }}
    >
      <fieldset class="presets">
        <legend>Preset</legend>
        {presets.map(({ label, fill }) => (
          <button key={label} type="button" class="chip" onClick={() => edit(fill(state))}>
            {label}
          </button>
        ))}
      </fieldset>
      {notes[launch.by] && <p class="hint">{notes[launch.by]}</p>}
      <TextRow label="Name" value={launch.name} error={errorOf('name')} onChange={(name) => set({ name })} />
      {!isPast && <LaunchSettings launch={launch} errorOf={errorOf} set={set} />}
      <button type="submit" class="button" aria-busy={busy}>
        {isPast ? 'Put it there' : 'Launch as edited'}
      </button>
      {field === null && <Refused error={error} />}
    </form>
  );
}

interface LaunchSettingsProps {
  launch: Launch;
  errorOf: (field: ReturnType<typeof namedField>) => string;
  set: (change: Partial<Launch>) => void;
}

function LaunchSettings({ launch, errorOf, set }: LaunchSettingsProps) {
  return (
    <>
      <ChoiceRow
        label="Direct internet access"
        value={launch.internet}
        options={['Enabled', 'Disabled']}
        onChange={(value) => set({ internet: value === 'Enabled' ? 'Enabled' : 'Disabled' })}
      />
      <ChoiceRow
        label="Root access"
        value={launch.root}
        options={['Enabled', 'Disabled']}
        onChange={(value) => set({ root: value === 'Enabled' ? 'Enabled' : 'Disabled' })}
      />
      <TextRow
        label="Subnet"
        value={launch.subnetId}
        placeholder="none"
        error={errorOf('subnetId')}
        onChange={(subnetId) => set({ subnetId })}
      />
      <TextRow
        label="Security groups"
        value={launch.securityGroups}
        placeholder="none"
        error={errorOf('securityGroups')}
        onChange={(securityGroups) => set({ securityGroups })}
      />
      <ChoiceRow
        label="Minimum IMDS version"
        value={launch.imds}
        options={['1', '2']}
        onChange={(value) => set({ imds: value === '1' ? '1' : '2' })}
      />
      <TagsRow value={launch.tags} error={errorOf('tags')} onChange={(tags) => set({ tags })} />
    </>
  );
}

function CommandForm({ busy, onCommand }: Pick<LaunchFormProps, 'busy' | 'onCommand'>) {
  const [command, setCommand] = useState('');
  const [error, setError] = useState('');
  const id = useId();
  const run = async () => {
    setError('');
    const refused = await onCommand(command.trim());
    setError(refused);
    if (!refused) setCommand('');
  };
  return (
    <form
      class="command-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <label for={id}>Or paste a whole command</label>
      <textarea
        id={id}
        class="input mono"
        rows={3}
        spellcheck={false}
        placeholder="aws sagemaker create-notebook-instance …"
        value={command}
        onInput={(event) => {
          setCommand(event.currentTarget.value);
          setError('');
        }}
      />
      <button type="submit" class="button" aria-busy={busy} disabled={command.trim() === ''}>
        Run the corrected command
      </button>
      <Refused error={error} />
    </form>
  );
}
