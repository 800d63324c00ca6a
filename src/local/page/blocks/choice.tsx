import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { useId } from 'preact/hooks';
import type { ElementProps } from './element';
import { Text } from './text';
import { useField } from './use-field';

export function RadioGroup({ blockId, element, field }: ElementProps<RadioButtons>) {
  const { value, change, beside, attributes } = useField(blockId, element, field);
  const name = useId();
  const chosen = optionsIn([value.selected_option])[0];
  return (
    <div role="radiogroup" class="choices" {...attributes}>
      {element.options.map((option) => (
        <Choice
          key={option.value}
          type="radio"
          name={name}
          option={option}
          checked={option.value === chosen}
          onToggle={() => change({ selected_option: option })}
        />
      ))}
      {beside}
    </div>
  );
}

export function CheckboxGroup({ blockId, element, field }: ElementProps<Checkboxes>) {
  const { value, change, beside, attributes } = useField(blockId, element, field);
  const name = useId();
  const chosen = new Set(optionsIn(value.selected_options));
  const toggle = (toggled: Option) => {
    const keeps = (option: Option) =>
      option.value === toggled.value ? !chosen.has(option.value) : chosen.has(option.value);
    change({ selected_options: element.options.filter(keeps) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label is the input block's own, so a fieldset has no legend to give
    <div role="group" class="choices" {...attributes}>
      {element.options.map((option) => (
        <Choice
          key={option.value}
          type="checkbox"
          name={name}
          option={option}
          checked={chosen.has(option.value)}
          onToggle={() => toggle(option)}
        />
      ))}
      {beside}
    </div>
  );
}

/** The `value` of every option in a list that came through `state.values`. */
function optionsIn(list: unknown): (string | undefined)[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((option: unknown) =>
    typeof option === 'object' && option !== null && 'value' in option ? [String(option.value)] : [],
  );
}

interface ChoiceProps {
  type: 'radio' | 'checkbox';
  name: string;
  option: Option;
  checked: boolean;
  onToggle: () => void;
}

function Choice({ type, name, option, checked, onToggle }: ChoiceProps) {
  return (
    <label class="choice">
      <input type={type} name={name} value={option.value} checked={checked} onChange={onToggle} />
      <span>
        <Text text={option.text} />
        {option.description && (
          <small>
            <Text text={option.description} />
          </small>
        )}
      </span>
    </label>
  );
}
