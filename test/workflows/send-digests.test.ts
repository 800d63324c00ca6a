import { type Clock, installClock } from '../../src/local/clock';
import type { MessagingServices } from '../../src/services';
import { sendDigests } from '../../src/workflows/send-digests';
import { storeFinding, storeLaunch } from '../support/stored-findings';
import { DANA, LENA, MINA, RAVI, SAMI, SECURITY, startWorld, type World } from '../support/world';

const POLICY = `
mode: notify
operator: Platform Engineering
help_channel: C0HELP00001
policy_url: https://acme.example/notebook-policy
business_hours: { time_zone: Europe/Berlin, holidays: ["2028-05-15"] }
accounts: { "111122223333": { name: ml-dev } }
security: { user_group: S0APPROVERS }
`;

let world: World;
let clock: Clock;
beforeAll(async () => {
  clock = installClock();
  world = await startWorld({ policy: POLICY });
  const lead = (userId: string, team: string, timeZone: string) => ({
    userId,
    tag: team,
    email: `${team}@acme.example`,
    team,
    lead: true,
    timeZone,
  });
  const leads = [
    lead(RAVI, 'risk', 'Asia/Kolkata'),
    lead(RAVI, 'search', 'Asia/Kolkata'),
    lead(MINA, 'idle', 'Europe/Berlin'),
  ];
  await world.services.owners.importRows(leads, new Date().toISOString());
  await storeFinding(world, { name: 'growth-one', team: 'growth', past: [['2028-04-03T09:00:00.000Z', 'open']] });
  await storeFinding(world, { name: 'growth-two', team: 'growth', past: [['2028-05-02T09:00:00.000Z', 'open']] });
  await storeFinding(world, { name: 'risk-one', team: 'risk', past: [['2028-04-03T09:00:00.000Z', 'open']] });
  await storeLaunch(world, { name: 'search-one', team: 'search', at: '2028-05-02T09:00:00Z', isGood: true });
});
afterAll(async () => {
  await world.close();
  clock.uninstall();
});

/** The hourly run at that moment. In May and June Berlin is at UTC+2, Kolkata at UTC+5:30. */
const runAt = (moment: string, services: MessagingServices = world.services) => {
  clock.moveTo(new Date(moment));
  return sendDigests(services, new Date(moment));
};

const digests = (as: string, conversation?: string) => world.messages(as, 'Notebooks, week of', conversation);
const inChannel = () => digests(SAMI, SECURITY);
/** How many Ravi (risk and search), Lena (growth) and the channel have. */
const counts = () => [digests(RAVI).length, digests(LENA).length, inChannel().length];

describe('a digest', () => {
  it('waits for Monday 9:00 of its reader', async () => {
    await runAt('2028-05-08T03:00:00.000Z');
    expect(counts()).toEqual([0, 0, 0]);
    await runAt('2028-05-08T04:00:00.000Z');
    expect(counts()).toEqual([1, 0, 0]);
    await runAt('2028-05-08T07:00:00.000Z');
    expect(counts()).toEqual([1, 1, 1]);
  });

  it('comes once', async () => {
    await runAt('2028-05-08T08:00:00.000Z');
    await runAt('2028-05-10T08:00:00.000Z');
    expect(counts()).toEqual([1, 1, 1]);
  });

  it('tells a lead of their team, and the channel of all', () => {
    expect(digests(LENA)[0]?.text).toMatch(/^Notebooks, week of 1 May - team growth: 2 open \(\+1\)/);
    expect(inChannel()[0]?.text).toMatch(/^Notebooks, week of 1 May: 3 open \(\+1\)/);
  });

  it('is one message for a lead of two teams', () => {
    const words = JSON.stringify(digests(RAVI)[0]?.blocks);
    expect(words).toContain('your 2 teams');
    expect(words).toContain('*Team risk*');
    expect(words).toContain('*Team search*');
  });

  it('says hello to a lead who never heard of the bot', () => {
    expect(JSON.stringify(digests(LENA)[0]?.blocks[0])).toContain("Hello, I'm Notebook Audit");
  });

  it('is not made for a team without notebooks, nor sent to people who lead nothing', () => {
    expect(digests(MINA)).toEqual([]);
    expect(digests(DANA)).toEqual([]);
  });

  it('waits for the first business day after a holiday, and is sent once although an answer was lost', async () => {
    await runAt('2028-05-15T10:00:00.000Z');
    expect(counts()).toEqual([1, 1, 1]);
    world.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    await runAt('2028-05-16T07:00:00.000Z');
    await runAt('2028-05-16T08:00:00.000Z');
    await runAt('2028-05-16T09:00:00.000Z');
    expect(counts()).toEqual([2, 2, 2]);
    expect(JSON.stringify(digests(LENA)[1]?.blocks)).not.toContain("Hello, I'm Notebook Audit");
  });

  it('is sent an hour later when Slack was busy', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 }, 3);
    await runAt('2028-05-22T07:00:00.000Z');
    expect(counts()).toEqual([2, 2, 2]);
    await runAt('2028-05-22T08:00:00.000Z');
    expect(counts()).toEqual([3, 3, 3]);
  });

  it('has a table where Slack takes no chart', async () => {
    world.slack.refuseBlocks(['data_visualization']);
    await runAt('2028-05-29T07:00:00.000Z');
    world.slack.refuseBlocks([]);
    const types = digests(LENA)[3]?.blocks.map((block) => (block as { type: string }).type);
    expect(types).toContain('table');
    expect(types).not.toContain('data_visualization');
    expect(counts()).toEqual([4, 4, 4]);
  });

  it('waits until tomorrow for a reader who had two messages today', async () => {
    for (const hour of [5, 6]) {
      const sentAt = `2028-06-05T07:0${hour}:00.000Z`;
      await world.services.notices.begin(LENA, aNotice(`rows-${hour}`, sentAt));
      await world.services.notices.posted(LENA, `rows-${hour}`, { channel: 'D1', ts: '1.1', at: sentAt, card: false });
      await world.services.notices.end(LENA, `rows-${hour}`);
    }
    await runAt('2028-06-05T08:00:00.000Z');
    expect(counts()).toEqual([5, 4, 5]);
    await runAt('2028-06-06T08:00:00.000Z');
    expect(counts()).toEqual([5, 5, 5]);
  });

  it('waits for another message that is under way to its reader', async () => {
    await world.services.notices.begin(LENA, aNotice('rows', '2028-06-12T07:00:00.000Z'));
    await runAt('2028-06-12T08:00:00.000Z');
    expect(counts()).toEqual([6, 5, 6]);
    await world.services.notices.end(LENA, 'rows');
    await runAt('2028-06-12T09:00:00.000Z');
    expect(counts()).toEqual([6, 6, 6]);
  });

  it('is not lost when others ended it, and not sent again when it had arrived', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'lost-answer' }, 3);
    await runAt('2028-06-19T07:00:00.000Z');
    const { current } = await world.services.notices.box(LENA);
    await world.services.notices.end(LENA, current?.id ?? '');
    await runAt('2028-06-19T08:00:00.000Z');
    expect(counts()).toEqual([7, 7, 7]);
  });

  it('goes to the channel alone while people are not to be messaged', async () => {
    const policy = { ...world.services.policy, mode: 'observe' as const };
    await runAt('2028-06-26T08:00:00.000Z', { ...world.services, policy });
    expect(counts()).toEqual([7, 7, 8]);
    const pilot = { ...world.services.policy, notify_only: ['team:growth'] };
    await runAt('2028-06-26T09:00:00.000Z', { ...world.services, policy: pilot });
    expect(counts()).toEqual([7, 8, 8]);
  });

  it('of one reader does not hold up the others', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'error', error: 'msg_blocks_too_long' });
    await expect(runAt('2028-07-03T08:00:00.000Z')).rejects.toThrow(/digests/);
    const delivered = counts().reduce((sum, count) => sum + count, 0);
    // Eight, eight and seven before; two of three now.
    expect(delivered).toBe(23 + 2);
  });
});

function aNotice(id: string, at: string) {
  return { id, content: { kind: 'rows' as const, rows: [] }, attempt: 1, firstTriedAt: at, leaseUntil: at };
}
