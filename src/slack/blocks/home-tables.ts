import type { DataTableBlock } from '@slack/types';
import type { SecurityOverview, Standing } from '../../domain/home';
import { number } from './home-rows';
import { plain } from './text';

type Cell = DataTableBlock['rows'][number][number];

/** A data table holds 200 rows below its head: https://docs.slack.dev/reference/block-kit/blocks/data-table-block */
const MOST_TEAMS = 199;

const STATES: [label: string, of: (standing: Standing) => number][] = [
  ['No decision yet', ({ undecided }) => undecided],
  ['Acknowledged', ({ acknowledged }) => acknowledged],
  ['Migration planned', ({ planned }) => planned],
  ['With security', ({ requested }) => requested],
  ['Allowed for now', ({ allowed }) => allowed],
];

const COLUMNS: [label: string, of: (standing: Standing) => number][] = [
  ['Open', ({ total, allowed }) => total - allowed],
  ['Direct internet', ({ direct }) => direct],
  ['Date passed', ({ overdue }) => overdue],
  ['No decision', ({ undecided }) => undecided],
  ['Planned', ({ planned }) => planned],
  ['Allowed', ({ allowed }) => allowed],
];

export function tableByState(standing: Standing): DataTableBlock {
  return {
    type: 'data_table',
    caption: 'By state',
    page_size: STATES.length,
    rows: [[words('State'), words('Notebooks')], ...STATES.map(([label, of]) => [words(label), count(of(standing))])],
  };
}

export function tableByTeam(teams: SecurityOverview['teams']): DataTableBlock {
  const others = teams.slice(MOST_TEAMS).map(({ standing }) => standing);
  return {
    type: 'data_table',
    caption: 'By team',
    page_size: 10,
    rows: [
      [words('Team'), ...COLUMNS.map(([label]) => words(label))],
      ...teams
        .slice(0, MOST_TEAMS)
        .map(({ team, standing }) => [
          words(team ?? 'Team not known'),
          ...COLUMNS.map(([, of]) => count(of(standing))),
        ]),
      ...(others.length > 0
        ? [
            [
              words(`${number(others.length)} other teams`),
              ...COLUMNS.map(([, of]) => count(others.reduce((sum, standing) => sum + of(standing), 0))),
            ],
          ]
        : []),
    ],
  };
}

/** Nothing in a cell is parsed; an empty one is refused. */
function words(text: string): Cell {
  return { type: 'raw_text', text: plain(text, 60).text || '-' };
}

function count(value: number): Cell {
  return { type: 'raw_number', value, text: number(value) };
}
