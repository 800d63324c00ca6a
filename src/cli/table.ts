import Table from 'cli-table3';
import { printable } from '../domain/printable';
import { styled, type Terminal } from './terminal';

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((part) => [`${side}${part}`, '']),
  ),
);

/** Columns as wide as their longest cell, without lines: it can be cut, sorted and searched by other programs. */
export function tableOf(terminal: Terminal, head: string[], rows: string[][]): string {
  const table = new Table({
    head: head.map((title) => styled(terminal, 'bold', title)),
    chars: { ...NO_LINES, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => row.map(printable)));
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
