import { printable } from '../domain/printable';
import { styled, type Terminal } from './terminal';

/** Columns as wide as their longest cell, without lines: other programs can cut, sort and search them. */
export function tableOf(terminal: Terminal, head: string[], rows: string[][]): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = head.map((title, column) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), title.length),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd();
  return `${[styled(terminal, 'bold', line(head)), ...cells.map(line)].join('\n')}\n`;
}

/** Characters as people count them. */
const widthOf = (text: string) => [...text].length;
