import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type CsvProblem, type OwnerClaim, ownerConflicts, parseOwnersCsv, readOwnerCells } from '../domain/owners-csv';
import { printable } from '../domain/printable';
import type { OperatorServices } from '../services';
import { findUsers } from './find-users';
import { tableOf } from './table';
import { EXIT, styled, type Terminal } from './terminal';

type Rows = Parameters<OperatorServices['compareOwners']>[0];
type Change = Awaited<ReturnType<OperatorServices['compareOwners']>>['changes'][number];
type Fact = Change['after'];

/**
 * Writes a file of owners into the table: all of it, or nothing when anything in it is wrong. It gives leads the power to
 * decide for their team, so every user is asked of Slack first, and who imports is noted.
 */
export async function importOwners(
  terminal: Terminal,
  services: OperatorServices,
  { file, dryRun = false }: { file: string; dryRun?: boolean },
): Promise<number> {
  const { claims, problems } = parseOwnersCsv(readFileSync(file, 'utf8'));
  const found = await findUsers(claims, services.people());
  const known = found.rows.map(({ claim, userId }) => ({ ...claim, userId }));
  const wrong = [...problems, ...found.problems, ...ownerConflicts(known)].sort((one, other) => one.line - other.line);
  if (wrong.length > 0) return refuse(terminal, file, wrong);
  if (!found.checked) terminal.err(NOT_CHECKED);
  const rows = found.rows.map(importOf);
  await showDifference(terminal, services, rows);
  if (dryRun) {
    terminal.err('Nothing was written: this was a dry run.\n');
    return EXIT.ok;
  }
  await write(terminal, services, { rows, checked: found.checked, what: printable(file) });
  return EXIT.ok;
}

/** Writes one row. Without a team, the one that the table knows of the user stays. */
export async function setOwner(
  terminal: Terminal,
  services: OperatorServices,
  {
    tag,
    user,
    team,
    email,
    lead = false,
  }: { tag: string; user: string; team?: string; email?: string; lead?: boolean },
): Promise<number> {
  const cells = { tag, slack_user: user, email: email ?? '', team: team ?? '', lead: lead ? 'yes' : '' };
  const read = readOwnerCells(cells, 1);
  if (!read.ok) {
    for (const problem of read.problems) terminal.err(`${problem}\n`);
    return EXIT.usage;
  }
  const found = await findUsers([read.claim], services.people());
  if (found.problems.length > 0) {
    for (const { message } of found.problems) terminal.err(`${message}\n`);
    return EXIT.failed;
  }
  if (!found.checked) terminal.err(NOT_CHECKED);
  const stored = await services.owners().person(user);
  const rows = found.rows.map(importOf).map((row) => ({ ...row, team: row.team ?? stored?.team ?? null }));
  await showDifference(terminal, services, rows);
  await write(terminal, services, { rows, checked: found.checked, what: `the tag ${printable(tag)}` });
  return EXIT.ok;
}

/** Prints who owns what. */
export async function listOwners(
  terminal: Terminal,
  services: OperatorServices,
  { json = false }: { json?: boolean },
): Promise<number> {
  const facts: Fact[] = [];
  for await (const fact of services.owners().all()) facts.push(fact);
  facts.sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  if (json) {
    const records = facts.map(({ kind, key, userId, team }) => ({ kind, value: key, owner: userId, team }));
    terminal.out(`${JSON.stringify(records, null, 2)}\n`);
    return EXIT.ok;
  }
  if (facts.length > 0) {
    const rows = facts.map(({ kind, key, userId, team }) => [kind, key, userId, team ?? '-']);
    terminal.out(tableOf(terminal, ['KIND', 'VALUE', 'OWNER', 'TEAM'], rows));
  }
  terminal.err(`${facts.length === 1 ? '1 entry' : `${facts.length} entries`}\n`);
  return EXIT.ok;
}

const NOT_CHECKED =
  'The users were NOT checked: no Slack token is configured (SLACK_BOT_TOKEN or SLACK_SECRETS_PARAMETER).\n';

const sortKey = ({ kind, key }: Fact) => `${kind} ${key}`;

function importOf({ claim, userId, timeZone }: { claim: OwnerClaim; userId: string; timeZone?: string }) {
  const { tag, email, team, lead } = claim;
  return { userId, tag, email, team, lead, timeZone };
}

function refuse(terminal: Terminal, file: string, problems: CsvProblem[]): number {
  const name = printable(file);
  for (const { line, message } of problems) terminal.err(`${name}:${line} ${message}\n`);
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  terminal.err(`Nothing was written: ${count} in ${name}.\n`);
  return EXIT.failed;
}

async function showDifference(terminal: Terminal, services: OperatorServices, rows: Rows): Promise<void> {
  const { changes, unchanged } = await services.compareOwners(rows);
  const added = changes.filter(({ before }) => before === null).length;
  if (changes.length > 0) {
    const head = ['CHANGE', 'KIND', 'VALUE', 'BEFORE', 'AFTER'];
    terminal.out(
      tableOf(
        terminal,
        head,
        changes.map(({ before, after }) => [
          before ? 'changed' : 'new',
          after.kind,
          after.key,
          before ? holder(before) : '-',
          holder(after),
        ]),
      ),
    );
  }
  const counts = `${added} new, ${changes.length - added} changed, ${unchanged} unchanged`;
  terminal.out(`${styled(terminal, 'bold', counts)}\n`);
}

const holder = ({ userId, team }: Fact) => (team ? `${userId} (${team})` : userId);

async function write(
  terminal: Terminal,
  services: OperatorServices,
  { rows, checked, what }: { rows: Rows; checked: boolean; what: string },
): Promise<void> {
  const at = terminal.now().toISOString();
  await services.owners().importRows(rows, checked ? at : undefined);
  const principal = (await services.callerArn()) ?? `the user ${userInfo().username} of this computer`;
  terminal.err(`${at} ${what}: ${rows.length === 1 ? '1 row' : `${rows.length} rows`} imported by ${principal}\n`);
}
