import type { KnownBlock, TableBlock } from '@slack/types';
import type { WeekNumbers } from '../../domain/kpis';

/**
 * A chart with an axis. Newer than the types of Slack's SDK; the limits are those of `limits-data`.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export interface ChartBlock {
  type: 'data_visualization';
  block_id?: string;
  title: string;
  chart: {
    type: 'bar' | 'line' | 'area';
    axis_config: { categories: string[] };
    series: { name: string; data: { label: string; value: number }[] }[];
  };
}

/** How weeks are shown: as a chart, or as a table where Slack does not take charts. */
export type Picture = 'chart' | 'table';

/** A message that may hold a chart. */
export interface ReportContent {
  text: string;
  blocks: (KnownBlock | ChartBlock)[];
}

const SERIES: { name: string; value(week: WeekNumbers): number }[] = [
  { name: 'Open', value: ({ open }) => open },
  { name: 'Launches', value: ({ launches }) => launches },
  { name: 'Good launches', value: ({ goodLaunches }) => goodLaunches },
];

/** Nothing for a single week: it is in the words already. At most 20 weeks. */
export function weekly(weeks: WeekNumbers[], picture: Picture, timeZone: string): (ChartBlock | TableBlock)[] {
  if (weeks.length < 2) return [];
  return [picture === 'chart' ? chartOf(weeks, timeZone) : tableOf(weeks, timeZone)];
}

/** `16 Nov`: the first day of a week, in the company's zone. */
export function weekLabel({ from }: Pick<WeekNumbers, 'from'>, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(new Date(from));
}

function chartOf(weeks: WeekNumbers[], timeZone: string): ChartBlock {
  const labelled = weeks.map((week) => ({ label: weekLabel(week, timeZone), week }));
  return {
    type: 'data_visualization',
    title: 'Week by week: open at its end, and launches',
    chart: {
      type: 'line',
      axis_config: { categories: labelled.map(({ label }) => label) },
      series: SERIES.map(({ name, value }) => ({
        name,
        data: labelled.map(({ label, week }) => ({ label, value: value(week) })),
      })),
    },
  };
}

function tableOf(weeks: WeekNumbers[], timeZone: string): TableBlock {
  const cell = (text: string) => ({ type: 'raw_text' as const, text });
  return {
    type: 'table',
    column_settings: [{ align: 'left' }, ...SERIES.map(() => ({ align: 'right' as const }))],
    rows: [
      [cell('Week of'), ...SERIES.map(({ name }) => cell(name))],
      ...weeks.map((week) => [
        cell(weekLabel(week, timeZone)),
        ...SERIES.map(({ value }) => cell(String(value(week)))),
      ]),
    ],
  };
}
