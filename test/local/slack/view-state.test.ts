import { clientErrors, initialValues, mergedValues, withIds } from '../../../src/local/slack/view-state';
import { plain } from './people';

const option = (value: string) => ({ text: plain(value), value });
const input = (element: object, extra: object = {}) => ({
  type: 'input',
  block_id: 'b',
  label: plain('x'),
  element: { action_id: 'a', ...element },
  ...extra,
});
const firstValue = (element: object) => initialValues([input(element)]).b?.a;

describe('first values', () => {
  it.each<[string, object, object, object]>([
    ['plain_text_input', { initial_value: 'x' }, { value: 'x' }, { value: null }],
    ['datepicker', { initial_date: '2026-12-01' }, { selected_date: '2026-12-01' }, { selected_date: null }],
    ['timepicker', { initial_time: '17:00' }, { selected_time: '17:00' }, { selected_time: null }],
    ['datetimepicker', { initial_date_time: 1 }, { selected_date_time: 1 }, { selected_date_time: null }],
    ['static_select', { initial_option: option('x') }, { selected_option: option('x') }, { selected_option: null }],
    ['radio_buttons', { initial_option: option('x') }, { selected_option: option('x') }, { selected_option: null }],
    ['checkboxes', { initial_options: [option('x')] }, { selected_options: [option('x')] }, { selected_options: [] }],
    ['users_select', { initial_user: 'U1' }, { selected_user: 'U1' }, { selected_user: null }],
    ['multi_users_select', { initial_users: ['U1'] }, { selected_users: ['U1'] }, { selected_users: [] }],
    [
      'conversations_select',
      { initial_conversation: 'C1' },
      { selected_conversation: 'C1' },
      { selected_conversation: null },
    ],
  ])('of %s', (type, initial, given, empty) => {
    expect(firstValue({ type, ...initial })).toEqual({ type, ...given });
    expect(firstValue({ type })).toEqual({ type, ...empty });
  });

  it('are nothing for a button', () => {
    const blocks = [{ type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'a' }] }];
    expect(initialValues(blocks)).toEqual({});
  });
});

describe('merged values', () => {
  const held = { b: { a: { type: 'plain_text_input', value: 'typed' } } };

  it('treat an emptied text as null', () => {
    const sent = { b: { a: { type: 'plain_text_input', value: '' } } };
    expect(mergedValues([input({ type: 'plain_text_input' })], held, sent)).toEqual({
      b: { a: { type: 'plain_text_input', value: null } },
    });
  });

  it('forget a value when another kind of element took the ids', () => {
    const blocks = [input({ type: 'number_input', initial_value: '3' })];
    expect(mergedValues(blocks, held, {})).toEqual({ b: { a: { type: 'number_input', value: '3' } } });
  });

  it('ignore what was sent for elements that are not there', () => {
    expect(mergedValues([], held, { x: { y: { value: 'forged' } } })).toEqual({});
  });
});

describe('the checks of the client', () => {
  it('look at input blocks only', () => {
    const select = { type: 'static_select', action_id: 'a', options: [option('x')] };
    const section = { type: 'section', block_id: 's', text: plain('x'), accessory: select };
    expect(clientErrors([section], initialValues([section]))).toEqual({});
  });

  it.each([
    { type: 'checkboxes', options: [option('x')] },
    { type: 'datepicker' },
    { type: 'multi_users_select' },
    { type: 'plain_text_input' },
  ])('miss a value in %j unless it is optional', (element) => {
    const required = [input(element)];
    const optional = [input(element, { optional: true })];
    expect(clientErrors(required, initialValues(required))).toEqual({ b: 'Please complete this required field.' });
    expect(clientErrors(optional, initialValues(optional))).toEqual({});
  });
});

describe('ids', () => {
  it('are made for blocks, accessories, inputs and buttons that have none', () => {
    let count = 0;
    const named = withIds(
      [
        { type: 'section', accessory: { type: 'button' } },
        { type: 'actions', block_id: 'mine', elements: [{ type: 'button', action_id: 'own' }, { type: 'button' }] },
        { type: 'section', accessory: { type: 'image' } },
      ],
      () => {
        count += 1;
        return `id${count}`;
      },
    );
    expect(named).toEqual([
      { type: 'section', block_id: 'id1', accessory: { type: 'button', action_id: 'id2' } },
      {
        type: 'actions',
        block_id: 'mine',
        elements: [
          { type: 'button', action_id: 'own' },
          { type: 'button', action_id: 'id3' },
        ],
      },
      { type: 'section', block_id: 'id4', accessory: { type: 'image' } },
    ]);
  });
});
