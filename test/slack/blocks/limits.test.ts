import type { KnownBlock } from '@slack/types';
import { blockProblems, messageProblems, type Surface, viewProblems } from '../../../src/slack/blocks/limits';

const long = (length: number) => 'x'.repeat(length);
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (value: string, text = value) => ({ text: plain(text), value });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const button = (extra: object = {}) => ({ type: 'button', text: plain('Open'), action_id: 'open', ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object) => ({ type: 'input', label: plain('Reason'), element });
const section = (text: object) => ({ type: 'section', text });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
const table = (rows: object[][]) => ({ type: 'table', rows });
const cell = (text: string) => ({ type: 'raw_text', text });
const pie = (extra: object = {}) => ({
  type: 'data_visualization',
  title: 'Open by severity',
  chart: { type: 'pie', segments: [{ label: 'High', value: 3 }], ...extra },
});
const line = (series: object[]) => ({
  type: 'data_visualization',
  title: 'Open by week',
  chart: { type: 'line', series, axis_config: { categories: ['W1', 'W2'] } },
});
const points = (...labels: string[]) => labels.map((label) => ({ label, value: 1 }));

interface Case {
  what: string;
  good: object;
  bad: object;
  surface?: Surface;
}

const cases: Case[] = [
  { what: 'a section text of 3000', good: section(mrkdwn(long(3000))), bad: section(mrkdwn(long(3001))) },
  { what: 'a text that is not empty', good: section(mrkdwn('x')), bad: section(mrkdwn('')) },
  { what: 'a section with text or fields', good: section(plain('x')), bad: { type: 'section' } },
  {
    what: 'emoji in plain_text',
    good: section({ ...plain('x'), emoji: true }),
    bad: section({ ...mrkdwn('x'), emoji: true }),
  },
  {
    what: 'verbatim in mrkdwn',
    good: section({ ...mrkdwn('x'), verbatim: true }),
    bad: section({ ...plain('x'), verbatim: true }),
  },
  {
    what: '10 fields',
    good: { type: 'section', fields: times(10, () => mrkdwn('x')) },
    bad: { type: 'section', fields: times(11, () => mrkdwn('x')) },
  },
  {
    what: 'fields of 2000',
    good: { type: 'section', fields: [mrkdwn(long(2000))] },
    bad: { type: 'section', fields: [mrkdwn(long(2001))] },
  },
  {
    what: 'a plain header of 150',
    good: { type: 'header', text: plain(long(150)) },
    bad: { type: 'header', text: plain(long(151)) },
  },
  {
    what: 'no mrkdwn in a header',
    good: { type: 'header', text: plain('x') },
    bad: { type: 'header', text: mrkdwn('x') },
  },
  {
    what: '10 context elements',
    good: { type: 'context', elements: times(10, () => mrkdwn('x')) },
    bad: { type: 'context', elements: times(11, () => mrkdwn('x')) },
  },
  {
    what: '25 actions',
    good: actions(...times(25, (i) => button({ action_id: `a${i}` }))),
    bad: actions(...times(26, (i) => button({ action_id: `a${i}` }))),
  },
  {
    what: 'action ids that differ within a block',
    good: actions(button(), button({ action_id: 'other' })),
    bad: actions(button(), button()),
  },
  {
    what: 'an action_id of 255',
    good: actions(button({ action_id: long(255) })),
    bad: actions(button({ action_id: long(256) })),
  },
  {
    what: 'a button text of 75',
    good: actions(button({ text: plain(long(75)) })),
    bad: actions(button({ text: plain(long(76)) })),
  },
  {
    what: 'a button value of 2000',
    good: actions(button({ value: long(2000) })),
    bad: actions(button({ value: long(2001) })),
  },
  {
    what: 'a button url of 3000',
    good: actions(button({ url: long(3000) })),
    bad: actions(button({ url: long(3001) })),
  },
  {
    what: 'an accessibility label of 75',
    good: actions(button({ accessibility_label: long(75) })),
    bad: actions(button({ accessibility_label: long(76) })),
  },
  { what: 'a known style', good: actions(button({ style: 'danger' })), bad: actions(button({ style: 'green' })) },
  {
    what: 'a confirm text of 300',
    good: actions(button({ confirm: { text: plain(long(300)) } })),
    bad: actions(button({ confirm: { text: plain(long(301)) } })),
  },
  {
    what: 'a confirm title of 100',
    good: actions(button({ confirm: { title: plain(long(100)), text: plain('x') } })),
    bad: actions(button({ confirm: { title: plain(long(101)), text: plain('x') } })),
  },
  {
    what: 'a confirm button of 30',
    good: actions(button({ confirm: { text: plain('x'), confirm: plain(long(30)) } })),
    bad: actions(button({ confirm: { text: plain('x'), confirm: plain(long(31)) } })),
  },
  {
    what: '5 overflow options',
    good: actions({ type: 'overflow', options: times(5, (i) => option(`${i}`)) }),
    bad: actions({ type: 'overflow', options: times(6, (i) => option(`${i}`)) }),
  },
  {
    what: 'option values of 75',
    good: actions({ type: 'overflow', options: [option(long(75), 'x')] }),
    bad: actions({ type: 'overflow', options: [option(long(76), 'x')] }),
  },
  {
    what: '100 select options',
    good: input({ type: 'static_select', options: times(100, (i) => option(`${i}`)) }),
    bad: input({ type: 'static_select', options: times(101, (i) => option(`${i}`)) }),
  },
  {
    what: 'an initial option that is offered',
    good: input({ type: 'static_select', options: [option('a')], initial_option: option('a') }),
    bad: input({ type: 'static_select', options: [option('a')], initial_option: option('b') }),
  },
  {
    what: '10 radio buttons',
    good: input({ type: 'radio_buttons', options: times(10, (i) => option(`${i}`)) }),
    bad: input({ type: 'radio_buttons', options: times(11, (i) => option(`${i}`)) }),
  },
  {
    what: 'a placeholder of 150',
    good: input({ type: 'plain_text_input', placeholder: plain(long(150)) }),
    bad: input({ type: 'plain_text_input', placeholder: plain(long(151)) }),
  },
  {
    what: 'a max_length of 3000',
    good: input({ type: 'plain_text_input', max_length: 3000 }),
    bad: input({ type: 'plain_text_input', max_length: 3001 }),
  },
  {
    what: 'a date as YYYY-MM-DD',
    good: input({ type: 'datepicker', initial_date: '2026-12-01' }),
    bad: input({ type: 'datepicker', initial_date: '1.12.2026' }),
  },
  {
    what: 'a time of 10 digits',
    good: input({ type: 'datetimepicker', initial_date_time: 1_764_000_000 }),
    bad: input({ type: 'datetimepicker', initial_date_time: 1_764_000_000_000 }),
  },
  {
    what: 'an input label of 2000',
    good: { ...input({ type: 'plain_text_input' }), label: plain(long(2000)) },
    bad: { ...input({ type: 'plain_text_input' }), label: plain(long(2001)) },
  },
  { what: 'no button in an input block', good: input({ type: 'users_select' }), bad: input(button()) },
  { what: 'no text input in an actions block', good: actions(button()), bad: actions({ type: 'plain_text_input' }) },
  {
    what: 'an image with alt_text',
    good: { type: 'image', image_url: 'https://x.example/a.png', alt_text: 'Chart' },
    bad: { type: 'image', image_url: 'https://x.example/a.png' },
  },
  {
    what: 'an image from one source',
    good: { type: 'image', slack_file: { id: 'F1' }, alt_text: 'Chart' },
    bad: { type: 'image', slack_file: { id: 'F1' }, image_url: 'https://x.example/a.png', alt_text: 'Chart' },
  },
  {
    what: 'rich text of known elements',
    good: rich({ type: 'text', text: 'churn-eda' }, { type: 'date', timestamp: 1, format: '{date_short}' }),
    bad: rich({ type: 'mrkdwn', text: 'churn-eda' }),
  },
  {
    what: 'rich text that is not empty',
    good: rich({ type: 'text', text: 'x' }),
    bad: rich({ type: 'text', text: '' }),
  },
  { what: '100 table rows', good: table(times(100, () => [cell('x')])), bad: table(times(101, () => [cell('x')])) },
  { what: '20 table columns', good: table([times(20, () => cell('x'))]), bad: table([times(21, () => cell('x'))]) },
  {
    what: '10,000 table characters',
    good: table([[cell(long(10_000))]]),
    bad: table([[cell(long(9999)), cell('xx')]]),
  },
  {
    what: 'a data table with a caption',
    good: { type: 'data_table', caption: 'Teams', rows: [[cell('Team')]] },
    bad: { type: 'data_table', rows: [[cell('Team')]] },
  },
  {
    what: '200 data rows below the header',
    good: { type: 'data_table', caption: 'Teams', rows: times(201, () => [cell('x')]) },
    bad: { type: 'data_table', caption: 'Teams', rows: times(202, () => [cell('x')]) },
  },
  {
    what: 'a pie of 6',
    good: pie({ segments: times(6, (i) => ({ label: `${i}`, value: 1 })) }),
    bad: pie({ segments: times(7, (i) => ({ label: `${i}`, value: 1 })) }),
  },
  { what: 'pie segments above 0', good: pie(), bad: pie({ segments: [{ label: 'High', value: 0 }] }) },
  {
    what: 'series that cover every category',
    good: line([{ name: 'open', data: points('W1', 'W2') }]),
    bad: line([{ name: 'open', data: points('W1') }]),
  },
  {
    what: 'a card body of 200',
    good: { type: 'card', body: mrkdwn(long(200)) },
    bad: { type: 'card', body: mrkdwn(long(201)) },
  },
  {
    what: '10 cards in a carousel',
    good: { type: 'carousel', elements: times(10, () => ({ type: 'card', body: mrkdwn('x') })) },
    bad: { type: 'carousel', elements: times(11, () => ({ type: 'card', body: mrkdwn('x') })) },
  },
  {
    what: '10 blocks in a container',
    good: { type: 'container', title: plain('x'), child_blocks: times(10, () => ({ type: 'divider' })) },
    bad: { type: 'container', title: plain('x'), child_blocks: times(11, () => ({ type: 'divider' })) },
  },
  {
    what: 'markdown of 12,000',
    good: { type: 'markdown', text: long(12_000) },
    bad: { type: 'markdown', text: long(12_001) },
  },
  {
    what: 'an alert text of 200',
    surface: 'modal',
    good: { type: 'alert', text: plain(long(200)), level: 'warning' },
    bad: { type: 'alert', text: plain(long(201)), level: 'warning' },
  },
  {
    what: 'a block_id of 255',
    good: { type: 'divider', block_id: long(255) },
    bad: { type: 'divider', block_id: long(256) },
  },
  { what: 'known block types', good: { type: 'divider' }, bad: { type: 'marquee' } },
  { what: 'no file block', good: { type: 'divider' }, bad: { type: 'file', source: 'remote', external_id: 'x' } },
];

describe('block limits', () => {
  it.each(cases)('allow $what and refuse what is beyond', ({ good, bad, surface = 'message' }) => {
    expect(blockProblems([good], surface)).toEqual([]);
    expect(blockProblems([bad], surface)).not.toEqual([]);
  });

  it.each<[Surface, number]>([
    ['message', 50],
    ['modal', 100],
    ['home', 100],
  ])('count the blocks of a %s up to %i', (surface, most) => {
    const blocks = (count: number) => times(count, () => ({ type: 'divider' }));
    expect(blockProblems(blocks(most), surface)).toEqual([]);
    expect(blockProblems(blocks(most + 1), surface)).toEqual([
      `no more than ${most} items allowed [json-pointer:/blocks]`,
    ]);
  });

  it.each<[string, object, Surface[]]>([
    ['alert', { type: 'alert', text: plain('x') }, ['modal']],
    ['data_table', { type: 'data_table', caption: 'x', rows: [[cell('x')]] }, ['message', 'home']],
    ['table', table([[cell('x')]]), ['message', 'home']],
    ['chart', pie(), ['message']],
    ['markdown', { type: 'markdown', text: 'x' }, ['message']],
    ['section', section(plain('x')), ['message', 'modal', 'home']],
  ])('keep %s blocks to their surfaces', (_name, block, allowed) => {
    const surfaces: Surface[] = ['message', 'modal', 'home'];
    expect(surfaces.filter((surface) => blockProblems([block], surface).length === 0)).toEqual(allowed);
  });

  it('refuse two blocks with one block_id', () => {
    const divider = { type: 'divider', block_id: 'same' };
    expect(blockProblems([divider, divider], 'message')).toEqual([
      'block_id same is not unique [json-pointer:/blocks/1]',
    ]);
  });

  it('refuse a third chart', () => {
    expect(blockProblems([pie(), pie()], 'message')).toEqual([]);
    expect(blockProblems([pie(), pie(), pie()], 'message')).toHaveLength(1);
  });

  it('accept typed literals', () => {
    const blocks: KnownBlock[] = [{ type: 'header', text: { type: 'plain_text', text: 'churn-eda' } }];
    expect(blockProblems(blocks, 'message')).toEqual([]);
  });

  it.each([null, 'x', [null], [[]], [{ type: 'toString' }], [{ type: 'actions', elements: [null] }]])(
    'answer problems, never throw, for %j',
    (blocks) => {
      expect(blockProblems(blocks, 'message')).not.toEqual([]);
    },
  );
});

describe('message limits', () => {
  it('allow a text of 40,000 characters', () => {
    expect(messageProblems({ text: long(40_000) })).toEqual([]);
    expect(messageProblems({ text: long(40_001) })).toHaveLength(1);
  });

  it('refuse about 13,000 characters in all blocks together', () => {
    const blocks = (count: number) => times(count, () => section(plain(long(1000))));
    expect(messageProblems({ text: 'x', blocks: blocks(13) })).toEqual([]);
    expect(messageProblems({ text: 'x', blocks: blocks(14) })).toEqual([
      'msg_blocks_too_long: 14000 of 13000 characters',
    ]);
  });
});

describe('view limits', () => {
  const modal = (extra: object = {}) => ({
    type: 'modal',
    title: plain('Request exception'),
    submit: plain('Send'),
    blocks: [input({ type: 'plain_text_input' })],
    ...extra,
  });

  it.each<[string, object, object]>([
    ['a title of 24', { title: plain(long(24)) }, { title: plain(long(25)) }],
    ['a title', {}, { title: undefined }],
    ['a submit of 24', { submit: plain(long(24)) }, { submit: plain(long(25)) }],
    ['a close of 24', { close: plain(long(24)) }, { close: plain(long(25)) }],
    ['private_metadata of 3000', { private_metadata: long(3000) }, { private_metadata: long(3001) }],
    ['a callback_id of 255', { callback_id: long(255) }, { callback_id: long(256) }],
    ['inputs only with submit', { blocks: [], submit: undefined }, { submit: undefined }],
    ['a known type', {}, { type: 'dialog' }],
  ])('want %s', (_what, good, bad) => {
    expect(viewProblems(modal(good))).toEqual([]);
    expect(viewProblems(modal(bad))).toHaveLength(1);
  });

  it('let a Home view have inputs without submit, and no title', () => {
    expect(viewProblems({ type: 'home', blocks: [input({ type: 'plain_text_input' })] })).toEqual([]);
  });

  it('refuse a view above 250 kB', () => {
    const blocks = times(90, () => section(plain(long(2900))));
    expect(viewProblems({ type: 'home', blocks })).toEqual(['view_too_large: more than 250 kB']);
  });
});
