import { createFindingsTable, type FindingsTable } from '../../src/aws/findings-table';
import type { FindingSummary, ListCursor, ListSource } from '../../src/domain/finding-summary';
import { EVERYTHING, type ListFilter } from '../../src/domain/list-filter';
import { gatherUnresolved, listFindings, sourcesOf } from '../../src/workflows/list-findings';
import type { Scope } from '../../src/workflows/scope';
import { aFinding, aNotebook } from '../support/a-finding';
import { startTables } from '../support/tables';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(60_000);

const NOW = new Date('2026-12-05T10:00:00.000Z');
const DEVELOPER: Scope = { userId: 'U0DEV', teams: [], isSecurity: false };
const LEAD: Scope = { userId: 'U0LEAD', teams: ['growth', 'ml'], isSecurity: false };
const SECURITY: Scope = { userId: 'U0SEC', teams: [], isSecurity: true };
const STRANGER: Scope = { userId: 'U0NOBODY', teams: [], isSecurity: false };

let tables: Awaited<ReturnType<typeof startTables>>;
let findings: FindingsTable;
/** What was asked of the store, and how many rows it gave. */
let reads: { sources: ListSource[]; limit: number; rows: number }[] = [];

/** The same store, whose reads are counted. */
const services = () => ({
  findings: {
    ...findings,
    async list(sources: ListSource[], page: { after: ListCursor | null; limit: number }) {
      const read = await findings.list(sources, page);
      reads.push({ sources, limit: page.limit, rows: read.rows.length });
      return read;
    },
  },
});

beforeAll(async () => {
  tables = await startTables();
  findings = createFindingsTable(tables.documents, tables.names.findings);
  // 60 of a developer in team growth, 30 of another in team ml, 30 of nobody; one an hour.
  const opening = Array.from({ length: 120 }, (_, index) => {
    const kind = index % 4;
    const deadline = new Date(Date.parse('2026-12-01T16:00:00.000Z') + index * 60 * 60_000).toISOString();
    const notebook = aNotebook({
      name: `nb-${String(index).padStart(3, '0')}`,
      region: index % 10 === 0 ? 'us-east-1' : 'eu-west-1',
    });
    return findings.open(
      aFinding({
        notebook,
        deadline,
        owner: kind === 3 ? null : { userId: kind === 2 ? 'U0OTHER' : 'U0DEV', source: { kind: 'tag', seen: 'x' } },
        team: kind === 3 ? null : kind === 2 ? 'ml' : 'growth',
        status: index === 119 ? 'resolved' : 'open',
        resolution:
          index === 119
            ? { at: '2026-12-04T10:00:00.000Z', evidence: 'gone', lookedAt: '2026-12-04T10:00:00.000Z' }
            : null,
      }),
    );
  });
  await Promise.all(opening);
});
afterAll(() => tables.close());
beforeEach(() => {
  reads = [];
});

async function everyPage(scope: Scope, filter: Partial<ListFilter> = {}) {
  const pages: FindingSummary[][] = [];
  let after: ListCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listFindings>> = await listFindings(services(), scope, {
      filter: { ...EVERYTHING, ...filter },
      after,
      now: NOW,
    });
    pages.push(page.rows);
    after = page.next;
  } while (after);
  return pages;
}

describe('a list', () => {
  it.each<[string, Scope, number]>([
    ['a developer: their own', DEVELOPER, 60],
    ['a lead: their teams', LEAD, 90],
    ['security: all', SECURITY, 119],
    ['anybody else: nothing', STRANGER, 0],
  ])('holds for %s, each once and the first date first', async (_, scope, count) => {
    const rows = (await everyPage(scope)).flat();
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(count);
    expect(rows.map(({ deadline }) => deadline)).toEqual(rows.map(({ deadline }) => deadline).toSorted());
  });

  it('has eight a page until the last', async () => {
    expect((await everyPage(DEVELOPER)).map(({ length }) => length)).toEqual([8, 8, 8, 8, 8, 8, 8, 4]);
  });

  it('counts all when they are few, and does not when they are many', async () => {
    const first = (scope: Scope, filter: Partial<ListFilter>) =>
      listFindings(services(), scope, { filter: { ...EVERYTHING, ...filter }, after: null, now: NOW });
    expect((await first(DEVELOPER, { region: 'us-east-1' })).total).toBe(6);
    expect((await first(SECURITY, {})).total).toBeNull();
    expect((await first(STRANGER, {})).total).toBe(0);
  });

  it.each<[string, Partial<ListFilter>, number]>([
    ['a region', { region: 'us-east-1' }, 12],
    ['an account without any', { account: '999988887777' }, 0],
    ['a team', { team: 'ml' }, 30],
    ['an owner', { ownerId: 'U0OTHER' }, 30],
    ['both, which contradict', { team: 'growth', ownerId: 'U0OTHER' }, 0],
    ['passed dates', { overdue: true }, 90],
    ['resolved', { status: 'resolved' }, 1],
  ])('is narrowed by %s without losing or repeating any', async (_, filter, count) => {
    const rows = (await everyPage(SECURITY, filter)).flat();
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(count);
  });

  it('shows nobody by any filter what is not theirs', async () => {
    const filters: Partial<ListFilter>[] = [
      { ownerId: 'U0DEV' },
      { team: 'growth' },
      { region: 'us-east-1' },
      { status: 'open' },
      { status: 'resolved' },
      { overdue: true },
    ];
    for (const filter of filters) expect((await everyPage(STRANGER, filter)).flat()).toEqual([]);
    expect((await everyPage(LEAD, { ownerId: 'U0DEV' })).flat()).toHaveLength(60);
    expect((await everyPage(DEVELOPER, { team: 'ml' })).flat()).toEqual([]);
  });

  it('judges the scope anew, wherever the cursor came from', async () => {
    const { next } = await listFindings(services(), SECURITY, { filter: EVERYTHING, after: null, now: NOW });
    const page = await listFindings(services(), STRANGER, { filter: EVERYTHING, after: next, now: NOW });
    expect(page.rows).toEqual([]);
  });

  it('reads at most five times for a page, however rare what is asked for is', async () => {
    await listFindings(services(), SECURITY, {
      filter: { ...EVERYTHING, account: '999988887777' },
      after: null,
      now: NOW,
    });
    expect(reads.length).toBeLessThanOrEqual(5);
  });

  it('stops at the first date to come when passed ones are asked for', async () => {
    const { next, rows } = await listFindings(services(), SECURITY, {
      filter: { ...EVERYTHING, overdue: true },
      after: { sort: '1#2026-12-05T08:00:00.000Z', id: '' },
      now: NOW,
    });
    expect(rows.every(({ deadline }) => (deadline ?? '') < NOW.toISOString())).toBe(true);
    expect(next).toBeNull();
    expect(reads).toHaveLength(1);
  });
});

describe('the narrowest lists', () => {
  it.each<[string, Scope, Partial<ListFilter>, ListSource[]]>([
    ['a developer', DEVELOPER, {}, [{ by: 'owner', userId: 'U0DEV' }]],
    [
      'a lead',
      LEAD,
      {},
      [
        { by: 'owner', userId: 'U0LEAD' },
        { by: 'team', team: 'growth' },
        { by: 'team', team: 'ml' },
      ],
    ],
    ['a lead who asks for a team', LEAD, { team: 'ml' }, [{ by: 'team', team: 'ml' }]],
    ['security who asks for an owner', SECURITY, { ownerId: 'U0DEV' }, [{ by: 'owner', userId: 'U0DEV' }]],
    ['security who asks for a status', SECURITY, { status: 'open' }, [{ by: 'status', status: 'open' }]],
    [
      'security who asks for requests',
      SECURITY,
      { exceptions: 'pending' },
      [{ by: 'status', status: 'exception_requested' }],
    ],
    ['a developer who asks for another’s team', DEVELOPER, { team: 'ml' }, [{ by: 'owner', userId: 'U0DEV' }]],
    ['a developer who asks for another', DEVELOPER, { ownerId: 'U0OTHER' }, [{ by: 'owner', userId: 'U0DEV' }]],
  ])('are for %s', (_, scope, filter, sources) => {
    expect(sourcesOf(scope, { ...EVERYTHING, ...filter })).toEqual(sources);
  });

  it('are for security every status but resolved', () => {
    expect(sourcesOf(SECURITY)).toHaveLength(5);
    expect(sourcesOf(SECURITY)).not.toContainEqual({ by: 'status', status: 'resolved' });
  });
});

describe('counting', () => {
  it('takes every unresolved one of the scope', async () => {
    const { rows, complete } = await gatherUnresolved(services(), LEAD);
    expect([rows.length, complete]).toEqual([90, true]);
  });
});
