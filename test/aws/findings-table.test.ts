import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { partitionOf } from '../../src/aws/findings-codec';
import { createFindingsTable, type FindingsTable } from '../../src/aws/findings-table';
import type { Finding, HistoryEntry } from '../../src/domain/finding';
import { aFinding, aMessage, aNotebook } from '../support/a-finding';
import { startTables } from '../support/tables';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(30_000);

let tables: Awaited<ReturnType<typeof startTables>>;
let findings: FindingsTable;

beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

let opened = 0;
beforeEach(() => {
  findings = createFindingsTable(tables.documents, tables.names.findings);
});

/** A finding of a launch that no other test has. */
function another(over: Partial<Finding> = {}): Finding {
  opened += 1;
  return aFinding({ notebook: aNotebook({ name: `Notebook-${opened}` }), ...over });
}

const anEntry = (version: number, over: Partial<HistoryEntry> = {}): HistoryEntry => ({
  version,
  at: '2026-11-24T10:00:00Z',
  actor: 'U0MARIA',
  command: 'acknowledge',
  from: 'open',
  to: 'acknowledged',
  ...over,
});

/** What a command would make of the finding: the next version, with its entry. */
const next = (finding: Finding, over: Partial<Finding> = {}, entry: Partial<HistoryEntry> = {}): Finding => ({
  ...finding,
  version: finding.version + 1,
  history: [...finding.history, anEntry(finding.version + 1, entry)],
  ...over,
});

async function stored(finding: Finding): Promise<Finding> {
  const found = await findings.get(finding.launch);
  if (!found) throw new Error('nothing is stored');
  return found;
}

const itemsLike = async (finding: Finding, prefix: string) => {
  const { Items } = await tables.documents.send(
    new QueryCommand({
      TableName: tables.names.findings,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: {
        ':pk': partitionOf(finding.launch),
        ':prefix': `${prefix}#${finding.launch.name}#`,
      },
    }),
  );
  return Items ?? [];
};

/** Every field filled that a finding can have. */
const aFullFinding = () =>
  another({
    owner: { userId: 'U0MARIA', source: { kind: 'assigned', by: 'U0LEAD' } },
    owners: ['U0OTHER', 'U0MARIA'],
    fixed: [{ rule: 'notebook-required-tags', at: '2026-11-24T11:00:00Z' }],
    ownerSettled: true,
    handover: { by: 'U0OTHER', at: '2026-11-24T10:00:00Z', proposed: 'U0MARIA', note: 'she started it' },
    handovers: 1,
    acknowledged: { at: '2026-11-24T10:00:00Z', by: 'U0MARIA' },
    migration: { at: '2026-12-01T09:00:00Z', by: 'U0MARIA', decidedAt: '2026-11-24T10:00:00Z', files: 'backup' },
    request: {
      id: 'V1',
      by: 'U0MARIA',
      at: '2026-11-24T10:00:00Z',
      rules: ['notebook-no-direct-internet-access'],
      until: '2026-12-24T16:00:00Z',
      category: 'packages',
      reason: 'conda <all> & "more"',
      control: '',
      timeoutAt: '2026-11-26T16:00:00Z',
      quorum: 2,
      approvals: [
        {
          by: 'U0SEC',
          at: '2026-11-24T11:00:00Z',
          until: '2026-12-24T16:00:00Z',
          rules: ['notebook-no-direct-internet-access'],
        },
      ],
      questions: [],
      ownerChangedBy: ['U0LEAD'],
    },
    grant: {
      requestId: 'V0',
      rules: ['notebook-in-vpc'],
      until: '2026-12-01T16:00:00Z',
      at: '2026-11-23T11:00:00Z',
      approvers: ['U0SEC'],
      conditions: ['no customer data'],
    },
    closedRequests: [],
    resolution: { at: '2026-11-25T00:00:00Z', evidence: 'gone', lookedAt: '2026-11-25T00:00:00Z' },
    reopened: { at: '2026-11-24T10:00:00Z', goodAt: '2026-11-23T10:00:00Z' },
    deadline: null,
    messages: {
      'card-1': aMessage({ channel: 'D1', ts: '1.2', shownVersion: 1, attempt: 1, greeting: true }),
      'line-1': aMessage({
        kind: 'line',
        line: { about: 'decided', by: null, outcome: 'timed_out' },
        notBefore: '2026-11-25T09:00:00Z',
      }),
    },
  });

describe('a finding', () => {
  test('comes back as it was stored', async () => {
    const finding = aFullFinding();
    expect(await findings.open(finding)).toBe(true);
    expect(await findings.get(finding.launch)).toEqual(finding);
  });

  test('comes back the same without an owner, a team or violations', async () => {
    const finding = another({ owner: null, team: null, teamTag: null, launchedBy: null, violations: [] });
    await findings.open(finding);
    expect(await stored(finding)).toEqual(finding);
  });

  test('is null when the launch has none', async () => {
    expect(await findings.get(another().launch)).toBeNull();
  });

  test('any text in its fields survives', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const key = fc.string({ minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 50 }), fc.dictionary(key, text), async (texts, tags) => {
        const notebook = aNotebook({ name: another().notebook.name, tags: { ...tags } });
        const finding = aFinding({ notebook, ownerSearch: texts.map((found) => ({ source: 'tag', found })) });
        await findings.open(finding);
        expect(await stored(finding)).toEqual(finding);
      }),
      { numRuns: 10 },
    );
  });

  test('is opened by one of fifty who try at once', async () => {
    const finding = another();
    const answers = await Promise.all(Array.from({ length: 50 }, () => findings.open(finding)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test('is not opened again over what happened since', async () => {
    const finding = another();
    await findings.open(finding);
    await findings.save(finding, next(finding), null);
    expect(await findings.open(finding)).toBe(false);
    expect((await stored(finding)).version).toBe(2);
  });
});

describe('saving a change', () => {
  test('writes the state, the new entry and the new messages', async () => {
    const finding = another();
    await findings.open(finding);
    const after = next(finding, {
      status: 'acknowledged',
      acknowledged: { at: '2026-11-24T10:00:00Z', by: 'U0MARIA' },
      messages: { 'card-1': aMessage() },
    });
    expect(await findings.save(finding, after, null)).toBe(true);
    expect(await stored(finding)).toEqual(after);
  });

  test('succeeds for one of twenty who start from the same version', async () => {
    const finding = another();
    await findings.open(finding);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => findings.save(finding, next(finding, {}, { actor: `U${index}` }), null)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    const { history, version } = await stored(finding);
    expect(history).toHaveLength(2);
    expect(history[1]?.actor).toBe(`U${answers.indexOf(true)}`);
    expect(version).toBe(2);
  });

  test('is refused when the finding is not stored', async () => {
    const finding = another();
    expect(await findings.save(finding, next(finding), null)).toBe(false);
    expect(await findings.get(finding.launch)).toBeNull();
  });

  test('leaves messages alone that are stored already', async () => {
    const finding = another({ messages: { 'card-1': aMessage() } });
    await findings.open(finding);
    await findings.posted(finding.launch, 'card-1', {
      channel: 'D1',
      ts: '1.2',
      postedAt: '2026-11-24T10:00:00Z',
      shownVersion: 1,
      greeting: true,
      final: false,
    });
    const changed = next(finding, { messages: { 'card-1': aMessage({ final: true }), 'line-2': aMessage() } });
    await findings.save(finding, changed, null);
    const { messages } = await stored(finding);
    expect(messages['card-1']).toMatchObject({ ts: '1.2', final: false });
    expect(messages['line-2']).toEqual(aMessage());
  });

  test('does not overwrite a message of the same key that somebody else queued and sent', async () => {
    const finding = another();
    await findings.open(finding);
    const queued = next(finding, { messages: { 'line-2': aMessage() } });
    await findings.save(finding, queued, null);
    await findings.claimMessage(finding.launch, 'line-2', {
      now: '2026-11-24T10:00:00Z',
      leaseUntil: '2026-11-24T10:01:00Z',
    });
    await findings.save({ ...queued, messages: {} }, next(queued, { messages: { 'line-2': aMessage() } }), null);
    expect((await stored(finding)).messages['line-2']?.attempt).toBe(1);
  });

  test('removes the owner and the team from the indexes', async () => {
    const finding = another({ owner: { userId: 'U0GONE', source: { kind: 'tag', seen: 'x' } } });
    await findings.open(finding);
    const owned = () => findings.list([{ by: 'owner', userId: 'U0GONE' }], { after: null, limit: 10 });
    expect((await owned()).rows).toHaveLength(1);
    const after = next(finding, { owner: null, team: null });
    await findings.save(finding, after, null);
    expect((await owned()).rows).toEqual([]);
    expect(await stored(finding)).toEqual(after);
  });

  test('never takes back what bookkeeping notes at the same time', async () => {
    const keys = Array.from({ length: 10 }, (_, index) => `line-${index}`);
    const finding = another({ messages: Object.fromEntries(keys.map((key) => [key, aMessage()])) });
    const { launch } = finding;
    await findings.open(finding);

    const changes = async () => {
      for (let count = 0; count < 10; count += 1) {
        const before = await stored(finding);
        const key = `queued-${count}`;
        const after = next(before, { messages: { ...before.messages, [key]: aMessage() } });
        expect(await findings.save(before, after, null)).toBe(true);
      }
    };
    const deliveries = keys.map(async (key, index) => {
      await findings.claimMessage(launch, key, { now: '2026-11-24T10:00:00Z', leaseUntil: '2026-11-24T10:01:00Z' });
      await findings.posted(launch, key, {
        channel: 'D1',
        ts: `${index}`,
        postedAt: '2026-11-24T10:00:00Z',
        shownVersion: 1,
        greeting: false,
        final: false,
      });
      await findings.shown(launch, key, { shownVersion: index + 1, final: false });
      await findings.published(launch, index);
    });
    await Promise.all([changes(), ...deliveries]);

    const result = await stored(finding);
    expect(result.version).toBe(11);
    expect(result.history.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Object.keys(result.messages)).toHaveLength(20);
    expect(keys.map((key) => result.messages[key])).toEqual(
      keys.map((_, index) => expect.objectContaining({ attempt: 1, ts: `${index}`, shownVersion: index + 1 })),
    );
    expect(result.publishedVersion).toBe(9);
  });
});

describe('the time of a look', () => {
  test('only rises, without a new version', async () => {
    const finding = another();
    await findings.open(finding);
    await findings.observed(finding.launch, '2026-11-24T12:00:00Z');
    await findings.observed(finding.launch, '2026-11-24T11:00:00Z');
    expect(await stored(finding)).toEqual({ ...finding, observedAt: '2026-11-24T12:00:00Z' });
  });

  test('is not taken back by a click that began before it', async () => {
    const finding = another();
    await findings.open(finding);
    await findings.observed(finding.launch, '2026-11-24T12:00:00Z');
    expect(await findings.save(finding, next(finding), null)).toBe(true);
    expect((await stored(finding)).observedAt).toBe('2026-11-24T12:00:00Z');
  });

  test('makes the change of an older look a conflict', async () => {
    const finding = another();
    await findings.open(finding);
    await findings.observed(finding.launch, '2026-11-24T12:00:00Z');
    expect(await findings.save(finding, next(finding, { observedAt: '2026-11-24T11:00:00Z' }), null)).toBe(false);
    expect(await findings.save(finding, next(finding, { observedAt: '2026-11-24T13:00:00Z' }), null)).toBe(true);
  });

  test('of a launch without a finding is not noted', async () => {
    const finding = another();
    await findings.observed(finding.launch, '2026-11-24T12:00:00Z');
    expect(await findings.get(finding.launch)).toBeNull();
  });
});

describe('a name', () => {
  test('lists the unresolved findings of all its launches, oldest first, and of no other name', async () => {
    const name = another().notebook.name;
    const of = (createdAt: string, over: Partial<Finding> = {}) =>
      aFinding({ notebook: aNotebook({ name, createdAt }), ...over });
    const second = of('2026-11-22T09:00:00Z');
    const first = of('2026-11-20T09:00:00Z');
    const resolved = of('2026-11-18T09:00:00Z', {
      status: 'resolved',
      resolution: { at: '2026-11-19T09:00:00Z', evidence: 'gone', lookedAt: '2026-11-19T09:00:00Z' },
    });
    const longer = aFinding({ notebook: aNotebook({ name: `${name}-b` }) });
    for (const finding of [second, first, resolved, longer]) await findings.open(finding);
    expect(await findings.unresolvedOfName(first.launch, name.toUpperCase())).toEqual([first, second]);
    expect(await findings.unresolvedOfName({ ...first.launch, region: 'eu-central-1' }, name)).toEqual([]);
  });

  test('gives its newest launch in each target, resolved or not', async () => {
    const name = another().notebook.name;
    const of = (createdAt: string, over: Partial<Finding> = {}, region = 'eu-west-1') =>
      aFinding({ notebook: aNotebook({ name, createdAt, region }), ...over });
    const former = of('2026-11-20T09:00:00Z');
    const newest = of('2026-11-22T09:00:00Z', {
      status: 'resolved',
      resolution: { at: '2026-11-23T09:00:00Z', evidence: 'gone', lookedAt: '2026-11-23T09:00:00Z' },
    });
    const elsewhere = of('2026-11-21T09:00:00Z', {}, 'eu-central-1');
    const longer = aFinding({ notebook: aNotebook({ name: `${name}-b`, createdAt: '2026-11-24T09:00:00Z' }) });
    for (const finding of [newest, former, elsewhere, longer]) await findings.open(finding);
    const { account } = newest.launch;
    const targets = ['eu-west-1', 'eu-central-1', 'us-east-1'].map((region) => ({ account, region }));
    expect(await findings.ofName(targets, name.toUpperCase())).toEqual([newest, elsewhere]);
    expect(await findings.ofName([], name)).toEqual([]);
  });

  test('remembers the newest look that did not find it', async () => {
    const { launch, notebook } = another();
    expect(await findings.clearAt(launch, notebook.name)).toBeNull();
    await findings.recordClear(launch, notebook.name, '2026-11-24T12:00:00Z');
    await findings.recordClear(launch, launch.name, '2026-11-24T11:00:00Z');
    expect(await findings.clearAt(launch, notebook.name)).toBe('2026-11-24T12:00:00Z');
    await findings.recordClear(launch, launch.name, '2026-11-24T13:00:00Z');
    expect(await findings.clearAt(launch, launch.name)).toBe('2026-11-24T13:00:00Z');
  });
});

describe('a long history', () => {
  const long = (entries: number) =>
    another({
      version: entries,
      history: Array.from({ length: entries }, (_, index) => anEntry(index + 1, { note: `entry ${index + 1}` })),
    });

  test('keeps every entry over many changes, while the finding itself stays small', async () => {
    const finding = long(249);
    await findings.open(finding);
    let before = finding;
    for (let count = 0; count < 5; count += 1) {
      expect(await findings.save(before, next(before), null)).toBe(true);
      before = await stored(finding);
    }
    expect(before.history).toHaveLength(54);
    expect(await itemsLike(finding, 'H')).toHaveLength(2);
    const whole = await findings.history(before);
    expect(whole.map(({ version }) => version)).toEqual(Array.from({ length: 254 }, (_, index) => index + 1));
    expect(whole[0]?.note).toBe('entry 1');
  });

  test('is left whole up to 150 entries', async () => {
    const finding = long(149);
    await findings.open(finding);
    const after = next(finding);
    await findings.save(finding, after, null);
    expect(await stored(finding)).toEqual(after);
    expect(await itemsLike(finding, 'H')).toEqual([]);
  });

  test('a crash between the archive and the trim is repeated without harm', async () => {
    const finding = long(150);
    await findings.open(finding);
    // The archive is written before the conditional write: one that fails leaves things as a crash would.
    const stale = { ...finding, version: 149 };
    expect(await findings.save(stale, next(stale), null)).toBe(false);
    const [archived, ...more] = await itemsLike(finding, 'H');
    expect(more).toEqual([]);
    expect(await findings.history(await stored(finding))).toEqual(finding.history);

    const after = next(finding);
    expect(await findings.save(finding, after, null)).toBe(true);
    expect(await itemsLike(finding, 'H')).toEqual([archived]);
    expect((await stored(finding)).history).toHaveLength(51);
    expect(await findings.history(await stored(finding))).toEqual(after.history);
  });

  test('is trimmed by one of several who save at once', async () => {
    const finding = long(150);
    await findings.open(finding);
    const answers = await Promise.all(Array.from({ length: 8 }, () => findings.save(finding, next(finding), null)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await findings.history(await stored(finding))).toHaveLength(151);
  });
});

test('an export holds every finding with its whole history, and nothing else', async () => {
  const own = await startTables();
  try {
    const table = createFindingsTable(own.documents, own.names.findings);
    const small = another();
    const long = another({
      version: 150,
      history: Array.from({ length: 150 }, (_, index) => anEntry(index + 1)),
    });
    await table.open(small);
    await table.open(long);
    await table.save(long, next(long), null);
    await table.recordClear(small.launch, 'elsewhere', '2026-11-24T12:00:00Z');
    const exported: Finding[] = [];
    for await (const finding of table.all()) exported.push(finding);
    expect(exported).toHaveLength(2);
    expect(exported).toContainEqual(small);
    expect(exported).toContainEqual(next(long));
  } finally {
    await own.close();
  }
});

test('a fault of the store is thrown', async () => {
  const missing = createFindingsTable(tables.documents, 'no-such-table');
  await expect(missing.open(another())).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
