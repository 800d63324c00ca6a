import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createHomeViewers, type HomeViewers } from '../../src/aws/home-viewers';
import { firstPage } from '../../src/domain/home';
import { startTables } from '../support/tables';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(30_000);

let tables: Awaited<ReturnType<typeof startTables>>;
let homes: HomeViewers;

beforeAll(async () => {
  tables = await startTables();
  homes = createHomeViewers(tables.documents, tables.names.owners);
});
afterAll(() => tables.close());

let days = 0;
let day: string;
beforeEach(() => {
  days += 1;
  day = `2026-11-${String(days).padStart(2, '0')}`;
});

const at = (second: string) => `2026-11-24T10:00:${second}.000Z`;
const shownAt = (second: string) => ({
  userId: 'U0MARIA',
  teams: ['growth'],
  isSecurity: true,
  place: { ...firstPage('team'), trail: [{ sort: '1#9999', id: 'launch' }], before: 8 },
  at: at(second),
  hash: `hash-${second}`,
});

describe('the viewers of a day', () => {
  it('are those whose Home was shown then, with what it showed', async () => {
    await homes.shown(day, shownAt('00'));
    await homes.shown(day, { ...shownAt('00'), userId: 'U0JO', place: firstPage('mine'), hash: null });
    expect(await homes.today(day)).toEqual([
      { userId: 'U0JO', place: firstPage('mine'), teams: ['growth'], isSecurity: true, hash: null, isStale: false },
      {
        userId: 'U0MARIA',
        place: shownAt('00').place,
        teams: ['growth'],
        isSecurity: true,
        hash: 'hash-00',
        isStale: false,
      },
    ]);
    expect(await homes.today('2026-12-31')).toEqual([]);
  });

  it('are forgotten after two days', async () => {
    await homes.shown(day, shownAt('00'));
    const key = { pk: `home#${day}`, sk: 'U0MARIA' };
    const { Item } = await tables.documents.send(new GetCommand({ TableName: tables.names.owners, Key: key }));
    expect(Item?.expiresAt).toBe(Date.parse('2026-11-26T10:00:00Z') / 1000);
  });

  it('keep what was read last, whichever was published first', async () => {
    await homes.shown(day, shownAt('10'));
    await homes.shown(day, shownAt('05'));
    expect((await homes.today(day)).map(({ hash }) => hash)).toEqual(['hash-10']);
  });

  it('are out of date from a change on until it is shown', async () => {
    const stale = async () => (await homes.today(day)).map(({ isStale }) => isStale);
    await homes.shown(day, shownAt('00'));
    await homes.markStale(day, 'U0MARIA', at('05'));
    expect(await stale()).toEqual([true]);
    await homes.shown(day, shownAt('03'));
    expect(await stale()).toEqual([true]);
    await homes.shown(day, shownAt('06'));
    expect(await stale()).toEqual([false]);
  });

  it('are taken for publishing by one of twenty at once, and again after a while', async () => {
    const claim = (second: string, notSince: string) =>
      homes.claim(day, 'U0MARIA', { now: at(second), notSince: at(notSince) });
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim('30', '10')));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await claim('49', '29')).toBe(false);
    expect(await claim('50', '30')).toBe(true);
  });

  it('count as out of date while what they were taken for is not shown', async () => {
    await homes.shown(day, shownAt('00'));
    await homes.claim(day, 'U0MARIA', { now: at('30'), notSince: at('10') });
    expect(await homes.today(day)).toMatchObject([{ isStale: true }]);
    await homes.shown(day, shownAt('30'));
    expect(await homes.today(day)).toMatchObject([{ isStale: false }]);
  });

  it('may be somebody who was shown nothing yet', async () => {
    await homes.claim(day, 'U0NEW', { now: at('30'), notSince: at('10') });
    expect(await homes.today(day)).toEqual([
      { userId: 'U0NEW', place: null, teams: [], isSecurity: false, hash: null, isStale: true },
    ]);
  });
});
