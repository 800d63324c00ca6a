import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dateIn } from '../../src/domain/business-hours';
import type { Finding } from '../../src/domain/finding';
import type { Scan } from '../../src/domain/scan';
import { ACTIONS } from '../../src/slack/ids';
import { republishHomes, republishStale } from '../../src/workflows/home';
import { aFinding, aNotebook } from '../support/a-finding';
import { textOf } from '../support/views';
import { DANA, LENA, MINA, RAVI, SAMI, startWorld, type World } from '../support/world';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(60_000);

const TIMERS: FakeableAPI[] = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
];

let world: World;
beforeAll(async () => {
  // Only the date: everything else goes on as it does.
  jest.useFakeTimers({ now: new Date(), advanceTimers: true, doNotFake: TIMERS });
  world = await startWorld();
  await world.launch('home-alpha');
  await world.settleAll();
  await world.deliver();
});
afterAll(async () => {
  jest.useRealTimers();
  await world.close();
});

const home = (as: string) => textOf(world.slack.snapshot(as).home?.blocks ?? []);
const open = (as: string) => world.slack.seat(as).openHome();
const press = (as: string, actionId: string) => world.slack.seat(as).press('home', { actionId });
const publishedFor = (as: string) => world.slack.calls('views.publish').filter(({ user_id }) => user_id === as).length;

const today = (now: Date) => dateIn(now.toISOString(), world.services.policy.business_hours);
const staleNow = async (now = new Date()) =>
  (await world.services.homes.today(today(now))).filter(({ isStale }) => isStale).map(({ userId }) => userId);

async function alpha(): Promise<Finding> {
  const [finding] = await world.findings('home-alpha');
  if (!finding) throw new Error('home-alpha has no finding');
  return finding;
}

/** The moment after so many seconds, which is then the present for everything. */
function later(seconds = 21): Date {
  const now = new Date(Date.now() + seconds * 1000);
  jest.setSystemTime(now);
  return now;
}

/** How many items DynamoDB answers with meanwhile. */
async function itemsRead(act: () => Promise<unknown>): Promise<number> {
  const sending = jest.spyOn(DynamoDBDocumentClient.prototype, 'send');
  await act();
  const answers = await Promise.all(sending.mock.results.map(({ value }) => value));
  sending.mockRestore();
  return answers.reduce<number>((sum, answer) => sum + (answer?.Items?.length ?? 0), 0);
}

/** An open finding in the store, of a notebook that somebody owns. */
async function own(userId: string, name: string, deadline: string): Promise<void> {
  const notebook = aNotebook({ name });
  const owner = { userId, source: { kind: 'tag' as const, seen: 'x' } };
  await world.services.findings.open(
    aFinding({ notebook, owner, team: 'far-away', deadline, publishedVersion: 1 }),
    null,
  );
}

describe('App Home of an owner', () => {
  it('lists what needs its reader, and opens each', async () => {
    await open(DANA);
    expect(home(DANA)).toContain('1 of your notebooks needs something');
    expect(await press(DANA, ACTIONS.open)).toEqual({ ok: true });
    expect(world.modal(DANA)?.title).toMatch(/^NB-/);
  });

  it('offers no part that its reader does not have', async () => {
    await open(DANA);
    expect(world.slack.seat(DANA).buttons('home')).toEqual(['Refresh', 'Open']);
  });

  it('is good news when nothing needs its reader, with a ready command', async () => {
    await open(RAVI);
    expect(home(RAVI)).toContain('All good here');
    expect(home(RAVI)).not.toContain('home-alpha');
    expect(home(RAVI)).not.toContain('This page is for');
    await press(RAVI, ACTIONS.readyCommand);
    expect(textOf(world.modal(RAVI)?.blocks)).toContain('aws sagemaker create-notebook-instance');
  });

  it('says what it is for to who has nothing to do with notebooks', async () => {
    const key = { pk: `person#${RAVI}`, sk: `person#${RAVI}` };
    await world.dynamo.send(new DeleteCommand({ TableName: world.names.owners, Key: key }));
    await open(RAVI);
    expect(home(RAVI)).toContain('This page is for people who run SageMaker notebooks');
  });

  it('leads through all pages and back, the first date first', async () => {
    const names = Array.from({ length: 26 }, (_, index) => `page-${String(index).padStart(2, '0')}`);
    await Promise.all(
      names.map((name, day) => own(RAVI, name, `2027-01-${String(day + 1).padStart(2, '0')}T16:00:00.000Z`)),
    );
    const shown = () => home(RAVI).match(/(?<=^\*)page-\d\d(?=\*)/gm) ?? [];
    await open(RAVI);
    expect(home(RAVI)).toContain('*26 of your notebooks need something:*');
    const pages = [shown()];
    while (world.slack.seat(RAVI).buttons('home').includes('Later')) {
      await press(RAVI, ACTIONS.homeLater);
      pages.push(shown());
    }
    expect(pages.map(({ length }) => length)).toEqual([8, 8, 8, 2]);
    expect(pages.flat()).toEqual(names);
    expect(home(RAVI)).toContain('25-26 of 26');
    await press(RAVI, ACTIONS.refreshHome);
    expect(shown()).toEqual(pages[3]);
    await press(RAVI, ACTIONS.homeEarlier);
    expect(shown()).toEqual(pages[2]);
    await press(RAVI, ACTIONS.homeEarlier);
    await press(RAVI, ACTIONS.homeEarlier);
    expect(shown()).toEqual(pages[0]);
    expect(home(RAVI)).toContain('need something');
  });

  it('reads the same for a later page, however many there are', async () => {
    const readForSecondPage = async () => {
      await open(RAVI);
      expect(home(RAVI)).toContain('need something');
      const read = await itemsRead(() => press(RAVI, ACTIONS.homeLater));
      expect(home(RAVI)).toContain('9-16 of ');
      expect(home(RAVI)).not.toContain('need something');
      return read;
    };
    const few = await readForSecondPage();
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => own(RAVI, `more-${index}`, '2027-03-01T16:00:00.000Z')),
    );
    expect(await readForSecondPage()).toBe(few);
    expect(home(RAVI)).toContain('9-16 of 126');
  });
});

describe('App Home of a lead', () => {
  it('begins with their own part and switches to the team', async () => {
    await open(LENA);
    expect(home(LENA)).toContain('All good here');
    await press(LENA, ACTIONS.homeTeam);
    expect(home(LENA)).toMatch(
      /\*Team growth:\* \*1 open\* \(1 with direct internet access\) · 0 of 1 launch good from the start/,
    );
    expect(home(LENA)).toMatch(/Needs you\* · 1\n\*home-alpha\*.*<@U0DANA00001>/);
    expect(home(LENA)).not.toContain('page-00');
    expect(await press(LENA, ACTIONS.open)).toEqual({ ok: true });
    expect(world.modal(LENA)?.title).toMatch(/^NB-/);
  });

  it('opens where they were', async () => {
    await open(LENA);
    expect(home(LENA)).toContain('*Team growth:*');
    await press(LENA, ACTIONS.homeMine);
    expect(home(LENA)).not.toContain('home-alpha');
    await press(LENA, ACTIONS.homeTeam);
  });

  it('says to the lead alone who could use a hand', async () => {
    await world.launch('home-beta', { DirectInternetAccess: 'Enabled' });
    await world.settleAll();
    await world.deliver();
    await press(LENA, ACTIONS.refreshHome);
    expect(home(LENA)).toContain('Could use a hand*\n• <@U0DANA00001>: 2 launches this month needed a fix');
  });
});

describe('App Home of security', () => {
  it('shows all teams, and what waits', async () => {
    await own('U0GONE', 'security-sees', '2027-02-01T16:00:00.000Z');
    await open(SAMI);
    expect(world.slack.seat(SAMI).buttons('home')).toEqual(['Refresh', 'Mine', 'Security', 'Corrected Command']);
    await press(SAMI, ACTIONS.homeSecurity);
    expect(home(SAMI)).toMatch(/growth\n2\n2\n0\n2/);
    expect(home(SAMI)).toContain('far-away');
    expect(home(SAMI)).toContain('*Nothing waits for security:*');
    expect(home(SAMI)).toContain('Mode: notify');
    expect(home(SAMI)).not.toContain('Could use a hand');
  });

  it('says first of all what the last full look could not check', async () => {
    const scan: Scan = {
      id: 'scan-1',
      userId: SAMI,
      teams: null,
      place: { account: null, region: null },
      targets: [{ account: '444455556666', region: 'eu-west-1' }],
      startedAt: new Date().toISOString(),
      posted: null,
      tellings: 0,
      results: [],
    };
    await world.services.scans.finished(scan, ['ml-prod']);
    await press(SAMI, ACTIONS.refreshHome);
    expect(home(SAMI)).toContain('*Not checked: one account.*');
    expect(home(SAMI)).toContain("I don't know: ml-prod");
  });

  it.each([
    [ACTIONS.report, 'ReportRequested', { userId: SAMI, days: 30, team: null }],
    [ACTIONS.exportToDm, 'ExportRequested', { userId: SAMI }],
  ])('%s is started in the background, and said so', async (actionId, detailType, detail) => {
    await press(SAMI, actionId);
    expect(textOf(world.modal(SAMI)?.blocks)).toMatch(/^Started: the .* comes to your DM/);
    const asked = world.events.splice(0);
    expect(asked).toMatchObject([{ functionName: 'worker', event: { 'detail-type': detailType, detail } }]);
  });

  it('is gone with the membership', async () => {
    world.slack.setGroup('S0APPROVERS', [MINA]);
    await press(SAMI, ACTIONS.refreshHome);
    expect(home(SAMI)).not.toContain('far-away');
    expect(world.slack.seat(SAMI).buttons('home')).toEqual(['Refresh', 'Corrected Command']);
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
  });

  it('opens without that part, and says so, while Slack does not tell who belongs to security', async () => {
    world.slack.failNext('usergroups.users.list', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await open(SAMI);
    expect(home(SAMI)).toContain('Slack did not say who belongs to security');
    await press(SAMI, ACTIONS.refreshHome);
    await press(SAMI, ACTIONS.homeSecurity);
    expect(home(SAMI)).not.toContain('Slack did not say');
  });
});

describe('publishing', () => {
  it('that met a newer Home reads everything again', async () => {
    await open(DANA);
    world.slack.failNext('views.publish', { kind: 'error', error: 'hash_conflict' });
    const before = publishedFor(DANA);
    await press(DANA, ACTIONS.refreshHome);
    const [first, second] = world.slack
      .calls('views.publish')
      .filter(({ user_id }) => user_id === DANA)
      .slice(before);
    expect([typeof first?.hash, typeof second?.hash]).toEqual(['string', 'undefined']);
  });

  it('that Slack has no time for is left to the next run', async () => {
    world.slack.failNext('views.publish', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await press(DANA, ACTIONS.refreshHome);
    expect(await staleNow()).toEqual([DANA]);
    const before = publishedFor(DANA);
    await republishStale(world.services, later());
    expect(publishedFor(DANA)).toBe(before + 1);
    expect(await staleNow()).toEqual([]);
  });
});

describe('after a change', () => {
  it('the Homes of the actor, the owner and of who sees it are published, and no others', async () => {
    for (const as of [DANA, LENA, SAMI, MINA, RAVI]) await open(as);
    expect(home(DANA)).toContain('2 without a decision yet');
    const counts = () => [DANA, LENA, SAMI, MINA, RAVI].map(publishedFor);
    const before = counts();
    await press(LENA, ACTIONS.open);
    await world.slack.seat(LENA).press('modal', { actionId: ACTIONS.acknowledge });
    later();
    await world.deliver();
    expect(counts().map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 1, 0, 0]);
    expect(home(DANA)).toContain('1 without a decision yet, 1 acknowledged');
    expect(home(LENA)).toMatch(/Acknowledged\n1/);
    expect(home(LENA)).toContain('*Team growth:*');
    expect(home(SAMI)).toMatch(/growth\n2\n2\n0\n1/);
  });

  it('a Home is published once in 20 seconds, and shows the rest with the next run', async () => {
    const before = publishedFor(DANA);
    for (const seconds of [21, 5, 14]) await republishHomes(world.services, await alpha(), 'bot', later(seconds));
    expect(publishedFor(DANA)).toBe(before + 1);
    expect(await staleNow()).toEqual([DANA, LENA, SAMI]);
    await republishStale(world.services, later(1));
    expect(publishedFor(DANA)).toBe(before + 2);
    expect(await staleNow()).toEqual([]);
    await republishStale(world.services, later());
    expect(publishedFor(DANA)).toBe(before + 2);
  });

  it('who acted does not wait', async () => {
    const before = publishedFor(DANA);
    for (const seconds of [21, 1]) await republishHomes(world.services, await alpha(), DANA, later(seconds));
    expect(publishedFor(DANA)).toBe(before + 2);
  });

  it('a Home that somebody published meanwhile is not overwritten by an older reading', async () => {
    const now = later();
    const view = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
    await world.slackClient.views.publish({ user_id: DANA, view });
    await republishHomes(world.services, await alpha(), 'bot', now);
    expect(world.slack.snapshot(DANA).home?.blocks).toHaveLength(1);
    expect(await staleNow(now)).toContain(DANA);
  });

  it('an owner who has not opened it today has a Home too', async () => {
    const now = later();
    const finding = await alpha();
    await republishHomes(
      world.services,
      { ...finding, owner: { userId: MINA, source: { kind: 'tag', seen: 'mina' } } },
      'bot',
      now,
    );
    expect((await world.services.homes.today(today(now))).map(({ userId }) => userId)).toContain(MINA);
  });

  it('is not held up by Slack not telling who belongs to security', async () => {
    const now = later();
    world.slack.failNext('usergroups.users.list', { kind: 'ratelimited', retryAfterSeconds: 30 });
    const before = [publishedFor(LENA), publishedFor(SAMI)];
    await republishHomes(world.services, await alpha(), LENA, now);
    expect([publishedFor(LENA), publishedFor(SAMI)]).toEqual([(before[0] ?? 0) + 1, before[1]]);
    expect(await staleNow(now)).toContain(SAMI);
  });
});
