import { useId } from 'preact/hooks';
import { Refused } from './refused';

interface RowProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

interface RefusableRowProps extends RowProps {
  /** Why AWS refused this very field. */
  error?: string;
}

/** What ties a field to the refusal below it. */
const told = (id: string, error: string) => (error ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {});

export function TextRow({
  label,
  value,
  placeholder,
  error = '',
  onChange,
}: RefusableRowProps & { placeholder?: string }) {
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
        {...told(id, error)}
      />
      <Refused error={error} id={`${id}-error`} />
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

export function TagsRow({ value, error = '', onChange }: Omit<RefusableRowProps, 'label'>) {
  const id = useId();
  return (
    <div class="form-row form-row-tall">
      <label for={id}>Tags, one a line</label>
      <textarea
        id={id}
        class="input mono"
        rows={4}
        dir="auto"
        spellcheck={false}
        placeholder="Owner=dana@acme.example"
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
        {...told(id, error)}
      />
      <Refused error={error} id={`${id}-error`} />
    </div>
  );
}
