import { parse } from 'csv-parse/sync';
import { csv } from '../../src/domain/csv';

const cellsOf = (cell: string) => parse(csv(['cell'], [[cell]]), { bom: true, columns: true })[0];

describe('a CSV file', () => {
  it('begins with a mark for Excel, and ends every line as RFC 4180 has it', () => {
    expect(csv(['name', 'count'], [['churn', 2]])).toBe('\uFEFF"name","count"\r\n"churn",2\r\n');
  });

  it('tells an empty cell from one that holds nothing but text', () => {
    expect(csv(['a', 'b'], [[null, '']])).toBe('\uFEFF"a","b"\r\n,""\r\n');
  });

  it.each([
    '=HYPERLINK("https://evil.example","click")',
    '+1+cmd|calc',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
  ])('takes the force of a formula: %j', (cell) => {
    expect(cellsOf(cell)).toEqual({ cell: `'${cell}` });
  });

  it.each(['churn, "the" model', 'two\nlines', 'a;b', 'שלום', 'a=b', '日本語'])('gives %j back as it was', (cell) => {
    expect(cellsOf(cell)).toEqual({ cell });
  });
});
