import { nextBusinessMoment } from '../../src/domain/business-hours';
import type { Finding } from '../../src/domain/finding';
import { type Clock, installClock } from '../../src/local/clock';
import type { MessagingServices } from '../../src/services';
import { ACTIONS } from '../../src/slack/ids';
import { auditNotebook } from '../../src/workflows/audit-notebook';
import { assign, disown, judge } from '../../src/workflows/decide';
import { deliverMessages } from '../../src/workflows/deliver-messages';
import { attend } from '../../src/workflows/run-due';
import { sendNotices } from '../../src/workflows/send-notices';
import { DANA, LENA, MINA, offered, RAVI, SAMI, SECURITY, startWorld, type World } from '../support/world';

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

const MINUTE = 60_000;
const later = (ms: number) => clock.moveTo(new Date(Date.now() + ms));

const tags = (over: Record<string, string>) =>
  Object.entries({ Owner: 'dana', Project: 'churn', Team: 'growth', DataSensitivity: 'internal', ...over }).map(
    ([Key, Value]) => ({ Key, Value }),
  );

async function launched(name: string, over: Record<string, unknown> = {}) {
  await world.launch(name, over);
  await world.settleAll();
  await world.deliver();
}

async function stored(name: string): Promise<Finding> {
  const finding = (await world.findings(name)).at(-1);
  if (!finding) throw new Error(`no finding for ${name}`);
  return finding;
}

function card(name: string, as = DANA) {
  const [message] = world.messages(as, name);
  if (!message) throw new Error(`${as} has no message about ${name}`);
  return message;
}

const cards = (name: string, as = DANA) => world.messages(as, `"text":"${name} has direct internet access`).length;

async function tearDown(name: string) {
  await world.call('StopNotebookInstance', { NotebookInstanceName: name });
  await world.settleAll();
  await world.call('DeleteNotebookInstance', { NotebookInstanceName: name });
  await world.settleAll();
}

/** Delivers what waits although some of it fails, as AWS would go on to. */
async function deliverAnyway() {
  while (world.events.length > 0) await world.deliver().catch(() => undefined);
}

describe('a card', () => {
  it('whose answer was lost is found and closed, although the notebook is gone meanwhile', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    await launched('vanish');
    await tearDown('vanish');
    await world.deliver();
    later(10 * MINUTE);
    await world.remind();
    expect(cards('vanish')).toBe(1);
    expect(offered(card('vanish'))).toEqual([]);
    expect(JSON.stringify(card('vanish'))).toContain('*Resolved');
  });

  it('that failed once is sent although the history cannot be read', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await launched('unread');
    world.slack.failNext('conversations.history', { kind: 'error', error: 'missing_scope' });
    later(10 * MINUTE);
    await world.remind();
    expect(cards('unread')).toBe(1);
  });

  it('is sent once, although one run began long ago and another just now', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await launched('twofold');
    later(10 * MINUTE);
    const began = new Date();
    later(3 * MINUTE);
    const { launch } = await stored('twofold');
    await Promise.all([attend(world.services, launch, began), attend(world.services, launch, new Date())]);
    expect(cards('twofold')).toBe(1);
  });

  it('is not sent to whoever is the owner no longer when it is their turn', async () => {
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 });
    await launched('passed-on');
    later(10 * MINUTE);
    const stale = await stored('passed-on');
    const click = { launch: stale.launch, userId: SAMI, ownerId: RAVI, remember: false, now: new Date() };
    expect((await assign(world.services, click)).kind).toBe('changed');
    await deliverMessages(world.services, stale, new Date());
    const { business_hours: hours } = world.services.policy;
    const morning = nextBusinessMoment(new Date().toISOString(), '10:00', { ...hours, time_zone: 'Asia/Kolkata' });
    await sendNotices(world.services, [await stored('passed-on')], new Date(morning));
    expect(world.messages(DANA, 'passed-on')).toEqual([]);
    expect(cards('passed-on', RAVI)).toBe(1);
  });

  it('that a slow update painted over is painted again', async () => {
    await launched('slow-brush');
    await world.press(DANA, card('slow-brush'), ACTIONS.acknowledge);
    await world.deliver();
    const acknowledged = await stored('slow-brush');
    const [key = ''] = Object.keys(acknowledged.messages);
    const { notifier } = world.services;
    let overtaken = false;
    const slow: MessagingServices = {
      ...world.services,
      notifier: {
        ...notifier,
        update: async (subject) => {
          if (!overtaken) {
            overtaken = true;
            await world.press(DANA, card('slow-brush'), ACTIONS.scheduleMigration);
            await world.submit(DANA, {
              files: { value: { type: 'radio_buttons', selected_option: { value: 'safe_elsewhere' } } },
            });
            await world.deliver();
          }
          return notifier.update(subject);
        },
      },
    };
    const message = acknowledged.messages[key];
    const behind = message ? { ...acknowledged.messages, [key]: { ...message, shownVersion: 1 } } : {};
    await deliverMessages(slow, { ...acknowledged, messages: behind }, new Date());
    expect(JSON.stringify(card('slow-brush'))).toContain('Migration planned');
  });

  it('that Slack refuses to change is left alone for a while', async () => {
    await launched('stubborn');
    world.slack.failNext('chat.update', { kind: 'error', error: 'msg_too_long' }, 100);
    await world.press(DANA, card('stubborn'), ACTIONS.acknowledge);
    await deliverAnyway();
    const before = world.slack.calls('chat.update').length;
    for (let runs = 0; runs < 10; runs += 1) {
      later(5 * MINUTE);
      await world.remind().catch(() => undefined);
    }
    expect(world.slack.calls('chat.update').length - before).toBeLessThanOrEqual(1);
    later(60 * MINUTE);
    await expect(world.remind()).rejects.toThrow(/NB-.*chat.update was refused: msg_too_long/);
    world.slack.reset();
  });
});

describe('an owner whom Slack cannot reach', () => {
  beforeEach(() => world.slack.editPerson(DANA, { deleted: true }));
  afterEach(() => world.slack.editPerson(DANA, { deleted: false }));

  it('is replaced although Slack is busy at first', async () => {
    world.slack.failNext('users.info', { kind: 'ratelimited', retryAfterSeconds: 5 });
    await world.launch('lost-owner');
    await world.settleAll();
    await deliverAnyway();
    for (let runs = 0; runs < 3; runs += 1) {
      later(70 * MINUTE);
      await world.remind().catch(() => undefined);
    }
    const finding = await stored('lost-owner');
    expect(finding.owner?.userId).not.toBe(DANA);
    const told = [...world.messages(LENA, 'lost-owner'), ...world.messages(SAMI, 'lost-owner', SECURITY)];
    expect(told).toHaveLength(1);
  });

  it('is not given back by the next look', async () => {
    await launched('no-return', { Tags: tags({ Team: '' }) });
    const owner = (await stored('no-return')).owner?.userId ?? null;
    for (const value of ['1', '2', '3']) {
      const ResourceArn = 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/no-return';
      await world.call('AddTags', { ResourceArn, Tags: [{ Key: 'Round', Value: value }] });
      await world.deliver();
    }
    const finding = await stored('no-return');
    expect(finding.owner?.userId ?? null).toBe(owner);
    expect(finding.history.filter(({ command, note }) => command === 'assign_owner' && note === DANA)).toEqual([]);
  });
});

describe('without a caller', () => {
  it('the team’s lead is asked before security, once the caller will not come any more', async () => {
    await world.launch('no-caller', { Tags: tags({ Owner: '' }) });
    await world.settleAll();
    const native = world.events.splice(0).filter(({ event }) => JSON.stringify(event).includes('State Change'));
    for (const { event } of native) await world.notebookEvents(event);
    await world.deliver();
    expect(world.messages(SAMI, 'no-caller', SECURITY)).toEqual([]);
    later(20 * MINUTE);
    await world.remind();
    await world.deliver();
    expect((await stored('no-caller')).owner).toMatchObject({ userId: LENA, source: { kind: 'team' } });
    expect(world.messages(SAMI, 'no-caller', SECURITY)).toEqual([]);
  });
});

describe('the launcher', () => {
  it('of a notebook without tags gets the card, whichever event comes first and however close together', async () => {
    const names = ['race-a', 'race-b', 'race-c', 'race-d', 'race-e'];
    for (const name of names) await world.launch(name, { Tags: [] });
    await world.settleAll();
    const events = world.events.splice(0).filter(({ functionName }) => functionName === 'notebookEvents');
    await Promise.all(events.map(({ event }) => world.notebookEvents(event)));
    await world.deliver();
    for (const name of names) {
      expect((await stored(name)).owner).toMatchObject({ userId: DANA, source: { kind: 'caller' } });
      expect(cards(name)).toBe(1);
    }
  });
});

describe('the finding view', () => {
  it('below a form shows what the form decided', async () => {
    await launched('viewed');
    const { reference } = await stored('viewed');
    const dm = world.slack.snapshot(LENA).conversations.find(({ kind }) => kind === 'dm')?.id ?? '';
    await world.slack.send({ as: LENA, conversation: dm, text: `/notebook-audit show ${reference}` });
    const view = world.modal(LENA);
    const blockId = JSON.stringify(view?.blocks).match(/"block_id":"(card\|[^"]+)"/)?.[1] ?? '';
    const action = { type: 'button', action_id: ACTIONS.scheduleMigration, block_id: blockId };
    await world.slack.action({ as: LENA, container: { kind: 'modal', viewId: view?.id ?? '' }, action, values: {} });
    await world.submit(LENA, {
      files: { value: { type: 'radio_buttons', selected_option: { value: 'safe_elsewhere' } } },
    });
    const below = world.slack.snapshot(LENA).modals.find(({ id }) => id === view?.id);
    expect(JSON.stringify(below?.blocks)).toContain('Migration planned');
  });
});

describe('looks', () => {
  it('an older one that opens a finding gives way to a newer one that saw nothing wrong', async () => {
    await world.launch('overtaken', { DirectInternetAccess: 'Disabled', RootAccess: 'Enabled' });
    await world.settleAll();
    world.events.splice(0);
    const { notebooks } = world.services;
    const request = { account: '111122223333', region: 'eu-west-1', name: 'overtaken', caller: null, launched: false };
    let slow = true;
    const services = {
      ...world.services,
      notebooks: {
        ...notebooks,
        look: async (...at: Parameters<typeof notebooks.look>) => {
          const seen = await notebooks.look(...at);
          if (slow) {
            slow = false;
            const name = { NotebookInstanceName: 'overtaken' };
            await world.call('StopNotebookInstance', name);
            await world.settleAll();
            await world.call('UpdateNotebookInstance', { ...name, RootAccess: 'Disabled' });
            await world.settleAll();
            world.events.splice(0);
            later(50);
            expect(await auditNotebook(world.services, request, new Date())).toEqual({ kind: 'compliant' });
          }
          return seen;
        },
      },
    };
    await auditNotebook(services, request, new Date());
    expect(await stored('overtaken')).toMatchObject({ status: 'resolved', resolution: { evidence: 'compliant' } });
  });

  it('a click on Check Again is answered in time although AWS is throttled', async () => {
    await launched('throttled');
    await world.press(DANA, card('throttled'), ACTIONS.acknowledge);
    await world.deliver();
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'ThrottlingException', times: 4 });
    expect(await world.press(DANA, card('throttled'), ACTIONS.checkAgain)).toEqual({ ok: true });
    const answers = world.messages(DANA, '').filter(({ ephemeral }) => ephemeral);
    expect(answers.at(-1)?.text).toContain('AWS is slow to answer about throttled');
  });
});

describe('authority', () => {
  it('an approval does not count any more when its giver left the approvers, or became the owner', async () => {
    await launched('quorum', { Tags: tags({ DataSensitivity: 'confidential' }) });
    await world.press(DANA, card('quorum'), ACTIONS.requestException);
    const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
    const outcome = await world.submit(DANA, {
      category: { exception_category: { type: 'radio_buttons', selected_option: { value: 'other' } } },
      reason: text('A tool that only runs in this notebook.'),
      control: text('Synthetic data only.'),
    });
    expect(outcome).toEqual({ ok: true });
    await world.deliver();
    const { launch, request } = await stored('quorum');
    const click = (userId: string) => ({
      launch,
      userId,
      command: { type: 'approve' as const, by: userId, requestId: request?.id ?? '' },
      now: new Date(),
    });
    await judge(world.services, click(SAMI));
    world.slack.setGroup('S0APPROVERS', [MINA, RAVI]);
    await judge(world.services, click(MINA));
    expect(await stored('quorum')).toMatchObject({ status: 'exception_requested', grant: null });
    await judge(world.services, click(RAVI));
    expect(await stored('quorum')).toMatchObject({ status: 'exception_granted', grant: { approvers: [MINA, RAVI] } });
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
  });

  it('a lead cannot teach whose a tag of another team is', async () => {
    const mina = { userId: MINA, team: 'finance', checkedAt: new Date().toISOString() };
    await world.services.owners.learnTag('finance-lead', mina);
    await launched('tag-grab');
    const { launch } = await stored('tag-grab');
    await world.call('AddTags', {
      ResourceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/tag-grab',
      Tags: [{ Key: 'Owner', Value: 'finance-lead' }],
    });
    await world.press(DANA, card('tag-grab'), ACTIONS.acknowledge);
    await world.deliver();
    await assign(world.services, { launch, userId: LENA, ownerId: RAVI, remember: true, now: new Date() });
    expect(await world.services.owners.byTag('finance-lead')).toMatchObject({ userId: MINA });
  });

  it('whoever is named instead may take a notebook that was handed back', async () => {
    await launched('handed-back');
    const { launch } = await stored('handed-back');
    await disown(world.services, { launch, userId: DANA, proposed: MINA, now: new Date() });
    await deliverMessages(world.services, await stored('handed-back'), new Date());
    const [asking] = world.messages(MINA, 'Whose notebook is handed-back?', SECURITY);
    world.slack.setGroup('S0APPROVERS', [SAMI]);
    if (asking) await world.press(MINA, asking, ACTIONS.mine);
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
    expect((await stored('handed-back')).owner?.userId).toBe(MINA);
  });
});

describe('a blocked launch', () => {
  it('is explained by the retry when the first try failed', async () => {
    world.aws.sagemaker.setGuardrail(true);
    await expect(world.launch('blocked-once')).rejects.toThrow();
    world.aws.sagemaker.setGuardrail(false);
    const blocked = world.events.splice(0).find(({ event }) => JSON.stringify(event).includes('AccessDenied'));
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 1 });
    await expect(world.notebookEvents(blocked?.event)).rejects.toThrow();
    expect(await world.notebookEvents(blocked?.event)).toEqual({ outcome: 'told' });
    expect(await world.notebookEvents(blocked?.event)).toEqual({ outcome: 'told_already' });
    expect(world.messages(DANA, 'stopped by a guardrail').length).toBeGreaterThan(0);
  });
});
