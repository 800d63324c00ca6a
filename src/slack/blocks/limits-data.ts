/** Limits of the blocks that hold data: tables and charts. */
import {
  arraySize,
  characters,
  each,
  isRecord,
  type JsonObject,
  oneOf,
  problem,
  richTextProblems,
  stringLength,
  unsupported,
} from './limits-parts';

/** Rows of a table: at most 20 cells each, and a limit on the characters of all cells together. */
export function tableRows(rows: unknown, mostRows: number, mostCharacters: number, at: string): string[] {
  const problems = arraySize(rows, 1, mostRows, at);
  if (!Array.isArray(rows)) return problems;
  const cells = rows.flatMap((row, index) => [
    ...arraySize(row, 1, 20, `${at}/${index}`),
    ...each(row, `${at}/${index}`, (cell, place) => {
      if (cell.type === 'rich_text') return richTextProblems(cell, place);
      if (cell.type === 'raw_text') return stringLength(cell.text, 1, mostCharacters, `${place}/text`);
      if (cell.type !== 'raw_number') return [unsupported(cell.type, place)];
      return typeof cell.value === 'number' ? [] : [problem('must be a number', `${place}/value`)];
    }),
  ]);
  const tooLong = characters(rows) > mostCharacters ? [problem(`more than ${mostCharacters} characters`, at)] : [];
  return [...problems, ...cells, ...tooLong];
}

/** The reference gives 6 segments and series in one place and 12 in another; the smaller is safe in both. */
export function chartProblems(block: JsonObject, at: string): string[] {
  const chart = isRecord(block.chart) ? block.chart : {};
  const place = `${at}/chart`;
  const common = [
    ...stringLength(block.title, 1, 50, `${at}/title`),
    ...oneOf(chart.type, ['pie', 'bar', 'area', 'line'], `${place}/type`),
  ];
  if (chart.type === 'pie') {
    return [
      ...common,
      ...arraySize(chart.segments, 1, 6, `${place}/segments`),
      ...each(chart.segments, `${place}/segments`, (segment, where) => [
        ...stringLength(segment.label, 1, 20, `${where}/label`),
        ...(typeof segment.value === 'number' && segment.value > 0 ? [] : [problem('must be above 0', where)]),
      ]),
    ];
  }
  const axis = isRecord(chart.axis_config) ? chart.axis_config : {};
  const categories: unknown[] = Array.isArray(axis.categories) ? axis.categories : [];
  return [
    ...common,
    ...arraySize(axis.categories, 1, 20, `${place}/axis_config/categories`),
    ...categories.flatMap((name, index) => stringLength(name, 1, 20, `${place}/axis_config/categories/${index}`)),
    ...arraySize(chart.series, 1, 6, `${place}/series`),
    ...each(chart.series, `${place}/series`, (series, where) => {
      const points: unknown[] = Array.isArray(series.data) ? series.data : [];
      const labels = points.map((point) => (isRecord(point) ? point.label : undefined));
      return [
        ...stringLength(series.name, 1, 20, `${where}/name`),
        ...arraySize(series.data, 1, 20, `${where}/data`),
        ...(categories.every((name) => labels.includes(name)) ? [] : [problem('must cover every category', where)]),
      ];
    }),
  ];
}
