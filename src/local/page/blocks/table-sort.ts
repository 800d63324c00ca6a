import type { DataTableBlock } from '@slack/types';

type Row = DataTableBlock['rows'][number];

export interface Sorting {
  column: number;
  descending: boolean;
}

/** The rows by one column: numbers by size, words as people order them (`lab-9` before `lab-10`); equal ones stay. */
export function sortedRows(rows: Row[], sorting: Sorting | null): Row[] {
  if (!sorting) return rows;
  const { column, descending } = sorting;
  return rows.toSorted((one, other) => compare(one[column], other[column]) * (descending ? -1 : 1));
}

/** What a press on a column's head leads to: up, down, and back to the order the app gave. */
export function nextSorting(sorting: Sorting | null, column: number): Sorting | null {
  if (sorting?.column !== column) return { column, descending: false };
  return sorting.descending ? null : { column, descending: true };
}

function compare(one: Row[number] | undefined, other: Row[number] | undefined): number {
  if (one?.type === 'raw_number' && other?.type === 'raw_number') return one.value - other.value;
  return words(one).localeCompare(words(other), 'en', { numeric: true });
}

function words(cell: Row[number] | undefined): string {
  if (cell?.type === 'raw_text' || cell?.type === 'raw_number') return cell.text;
  return JSON.stringify(cell?.elements ?? '');
}
