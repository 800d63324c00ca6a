import type { ReportRequest } from '../../src/domain/job-events';
import { report } from '../../src/workflows/report';
import { storeFinding, storeLaunch } from '../support/stored-findings';
import { DANA, LENA, RAVI, SAMI, startWorld, type World } from '../support/world';

const NOW = new Date('2026-06-17T10:00:00.000Z');

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const lead = { userId: RAVI, email: null, lead: true, timeZone: 'Asia/Kolkata' };
  const leads = [
    { ...lead, tag: 'risk', team: 'risk' },
    { ...lead, tag: 'search', team: 'search' },
  ];
  await world.services.owners.importRows(leads, undefined);
  await storeFinding(world, { name: 'growth-one', team: 'growth', past: [['2026-06-03T09:00:00.000Z', 'open']] });
  await storeFinding(world, { name: 'risk-one', team: 'risk', past: [['2026-06-03T09:00:00.000Z', 'open']] });
  await storeLaunch(world, { name: 'growth-two', team: 'growth', at: '2026-06-09T09:00:00Z', isGood: true });
});
afterAll(() => world.close());

let asked = 0;
async function reportFor(request: Partial<ReportRequest>, id = `event-${++asked}`) {
  const whole: ReportRequest = { userId: LENA, days: 30, team: null, ...request };
  await report(world.services, whole, { id, now: NOW });
  return world.messages(whole.userId, '').at(-1)?.text ?? '';
}

describe('a report', () => {
  it('tells a lead of their team', async () => {
    expect(await reportFor({})).toMatch(/^Notebooks, last 30 days - team growth: 1 open, .* 1 of 1 launch good/);
    expect(await reportFor({ team: 'Growth', days: 7 })).toMatch(/^Notebooks, last 7 days - team growth: 1 open/);
  });

  it('tells a lead of several teams about each', async () => {
    expect(await reportFor({ userId: RAVI })).toMatch(/^Notebooks, last 30 days - your 2 teams: Team risk. 1 open/);
    expect(await reportFor({ userId: RAVI, team: 'risk' })).toMatch(/- team risk: 1 open/);
  });

  it('tells security of everything, or of any team', async () => {
    expect(await reportFor({ userId: SAMI })).toMatch(/^Notebooks, last 30 days: 2 open/);
    expect(await reportFor({ userId: SAMI, team: 'growth' })).toMatch(/- team growth: 1 open/);
  });

  it.each([
    [
      'a lead who asks for another team',
      { team: 'risk' },
      '*No report:* the numbers of team risk are for its lead and for security.',
    ],
    [
      'somebody who leads nothing',
      { userId: DANA },
      '*No report:* the numbers are for leads and for security, and I know of no team that you lead.',
    ],
  ])('is not for %s', async (_, request, words) => {
    expect(await reportFor(request)).toBe(words);
  });

  it('comes once for each time it was asked for, although the event arrives twice', async () => {
    const before = world.messages(LENA, 'last 30 days').length;
    const now = new Date();
    await report(world.services, { userId: LENA, days: 30, team: null }, { id: 'twice', now });
    await report(world.services, { userId: LENA, days: 30, team: null }, { id: 'twice', now });
    expect(world.messages(LENA, 'last 30 days')).toHaveLength(before + 1);
  });

  it('fails for AWS to try again when Slack is busy', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await expect(reportFor({})).rejects.toThrow('the report could not be sent yet: ratelimited');
  });
});
