import { nextSorting, sortedRows } from '../../../src/local/page/blocks/table-sort';

const row = (name: string, open: number) => [
  { type: 'raw_text' as const, text: name },
  { type: 'raw_number' as const, value: open, text: String(open) },
];
const rows = [row('lab-10', 2), row('lab-9', 10), row('churn', 2)];
const names = (sorting: Parameters<typeof sortedRows>[1]) =>
  sortedRows(rows, sorting).map(([cell]) => (cell?.type === 'raw_text' ? cell.text : ''));

describe('a data table', () => {
  test('keeps the order the app gave until a column is chosen', () => {
    expect(names(null)).toEqual(['lab-10', 'lab-9', 'churn']);
  });

  test('orders words as people do, and numbers by their size', () => {
    expect(names({ column: 0, descending: false })).toEqual(['churn', 'lab-9', 'lab-10']);
    expect(names({ column: 1, descending: true })).toEqual(['lab-9', 'lab-10', 'churn']);
  });

  test('is turned round by a second press, and let go by a third', () => {
    const first = nextSorting(null, 1);
    const second = nextSorting(first, 1);
    expect([first, second]).toEqual([
      { column: 1, descending: false },
      { column: 1, descending: true },
    ]);
    expect(nextSorting(second, 1)).toBeNull();
    expect(nextSorting(second, 0)).toEqual({ column: 0, descending: false });
  });
});
