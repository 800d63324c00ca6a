import type { ComponentChildren } from 'preact';
import { usePress } from './confirm';
import type { Field } from './element';
import { useSurface } from './surface';
import { actionIdOf, type BlockElement, type ElementValue } from './values';

interface FieldState {
  value: ElementValue;
  /** Keeps the new value and, where Slack does, tells the app. */
  change(value: Record<string, unknown>): void;
  /** Keeps the new value without telling the app. */
  keep(value: Record<string, unknown>): void;
  /** Tells the app what is there now. */
  tell(value: Record<string, unknown>): void;
  beside: ComponentChildren;
  /** Attributes that tie the control to its label, hint and error. */
  attributes: {
    id?: string;
    'aria-labelledby'?: string;
    'aria-describedby'?: string;
    'aria-invalid'?: boolean;
    'aria-label'?: string;
    'data-focus'?: boolean;
  };
}

/** The value of a stateful element, and how it is changed. */
export function useField(blockId: string, element: BlockElement, field: Field | undefined): FieldState {
  const { form } = useSurface();
  const { press, beside } = usePress(blockId, element);
  const actionId = actionIdOf(element);
  const keep = (value: Record<string, unknown>) => form.edit(blockId, actionId, { type: element.type, ...value });
  const tells = !field || field.dispatch;
  return {
    value: form.read()[blockId]?.[actionId] ?? { type: element.type },
    keep,
    change: (value) => {
      keep(value);
      if (tells) press(value);
    },
    tell: (value) => {
      if (tells) press(value);
    },
    beside,
    attributes: field
      ? {
          'data-focus': ('focus_on_load' in element && element.focus_on_load) || undefined,
          id: field.id,
          'aria-labelledby': field.labelId,
          'aria-describedby': field.describedBy,
          'aria-invalid': field.invalid,
        }
      : { 'aria-label': placeholderOf(element) ?? actionId },
  };
}

export function placeholderOf(element: BlockElement): string | undefined {
  return 'placeholder' in element ? element.placeholder?.text : undefined;
}
