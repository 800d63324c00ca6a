import { ROLE_NAMES, type Role } from './people';
import { STATUSES, type StatusName } from './statuses';

/** What is to happen, by role and status. */
export type Table = Record<Role, Record<StatusName, string>>;

const GROUPS: Record<string, Role[]> = {
  /** Security, whatever else they have to do with the notebook. */
  security: ['security', 'secAsked', 'secOwned', 'secLaunched', 'secChanged'],
  /** Nobody to whom the notebook gives a right, or who lost theirs. */
  outsiders: ['otherLead', 'requester', 'developer', 'guest', 'gone', 'left'],
};

/**
 * Reads a table: a line for one or more roles (or groups of them), then `|`, then a word for each status in the order of
 * `STATUSES`, or one word for all. A later line replaces an earlier one. Throws when a role or a status is missing.
 */
export function table(text: string): Table {
  const rows = text
    .trim()
    .split('\n')
    .flatMap((line) => rowsOf(line));
  const read = Object.fromEntries(rows) as Partial<Table>;
  const missing = ROLE_NAMES.filter((role) => !read[role]);
  if (missing.length > 0) throw new Error(`the table says nothing about ${missing.join(', ')}`);
  return read as Table;
}

/** One row of a table whose rows are otherwise the same. */
export function row(role: Role, cells: string): Partial<Table> {
  return Object.fromEntries(rowsOf(`${role} | ${cells}`));
}

function rowsOf(line: string): [Role, Record<StatusName, string>][] {
  const [who = '', what = ''] = line.split('|');
  const words = what.trim().split(/\s+/);
  if (words.length !== 1 && words.length !== STATUSES.length) {
    throw new Error(`${words.length} words for ${STATUSES.length} statuses: ${line}`);
  }
  const cells = Object.fromEntries(STATUSES.map((status, index) => [status, words[index] ?? words[0] ?? '']));
  return who
    .trim()
    .split(/\s+/)
    .flatMap((word) => GROUPS[word] ?? [roleOf(word)])
    .map((role) => [role, cells as Record<StatusName, string>]);
}

function roleOf(word: string): Role {
  const role = ROLE_NAMES.find((name) => name === word);
  if (!role) throw new Error(`no role ${word}`);
  return role;
}

/** The cells that were tried and are not as they should be, in words. */
export function differences(found: Table, expected: Table): string[] {
  return ROLE_NAMES.flatMap((role) =>
    STATUSES.flatMap((status) => {
      const [is, shouldBe] = [found[role][status], expected[role][status]];
      return is === undefined || is === shouldBe ? [] : [`${role}, ${status}: ${shouldBe} was expected, but: ${is}`];
    }),
  );
}
