import { firstPage, type Home, standingOf } from '../../src/domain/home';
import { createHomePublisher } from '../../src/slack/home-publisher';
import { createSlackCaller } from '../../src/slack/web-client';
import { aPolicy } from '../support/a-policy';
import { botToken, startTestSlack, type TestSlack } from '../support/slack';

const now = '2026-11-25T09:00:00.000Z';
const userId = 'U0DANA00001';
const home: Home = {
  tabs: ['mine'],
  unsure: false,
  part: 'mine',
  place: firstPage('mine'),
  overview: { standing: standingOf([], now), next: null },
  page: { rows: [], next: null },
  bystander: false,
};

let world: TestSlack;
let publisher: ReturnType<typeof createHomePublisher>;
beforeAll(async () => {
  world = await startTestSlack();
  const read = async () => ({ botToken });
  publisher = createHomePublisher(createSlackCaller({ read, refresh: read }, world.slack.url), aPolicy());
});
afterAll(() => world.slack.close());
beforeEach(() => world.slack.reset());

describe('a Home', () => {
  it('is published, and named by its hash for the one that follows it', async () => {
    const first = await publisher.publish({ userId, home, now });
    expect(first).toEqual({ kind: 'published', hash: expect.any(String) });
    const hash = first.kind === 'published' ? first.hash : null;
    expect(await publisher.publish({ userId, home, now, hash })).toMatchObject({ kind: 'published' });
    expect(await publisher.publish({ userId, home, now, hash })).toEqual({ kind: 'conflict' });
  });

  it('of somebody who left, or that Slack has no time for, is a normal answer', async () => {
    world.slack.failNext('views.publish', { kind: 'error', error: 'user_not_found' });
    expect(await publisher.publish({ userId, home, now })).toEqual({ kind: 'gone' });
    world.slack.failNext('views.publish', { kind: 'ratelimited', retryAfterSeconds: 30 });
    expect(await publisher.publish({ userId, home, now })).toEqual({ kind: 'later' });
  });

  it('that Slack refuses is a fault', async () => {
    world.slack.failNext('views.publish', { kind: 'error', error: 'not_enabled' });
    await expect(publisher.publish({ userId, home, now })).rejects.toThrow('views.publish failed');
    world.slack.failNext('views.publish', { kind: 'http', status: 500 });
    await expect(publisher.publish({ userId, home, now })).rejects.toThrow('views.publish failed');
  });
});
