import { createNotices, type Notices } from '../../src/aws/notices';
import { createOwnersTable } from '../../src/aws/owners-table';
import type { Notice } from '../../src/domain/notice';
import { aFinding } from '../support/a-finding';
import { startTables } from '../support/tables';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(30_000);

let tables: Awaited<ReturnType<typeof startTables>>;
let notices: Notices;

beforeAll(async () => {
  tables = await startTables();
  notices = createNotices(tables.documents, tables.names.owners);
});
afterAll(() => tables.close());

let readers = 0;
let reader: string;
beforeEach(() => {
  readers += 1;
  reader = `U0READER${readers}`;
});

const began = '2026-11-24T10:00:00.000Z';

function aNotice(over: Partial<Notice> = {}): Notice {
  return {
    id: 'notice-1',
    content: { kind: 'rows', rows: [{ launch: aFinding().launch, message: 'card/1/U0MARIA/0' }] },
    attempt: 0,
    firstTriedAt: began,
    leaseUntil: began,
    ...over,
  };
}

const first = { now: began, leaseUntil: '2026-11-24T10:01:00.000Z' };
const during = { now: '2026-11-24T10:00:59.999Z', leaseUntil: '2026-11-24T10:02:00.000Z' };
const after = { now: '2026-11-24T10:01:00.000Z', leaseUntil: '2026-11-24T10:02:00.000Z' };
const place = { channel: 'D1', ts: '1732442400.0001', at: '2026-11-24T10:00:05.000Z', card: false };

describe('a notice', () => {
  test('comes back as it was begun', async () => {
    const digest = aNotice({ content: { kind: 'digest', digest: { teams: null, until: '2026-11-23T00:00:00.000Z' } } });
    expect(await notices.box(reader)).toEqual({ current: null, sent: [] });
    expect(await notices.begin(reader, aNotice())).toBe(true);
    expect(await notices.begin('security', digest)).toBe(true);
    expect(await notices.box(reader)).toEqual({ current: aNotice(), sent: [] });
    expect(await notices.box('security')).toEqual({ current: digest, sent: [] });
  });

  test('is begun by one of twenty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => notices.begin(reader, aNotice({ id: `notice-${index}` }))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect((await notices.box(reader)).current?.id).toBe(`notice-${answers.indexOf(true)}`);
  });

  test('is followed by another only when it has ended', async () => {
    await notices.begin(reader, aNotice());
    await notices.claim(reader, 'notice-1', first);
    await notices.posted(reader, 'notice-1', place);
    expect(await notices.begin(reader, aNotice({ id: 'notice-2' }))).toBe(false);
    await notices.end(reader, 'notice-1');
    expect(await notices.begin(reader, aNotice({ id: 'notice-2' }))).toBe(true);
    await notices.end(reader, 'notice-1');
    expect((await notices.box(reader)).current?.id).toBe('notice-2');
  });

  test('is no entry of the owners, and makes nobody a lead', async () => {
    await notices.begin(reader, aNotice());
    const owners = createOwnersTable(tables.documents, tables.names.owners);
    for await (const entry of owners.all()) throw new Error(`listed ${entry.kind} ${entry.key}`);
    expect(await owners.leads()).toEqual([]);
  });
});

describe('claiming a notice', () => {
  beforeEach(async () => {
    await notices.begin(reader, aNotice());
  });

  test('succeeds for one of twenty at once, and gives the notice as it is then', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => notices.claim(reader, 'notice-1', first)));
    const [claimed, ...others] = claims.filter((claim) => claim !== null);
    expect(others).toEqual([]);
    expect(claimed).toEqual(aNotice({ attempt: 1, leaseUntil: first.leaseUntil }));
    expect(claimed).toEqual((await notices.box(reader)).current);
  });

  test('fails while somebody holds it; then counts another try', async () => {
    await notices.claim(reader, 'notice-1', first);
    expect(await notices.claim(reader, 'notice-1', during)).toBeNull();
    expect(await notices.claim(reader, 'notice-1', after)).toMatchObject({ attempt: 2, firstTriedAt: began });
  });

  test('waits for a back-off', async () => {
    await notices.claim(reader, 'notice-1', first);
    await notices.postpone(reader, 'notice-1', '2026-11-24T11:00:00.000Z');
    expect(await notices.claim(reader, 'notice-1', after)).toBeNull();
    const late = { now: '2026-11-24T11:00:00.000Z', leaseUntil: '2026-11-24T11:01:00.000Z' };
    expect(await notices.claim(reader, 'notice-1', late)).toMatchObject({ attempt: 2 });
  });

  test('fails once it was posted, for another one, and for nobody', async () => {
    expect(await notices.claim(reader, 'notice-2', first)).toBeNull();
    expect(await notices.claim('U0NOBODY', 'notice-1', first)).toBeNull();
    await notices.posted(reader, 'notice-1', place);
    expect(await notices.claim(reader, 'notice-1', after)).toBeNull();
  });

  test('another one is neither put off nor noted as posted', async () => {
    await notices.postpone(reader, 'notice-2', '2026-11-24T11:00:00.000Z');
    await notices.posted(reader, 'notice-2', place);
    await notices.end(reader, 'notice-2');
    expect(await notices.box(reader)).toEqual({ current: aNotice(), sent: [] });
    await notices.posted('U0NOBODY', 'notice-1', place);
    expect(await notices.box('U0NOBODY')).toEqual({ current: null, sent: [] });
  });
});

describe('a posted notice', () => {
  test('keeps its first place and counts once, whoever notes it', async () => {
    await notices.begin(reader, aNotice());
    const places = Array.from({ length: 10 }, (_, index) => ({ ...place, ts: `1732442400.000${index}` }));
    await Promise.all(places.map((one) => notices.posted(reader, 'notice-1', one)));
    const { current, sent } = await notices.box(reader);
    expect(places).toContainEqual(current?.posted);
    expect(sent).toEqual([place.at]);
  });

  test('keeps its first place when somebody notes another one just before this is written', async () => {
    await notices.begin(reader, aNotice());
    tables.client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'UpdateItemCommand') {
          tables.client.middlewareStack.remove('overtake');
          await notices.posted(reader, 'notice-1', place);
        }
        return next(args);
      },
      { step: 'initialize', name: 'overtake' },
    );
    await notices.posted(reader, 'notice-1', { ...place, ts: '9.9', at: '2026-11-24T10:09:00.000Z' });
    expect(await notices.box(reader)).toMatchObject({ current: { posted: place }, sent: [place.at] });
  });

  test('is remembered when it is over, the last ten of them', async () => {
    const moments = Array.from({ length: 12 }, (_, index) => `2026-11-${10 + index}T10:00:00.000Z`);
    for (const [index, at] of moments.entries()) {
      const id = `notice-${index}`;
      await notices.begin(reader, aNotice({ id }));
      await notices.posted(reader, id, { ...place, at });
      await notices.end(reader, id);
    }
    expect(await notices.box(reader)).toEqual({ current: null, sent: moments.slice(2) });
  });
});

test('a fault of the store is thrown', async () => {
  const missing = createNotices(tables.documents, 'no-such-table');
  await expect(missing.begin(reader, aNotice())).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(missing.box(reader)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
