import { CsvError, parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { folded } from './owner-keys';
import { quoted } from './printable';

export const OWNER_COLUMNS = ['tag', 'slack_user', 'email', 'team', 'lead'] as const;

/** The cells of one row, as they were written. */
export type OwnerCells = Record<(typeof OWNER_COLUMNS)[number], string>;

/** One row that says what it must; whose it is may still have to be looked up by its address. */
export interface OwnerClaim {
  /** From 1; where the row begins. */
  line: number;
  tag: string | null;
  userId: string | null;
  email: string | null;
  team: string | null;
  lead: boolean;
}

export interface CsvProblem {
  line: number;
  message: string;
}

/** Longer than any cell can rightly be; an unclosed quote would swallow the rest of the file. */
const LONGEST_RECORD = 10_000;

/**
 * What an AWS tag value may hold: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html.
 * Anything else could never be found on a notebook.
 */
const tagValue = (column: string) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(256, `${column} is longer than 256 characters`),
    v.regex(/^[\p{L}\p{N} _.:/=+\-@]*$/u, ({ input }) => `${column} ${quoted(input)} holds what no AWS tag can hold`),
  );

const cells = v.object({
  tag: tagValue('tag'),
  slack_user: v.pipe(
    v.string(),
    v.trim(),
    v.regex(
      /^([UW][A-Z0-9]{2,20})?$/,
      ({ input }) => `slack_user ${quoted(input)} is no Slack user id; one looks like U012ABCDEF`,
    ),
  ),
  email: v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(254, 'email is longer than 254 characters'),
    v.regex(/^([^\s@<>"',;\p{C}]+@[^\s@<>"',;\p{C}]+\.[^\s@<>"',;\p{C}]+)?$/u, ({ input }) => {
      return `email ${quoted(input)} is no e-mail address`;
    }),
  ),
  team: tagValue('team'),
  lead: v.pipe(
    v.string(),
    v.trim(),
    v.toLowerCase(),
    v.regex(/^(yes|no)?$/, ({ input }) => `lead ${quoted(input)} is neither yes nor no`),
  ),
});

/** Reads the cells of one row. Every problem is reported, in words. */
export function readOwnerCells(
  written: OwnerCells,
  line: number,
): { ok: true; claim: OwnerClaim } | { ok: false; problems: string[] } {
  const parsed = v.safeParse(cells, written);
  if (!parsed.success) return { ok: false, problems: parsed.issues.map(({ message }) => message) };
  const { tag, slack_user: userId, email, team, lead } = parsed.output;
  const problems = [
    ...(userId || email ? [] : ['neither slack_user nor email says who it is']),
    ...(tag || email || team ? [] : ['the row says nothing about the user: tag, email and team are empty']),
    ...(lead === 'yes' && !team ? ['lead is yes, but team is empty'] : []),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const claim = {
    line,
    tag: tag || null,
    userId: userId || null,
    email: email || null,
    team: team || null,
    lead: lead === 'yes',
  };
  return { ok: true, claim };
}

/**
 * Reads a file of owners: a header and then rows, comma separated, in any order of columns. Answers every row that can be
 * read and every problem of the others; a file with a problem is not to be used.
 */
export function parseOwnersCsv(text: string): { claims: OwnerClaim[]; problems: CsvProblem[] } {
  const read = readRecords(text);
  if (!read.ok) return { claims: [], problems: [read.problem] };
  const [header, ...rows] = read.records;
  if (!header) return { claims: [], problems: [{ line: 1, message: `the file is empty; ${HEADER_WANTED}` }] };
  const columns = header.cells.map(folded);
  const wrong = headerProblems(columns);
  if (wrong.length > 0) return { claims: [], problems: wrong.map((message) => ({ line: header.line, message })) };
  if (rows.length === 0) return { claims: [], problems: [{ line: header.line, message: 'no row follows the header' }] };

  const claims: OwnerClaim[] = [];
  const problems: CsvProblem[] = [];
  for (const { line, cells: values } of rows) {
    if (values.length !== columns.length) {
      problems.push({ line, message: `${values.length} values instead of ${columns.length}` });
      continue;
    }
    const cell = (column: string) => values[columns.indexOf(column)] ?? '';
    const row = readOwnerCells(
      {
        tag: cell('tag'),
        slack_user: cell('slack_user'),
        email: cell('email'),
        team: cell('team'),
        lead: cell('lead'),
      },
      line,
    );
    if (row.ok) claims.push(row.claim);
    else problems.push(...row.problems.map((message) => ({ line, message })));
  }
  return { claims, problems };
}

const HEADER_WANTED = `the first line must be ${OWNER_COLUMNS.join(',')} (in any order)`;

interface CsvRecord {
  line: number;
  cells: string[];
}

function readRecords(text: string): { ok: true; records: CsvRecord[] } | { ok: false; problem: CsvProblem } {
  const records: CsvRecord[] = [];
  let lastLine = 0;
  try {
    parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
      on_record: (cells: string[], { lines }) => {
        lastLine = lines;
        const breaks = cells.join().split('\n').length - 1;
        records.push({ line: lines - breaks, cells });
        return null;
      },
    });
    return { ok: true, records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Where the row begins: an open quote is noticed only at the end of the file.
    return { ok: false, problem: { line: lastLine + 1, message: `not readable as CSV: ${csvWords(error)}` } };
  }
}

/** The parser's own message may quote what it read. */
function csvWords({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed';
  if (code === 'CSV_MAX_RECORD_SIZE') return 'a row is too long, or a quote is never closed';
  return 'a quote stands where none may stand; write a quote inside a value twice and the value in quotes';
}

function headerProblems(columns: string[]): string[] {
  if (!columns.some((name) => OWNER_COLUMNS.some((wanted) => wanted === name))) {
    return [`no header: ${HEADER_WANTED}`];
  }
  const missing = OWNER_COLUMNS.filter((wanted) => !columns.includes(wanted));
  const unknown = columns.filter((name) => !OWNER_COLUMNS.some((wanted) => wanted === name));
  const twice = OWNER_COLUMNS.filter((wanted) => columns.filter((name) => name === wanted).length > 1);
  return [
    ...missing.map((name) => `the column ${name} is missing`),
    ...unknown.map((name) => `the column ${quoted(name)} is not known`),
    ...twice.map((name) => `the column ${name} is there twice`),
  ];
}

/** Rows of which each alone is right, but which cannot hold together: a tag, an address or a team's lead is one person. */
export function ownerConflicts(rows: (OwnerClaim & { userId: string })[]): CsvProblem[] {
  const first = new Map<string, { line: number; userId: string }>();
  return rows.flatMap((row) => {
    const { line, userId, tag, email, team, lead } = row;
    const facts = [
      ...(tag ? [{ key: `tag ${folded(tag)}`, what: `tag ${quoted(tag)} means` }] : []),
      ...(email ? [{ key: `email ${folded(email)}`, what: `email ${quoted(email)} belongs to` }] : []),
      ...(lead && team ? [{ key: `lead ${folded(team)}`, what: `team ${quoted(team)} is led by` }] : []),
    ];
    return facts.flatMap(({ key, what }) => {
      const earlier = first.get(key);
      if (!earlier) first.set(key, { line, userId });
      return earlier && earlier.userId !== userId
        ? [{ line, message: `${what} ${userId} here, but ${earlier.userId} in line ${earlier.line}` }]
        : [];
    });
  });
}
