import type { Launch } from '../../src/domain/notebook';
import { type Clock, installClock } from '../../src/local/clock';
import { ACTIONS } from '../../src/slack/ids';
import { auditNotebook } from '../../src/workflows/audit-notebook';
import { decide } from '../../src/workflows/decide';
import { DANA, launchInput, SAMI, SECURITY, startWorld, type World } from '../support/world';

let world: World;
let clock: Clock;
beforeAll(async () => {
  clock = installClock();
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  clock.uninstall();
});

const posts = (text: string) =>
  world.slack.calls('chat.postMessage').filter((call) => String(call.text).includes(text)).length;

const inDm = (name: string) => world.messages(DANA, `"text":"${name} has direct internet access`).length;

/** Takes the waiting events about notebooks instead of delivering them. */
function take() {
  const waiting = world.events.splice(0).filter(({ functionName }) => functionName === 'notebookEvents');
  return waiting.map(({ event }) => event) as { 'detail-type': string; account: string }[];
}

async function tearDown(name: string) {
  await world.call('StopNotebookInstance', { NotebookInstanceName: name });
  await world.settleAll();
  await world.call('DeleteNotebookInstance', { NotebookInstanceName: name });
  await world.settleAll();
}

describe('evidence comes from the right place', () => {
  it('an event from another account never looks in ours', async () => {
    await world.launch('twin');
    const [event] = take().filter((each) => each['detail-type'] === 'AWS API Call via CloudTrail');
    await world.settleAll();
    take();
    // The account has a role in the policy, and no notebook of that name.
    expect(await world.notebookEvents({ ...event, account: '444455556666' })).toEqual({ outcome: 'gone' });
    // The account is in no policy: nothing is concluded.
    expect(await world.notebookEvents({ ...event, account: '999988887777' })).toMatchObject({ outcome: 'unknown' });
    expect(await world.findings('twin')).toEqual([]);
  });

  it('a missing right, throttling and a fault are no evidence', async () => {
    await world.launch('fog');
    await world.settleAll();
    await world.deliver();
    await tearDown('fog');
    const [event] = take();
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'AccessDeniedException' });
    expect(await world.notebookEvents(event)).toMatchObject({ outcome: 'unknown' });
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'InternalFailure', times: 4 });
    await expect(world.notebookEvents(event)).rejects.toThrow('Cannot look at the notebook fog');
    expect((await world.findings('fog'))[0]?.status).toBe('open');
    expect(await world.notebookEvents(event)).toEqual({ outcome: 'gone' });
    expect((await world.findings('fog'))[0]?.status).toBe('resolved');
  });

  it('a failed call opens nothing', async () => {
    await expect(world.call('CreateNotebookInstance', { ...launchInput('bad name!') })).rejects.toThrow();
    await world.deliver();
    expect(await world.findings('bad name!')).toEqual([]);
  });
});

describe('what the first look at a launch saw', () => {
  it('is noted by the retry when that failed', async () => {
    await world.launch('unnoted');
    await world.settleAll();
    const { findings } = world.services;
    const recordLaunch = () => Promise.reject(new Error('throttled'));
    const request = { account: '111122223333', region: 'eu-west-1', name: 'unnoted', caller: null, launched: false };
    const failing = { ...world.services, findings: { ...findings, recordLaunch } };
    await expect(auditNotebook(failing, request, new Date())).rejects.toThrow('throttled');
    await world.deliver();
    const noted: string[] = [];
    const [{ launch } = { launch: null }] = await world.findings('unnoted');
    const from = launch?.createdAt ?? '';
    for await (const { name } of findings.launchesBetween(from, new Date(Date.now() + 1000).toISOString())) {
      if (name === 'unnoted') noted.push(name);
    }
    expect(noted).toEqual(['unnoted']);
  });

  it('is no reason to leave a failure unattended that comes while the team is still looked up', async () => {
    await world.launch('unlucky', { DirectInternetAccess: 'Disabled' });
    await world.settleAll();
    world.events.length = 0;
    const { findings, owners } = world.services;
    const unattended: unknown[] = [];
    const listen = (reason: unknown) => unattended.push(reason);
    process.on('unhandledRejection', listen);
    const recordClear = () => Promise.reject(new Error('throttled'));
    const byTag = async (tag: string) => {
      // Longer than a failure may go without somebody waiting for it.
      await new Promise((resolve) => setImmediate(resolve));
      return owners.byTag(tag);
    };
    const failing = { ...world.services, findings: { ...findings, recordClear }, owners: { ...owners, byTag } };
    const request = { account: '111122223333', region: 'eu-west-1', name: 'unlucky', caller: null, launched: false };
    await expect(auditNotebook(failing, request, new Date())).rejects.toThrow('throttled');
    process.off('unhandledRejection', listen);
    expect(unattended).toEqual([]);
  });
});

describe('order does not matter', () => {
  it('a late Delete never closes the successor', async () => {
    await world.launch('phoenix');
    await world.settleAll();
    await world.deliver();
    await tearDown('phoenix');
    const late = take();
    // Launches are told apart by whole seconds.
    later(1000);
    await world.launch('phoenix');
    await world.settleAll();
    const successor = take();
    for (const event of [...successor, ...late, ...late]) await world.notebookEvents(event);
    const [first, last, ...others] = await world.findings('phoenix');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ status: 'resolved', resolution: { evidence: 'gone' } });
    expect(last).toMatchObject({ status: 'open', resolution: null });
  });

  it('a notebook gone before we look opens nothing', async () => {
    await world.launch('blink');
    await world.settleAll();
    const events = take();
    await tearDown('blink');
    take();
    for (const event of events) expect(await world.notebookEvents(event)).toEqual({ outcome: 'gone' });
    expect(await world.findings('blink')).toEqual([]);
  });

  it('fifty deliveries in parallel, interleaved with a delete, are one finding and one card', async () => {
    await world.launch('storm');
    await world.settleAll();
    const launch = take();
    const many = Array.from({ length: 50 }, (_, index) => launch[index % launch.length]);
    const before = many.slice(0, 30).map((event) => world.notebookEvents(event));
    await Promise.all(before);
    await tearDown('storm');
    const removal = take();
    await Promise.all([...many.slice(30), ...removal, ...removal].map((event) => world.notebookEvents(event)));

    const findings = await world.findings('storm');
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding).toMatchObject({ status: 'resolved' });
    expect(finding?.history.map(({ version }) => version)).toEqual(finding?.history.map((_, index) => index + 1));
    expect(finding?.history.filter(({ command }) => command === 'open' || command === 'resolve')).toHaveLength(2);
    expect(posts('storm has direct internet access')).toBe(1);
    await world.deliver();
    await world.remind();
    expect(posts('storm')).toBe(1);
    expect(world.messages(DANA, '*Resolved').some((message) => JSON.stringify(message).includes('storm'))).toBe(true);
  });

  it('no decision is lost when people and looks change a finding at once', async () => {
    await world.launch('crowd');
    await world.settleAll();
    await world.deliver();
    const [card] = world.messages(DANA, '"text":"crowd has direct');
    if (!card) throw new Error('no card');
    const [event] = [...world.events.splice(0)];
    await world.call('AddTags', {
      ResourceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/crowd',
      Tags: [{ Key: 'Project', Value: 'other' }],
    });
    const tagged = take();
    await Promise.all([
      world.press(DANA, card, ACTIONS.acknowledge),
      ...tagged.map((each) => world.notebookEvents(each)),
      ...(event ? [world.notebookEvents(event.event)] : []),
    ]);
    const [finding] = await world.findings('crowd');
    expect(finding).toMatchObject({ status: 'acknowledged', notebook: { tags: { Project: 'other' } } });
    expect(finding?.version).toBe(finding?.history.length);
  });
});

describe('a card is sent once', () => {
  it('a crash between post and save never makes a second card', async () => {
    // Slack took the message, the answer was lost.
    world.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    await world.launch('crash');
    await world.settleAll();
    await world.deliver();
    const [before] = await world.findings('crash');
    expect(Object.values(before?.messages ?? {})[0]?.ts).toBeUndefined();
    expect(inDm('crash')).toBe(1);

    await laterThanLease(() => world.remind());
    const [after] = await world.findings('crash');
    expect(Object.values(after?.messages ?? {})[0]).toMatchObject({ shownVersion: after?.version });
    expect(inDm('crash')).toBe(1);
  });

  it('that could not be sent is sent later, once', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await world.launch('busy');
    await world.settleAll();
    await world.deliver();
    expect(inDm('busy')).toBe(0);
    await laterThanLease(() => Promise.all([world.remind(), world.remind(), world.remind()]));
    await world.remind();
    expect(inDm('busy')).toBe(1);
  });

  it('to somebody whom Slack no longer knows goes to the next rung, in the end to security', async () => {
    world.slack.editPerson(DANA, { deleted: true });
    await world.launch('left');
    await world.settleAll();
    await world.deliver();
    world.slack.editPerson(DANA, { deleted: false });
    expect(posts('left has direct')).toBeGreaterThan(0);
    const [finding] = await world.findings('left');
    expect(finding?.owner?.userId).not.toBe(DANA);
    const told = [
      ...world.messages('U0LENA00002', 'left has direct'),
      ...world.messages(SAMI, 'Whose notebook is left?', SECURITY),
    ];
    expect(told).toHaveLength(1);
  });
});

describe('guardrails', () => {
  it('a launch that a service control policy blocked is explained to its caller, once a day', async () => {
    world.aws.sagemaker.setGuardrail(true);
    for (const name of ['blocked-a', 'blocked-b']) {
      await expect(world.launch(name)).rejects.toThrow('explicit deny in a service control policy');
    }
    world.aws.sagemaker.setGuardrail(false);
    await world.deliver();
    const told = world.messages(DANA, 'Your notebook launch was stopped by a guardrail');
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).toContain('create-notebook-instance');
    expect(await world.findings('blocked-a')).toEqual([]);
  });
});

/** Ten minutes on: every lease has run out. */
async function laterThanLease(act: () => Promise<unknown>): Promise<void> {
  later(10 * 60_000);
  await act();
}

function later(ms: number): void {
  clock.moveTo(new Date(Date.now() + ms));
}

describe('a decision', () => {
  it('whose right cannot be read fails where that is waited for, and nowhere else', async () => {
    await world.launch('unread');
    await world.settleAll();
    await world.deliver();
    const [finding] = await world.findings('unread');
    if (!finding) throw new Error('no finding');
    const { findings, owners } = world.services;
    const unattended: unknown[] = [];
    const listen = (reason: unknown) => unattended.push(reason);
    process.on('unhandledRejection', listen);
    const teamsLedBy = () => Promise.reject(new Error('throttled'));
    const get = async (launch: Launch) => {
      await new Promise((resolve) => setImmediate(resolve));
      return findings.get(launch);
    };
    const failing = { ...world.services, findings: { ...findings, get }, owners: { ...owners, teamsLedBy } };
    const command = { type: 'acknowledge', by: DANA } as const;
    const deciding = decide(failing, { launch: finding.launch, userId: DANA, command, now: new Date() });
    await expect(deciding).rejects.toThrow('throttled');
    process.off('unhandledRejection', listen);
    expect(unattended).toEqual([]);
  });
});
