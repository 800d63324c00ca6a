import { createFindingsTable, type FindingsTable } from '../../src/aws/findings-table';
import type { LaunchRecord } from '../../src/domain/launch-record';
import { aFinding } from '../support/a-finding';
import { startTables } from '../support/tables';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(30_000);

let tables: Awaited<ReturnType<typeof startTables>>;
let findings: FindingsTable;

beforeEach(async () => {
  tables = await startTables();
  findings = createFindingsTable(tables.documents, tables.names.findings);
});
afterEach(() => tables.close());

function aRecord(createdAt: string, over: Partial<LaunchRecord> = {}): LaunchRecord {
  return {
    launch: { account: '111122223333', region: 'eu-west-1', name: 'churn-model', createdAt },
    name: 'Churn-Model',
    team: 'growth',
    rules: ['notebook-no-direct-internet-access'],
    lookedAt: '2026-11-24T09:13:00Z',
    ...over,
  };
}

/** The launches between two moments, the oldest first. */
async function between(from: string, to: string): Promise<LaunchRecord[]> {
  const found: LaunchRecord[] = [];
  for await (const record of findings.launchesBetween(from, to)) found.push(record);
  return found.sort((one, other) => one.launch.createdAt.localeCompare(other.launch.createdAt));
}

test('a launch record comes back as it was stored, also of one that was good from the start', async () => {
  const bad = aRecord('2026-11-24T09:12:30Z');
  const good = aRecord('2026-11-24T10:00:00Z', { team: null, rules: [] });
  await findings.recordLaunch(bad);
  await findings.recordLaunch(good);
  expect(await between('2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z')).toEqual([bad, good]);
});

test('what the first look saw stays, whoever looks again', async () => {
  const first = aRecord('2026-11-24T09:12:30Z');
  await findings.recordLaunch(first);
  await Promise.all(
    Array.from({ length: 5 }, () => findings.recordLaunch({ ...first, rules: [], lookedAt: '2026-11-24T12:00:00Z' })),
  );
  expect(await between('2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z')).toEqual([first]);
});

test('a period holds its first second, not its last, over every month it touches', async () => {
  const dates = [
    '2025-12-31T23:59:59Z',
    '2026-01-01T00:00:00Z',
    '2026-02-28T12:00:00Z',
    '2026-04-30T23:59:59Z',
    '2026-05-01T00:00:00Z',
  ];
  for (const date of dates) await findings.recordLaunch(aRecord(date));
  const found = async (from: string, to: string) => (await between(from, to)).map(({ launch }) => launch.createdAt);
  expect(await found('2026-01-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z')).toEqual(dates.slice(1, 4));
  expect(await found('2026-01-01T00:00:00Z', '2026-05-01T00:00:00Z')).toEqual(dates.slice(1, 4));
  expect(await found('2026-01-01T00:00:00.001Z', '2026-05-01T00:00:00.001Z')).toEqual(dates.slice(2, 5));
  expect(await found('2025-01-31T00:00:00.000Z', '2027-01-01T00:00:00.000Z')).toEqual(dates);
  expect(await found('2026-05-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z')).toEqual([]);
  expect(await found('2026-06-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')).toEqual([]);
});

test('a launch record is no finding', async () => {
  const finding = aFinding();
  await findings.recordLaunch(aRecord(finding.launch.createdAt));
  expect(await findings.get(finding.launch)).toBeNull();
  expect(await findings.unresolvedOfName(finding.launch, finding.launch.name)).toEqual([]);
  expect(await findings.ofName([finding.launch], finding.launch.name)).toEqual([]);
  for await (const exported of findings.all()) throw new Error(`exported ${exported.reference}`);
});
