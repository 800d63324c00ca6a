import { type Clock, installClock } from '../../src/local/clock';
import { HOME_ACCOUNT, HOME_REGION } from '../support/aws';
import { DANA, LENA, MINA, RAVI, SAMI, SECURITY, startWorld, type World } from '../support/world';

// Dozens of notebooks, and a night and a day of a virtual clock.
jest.setTimeout(120_000);

const HOME = { account: HOME_ACCOUNT, region: HOME_REGION };
const OWNERS = { dana: DANA, lena: LENA, mina: MINA, ravi: RAVI };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A Monday: 23:00 in Berlin, where the company is, and 3:30 in Kolkata. */
const NIGHT = '2030-03-04T22:00:00Z';
const EVENING = '2030-03-05T16:00:00Z';

let world: World;
let clock: Clock;
beforeAll(async () => {
  clock = installClock();
  clock.moveTo(new Date(NIGHT));
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  clock.uninstall();
});

/** From before the bot looked. */
function seed(name: string, tags: Record<string, string>, over: Record<string, unknown> = {}) {
  world.aws.sagemaker.seed(HOME, {
    name,
    createdAt: new Date(Date.now() - 200 * DAY),
    directInternetAccess: 'Enabled',
    subnetId: 'subnet-0a1b2c3d',
    securityGroups: ['sg-0a1b2c3d'],
    rootAccess: 'Disabled',
    imds: '2',
    tags: { Project: 'churn', Team: 'growth', DataSensitivity: 'internal', ...tags },
    ...over,
  });
}

const posts = (to: string) => world.slack.calls('chat.postMessage').filter(({ channel }) => channel === to);

it('tells each owner of old notebooks in one message by day, and security of those without one in one', async () => {
  const names = Object.keys(OWNERS);
  for (let index = 0; index < 30; index += 1) {
    // Of several severities: by themselves they would be told at different times of day.
    const mild = { directInternetAccess: 'Disabled', imds: '1' };
    seed(`old-${index}`, { Owner: names[index % names.length] ?? '' }, index % 3 === 0 ? mild : {});
  }
  for (let index = 0; index < 5; index += 1) seed(`lost-${index}`, { Team: 'unheard-of' });

  await world.services.events.publish([
    { detailType: 'ScanRequested', detail: { userId: SAMI, account: null, region: null } },
  ]);
  await world.deliver();
  expect(JSON.stringify(world.messages(SAMI, '*Done'))).toContain('35 notebooks, 35 need something (+35), 0 fixed.');

  const readers = [...Object.values(OWNERS), SECURITY];
  const firstHour = new Map<string, number>();
  for (; Date.now() < Date.parse(EVENING); clock.moveTo(new Date(Date.now() + 30 * MINUTE))) {
    await world.remind();
    await world.deliver();
    for (const to of readers) {
      if (posts(to).length > 0 && !firstHour.has(to)) firstHour.set(to, new Date().getUTCHours());
    }
  }
  expect(Object.fromEntries(readers.map((to) => [to, posts(to).length]))).toEqual(
    Object.fromEntries(readers.map((to) => [to, 1])),
  );
  // Ten in the morning: in Kolkata that is half past four of UTC, in Berlin nine.
  expect(firstHour.get(RAVI)).toBe(4);
  expect(firstHour.get(DANA)).toBe(9);
  // The channel has no morning of its own: when the company's day begins.
  expect(firstHour.get(SECURITY)).toBe(8);
  for (let index = 0; index < 30; index += 1) {
    const [finding] = await world.findings(`old-${index}`);
    const messages = Object.values(finding?.messages ?? {});
    expect(messages.map(({ kind, ts }) => [kind, ts !== undefined])).toEqual([['card', true]]);
    // Existing notebooks get 30 days, not 7.
    expect(finding?.deadline?.slice(0, 7)).toBe('2030-04');
  }
});
