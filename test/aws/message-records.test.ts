import { createFindingsTable, type FindingsTable } from '../../src/aws/findings-table';
import type { Message } from '../../src/domain/finding';
import { aFinding, aMessage, aNotebook } from '../support/a-finding';
import { startTables } from '../support/tables';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(30_000);

let tables: Awaited<ReturnType<typeof startTables>>;
let findings: FindingsTable;

beforeAll(async () => {
  tables = await startTables();
  findings = createFindingsTable(tables.documents, tables.names.findings);
});
afterAll(() => tables.close());

let opened = 0;

/** Stores a finding with one message, `card-1`, and answers its launch. */
async function withMessage(over: Partial<Message> = {}) {
  opened += 1;
  const finding = aFinding({ notebook: aNotebook({ name: `nb-${opened}` }), messages: { 'card-1': aMessage(over) } });
  await findings.open(finding);
  return finding.launch;
}

const message = async (launch: Awaited<ReturnType<typeof withMessage>>) =>
  (await findings.get(launch))?.messages['card-1'];

const first = { now: '2026-11-24T10:00:00Z', leaseUntil: '2026-11-24T10:01:00Z' };
const during = { now: '2026-11-24T10:00:59Z', leaseUntil: '2026-11-24T10:02:00Z' };
const after = { now: '2026-11-24T10:01:00Z', leaseUntil: '2026-11-24T10:02:00Z' };
const inSlack = {
  channel: 'D1',
  ts: '1732442400.0001',
  postedAt: '2026-11-24T10:00:00.000Z',
  shownVersion: 3,
  greeting: true,
  final: false,
};

describe('claiming a message', () => {
  test('succeeds for one of twenty at once, and gives the finding as it is then', async () => {
    const launch = await withMessage();
    const claims = await Promise.all(Array.from({ length: 20 }, () => findings.claimMessage(launch, 'card-1', first)));
    const [claimed, ...others] = claims.filter((claim) => claim !== null);
    expect(others).toEqual([]);
    expect(claimed).toEqual(await findings.get(launch));
    expect(claimed?.messages['card-1']).toEqual(
      aMessage({ attempt: 1, firstTriedAt: first.now, leaseUntil: first.leaseUntil }),
    );
    expect(claimed?.version).toBe(1);
  });

  test('fails while somebody holds it; then counts another try and keeps the time of the first', async () => {
    const launch = await withMessage();
    await findings.claimMessage(launch, 'card-1', first);
    expect(await findings.claimMessage(launch, 'card-1', during)).toBeNull();
    const again = await findings.claimMessage(launch, 'card-1', after);
    expect(again?.messages['card-1']).toMatchObject({ attempt: 2, firstTriedAt: first.now });
  });

  test('waits for a back-off', async () => {
    const launch = await withMessage();
    await findings.claimMessage(launch, 'card-1', first);
    await findings.postponeMessage(launch, 'card-1', '2026-11-24T11:00:00Z');
    expect(await findings.claimMessage(launch, 'card-1', after)).toBeNull();
    expect(
      await findings.claimMessage(launch, 'card-1', {
        now: '2026-11-24T11:00:00Z',
        leaseUntil: '2026-11-24T11:01:00Z',
      }),
    ).not.toBeNull();
  });

  test('waits for the moment before which it is not to be sent', async () => {
    const launch = await withMessage({ notBefore: after.now });
    expect(await findings.claimMessage(launch, 'card-1', during)).toBeNull();
    expect(await findings.claimMessage(launch, 'card-1', after)).not.toBeNull();
  });

  test('fails once it was posted', async () => {
    const launch = await withMessage();
    await findings.claimMessage(launch, 'card-1', first);
    await findings.posted(launch, 'card-1', inSlack);
    expect(await findings.claimMessage(launch, 'card-1', after)).toBeNull();
  });

  test('fails for a message or a launch that is not there', async () => {
    const launch = await withMessage();
    expect(await findings.claimMessage(launch, 'card-2', first)).toBeNull();
    expect(await findings.claimMessage({ ...launch, name: 'no-such' }, 'card-1', first)).toBeNull();
    expect(await findings.get({ ...launch, name: 'no-such' })).toBeNull();
  });
});

describe('a posted message', () => {
  test('remembers where it is and what it shows', async () => {
    const launch = await withMessage();
    const newest = await findings.posted(launch, 'card-1', inSlack);
    expect(newest).toEqual(await findings.get(launch));
    expect(await message(launch)).toEqual(aMessage(inSlack));
  });

  test('keeps its first place when two were posted after all', async () => {
    const launch = await withMessage();
    await findings.posted(launch, 'card-1', inSlack);
    const newest = await findings.posted(launch, 'card-1', { ...inSlack, ts: '2.2', shownVersion: 9 });
    expect(newest.messages['card-1']).toEqual(aMessage(inSlack));
  });

  test('can be put off for a while, which ends when it is shown', async () => {
    const launch = await withMessage();
    await findings.posted(launch, 'card-1', inSlack);
    await findings.postponeMessage(launch, 'card-1', '2030-01-01T00:00:00Z');
    expect(await message(launch)).toHaveProperty('leaseUntil', '2030-01-01T00:00:00Z');
    await findings.shown(launch, 'card-1', { shownVersion: 8, final: false });
    expect(await message(launch)).not.toHaveProperty('leaseUntil');
  });

  test('only rises in what it shows, whoever writes last', async () => {
    const launch = await withMessage();
    await findings.posted(launch, 'card-1', inSlack);
    const versions = [5, 8, 4, 7, 6];
    const answers = await Promise.all(
      versions.map((shownVersion) => findings.shown(launch, 'card-1', { shownVersion, final: shownVersion === 8 })),
    );
    expect(await message(launch)).toMatchObject({ shownVersion: 8, final: true });
    for (const [index, answer] of answers.entries()) {
      expect(answer.messages['card-1']?.shownVersion).toBeGreaterThanOrEqual(versions[index] ?? 0);
    }
  });

  test('of a finding that is gone is a fault', async () => {
    const launch = { ...(await withMessage()), name: 'no-such' };
    await expect(findings.shown(launch, 'card-1', { shownVersion: 1, final: false })).rejects.toThrow(/no-such/);
    await expect(findings.posted(launch, 'card-1', inSlack)).rejects.toThrow(/no-such/);
  });
});

test('what other systems were told of only rises', async () => {
  const launch = await withMessage();
  await Promise.all([3, 5, 4, 1].map((version) => findings.published(launch, version)));
  expect(await findings.get(launch)).toMatchObject({ publishedVersion: 5, version: 1 });
});
