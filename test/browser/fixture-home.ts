/** App Home as security sees it on a busy day: close to Slack's 100 blocks, with long names and long words. */
import { actions, button, context, dataTable, divider, header, section, table } from './fixture-blocks';
import { hostile } from './fixture-cards';

const teams = [
  'growth',
  'search',
  'pricing',
  'fraud',
  'logistics',
  'forecast',
  'ads',
  'support',
  'platform',
  'payments',
];
const names = ['churn-eda', 'nlp-lab', 'ranking-tests', 'a-notebook-with-quite-a-long-name-for-quarterly-forecasting'];
const states = [
  'no decision yet · fix by *Fri 4 Dec*',
  '*the date has passed* (Mon 16 Nov)',
  'planned for Tue 1 Dec',
  'allowed until 12 Dec',
];
const rules = ['direct internet access', 'root access', 'outside the approved network', 'tags missing: Owner, Team'];
const pick = (from: string[], index: number) => from[index % from.length] ?? '';

const row = (index: number) => {
  const name = `${pick(names, index)}-${index + 1}`;
  return section(
    `*${name}* · ${pick(rules, index)} · ${pick(states, index)} · ml-dev`,
    button('Open', 'open', { value: `NB-${1000 + index}`, accessibility_label: `Open ${name}` }),
  );
};

const tabs = (current: string) =>
  actions(
    'tabs',
    ...['Mine', 'Team', 'Security'].map((tab) =>
      button(tab, `tab-${tab.toLowerCase()}`, tab === current ? { style: 'primary' } : {}),
    ),
  );

const asOf = section('As of *24 Nov 2026, 11:03*', button('Refresh', 'refresh'));

const byTeam = dataTable(
  'Open by team',
  [
    ['Team', 'Open', 'Date passed', 'Planned', 'Good from the start'],
    ...teams.flatMap((team, index) =>
      Array.from({ length: 4 }, (_, part) => [
        part === 0 ? team : `${team}-${part + 1}`,
        (index * 7 + part * 3) % 12,
        (index + part) % 3,
        (index * 2 + part) % 5,
        `${(index * 5 + part) % 9} of ${9 + ((index + part) % 3)}`,
      ]),
    ),
  ],
  { page_size: 10, row_header_column_index: 0 },
);

/** The security view: 96 blocks, with a table of 40 rows. */
export const securityHome = [
  asOf,
  tabs('Security'),
  divider,
  section(
    '*Not checked:* ml-lab (444455556666), access denied since Mon 23 Nov, 07:00. <https://docs.acme.example|What to do>',
  ),
  section(
    '*37 open* (−3), 12 with direct internet access · *4 dates passed* · *9 of 11* launches good from the start · time to fix: median 1.4 days, mean 2.1',
  ),
  actions(
    'queue',
    button('Review Requests (12)', 'review', { style: 'primary' }),
    button('Assign Owners (2)', 'owners'),
    button('Report', 'report'),
    button('Export to my DM', 'export'),
  ),
  header('Needs a decision'),
  ...Array.from({ length: 30 }, (_, index) => row(index)),
  context('1-30 of 41'),
  actions('pages', button('Earlier', 'earlier'), button('Later', 'later')),
  header('Exceptions ending in 14 days'),
  ...Array.from({ length: 24 }, (_, index) => row(index + 40)),
  header('Planned this week'),
  ...Array.from({ length: 20 }, (_, index) => row(index + 70)),
  divider,
  header('By team'),
  byTeam,
  table(
    [
      ['State', 'Notebooks', 'Longest open'],
      ['No decision yet', 12, '6 days'],
      ['Planned', 9, '11 days'],
      [hostile, 16, '30 days'],
    ],
    ['left', 'right', 'left'],
  ),
  divider,
  context(
    'Policy version 7 (mode: notify) · last full look 24 Nov, 07:00: 31 of 32 accounts · <https://docs.acme.example|How these are counted>',
  ),
];

/** The developer's view with nothing to do. */
export const emptyHome = [
  asOf,
  section('*All good here.* Nothing of yours needs a fix.'),
  section('Next launch:', button('Corrected Command', 'command')),
  context('Questions: <#C0HELP00001> · policy and commands: `/notebook-audit help`'),
];
