export type Cell = string | number | null;

/** Marks the text as UTF-8 for Excel, which would take it for the computer's own code page. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Cells that a spreadsheet would run as a formula when the file is opened: what begins like one, full-width forms included.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A CSV file as RFC 4180 has it, every text in quotes; text that looks like a formula has an apostrophe before it. */
export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows].map((cells) => `${cells.map(written).join(',')}\r\n`);
  return BYTE_ORDER_MARK + lines.join('');
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${harmless.replaceAll('"', '""')}"`;
}
