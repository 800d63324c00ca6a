import { kpisOf } from '../../src/domain/kpis';
import { digestNumbers } from '../../src/domain/report-numbers';
import { weekEnd } from '../../src/domain/weeks';
import { digestMessage } from '../../src/slack/blocks/digest';
import { exportFindings } from '../../src/workflows/export-findings';
import { numbersFor, readHistory } from '../../src/workflows/numbers';
import { recompute } from '../support/recompute';
import { storeFinding, storeLaunch } from '../support/stored-findings';
import { DANA, LENA, MINA, SAMI, startWorld, type World } from '../support/world';

const NOW = new Date('2026-06-17T10:00:00.000Z');

const ownedBy = (userId: string) => ({ owner: { userId, source: { kind: 'tag' as const, seen: 'x' } } });

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await storeFinding(world, {
    name: 'danas',
    team: 'growth',
    past: [
      ['2026-06-01T09:00:00.000Z', 'open'],
      ['2026-06-02T09:00:00.000Z', 'acknowledged'],
    ],
    ...ownedBy(DANA),
  });
  await storeFinding(world, {
    name: 'danas-fixed',
    team: 'growth',
    past: [
      ['2026-06-09T09:00:00.000Z', 'open'],
      ['2026-06-11T09:00:00.500Z', 'resolved'],
    ],
    ...ownedBy(DANA),
  });
  await storeFinding(world, {
    name: 'minas-fixed',
    team: 'growth',
    past: [
      ['2026-06-02T09:00:00.000Z', 'open'],
      ['2026-06-10T09:00:00.000Z', 'resolved'],
    ],
    ...ownedBy(MINA),
  });
  await storeFinding(world, {
    name: 'allowed',
    team: 'risk',
    past: [
      ['2026-05-01T09:00:00.000Z', 'open'],
      ['2026-05-04T09:00:00.000Z', 'exception_requested'],
      ['2026-05-05T09:00:00.000Z', 'exception_granted'],
      ['2026-06-09T09:00:00.000Z', 'open'],
      ['2026-06-12T09:00:00.000Z', 'resolved'],
    ],
    ...ownedBy('U0STRANGER'),
  });
  await storeFinding(world, {
    name: 'nobodys',
    team: null,
    past: [['2026-06-03T09:00:00.000Z', 'open']],
    owner: null,
  });
  await storeLaunch(world, { name: 'good-one', team: 'growth', at: '2026-06-09T09:00:00Z', isGood: true });
  await storeLaunch(world, { name: 'bad-one', team: 'growth', at: '2026-06-10T09:00:00Z', isGood: false });
  await storeLaunch(world, { name: 'other-team', team: 'risk', at: '2026-06-11T09:00:00Z', isGood: true });
  await storeLaunch(world, { name: 'long-ago', team: 'growth', at: '2026-02-01T09:00:00Z', isGood: true });
});
afterAll(() => world.close());

/** The files that the person got, by what they are called. */
async function exportOf(as: string) {
  await exportFindings(world.services, { userId: as }, { now: NOW });
  const message = world.messages(as, 'Your export').at(-1);
  const contents = (message?.files ?? []).map(({ id, name }) => {
    return [name, world.slack.file(as, id)?.bytes.toString('utf8') ?? ''] as const;
  });
  return { text: message?.text, files: Object.fromEntries(contents) };
}

const namesIn = (file: string | undefined) =>
  ['danas', 'danas-fixed', 'minas-fixed', 'allowed', 'nobodys', 'good-one', 'bad-one', 'other-team', 'long-ago'].filter(
    (name) => file?.includes(`"${name}"`),
  );

describe('an export', () => {
  it('holds a developer their own notebooks, resolved ones too, and no launches', async () => {
    const { text, files } = await exportOf(DANA);
    expect(text).toBe('*Your export:* 2 notebooks that you may see. Moments are UTC.');
    expect(Object.keys(files)).toEqual(['notebooks-2026-06-17.csv']);
    expect(namesIn(files['notebooks-2026-06-17.csv'])).toEqual(['danas', 'danas-fixed']);
  });

  it('holds a lead their team, with its launches of 90 days', async () => {
    const { text, files } = await exportOf(LENA);
    expect(text).toContain('3 notebooks that you may see, and 2 launches of the last 90 days');
    expect(namesIn(files['notebooks-2026-06-17.csv'])).toEqual(['danas', 'danas-fixed', 'minas-fixed']);
    expect(namesIn(files['launches-2026-06-17.csv'])).toEqual(['good-one', 'bad-one']);
  });

  it('holds security everything', async () => {
    const { files } = await exportOf(SAMI);
    expect(namesIn(files['notebooks-2026-06-17.csv'])).toEqual([
      'danas',
      'danas-fixed',
      'minas-fixed',
      'allowed',
      'nobodys',
    ]);
    expect(namesIn(files['launches-2026-06-17.csv'])).toEqual(['good-one', 'bad-one', 'other-team']);
  });

  it('comes in one message, in the DM', async () => {
    const before = world.messages(LENA, 'Your export').length;
    await exportOf(LENA);
    expect(world.messages(LENA, 'Your export')).toHaveLength(before + 1);
  });

  it('fails for AWS to try again when Slack takes no files', async () => {
    world.slack.failNext('files.completeUploadExternal', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await expect(exportFindings(world.services, { userId: DANA }, { now: NOW })).rejects.toThrow(/rate-limit/);
  });
});

describe('the numbers', () => {
  const hours = () => world.services.policy.business_hours;
  const until = () => weekEnd(NOW.toISOString(), hours());

  it.each([[null], ['growth'], ['risk']])(
    'of the digest can be computed again from the export: team %s',
    async (team) => {
      const history = await readHistory(world.services, { from: '2026-03-23T23:00:00.000Z', to: until() });
      const numbers = digestNumbers(history, { team, until: until(), hours: hours() });
      const { files } = await exportOf(SAMI);
      const again = recompute(
        { notebooks: files['notebooks-2026-06-17.csv'] ?? '', launches: files['launches-2026-06-17.csv'] ?? '' },
        { ...numbers.kpis },
      );
      const { kpis } = numbers;
      expect(again).toEqual({
        openNow: kpis.open.now,
        openBefore: kpis.open.before,
        directInternet: kpis.open.directInternet,
        goodLaunches: kpis.launches.part,
        launches: kpis.launches.all,
        fixed: kpis.fixed,
        opened: kpis.opened,
        exceptionsEnded: kpis.exceptionsEnded,
        medianSecondsToDecision: kpis.timeToDecision.medianMs === null ? null : kpis.timeToDecision.medianMs / 1000,
        medianSeconds: kpis.timeToFix.medianMs === null ? null : kpis.timeToFix.medianMs / 1000,
        meanSeconds: kpis.timeToFix.meanMs === null ? null : kpis.timeToFix.meanMs / 1000,
      });
      if (team === null) {
        const { text } = digestMessage(
          { numbers: [numbers], incomplete: [], greeting: false },
          world.services,
          'chart',
        );
        expect(text).toContain(`${again.openNow} open (−1), ${again.directInternet} with direct internet access`);
        expect(text).toContain(`${again.goodLaunches} of ${again.launches} launches good from the start`);
        expect(text).toContain('time to fix: median 5 days, mean 5 days');
        expect(text).toContain(`${again.fixed} fixed, ${again.opened} new and 1 exception ended`);
      }
    },
  );

  it('of a past period are read from the store alone', async () => {
    const period = { from: '2026-06-07T22:00:00.000Z', to: '2026-06-14T22:00:00.000Z' };
    const kpis = await numbersFor(world.services, { team: 'growth', ...period });
    expect(kpis).toMatchObject({ open: { now: 1, before: 2 }, launches: { part: 1, all: 2 }, fixed: 2, opened: 1 });
    const { records, launches } = await readHistory(world.services, period);
    expect(kpis).toEqual(kpisOf({ records, launches, team: 'growth', ...period }));
  });
});
