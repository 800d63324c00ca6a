import { currentValues, isKnownBlock } from '../../../src/local/page/blocks/values';

const blocks = [
  {
    type: 'input',
    block_id: 'when',
    label: { type: 'plain_text', text: 'When' },
    element: { type: 'datepicker', action_id: 'date', initial_date: '2026-12-01' },
  },
  {
    type: 'section',
    block_id: 'who',
    text: { type: 'mrkdwn', text: 'Who' },
    accessory: { type: 'users_select', action_id: 'user' },
  },
  {
    type: 'actions',
    block_id: 'press',
    elements: [
      { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } },
      { type: 'checkboxes', action_id: 'rules', options: [] },
    ],
  },
];

test('the values are the initial ones until something is edited; buttons have none', () => {
  expect(currentValues(blocks, {})).toEqual({
    when: { date: { type: 'datepicker', selected_date: '2026-12-01' } },
    who: { user: { type: 'users_select', selected_user: null } },
    press: { rules: { type: 'checkboxes', selected_options: [] } },
  });
});

test('an edit stays while its element is there', () => {
  const edits = { when: { date: { type: 'datepicker', selected_date: '2026-12-09' } } };
  expect(currentValues(blocks, edits).when?.date?.selected_date).toBe('2026-12-09');
  expect(currentValues(blocks.slice(1), edits).when).toBeUndefined();
});

test('an edit of another kind of element under the same ids is dropped', () => {
  const edits = { when: { date: { type: 'plain_text_input', value: 'soon' } } };
  expect(currentValues(blocks, edits).when?.date).toEqual({ type: 'datepicker', selected_date: '2026-12-01' });
});

test.each([[null], ['section'], [{}], [{ type: 'hologram' }], [{ type: 'toString' }], [{ type: 3 }]])(
  '%j is not a block Slack knows',
  (value) => {
    expect(isKnownBlock(value)).toBe(false);
    expect(currentValues([value], {})).toEqual({});
  },
);
