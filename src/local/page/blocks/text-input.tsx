import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import type { ElementProps } from './element';
import { placeholderOf, useField } from './use-field';

type AnyTextInput = PlainTextInput | EmailInput | URLInput | NumberInput;

/** A field to type in. As in Slack, an action is sent on Enter, or on every character where the element asks for it. */
export function TextInput({ blockId, element, field }: ElementProps<AnyTextInput>) {
  const { value, keep, tell, beside, attributes } = useField(blockId, element, field);
  const text = typeof value.value === 'string' ? value.value : '';
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const multiline = element.type === 'plain_text_input' && element.multiline === true;
  const limits =
    element.type === 'plain_text_input' ? { minLength: element.min_length, maxLength: element.max_length ?? 3000 } : {};
  const common = {
    ...attributes,
    ...limits,
    class: 'input',
    value: text,
    placeholder: placeholderOf(element),
    onInput: (event: { currentTarget: { value: string } }) => {
      const typed = event.currentTarget.value || null;
      keep({ value: typed });
      if (triggers.includes('on_character_entered')) tell({ value: typed });
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    if (triggers.includes('on_enter_pressed')) tell({ value: text || null });
  };
  return (
    <>
      {multiline && <textarea {...common} rows={3} />}
      {!multiline && element.type === 'number_input' && (
        <input
          {...common}
          type="number"
          min={element.min_value}
          max={element.max_value}
          step={element.is_decimal_allowed ? 'any' : '1'}
          onKeyDown={onKeyDown}
        />
      )}
      {!multiline && element.type !== 'number_input' && (
        <input {...common} type="text" inputMode={inputModes[element.type]} onKeyDown={onKeyDown} />
      )}
      {limits.maxLength !== undefined && text.length > limits.maxLength - 100 && (
        <small class="hint">{limits.maxLength - text.length} characters left</small>
      )}
      {beside}
    </>
  );
}

const inputModes = { plain_text_input: 'text', email_text_input: 'email', url_text_input: 'url' } as const;
