/** What the bot sends beside cards: the weekly digest, an export, a thread, and a list that is paged in place. */
import type { MessageView } from '../../src/local/page-state';
import { actions, button, context, header, section, table } from './fixture-blocks';

const weeks = ['5 Oct', '12 Oct', '19 Oct', '26 Oct', '2 Nov', '9 Nov', '16 Nov', '23 Nov'];
const series = (name: string, values: number[]) => ({
  name,
  data: weeks.map((label, index) => ({ label, value: values[index] ?? 0 })),
});

const chart = (type: 'bar' | 'line' | 'area') => ({
  type: 'data_visualization',
  title: 'Open and good launches by week',
  chart: {
    type,
    axis_config: { categories: weeks, x_label: 'Week of', y_label: 'Notebooks' },
    series: [series('Open', [14, 12, 12, 9, 11, 8, 8, 5]), series('Good launches', [3, 4, 6, 6, 7, 9, 8, 9])],
  },
});

export const digest = [
  header('Notebooks, week of 23 Nov - team growth'),
  section(
    '*5 open* (−3), 2 with direct internet access · *9 of 11* launches good from the start · time to fix: median 1.4 days, mean 2.1 (−0.6) · *−38 %* against the 4 weeks before',
  ),
  chart('bar'),
  table(
    [
      ['State', 'Now', 'Week before'],
      ['No decision yet', 2, 4],
      ['Planned', 2, 3],
      ['Date passed', 1, 1],
    ],
    ['left', 'right', 'right'],
  ),
  section('*What changed:* 8 fixed, 5 new, 2 exceptions ended.'),
  section('*What helps now:* 3 of 5 new ones came from one launch template.'),
  actions('digest', button('Open List', 'list'), button('Show Policy', 'policy')),
  context('How these are counted: <https://docs.acme.example|docs> · same numbers: `export`'),
];

export const charts = [
  chart('line'),
  {
    type: 'data_visualization',
    title: 'Open by rule',
    chart: {
      type: 'pie',
      segments: [
        { label: 'Direct internet', value: 12 },
        { label: 'Root access', value: 7 },
        { label: 'Network', value: 5 },
        { label: 'Tags', value: 3 },
      ],
    },
  },
];

export const csv: NonNullable<MessageView['files']> = [
  { id: 'F0000000001', name: 'notebooks-2026-11-24.csv', title: 'Notebooks', mimetype: 'text/csv', size: 18_432 },
  { id: 'F0000000002', name: 'numbers-30d.csv', title: 'numbers-30d.csv', mimetype: 'text/csv', size: 912 },
];

const names = [
  'churn-eda',
  'nlp-lab',
  'ranking-tests',
  'fraud-graph',
  'forecast-lab',
  'pricing',
  'ads-ctr',
  'support-bot',
];

/** One page of `/notebook-audit list`. */
export function listPage(page: 1 | 2): unknown[] {
  const shown = page === 1 ? names : names.slice(0, 4).map((name) => `${name}-2`);
  return [
    section(`*12 notebooks need something* · ${page === 1 ? '1-8' : '9-12'} of 12`),
    ...shown.map((name, index) =>
      section(
        `*${name}* · direct internet · fix by Fri ${index + 4} Dec · open · ml-dev`,
        button('Open', 'open', { value: name, accessibility_label: `Open ${name}` }),
      ),
    ),
    actions(
      `pages-${page}`,
      ...(page === 1 ? [] : [button('Earlier', 'earlier')]),
      ...(page === 1 ? [button('Later', 'later')] : []),
    ),
  ];
}
