import { ssoCaller } from '../../src/local/aws/callers';
import { type Clock, installClock } from '../../src/local/clock';
import { scanTarget } from '../../src/workflows/scan';
import { HOME_ACCOUNT } from '../support/aws';
import { DANA, LENA, SAMI, SECURITY, startWorld, type World } from '../support/world';

// Many notebooks a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(60_000);

const PROD = '444455556666';
const MINUTE = 60_000;

// Each test has a region of its own, for they share the tables.
const REGIONS = [
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-central-1', 'eu-west-4'],
  ...['ap-east-1', 'ap-south-1', 'ap-south-2', 'ca-central-1', 'ca-west-1', 'sa-east-1'],
];

let world: World;
let clock: Clock;
beforeAll(async () => {
  clock = installClock();
  clock.moveTo(new Date('2030-03-05T10:00:00Z'));
  world = await startWorld({ policy: `regions: [${REGIONS.join(', ')}]\n` });
});
afterAll(async () => {
  await world.close();
  clock.uninstall();
});

const later = (ms: number) => clock.moveTo(new Date(Date.now() + ms));

const PLAIN = { Owner: 'dana', Project: 'churn', Team: 'growth', DataSensitivity: 'internal' };
const GOOD = { directInternetAccess: 'Disabled' };

/** A notebook from before the bot looked, with direct internet access unless `over` says otherwise. */
function seed(region: string, name: string, over: Record<string, unknown> = {}, account = HOME_ACCOUNT) {
  world.aws.sagemaker.seed(
    { account, region },
    {
      name,
      createdAt: new Date('2029-08-01T00:00:00Z'),
      subnetId: 'subnet-0a1b2c3d',
      securityGroups: ['sg-0a1b2c3d'],
      rootAccess: 'Disabled',
      imds: '2',
      tags: PLAIN,
      ...over,
    },
  );
}

/** Deletes a notebook; no event tells of it. */
async function vanish(region: string, name: string, account = HOME_ACCOUNT) {
  const caller = ssoCaller({ account, region, email: 'dana@acme.example' });
  for (const operation of ['StopNotebookInstance', 'DeleteNotebookInstance']) {
    world.aws.sagemaker.run(operation, { NotebookInstanceName: name }, caller);
    await world.settleAll();
  }
  world.events.length = 0;
}

interface Waiting {
  id: string;
  'detail-type': string;
  detail: { scan: string; account: string; region: string };
}

const waiting = (detailType: string) =>
  world.events.map(({ event }) => event as Waiting).filter((event) => event['detail-type'] === detailType);

/** Asks for a scan, as the command does. */
const ask = (region: string | null, account: string | null = null, userId = SAMI) =>
  world.services.events.publish([{ detailType: 'ScanRequested', detail: { userId, account, region } }]);

/** Delivers everything although some of it fails; answers what failed. */
async function deliverAnyway(): Promise<unknown[]> {
  const faults: unknown[] = [];
  while (world.events.length > 0) await world.deliverNext().catch((fault) => faults.push(fault));
  return faults;
}

async function scan(region: string | null, account: string | null = null, userId = SAMI) {
  await ask(region, account, userId);
  await world.deliver();
  return newest(userId);
}

/** The newest message about a scan in somebody's DM. */
function newest(as = SAMI): string {
  const all = ['*Done', '*Look', '*Nothing', 'ask for a scan'].flatMap((text) => world.messages(as, text));
  const message = all.toSorted((one, other) => Number(one.ts) - Number(other.ts)).at(-1);
  return JSON.stringify(message?.blocks ?? []);
}

async function statusOf(name: string) {
  return (await world.findings(name)).at(-1)?.status;
}

/** How many messages the DM of the one who asks holds. */
const inDm = () => world.messages(SAMI, '').length;

const calls = (method: string) => world.slack.calls(method).length;

describe('what a scan finds by day', () => {
  it('is told a quarter of an hour later, the notebooks without an owner in one message', async () => {
    const region = 'ap-east-1';
    for (const name of ['lost-1', 'lost-2', 'lost-3']) seed(region, name, { tags: { Team: 'unheard-of' } });
    const posts = () => world.slack.calls('chat.postMessage').filter(({ channel }) => channel === SECURITY).length;
    await scan(region);
    await world.remind();
    expect(posts()).toBe(0);
    later(16 * MINUTE);
    await world.remind();
    await world.deliver();
    await world.remind();
    expect(posts()).toBe(1);
  });
});

describe('a scan', () => {
  it('tells what needs something, what is new, what was fixed, and what is not there any more', async () => {
    const region = 'eu-west-1';
    for (const name of ['stays', 'mended', 'leaves', 'returns']) seed(region, name);
    seed(region, 'fine', { ...GOOD, createdAt: new Date('2029-08-01T00:00:00Z') });
    expect(await scan(region)).toContain('5 notebooks, 4 need something (+4), 0 fixed.');

    later(20 * MINUTE);
    seed(region, 'mended', GOOD);
    seed(region, 'returns', GOOD);
    seed(region, 'new-one');
    await vanish(region, 'leaves');
    expect(await scan(region)).toContain('5 notebooks, 2 need something (+1), 3 fixed.');
    expect(await statusOf('leaves')).toBe('resolved');
    expect((await world.findings('leaves'))[0]?.resolution?.evidence).toBe('gone');
    expect((await world.findings('mended'))[0]?.resolution?.evidence).toBe('compliant');

    later(20 * MINUTE);
    seed(region, 'returns');
    expect(await scan(region)).toContain('5 notebooks, 3 need something (+1), 0 fixed.');
    expect(await statusOf('returns')).toBe('open');
  });

  it('names the accounts it may not look into, and concludes nothing about them', async () => {
    const region = 'eu-west-2';
    seed(region, 'here');
    seed(region, 'there', {}, PROD);
    await scan(region);
    expect(await statusOf('there')).toBe('open');
    later(20 * MINUTE);
    await vanish(region, 'there', PROD);
    world.aws.fail({
      operation: 'ListNotebookInstances',
      code: 'AccessDeniedException',
      account: PROD,
      region,
      times: Infinity,
    });
    expect(await scan(region)).toContain(
      '1 notebook, 1 needs something, 0 fixed. *Not checked: ml-prod (access denied).*',
    );
    expect(await statusOf('there')).toBe('open');
  });

  it('counts a notebook that cannot be described as not checked, and never as good', async () => {
    const region = 'eu-west-3';
    seed(region, 'fog', GOOD);
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'AccessDeniedException', region, times: Infinity });
    expect(await scan(region)).toContain(
      '1 notebook, 0 need something, 0 fixed. *Not checked: 1 notebook in ml-dev eu-west-3 (access denied).*',
    );
  });

  it('says so when a list is throttled, and follows when a second try succeeds', async () => {
    const region = 'eu-north-1';
    seed(region, 'later', {}, PROD);
    world.aws.fail({ operation: 'ListNotebookInstances', code: 'ThrottlingException', account: PROD, times: 4 });
    await ask(region);
    await world.deliverNext();
    const retried = waiting('ScanTargetRequested').find(({ detail }) => detail.account === PROD);
    const [fault, ...others] = await deliverAnyway();
    expect(others).toEqual([]);
    expect(String(fault)).toContain('Cannot list the notebooks in 444455556666 eu-north-1 (Rate exceeded)');
    expect(newest()).toContain('*Not checked: ml-prod (AWS asked me to slow down).*');
    expect(newest()).toContain('is tried again');
    await world.worker(retried);
    await world.deliver();
    expect(newest()).toContain('1 notebook, 1 needs something (+1), 0 fixed.');
    expect(newest()).not.toContain('Not checked');
  });

  it('looks at the others when one look breaks, and counts everything once when it is tried again', async () => {
    const region = 'eu-south-1';
    for (const name of ['breaks', 'works']) seed(region, name);
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'InternalFailure', region, times: 7 });
    await ask(region);
    await world.deliverNext();
    const retried = waiting('ScanTargetRequested').find(({ detail }) => detail.account === HOME_ACCOUNT);
    expect(await deliverAnyway()).toHaveLength(1);
    expect(newest()).toMatch(
      /2 notebooks, [12] needs? something .*Not checked: [12] notebooks? in ml-dev eu-south-1 \(something broke\)/,
    );
    await world.worker(retried);
    await world.deliver();
    expect(newest()).toContain('2 notebooks, 2 need something (+2), 0 fixed.');
    expect(newest()).not.toContain('Not checked');
  });

  it('is one scan with one message, however often its events are delivered', async () => {
    const region = 'eu-south-2';
    for (const name of ['once', 'twice']) seed(region, name);
    const before = calls('chat.postMessage');
    await ask(region);
    const [request] = waiting('ScanRequested');
    await world.worker(request);
    const targets = waiting('ScanTargetRequested');
    await world.deliver();
    await Promise.all([...targets, ...targets].map((event) => world.worker(event)));
    await world.worker(request);
    await world.deliver();
    expect(newest()).toContain('2 notebooks, 2 need something (+2), 0 fixed.');
    expect(calls('chat.postMessage') - before).toBe(1);
  });

  it('tells a lead only of findings of their team', async () => {
    const region = 'eu-central-1';
    seed(region, 'ours');
    seed(region, 'theirs', { tags: { ...PLAIN, Owner: 'sami', Team: 'security' } });
    expect(await scan(region, null, LENA)).toContain('1 notebook of team growth needs something (+1), 0 fixed.');
    expect(newest(LENA)).toContain('Only findings of your teams are counted.');
    later(20 * MINUTE);
    expect(await scan(region)).toContain('2 notebooks, 2 need something, 0 fixed.');
  });

  it('that is asked for again within ten minutes is answered with how it stands, to a lead without the totals', async () => {
    const region = 'sa-east-1';
    seed(region, 'asked-twice');
    const sami = world.slack.seat(SAMI);
    await sami.type(`/notebook-audit scan ${region}`);
    await sami.type(`/notebook-audit scan ${region}`);
    expect(sami.ephemeral()?.text).toContain('none was started now. Whoever started it hears of it in their DM.');
    await world.deliver();
    await sami.type(`/notebook-audit scan ${region}`);
    expect(sami.ephemeral()?.text).toMatch(/none was started now\. \*Done .*1 needs something/);
    const lena = world.slack.seat(LENA);
    await lena.type(`/notebook-audit scan ${region}`);
    expect(lena.ephemeral()?.text).toMatch(/none was started now\. \*Done /);
  });

  it('is refused to whoever neither leads a team nor is of security', async () => {
    const lists = () => world.services.scans.newest({ account: null, region: 'eu-west-4' });
    expect(await scan('eu-west-4', null, DANA)).toContain('*nothing was looked at*');
    expect(await lists()).toBeNull();
  });

  it('says when the policy names no such place, and finds an account by its name', async () => {
    expect(await scan('mars-north-1')).toContain('*Nothing to look at:*');
    await scan('eu-west-1', 'ML-Prod');
    const narrow = await world.services.scans.newest({ account: PROD, region: 'eu-west-1' });
    expect(narrow?.targets).toEqual([{ account: PROD, region: 'eu-west-1' }]);
  });

  it('finds its message again when the answer of Slack was lost', async () => {
    const region = 'ap-south-1';
    const before = inDm();
    world.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    await ask(region);
    const [request] = waiting('ScanRequested');
    expect(await deliverAnyway()).toHaveLength(1);
    await world.worker(request);
    await world.deliver();
    expect(newest()).toContain('0 notebooks, 0 need something, 0 fixed.');
    expect(inDm() - before).toBe(1);
  });

  it('tells the end although Slack did not take it at first', async () => {
    const region = 'ap-south-2';
    seed(region, 'quiet', GOOD);
    await ask(region, HOME_ACCOUNT);
    await world.deliverNext();
    const [target] = waiting('ScanTargetRequested');
    world.slack.failNext('chat.update', { kind: 'ratelimited', retryAfterSeconds: 30 });
    expect(String(await deliverAnyway())).toContain('Slack did not take the end of a scan');
    expect(newest()).toContain('*Looking at everything*');
    await world.worker(target);
    expect(newest()).toContain('1 notebook, 0 need something, 0 fixed.');
  });
});

describe('a scan that takes long', () => {
  /** The first target of a new scan, and a clock that goes on by `ms` each time it is read. */
  async function started(region: string, ms: number) {
    for (let index = 0; index < 30; index += 1) seed(region, `long-${region}-${index}`, GOOD);
    await ask(region, HOME_ACCOUNT);
    await world.deliverNext();
    const [target] = waiting('ScanTargetRequested');
    world.events.length = 0;
    if (!target) throw new Error('no target was asked for');
    let at = Date.now();
    const ticking = () => {
      at += ms;
      return new Date(at);
    };
    const before = calls('chat.update');
    await scanTarget(world.services, target.detail, ticking);
    return world.slack
      .calls('chat.update')
      .slice(before)
      .map(({ text }) => String(text));
  }

  it('tells how far it is, at most every three seconds', async () => {
    const texts = await started('ca-central-1', 500);
    expect(texts.at(-1)).toContain('30 notebooks, 0 need something, 0 fixed.');
    const progress = texts.slice(0, -1);
    expect(progress[0]).toMatch(/^\*Looked at \d+ of 30\* so far … 0 of 1 places done\.$/);
    // Each look reads the clock three times: 30 of them take 45 seconds.
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.length).toBeLessThanOrEqual(15);
  });

  it('names what it had no time for', async () => {
    const texts = await started('ca-west-1', 2000);
    expect(texts.at(-1)).toMatch(/Not checked: \d+ notebooks in ml-dev ca-west-1 \(too many for one run\)/);
  });
});

describe('the last look at everything', () => {
  it('is kept with the accounts that were not wholly checked; a narrower one changes nothing', async () => {
    later(20 * MINUTE);
    world.aws.fail({
      operation: 'ListNotebookInstances',
      code: 'AccessDeniedException',
      account: PROD,
      times: Infinity,
    });
    await scan('eu-west-1');
    expect(await world.services.scans.last()).toBeNull();
    await scan(null);
    const last = await world.services.scans.last();
    expect(last).toMatchObject({ at: expect.stringMatching(/^2030-/), notChecked: ['ml-dev', 'ml-prod'] });
    expect(last?.targets).toHaveLength(2 * REGIONS.length);
    await scan('eu-west-1');
    expect(await world.services.scans.last()).toEqual(last);
  });
});
