import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { shardOf } from '../../src/aws/findings-codec';
import { createFindingsTable, type FindingsTable } from '../../src/aws/findings-table';
import type { ExceptionRequest, Finding, Grant, Status } from '../../src/domain/finding';
import type { FindingSummary, ListCursor, ListSource } from '../../src/domain/finding-summary';
import { launchId, launchOf, referenceOf } from '../../src/domain/notebook';
import type { RuleId } from '../../src/domain/policy';
import { aFinding, aNotebook } from '../support/a-finding';
import { startTables } from '../support/tables';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(60_000);

let tables: Awaited<ReturnType<typeof startTables>>;
let findings: FindingsTable;

beforeEach(async () => {
  tables = await startTables();
  findings = createFindingsTable(tables.documents, tables.names.findings);
});
afterEach(() => tables.close());

let opened = 0;

/** A finding of a launch that no other has. */
function another(over: Partial<Finding> = {}): Finding {
  opened += 1;
  return aFinding({ notebook: aNotebook({ name: `Notebook-${opened}` }), ...over });
}

const ownedBy = (userId: string): Pick<Finding, 'owner'> => ({ owner: { userId, source: { kind: 'tag', seen: 'x' } } });

const resolvedAt = (at: string): Partial<Finding> => ({
  status: 'resolved',
  violations: [],
  deadline: null,
  resolution: { at, evidence: 'gone', lookedAt: at },
});

async function openAll(all: Finding[]): Promise<void> {
  await Promise.all(all.map((finding) => findings.open(finding)));
}

async function allOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const idsOf = (rows: Pick<FindingSummary, 'launch'>[]) => rows.map(({ launch }) => launchId(launch));

/** Every page until there is no next one. */
async function pagesOf(sources: ListSource[], limit: number): Promise<FindingSummary[][]> {
  const pages: FindingSummary[][] = [];
  let after: ListCursor | null = null;
  do {
    const page: { rows: FindingSummary[]; next: ListCursor | null } = await findings.list(sources, { after, limit });
    pages.push(page.rows);
    after = page.next;
  } while (after);
  return pages;
}

/** How many requests the work makes, and how many rows each of them reads. */
async function costOf(work: () => Promise<unknown>): Promise<number[]> {
  const reads: number[] = [];
  tables.client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      reads.push(Object(answer.output).ScannedCount ?? 0);
      return answer;
    },
    { step: 'initialize', name: 'count' },
  );
  await work();
  tables.client.middlewareStack.remove('count');
  return reads;
}

const UNRESOLVED = ['open', 'acknowledged', 'migration_scheduled', 'exception_requested', 'exception_granted'] as const;
const SECURITY: ListSource[] = UNRESOLVED.map((status) => ({ by: 'status', status }));

describe('a list', () => {
  const status = (one: Status): ListSource => ({ by: 'status', status: one });
  const owner = (userId: string): ListSource => ({ by: 'owner', userId });
  const team = (name: string): ListSource => ({ by: 'team', team: name });

  test('read page by page holds what its sources hold, each launch once, by date', async () => {
    const dates = ['2026-12-01T16:00:00Z', '2026-12-02T16:00:00Z', null];
    const all = Array.from({ length: 60 }, (_, index) =>
      another({
        ...ownedBy(`U${index % 4}`),
        team: [`red`, 'blue', null][index % 3] ?? null,
        ...(index % 7 === 0
          ? resolvedAt('2026-11-25T00:00:00Z')
          : { status: UNRESOLVED[index % 5] ?? 'open', deadline: dates[(index % 11) % 3] ?? null }),
      }),
    );
    await openAll(all);
    const belongs = (finding: Finding) => (source: ListSource) =>
      (source.by === 'owner' && finding.owner?.userId === source.userId) ||
      (source.by === 'team' && finding.team === source.team) ||
      (source.by === 'status' && finding.status === source.status);
    const order = (finding: Finding) => `${finding.deadline ?? '9999'} ${launchId(finding.launch)}`;

    const source = fc.constantFrom(owner('U0'), owner('U1'), team('red'), team('blue'), ...SECURITY);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(source, { minLength: 1 }),
        fc.integer({ min: 4, max: 30 }),
        async (sources, limit) => {
          const expected = all
            .filter((finding) => finding.status !== 'resolved' && sources.some(belongs(finding)))
            .sort((one, other) => (order(one) < order(other) ? -1 : 1));
          const pages = await pagesOf(sources, limit);
          expect(idsOf(pages.flat())).toEqual(idsOf(expected));
          expect(pages.map(({ length }) => length)).toEqual(
            Array.from({ length: Math.max(1, Math.ceil(expected.length / limit)) }, (_, index) =>
              Math.min(limit, expected.length - index * limit),
            ),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  test('of what is resolved begins with the newest', async () => {
    const all = Array.from({ length: 25 }, (_, index) =>
      another(resolvedAt(`2026-11-${String(28 - Math.floor(index / 3)).padStart(2, '0')}T10:00:00Z`)),
    );
    await openAll([...all, another()]);
    const order = ({ launch, resolution }: Finding) => `${resolution?.at} ${launchId(launch)}`;
    const expected = all.sort((one, other) => (order(one) > order(other) ? -1 : 1));
    const pages = await pagesOf([status('resolved')], 10);
    expect(pages.map(idsOf)).toEqual([0, 10, 20].map((start) => idsOf(expected.slice(start, start + 10))));
  });

  test('does not mix resolved findings with others', async () => {
    const mixed = findings.list([owner('U1'), status('resolved')], { after: null, limit: 10 });
    await expect(mixed).rejects.toThrow(/by themselves/);
  });

  test('is empty where there is nothing', async () => {
    expect(await findings.list([owner('U0NOBODY')], { after: null, limit: 10 })).toEqual({ rows: [], next: null });
    expect(await findings.list([], { after: null, limit: 10 })).toEqual({ rows: [], next: null });
  });

  test('goes on when findings change between two pages', async () => {
    const all = Array.from({ length: 20 }, () => another(ownedBy('U1')));
    await openAll(all);
    const sources = [owner('U1'), team('growth')];
    const first = await findings.list(sources, { after: null, limit: 8 });
    const shown = new Set(idsOf(first.rows));
    const changing = [
      ...all.filter(({ launch }) => shown.has(launchId(launch))).slice(-2),
      ...all.filter(({ launch }) => !shown.has(launchId(launch))).slice(0, 2),
    ];
    for (const [index, finding] of changing.entries()) {
      const change = index % 2 === 0 ? resolvedAt('2026-11-25T00:00:00Z') : { deadline: '2026-12-24T16:00:00Z' };
      await findings.save(finding, { ...finding, ...change, version: 2 }, null);
    }
    const second = await findings.list(sources, { after: first.next, limit: 20 });
    const changed = new Set(idsOf(changing));
    const untouched = idsOf(all).filter((id) => !changed.has(id));
    const seen = [...idsOf(first.rows), ...idsOf(second.rows)].filter((id) => !changed.has(id));
    expect(seen.sort()).toEqual(untouched.sort());
    expect(new Set(idsOf(second.rows)).size).toBe(second.rows.length);
  });

  test.each([
    ['an owner', [owner('U1')], 1],
    ['a lead', [owner('U1'), team('growth'), team('search')], 3],
    ['security', SECURITY, 40],
  ])('costs %s the same at 10 findings and at 500', async (_, sources, partitions) => {
    const costs: number[][] = [];
    for (const count of [10, 490]) {
      await openAll(
        Array.from({ length: count }, (__, index) =>
          another({ ...ownedBy('U1'), status: UNRESOLVED[index % 5] ?? 'open' }),
        ),
      );
      costs.push(await costOf(() => findings.list(sources, { after: null, limit: 3 })));
      const { next } = await findings.list(sources, { after: null, limit: 3 });
      costs.push(await costOf(() => findings.list(sources, { after: next, limit: 3 })));
    }
    for (const cost of costs) {
      expect(cost).toHaveLength(partitions);
      expect(Math.max(...cost)).toBeLessThanOrEqual(4);
    }
  });
});

describe('all that is unresolved', () => {
  test('holds each launch of the sources once', async () => {
    const both = another({ ...ownedBy('U1'), team: 'growth' });
    const mine = another({ ...ownedBy('U1'), team: null });
    const teams = another({ ...ownedBy('U2'), team: 'growth' });
    const others = another({ ...ownedBy('U2'), team: 'search' });
    await openAll([both, mine, teams, others, another({ ...ownedBy('U1'), ...resolvedAt('2026-11-25T00:00:00Z') })]);
    const rows = await allOf(
      findings.unresolved([
        { by: 'owner', userId: 'U1' },
        { by: 'team', team: 'growth' },
      ]),
    );
    expect(idsOf(rows).sort()).toEqual(idsOf([both, mine, teams]).sort());
    expect(idsOf(await allOf(findings.unresolved(SECURITY))).sort()).toEqual(idsOf([both, mine, teams, others]).sort());
    expect(await allOf(findings.unresolved([{ by: 'status', status: 'resolved' }]))).toEqual([]);
  });

  test('goes on, like a list, where a page of the store ends before all was read', async () => {
    // A page ends at 1 MB.
    const [violation] = aFinding().violations;
    const long = 'r'.repeat(60_000) as RuleId;
    const all = Array.from({ length: 25 }, () =>
      another({ ...ownedBy('U1'), violations: violation ? [{ ...violation, rule: long }] : [] }),
    );
    await openAll(all);
    const source: ListSource = { by: 'owner', userId: 'U1' };
    expect(await costOf(() => allOf(findings.unresolved([source])))).toHaveLength(2);
    expect(await allOf(findings.unresolved([source]))).toHaveLength(25);
    expect((await findings.list([source], { after: null, limit: 24 })).rows).toHaveLength(24);
  });
});

describe('the records that numbers are made of', () => {
  test('hold what is unresolved, and what was resolved since, with its timeline', async () => {
    const timeline = [
      { at: '2026-11-24T09:13:00Z', status: 'open' as const, team: null },
      { at: '2026-11-24T11:00:00Z', status: 'acknowledged' as const, team: 'growth' },
    ];
    const acknowledged = another({ status: 'acknowledged', timeline });
    const unresolved = UNRESOLVED.map((status) => another({ status }));
    const justResolved = another(resolvedAt('2026-11-25T00:00:00.000Z'));
    const later = another(resolvedAt('2026-11-26T00:00:00.000Z'));
    const before = another(resolvedAt('2026-11-24T23:59:59.999Z'));
    await openAll([acknowledged, ...unresolved, justResolved, later, before]);
    const records = await allOf(findings.records('2026-11-25T00:00:00.000Z'));
    expect(idsOf(records).sort()).toEqual(idsOf([acknowledged, ...unresolved, justResolved, later]).sort());
    expect(records.find(({ launch }) => launch.name === acknowledged.launch.name)).toMatchObject({
      status: 'acknowledged',
      team: 'growth',
      firstSeenAt: acknowledged.firstSeenAt,
      timeline,
    });
  });
});

describe('what is due', () => {
  test('is found over all shards, longest waiting first, up to the limit', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      finding: another(),
      at: `2026-11-24T10:${String(59 - index).padStart(2, '0')}:00Z`,
    }));
    for (const { finding, at } of many) await findings.open(finding, at);
    expect(new Set(many.map(({ finding }) => shardOf(finding.launch))).size).toBeGreaterThan(4);

    const expected = many.map(({ finding }) => finding.launch).reverse();
    expect(await findings.due('2026-11-24T11:00:00Z', 100)).toEqual(expected);
    expect(await findings.due('2026-11-24T11:00:00Z', 7)).toEqual(expected.slice(0, 7));
    expect(await findings.due('2026-11-24T10:30:00Z', 100)).toEqual(expected.slice(0, 1));
  });

  test('holds a new finding at once, until it is set otherwise', async () => {
    const finding = another();
    await findings.open(finding);
    expect(await findings.due(finding.openedAt, 10)).toEqual([finding.launch]);
    expect(await findings.setDue(finding, null)).toBe(true);
    expect(await findings.due('2026-12-31T00:00:00Z', 10)).toEqual([]);
    expect(await findings.setDue(finding, '2026-12-01T00:00:00Z')).toBe(true);
    expect(await findings.due('2026-12-31T00:00:00Z', 10)).toEqual([finding.launch]);
  });

  test('follows every change, and is not set from an older version', async () => {
    const finding = another();
    await findings.open(finding, null);
    const after = { ...finding, version: 2 };
    await findings.save(finding, after, '2026-11-25T00:00:00Z');
    expect(await findings.setDue(finding, null)).toBe(false);
    expect(await findings.due('2026-11-25T00:00:00Z', 10)).toEqual([finding.launch]);
    await findings.save(after, { ...after, version: 3 }, null);
    expect(await findings.due('2026-11-25T00:00:00Z', 10)).toEqual([]);
  });
});

describe('looking up', () => {
  test('finds a launch by its reference', async () => {
    const finding = another();
    await findings.open(finding);
    expect(await findings.byReference(referenceOf(finding.launch))).toEqual([finding.launch]);
    expect(await findings.byReference('NB-0000')).toEqual([]);
  });

  test('lists what a person owns and has not resolved, the earliest deadline first', async () => {
    const owner = { userId: 'U0LISTED', source: { kind: 'tag', seen: 'x' } } as const;
    const late = another({ owner, deadline: '2026-12-24T16:00:00Z', team: null });
    const none = another({ owner, deadline: null });
    const soon = another({ owner, deadline: '2026-12-01T16:00:00Z', status: 'acknowledged' });
    const resolved = another({
      owner,
      status: 'resolved',
      violations: [],
      resolution: { at: '2026-11-25T00:00:00Z', evidence: 'gone', lookedAt: '2026-11-25T00:00:00Z' },
    });
    for (const finding of [late, none, soon, resolved]) await findings.open(finding);
    const [listed = []] = await pagesOf([{ by: 'owner', userId: 'U0LISTED' }], 10);
    expect(listed.map(({ launch }) => launch)).toEqual([soon.launch, late.launch, none.launch]);
    expect(listed[0]).toEqual({
      launch: launchOf(soon.notebook),
      reference: soon.reference,
      name: soon.notebook.name,
      status: 'acknowledged',
      ownerId: 'U0LISTED',
      team: 'growth',
      severity: 'high',
      deadline: '2026-12-01T16:00:00Z',
      rules: ['notebook-no-direct-internet-access'],
      firstSeenAt: '2026-11-24T09:13:00Z',
      version: 1,
      grantUntil: null,
      answerDueAt: null,
      disowned: false,
    });
    expect(listed[1]?.team).toBeNull();
    expect(listed[2]?.deadline).toBeNull();
  });

  test('summaries say when a grant ends and when a request times out', async () => {
    const grant: Grant = {
      requestId: 'V0',
      rules: ['notebook-in-vpc'],
      until: '2026-12-10T16:00:00Z',
      at: '2026-11-23T11:00:00Z',
      approvers: ['U0SEC'],
      conditions: [],
    };
    const request: ExceptionRequest = {
      id: 'V1',
      by: 'U1',
      at: '2026-11-24T10:00:00Z',
      rules: ['notebook-no-direct-internet-access'],
      until: '2026-12-24T16:00:00Z',
      category: 'packages',
      reason: 'conda',
      timeoutAt: '2026-11-26T16:00:00Z',
      quorum: 1,
      approvals: [],
      questions: [],
      ownerChangedBy: [],
    };
    const finding = another({ ...ownedBy('U1'), team: 'red', status: 'exception_requested', grant, request });
    await findings.open(finding);
    const sources: ListSource[] = [
      { by: 'owner', userId: 'U1' },
      { by: 'team', team: 'red' },
      { by: 'status', status: 'exception_requested' },
    ];
    for (const source of sources) {
      const { rows } = await findings.list([source], { after: null, limit: 10 });
      expect(rows).toMatchObject([
        { grantUntil: grant.until, answerDueAt: request.timeoutAt, ownerId: 'U1', team: 'red' },
      ]);
    }
    await findings.save(finding, { ...finding, grant: null, request: null, version: 2 }, null);
    expect(await pagesOf(sources, 10)).toMatchObject([[{ grantUntil: null, answerDueAt: null }]]);
  });
});

test('indexes carry summaries, and only launch records stand under a month', async () => {
  const finding = another();
  await findings.open(finding);
  await findings.recordLaunch({
    launch: finding.launch,
    name: finding.notebook.name,
    team: 'growth',
    rules: [],
    lookedAt: '2026-11-24T09:13:00Z',
  });
  const kinds: Record<string, string[]> = {};
  for (const IndexName of ['byOwner', 'byTeam', 'byStatus', 'due', 'byMonth', 'byReference']) {
    const { Items = [] } = await tables.documents.send(
      new ScanCommand({ TableName: tables.names.findings, IndexName }),
    );
    kinds[IndexName] = Items.map(({ sk }) => sk.charAt(0));
    for (const row of Items) {
      for (const large of ['state', 'history', 'messages']) expect(row).not.toHaveProperty(large);
      expect('timeline' in row).toBe(IndexName === 'byStatus');
    }
  }
  expect(kinds).toEqual({
    byOwner: ['F'],
    byTeam: ['F'],
    byStatus: ['F'],
    due: ['F'],
    byMonth: ['L'],
    byReference: ['F'],
  });
});
