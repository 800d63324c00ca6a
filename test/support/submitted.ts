import type { InputBlock, ModalView } from '@slack/types';

type Change = string | string[] | null;

export function inputsOf(view: ModalView): InputBlock[] {
  return view.blocks.filter((block): block is InputBlock => block.type === 'input');
}

/**
 * `view.state.values` as Slack sends it for a form that was submitted as it was opened, but for `changes` by block_id: the
 * date, text, person, or value of the option chosen (several: a list; null: left empty).
 */
export function submitted(view: ModalView, changes: Record<string, Change> = {}): Record<string, unknown> {
  const inputs = inputsOf(view);
  const strange = Object.keys(changes).filter((id) => !inputs.some(({ block_id }) => block_id === id));
  if (strange.length > 0) throw new Error(`the form has no field ${strange.join(', ')}`);
  return Object.fromEntries(
    inputs.map(({ block_id = '', element }) => [
      block_id,
      { [element.action_id ?? '']: { type: element.type, ...held(element, changes[block_id]) } },
    ]),
  );
}

function held(element: InputBlock['element'], change: Change | undefined): Record<string, unknown> {
  switch (element.type) {
    case 'plain_text_input':
      return { value: change === undefined ? (element.initial_value ?? null) : change };
    case 'datepicker':
      return { selected_date: change === undefined ? (element.initial_date ?? null) : change };
    case 'users_select':
      return { selected_user: change === undefined ? (element.initial_user ?? null) : change };
    case 'radio_buttons':
      return { selected_option: change === undefined ? (element.initial_option ?? null) : chosen(change) };
    case 'checkboxes':
      return {
        selected_options: change === undefined ? (element.initial_options ?? []) : [change ?? []].flat().map(chosen),
      };
    default:
      throw new Error(`no form of ours has a ${element.type}`);
  }
}

function chosen(value: Change) {
  return value === null ? null : { text: { type: 'plain_text', text: 'as shown' }, value };
}
