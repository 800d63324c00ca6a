import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { OwnerEntry, OwnerImport } from '../../src/aws/owner-entries';
import { createOwnersTable, type OwnersTable } from '../../src/aws/owners-table';
import { startTables } from '../support/tables';

let tables: Awaited<ReturnType<typeof startTables>>;
let owners: OwnersTable;

beforeEach(async () => {
  tables = await startTables();
  owners = createOwnersTable(tables.documents, tables.names.owners);
});
afterEach(() => tables.close());

const checkedAt = '2026-11-24T09:00:00.000Z';
const maria = { userId: 'U0MARIA', team: 'growth', timeZone: 'Europe/Madrid', checkedAt };

const aRow = (over: Partial<OwnerImport> = {}): OwnerImport => ({
  userId: 'U0MARIA',
  tag: 'maria',
  email: 'maria@example.com',
  team: 'growth',
  lead: false,
  ...over,
});

async function everything(): Promise<OwnerEntry[]> {
  const entries: OwnerEntry[] = [];
  for await (const entry of owners.all()) entries.push(entry);
  return entries;
}

describe('tags and addresses', () => {
  test('are found whatever their case and the blanks around them', async () => {
    await owners.learnTag(' Maria.Garcia ', maria);
    await owners.saveEmail('Maria@Example.com', { ...maria, team: null });
    expect(await owners.byTag('maria.garcia')).toEqual(maria);
    expect(await owners.byTag('MARIA.GARCIA ')).toEqual(maria);
    expect(await owners.byEmail('maria@example.COM')).toEqual({ ...maria, team: null });
  });

  test('are unknown until somebody said whose they are', async () => {
    await owners.learnTag('maria@example.com', maria);
    expect(await owners.byEmail('maria@example.com')).toBeNull();
    expect(await owners.byTag('maria')).toBeNull();
    expect(await owners.byTag('')).toBeNull();
  });

  test('are unknown, and not asked for, when they are longer than a key may be', async () => {
    const unasked = createOwnersTable(tables.documents, 'no-such-table');
    expect(await unasked.byTag('\u{20000}'.repeat(256))).toBeNull();
  });

  test('belong to the person named last', async () => {
    await owners.learnTag('churn', maria);
    await owners.learnTag('churn', { userId: 'U0TOM', team: null });
    expect(await owners.byTag('churn')).toEqual({ userId: 'U0TOM', team: null });
  });

  test('remember when their owner was last known to be active', async () => {
    await owners.learnTag('maria', maria);
    await owners.stampChecked('Maria', { userId: 'U0MARIA', checkedAt: '2026-11-25T09:00:00.000Z' });
    expect(await owners.byTag('maria')).toEqual({ ...maria, checkedAt: '2026-11-25T09:00:00.000Z' });
    await owners.stampChecked('maria', { userId: 'U0TOM', checkedAt: '2026-11-26T09:00:00.000Z' });
    await owners.stampChecked('nobody', { userId: 'U0TOM', checkedAt: '2026-11-26T09:00:00.000Z' });
    expect((await owners.byTag('maria'))?.checkedAt).toBe('2026-11-25T09:00:00.000Z');
    expect(await owners.byTag('nobody')).toBeNull();
  });
});

describe('an import', () => {
  test('states tags, addresses, people and leads', async () => {
    await owners.importRows([aRow({ team: ' Growth', lead: true, timeZone: 'Europe/Madrid' })], checkedAt);
    expect(await owners.byTag('maria')).toEqual(maria);
    expect(await owners.byEmail('maria@example.com')).toEqual(maria);
    expect(await owners.person('U0MARIA')).toEqual({ team: 'growth', timeZone: 'Europe/Madrid' });
    expect(await owners.person('U0TOM')).toBeNull();
    expect(await owners.leadOf('Growth')).toEqual({ userId: 'U0MARIA' });
    expect(await owners.leadOf('search')).toBeNull();
  });

  test('replaces the lead of a team, and only of that team', async () => {
    await owners.importRows(
      [aRow({ lead: true }), aRow({ tag: null, email: null, team: 'search', lead: true })],
      checkedAt,
    );
    expect((await owners.teamsLedBy('U0MARIA')).sort()).toEqual(['growth', 'search']);
    await owners.importRows([aRow({ userId: 'U0TOM', tag: 'tom', email: null, lead: true })], checkedAt);
    expect(await owners.leadOf('growth')).toEqual({ userId: 'U0TOM' });
    expect(await owners.teamsLedBy('U0MARIA')).toEqual(['search']);
    expect(await owners.teamsLedBy('U0TOM')).toEqual(['growth']);
  });

  test('keeps what it does not mention', async () => {
    await owners.importRows([aRow({ lead: true })], checkedAt);
    await owners.importRows([aRow({ userId: 'U0TOM', tag: 'tom', email: null })], checkedAt);
    expect(await owners.byTag('maria')).not.toBeNull();
    expect(await owners.leadOf('growth')).toEqual({ userId: 'U0MARIA' });
  });

  test('keeps the team of a person whom a later line names without one', async () => {
    await owners.importRows([aRow(), aRow({ tag: 'churn', email: null, team: null })], checkedAt);
    expect(await owners.person('U0MARIA')).toMatchObject({ team: 'growth' });
  });

  test('takes more rows than one call of the store', async () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      aRow({ userId: `U${index}`, tag: `tag-${index}`, email: `p${index}@example.com` }),
    );
    await owners.importRows(rows, checkedAt);
    expect(await everything()).toHaveLength(120);
  });

  test('can be shown beforehand, and leaves no difference', async () => {
    await owners.importRows([aRow({ lead: true })], checkedAt);
    const rows = [aRow(), aRow({ userId: 'U0TOM', tag: 'tom', email: null, lead: true })];
    const lead = { kind: 'lead', key: 'growth', team: 'growth' };
    const differences = await owners.difference(rows);
    expect(differences).toHaveLength(3);
    expect(differences).toContainEqual({
      before: expect.objectContaining({ ...lead, userId: 'U0MARIA' }),
      after: expect.objectContaining({ ...lead, userId: 'U0TOM' }),
    });
    expect(differences).toContainEqual({
      before: null,
      after: expect.objectContaining({ kind: 'tag', key: 'tom', userId: 'U0TOM' }),
    });
    expect(await owners.byTag('tom')).toBeNull();
    await owners.importRows(rows, checkedAt);
    expect(await owners.difference(rows)).toEqual([]);
  });
});

describe('the leads of all teams', () => {
  const lead = (team: string, userId: string) => aRow({ userId, tag: null, email: null, team, lead: true });

  test('are listed in the order of their teams', async () => {
    expect(await owners.leads()).toEqual([]);
    await owners.importRows([lead('search', 'U0TOM'), lead(' Growth', 'U0MARIA'), aRow({ team: 'unled' })], checkedAt);
    await owners.importRows([lead('ads', 'U0MARIA')], checkedAt);
    expect(await owners.leads()).toEqual([
      { team: 'ads', userId: 'U0MARIA' },
      { team: 'growth', userId: 'U0MARIA' },
      { team: 'search', userId: 'U0TOM' },
    ]);
  });

  test('follow a change, and leave out a team that has none any more', async () => {
    await owners.importRows([lead('growth', 'U0MARIA'), lead('search', 'U0TOM')], checkedAt);
    await owners.importRows([lead('growth', 'U0TOM')], checkedAt);
    await tables.documents.send(
      new DeleteCommand({ TableName: tables.names.owners, Key: { pk: 'team#search', sk: 'lead#U0TOM' } }),
    );
    expect(await owners.leads()).toEqual([{ team: 'growth', userId: 'U0TOM' }]);
  });

  test('are read without a look at the whole table', async () => {
    await owners.importRows([lead('growth', 'U0MARIA'), aRow()], checkedAt);
    const commands: string[] = [];
    tables.client.middlewareStack.add(
      (next, context) => async (args) => {
        commands.push(String(context.commandName));
        return next(args);
      },
      { step: 'initialize' },
    );
    await owners.leads();
    expect(commands).toEqual(['QueryCommand', 'QueryCommand']);
  });
});

describe('things done once', () => {
  test('a person is greeted by one message ever', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => owners.greet('U0MARIA', `NB-1/${index}`)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await owners.greet('U0TOM', 'NB-1/card')).toBe(true);
  });

  test('the greeting stays with its message when that is tried again', async () => {
    expect(await owners.greet('U0MARIA', 'NB-1/card')).toBe(true);
    expect(await owners.greet('U0MARIA', 'NB-2/card')).toBe(false);
    expect(await owners.greet('U0MARIA', 'NB-1/card')).toBe(true);
  });

  test('an import does not make anybody new', async () => {
    await owners.greet('U0MARIA', 'NB-1/card');
    await owners.importRows([aRow()], checkedAt);
    expect(await owners.greet('U0MARIA', 'NB-2/card')).toBe(false);
  });

  // Many requests a test: a busy machine needs longer than Jest's five seconds.
  jest.setTimeout(30_000);

  test('a key is free again when it has expired, even though it is still stored', async () => {
    const first = { now: '2026-11-24T09:00:00.000Z', expiresAt: '2026-11-25T09:00:00.000Z' };
    const all = Array.from({ length: 20 }, () => owners.once('blocked/U0MARIA', first));
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
    const soon = { now: '2026-11-25T08:59:59.000Z', expiresAt: '2026-11-26T09:00:00.000Z' };
    expect(await owners.once('blocked/U0MARIA', soon)).toBe(false);
    expect(await owners.once('blocked/U0TOM', soon)).toBe(true);
    await owners.forget('blocked/U0TOM');
    expect(await owners.once('blocked/U0TOM', soon)).toBe(true);
    expect(await owners.once('blocked/U0MARIA', { ...soon, now: '2026-11-25T09:00:00.000Z' })).toBe(true);
    expect(await owners.once('blocked/U0MARIA', { ...soon, now: '2026-11-25T09:00:01.000Z' })).toBe(false);
  });

  test('can be asked about without doing them', async () => {
    const until = '2026-11-25T09:00:00.000Z';
    expect(await owners.isTaken('asked', '2026-11-24T09:00:00.000Z')).toBe(false);
    await owners.once('asked', { now: '2026-11-24T09:00:00.000Z', expiresAt: until });
    expect(await owners.isTaken('asked', '2026-11-25T08:59:59.000Z')).toBe(true);
    expect(await owners.isTaken('asked', until)).toBe(false);
  });

  test('nothing of that is listed as an owner', async () => {
    await owners.greet('U0MARIA', 'NB-1/card');
    await owners.once('key', { now: checkedAt, expiresAt: '2026-11-25T09:00:00.000Z' });
    await owners.learnTag('maria', maria);
    expect(await everything()).toEqual([
      { kind: 'tag', key: 'maria', userId: 'U0MARIA', team: 'growth', timeZone: 'Europe/Madrid' },
    ]);
  });
});
