import { useId, useState } from 'preact/hooks';
import { compliant, type Launch, misconfigured, platforms } from './launch';
import { usePage } from './page-context';

interface LaunchFormProps {
  busy: boolean;
  onLaunch: (launch: Launch) => void;
  /** Answers whether AWS accepted it. */
  onCommand: (command: string) => Promise<boolean>;
}

export function LaunchForm({ busy, onLaunch, onCommand }: LaunchFormProps) {
  const { state } = usePage();
  const [launch, setLaunch] = useState(() => misconfigured(state));
  const set = (change: Partial<Launch>) => setLaunch({ ...launch, ...change });
  return (
    <div class="launch-form">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onLaunch(launch);
        }}
      >
        <div class="presets">
          <span>Preset</span>
          <button type="button" class="chip" onClick={() => setLaunch(misconfigured(state))}>
            misconfigured
          </button>
          <button type="button" class="chip" onClick={() => setLaunch(compliant(state))}>
            compliant
          </button>
        </div>
        <TextRow label="Name" value={launch.name} onChange={(name) => set({ name })} />
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
        <TextRow label="Subnet" value={launch.subnetId} placeholder="none" onChange={(subnetId) => set({ subnetId })} />
        <TextRow
          label="Security groups"
          value={launch.securityGroups}
          placeholder="none"
          onChange={(securityGroups) => set({ securityGroups })}
        />
        <ChoiceRow
          label="Platform"
          value={launch.platform}
          options={platforms}
          onChange={(platform) => set({ platform })}
        />
        <ChoiceRow
          label="Minimum IMDS version"
          value={launch.imds}
          options={['1', '2']}
          onChange={(value) => set({ imds: value === '1' ? '1' : '2' })}
        />
        <TagsRow value={launch.tags} onChange={(tags) => set({ tags })} />
        <button type="submit" class="button" aria-busy={busy}>
          Launch as edited
        </button>
      </form>
      <CommandForm busy={busy} onCommand={onCommand} />
    </div>
  );
}

function CommandForm({ busy, onCommand }: Pick<LaunchFormProps, 'busy' | 'onCommand'>) {
  const [command, setCommand] = useState('');
  const id = useId();
  const run = async () => {
    if (await onCommand(command.trim())) setCommand('');
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
        onInput={(event) => setCommand(event.currentTarget.value)}
      />
      <button type="submit" class="button" aria-busy={busy} disabled={command.trim() === ''}>
        Run the corrected command
      </button>
    </form>
  );
}

interface RowProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function TextRow({ label, value, placeholder, onChange }: RowProps & { placeholder?: string }) {
  const id = useId();
  return (
    <div class="form-row">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="text"
        value={value}
        placeholder={placeholder}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

export function ChoiceRow({ label, value, options, onChange }: RowProps & { options: string[] }) {
  const id = useId();
  return (
    <div class="form-row">
      <label for={id}>{label}</label>
      <select id={id} class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </div>
  );
}

export function TagsRow({ value, onChange }: Omit<RowProps, 'label'>) {
  const id = useId();
  return (
    <div class="form-row form-row-tall">
      <label for={id}>Tags, one a line</label>
      <textarea
        id={id}
        class="input mono"
        rows={4}
        spellcheck={false}
        placeholder="Owner=dana@acme.example"
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
