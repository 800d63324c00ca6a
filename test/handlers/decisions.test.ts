import { type Clock, installClock } from '../../src/local/clock';
import { ACTIONS, MENU, VIEWS } from '../../src/slack/ids';
import { signedSubmission } from '../support/signed-requests';
import { DANA, LENA, MINA, offered, RAVI, SAMI, SECURITY, startWorld, type World, workingTime } from '../support/world';

let world: World;
let clock: Clock;
beforeAll(async () => {
  clock = installClock();
  // Colleagues hear of what others did in their working hours.
  clock.moveTo(workingTime());
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  clock.uninstall();
});

async function launched(name: string, over: Record<string, unknown> = {}) {
  await world.launch(name, over);
  await world.settleAll();
  await world.deliver();
}

function card(name: string, as = DANA) {
  const [message] = world.messages(as, name);
  if (!message) throw new Error(`${as} has no message about ${name}`);
  return message;
}

const requestCard = (name: string) => {
  const [message] = world.messages(SAMI, `Policy exception request: ${name}`, SECURITY);
  if (!message) throw new Error(`no request card about ${name}`);
  return message;
};

const ephemeral = (as: string, text: string, conversation?: string) =>
  world.messages(as, text, conversation).filter((message) => message.ephemeral);

async function statusOf(name: string) {
  return (await world.findings(name)).at(-1)?.status;
}

const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
const option = (value: string) => ({ value: { type: 'radio_buttons', selected_option: { value } } });
const date = (value: string) => ({ value: { type: 'datepicker', selected_date: value } });
const person = (value: string) => ({ value: { type: 'users_select', selected_user: value } });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function requestException(name: string, as = DANA) {
  expect(await world.press(as, card(name, as), ACTIONS.requestException)).toEqual({ ok: true });
  const outcome = await world.submit(as, {
    category: { exception_category: { type: 'radio_buttons', selected_option: { value: 'third_party_api' } } },
    reason: text('We call the weather API of a partner during the trial.'),
    until: option('14_days'),
  });
  expect(outcome).toEqual({ ok: true });
  await world.deliver();
}

describe('Acknowledge', () => {
  it('is shown on the card, and a second click names the first', async () => {
    await launched('ack-one');
    const stale = card('ack-one');
    await world.press(DANA, stale, ACTIONS.acknowledge);

    expect(await statusOf('ack-one')).toBe('acknowledged');
    expect(JSON.stringify(card('ack-one'))).toContain('*Acknowledged*');
    expect(offered(card('ack-one'))).not.toContain(ACTIONS.acknowledge);

    expect(await world.pressStale(DANA, stale, ACTIONS.acknowledge)).toMatchObject({ statusCode: 200 });
    expect(ephemeral(DANA, 'already did that')).toHaveLength(1);
    const [finding] = await world.findings('ack-one');
    expect(finding?.history.filter(({ command }) => command === 'acknowledge')).toHaveLength(1);
  });

  it('is refused for somebody who is neither owner, lead nor security', async () => {
    await launched('ack-two');
    await world.press(RAVI, { ...card('ack-two') }, ACTIONS.acknowledge);
    expect(await statusOf('ack-two')).toBe('open');
  });

  it('by the lead, from the finding view, is told to the owner in one line', async () => {
    await launched('ack-three');
    const [finding] = await world.findings('ack-three');
    expect(
      await world.slack.send({
        as: LENA,
        conversation: SECURITY_OR_DM(LENA),
        text: `/notebook-audit show ${finding?.reference}`,
      }),
    ).toEqual({ ok: true });
    const view = world.modal(LENA);
    const block = JSON.stringify(view?.blocks).match(/"block_id":"(card\|[^"]+)"/)?.[1] ?? '';
    await world.slack.action({
      as: LENA,
      container: { kind: 'modal', viewId: view?.id ?? '' },
      action: { type: 'button', action_id: ACTIONS.acknowledge, block_id: block },
      values: {},
    });
    await world.deliver();
    expect(await statusOf('ack-three')).toBe('acknowledged');
    expect(world.messages(DANA, 'ack-three').at(-1)?.text).toContain(`<@${LENA}>`);
    expect(JSON.stringify(world.modal(LENA)?.blocks)).toContain('*Acknowledged*');
  });
});

describe('Schedule Migration', () => {
  it('saves the promised date, shows the plan and keeps the card in step', async () => {
    await launched('move-one');
    expect(await world.press(DANA, card('move-one'), ACTIONS.scheduleMigration)).toEqual({ ok: true });
    expect(await world.submit(DANA, { files: option('safe_elsewhere') })).toEqual({ ok: true });
    expect(await statusOf('move-one')).toBe('migration_scheduled');
    expect(JSON.stringify(world.modal(DANA)?.blocks)).toContain('What moves');
    expect(JSON.stringify(card('move-one'))).toContain('*Migration planned for');
    expect(offered(card('move-one'))).toContain(ACTIONS.showPlan);
  });

  it('puts the error under the date when it is too late or has passed', async () => {
    await launched('move-two');
    await world.press(DANA, card('move-two'), ACTIONS.scheduleMigration);
    const late = await world.submit(DANA, { date: date(inDays(200)), files: option('safe_elsewhere') });
    expect(late.errors?.date).toContain('past the latest date');
    const past = await world.submit(DANA, { date: date(inDays(-2)), files: option('safe_elsewhere') });
    expect(past.errors?.date).toBe('That date has passed.');
    expect(await statusOf('move-two')).toBe('open');
  });
});

describe('Request Exception', () => {
  it('goes to security, who approve a shorter one; the owner hears of it', async () => {
    await launched('ask-one');
    await requestException('ask-one');
    expect(await statusOf('ask-one')).toBe('exception_requested');

    const request = requestCard('ask-one');
    expect(offered(request)).toEqual(expect.arrayContaining([ACTIONS.approve, ACTIONS.approveShorter, ACTIONS.deny]));
    await world.press(SAMI, request, ACTIONS.approveShorter);
    expect(await world.submit(SAMI, { date: date(inDays(7)) })).toEqual({ ok: true });
    await world.deliver();

    const [finding] = await world.findings('ask-one');
    expect(finding).toMatchObject({ status: 'exception_granted', grant: { approvers: [SAMI] } });
    expect(JSON.stringify(requestCard('ask-one'))).toContain('*Granted until');
    expect(JSON.stringify(card('ask-one'))).toContain('*Allowed until');
    expect(world.messages(DANA, 'ask-one')).toHaveLength(2);

    await world.press(MINA, requestCard('ask-one'), ACTIONS.revoke);
    expect(await world.submit(MINA, { reason: text('The partner was breached yesterday.') })).toEqual({ ok: true });
    await world.deliver();
    expect((await world.findings('ask-one'))[0]).toMatchObject({ status: 'open', grant: null, round: 2 });
    expect(JSON.stringify(requestCard('ask-one'))).toContain('The partner was breached yesterday.');
  });

  it('is denied with a reason, and the fix date is never sooner than two business days', async () => {
    await launched('ask-two');
    await requestException('ask-two');
    await world.press(SAMI, requestCard('ask-two'), ACTIONS.deny);
    const short = await world.submit(SAMI, { reason: text('no') });
    expect(Object.keys(short.errors ?? {})).toEqual(['reason']);
    expect(await world.submit(SAMI, { reason: text('The API can be reached through NAT.') })).toEqual({ ok: true });
    await world.deliver();
    expect(await statusOf('ask-two')).toBe('open');
    expect(JSON.stringify(card('ask-two'))).toContain('The API can be reached through NAT.');
    expect(offered(requestCard('ask-two'))).not.toContain(ACTIONS.approve);
  });

  it('can be withdrawn, and a late approval is told so', async () => {
    await launched('ask-three');
    await requestException('ask-three');
    const before = requestCard('ask-three');
    await world.press(DANA, card('ask-three'), ACTIONS.withdraw);
    await world.deliver();
    expect(await statusOf('ask-three')).toBe('open');
    await world.pressStale(SAMI, before, ACTIONS.approve);
    expect(ephemeral(SAMI, 'Nothing was changed', SECURITY).length).toBeGreaterThan(0);
    expect((await world.findings('ask-three'))[0]?.grant).toBeNull();
  });

  it('is withdrawn from where it stands, never another that was asked for since', async () => {
    await launched('ask-six');
    await requestException('ask-six');
    const before = card('ask-six');
    await world.press(DANA, before, ACTIONS.withdraw);
    await world.deliver();
    await requestException('ask-six');
    await world.pressStale(DANA, before, ACTIONS.withdraw);
    expect(await statusOf('ask-six')).toBe('exception_requested');
    expect(ephemeral(DANA, 'Nothing was changed').length).toBeGreaterThan(0);
  });

  it('of sensitive data needs two different people', async () => {
    await launched('ask-four', {
      Tags: Object.entries({ Owner: 'dana', Project: 'p', Team: 'growth', DataSensitivity: 'confidential' }).map(
        ([Key, Value]) => ({ Key, Value }),
      ),
    });
    await world.press(DANA, card('ask-four'), ACTIONS.requestException);
    await world.submit(DANA, {
      category: { exception_category: { type: 'radio_buttons', selected_option: { value: 'packages' } } },
      reason: text('A package that the mirror does not carry yet.'),
      control: text('Only synthetic data on it.'),
      until: option('7_days'),
    });
    await world.deliver();
    await world.press(SAMI, requestCard('ask-four'), ACTIONS.approve);
    await world.deliver();
    expect(await statusOf('ask-four')).toBe('exception_requested');
    expect(JSON.stringify(requestCard('ask-four'))).toContain('1 of 2');
    await world.press(SAMI, requestCard('ask-four'), ACTIONS.approve);
    expect(await statusOf('ask-four')).toBe('exception_requested');
    expect(ephemeral(SAMI, 'already did that', SECURITY)).toHaveLength(1);
    await world.press(MINA, requestCard('ask-four'), ACTIONS.approve);
    await world.deliver();
    expect((await world.findings('ask-four'))[0]).toMatchObject({
      status: 'exception_granted',
      grant: { approvers: [SAMI, MINA] },
    });
  });

  it('is not decided by somebody outside the group, nor when Slack cannot say who is in it', async () => {
    await launched('ask-five');
    await requestException('ask-five');
    const request = requestCard('ask-five');
    world.slack.setGroup('S0APPROVERS', [MINA]);
    await world.press(SAMI, request, ACTIONS.approve);
    expect(await statusOf('ask-five')).toBe('exception_requested');
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
    world.slack.failNext('usergroups.users.list', { kind: 'error', error: 'internal_error' });
    await world.press(SAMI, request, ACTIONS.approve);
    expect(ephemeral(SAMI, 'I could not check who may approve', SECURITY)).toHaveLength(1);
    expect(await statusOf('ask-five')).toBe('exception_requested');
  });
});

describe('four eyes', () => {
  it('reassigning the owner never lets someone approve their own request', async () => {
    await launched('eyes-one');
    await world.press(DANA, card('eyes-one'), ACTIONS.requestException);
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA, DANA]);
    await world.submit(DANA, {
      category: { exception_category: { type: 'radio_buttons', selected_option: { value: 'other' } } },
      reason: text('Because I would like to approve it myself.'),
      until: option('7_days'),
    });
    await world.deliver();
    const [finding] = await world.findings('eyes-one');
    if (!finding?.request) throw new Error('no request');
    // Dana asked, owned and launched it; she belongs to the group now.
    await world.press(DANA, requestCard('eyes-one'), ACTIONS.approve).catch(() => undefined);
    expect(await statusOf('eyes-one')).toBe('exception_requested');
    // Sami makes Mina the owner, and may then not decide either; nor may Mina, who owns it.
    const { assign, judge } = await import('../../src/workflows/decide');
    const at = { launch: finding.launch, now: new Date() };
    expect((await assign(world.services, { ...at, userId: SAMI, ownerId: MINA, remember: false })).kind).toBe(
      'changed',
    );
    const approve = (by: string) => ({ type: 'approve' as const, by, requestId: finding.request?.id ?? '' });
    for (const [userId, bar] of [
      [DANA, 'requester'],
      [SAMI, 'changed_owner'],
      [MINA, 'owner'],
      [RAVI, 'not_an_approver'],
    ] as const) {
      expect(await judge(world.services, { ...at, userId, command: approve(userId) })).toMatchObject({
        kind: 'barred',
        bar,
      });
    }
    expect(await statusOf('eyes-one')).toBe('exception_requested');
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
  });
});

describe('ownership', () => {
  it('"Not Mine" only proposes; security assigns, and both cards say so', async () => {
    await launched('own-one');
    await world.press(DANA, card('own-one'), ACTIONS.menu, MENU.notMine);
    expect(await world.submit(DANA, { whose: option('person'), person: person(RAVI) })).toEqual({ ok: true });
    await world.deliver();
    expect((await world.findings('own-one'))[0]?.owner?.userId).toBe(DANA);
    const [orphan] = world.messages(SAMI, 'own-one', SECURITY);
    if (!orphan) throw new Error('no card in the security channel');
    await world.press(SAMI, orphan, ACTIONS.assignOwner);
    expect(await world.submit(SAMI, { person: person(RAVI) })).toEqual({ ok: true });
    await world.deliver();
    expect((await world.findings('own-one'))[0]?.owner?.userId).toBe(RAVI);
    expect(JSON.stringify(card('own-one', RAVI))).toContain('has direct internet access');
    expect(JSON.stringify(card('own-one'))).toContain('*Handed to');
    expect(offered(card('own-one'))).toEqual([]);
    expect(JSON.stringify(world.messages(SAMI, 'own-one', SECURITY)[0])).toContain('*Assigned to');
  });

  it('without any owner asks in the security channel, and "It’s Mine" brings the card', async () => {
    await world.call(
      'CreateNotebookInstance',
      { ...(await import('../support/world')).launchInput('own-two'), Tags: [] },
      {
        account: '111122223333',
        region: 'eu-west-1',
        role: 'deploy-role',
        session: 'GitHubActions',
        accessKeyId: 'AKIA',
      },
    );
    await world.settleAll();
    await world.deliver();
    const [orphan] = world.messages(MINA, 'Whose notebook is own-two?', SECURITY);
    expect(orphan).toBeDefined();
    if (!orphan) return;
    expect(JSON.stringify(orphan)).toContain('GitHubActions');
    await world.press(MINA, orphan, ACTIONS.mine);
    await world.deliver();
    expect(JSON.stringify(card('own-two', MINA))).toContain('has direct internet access');
  });
});

describe('Check Again', () => {
  it('says what is still so, and that it could not look when AWS refuses', async () => {
    await launched('look-one');
    await world.press(DANA, card('look-one'), ACTIONS.menu, MENU.checkAgain);
    expect(ephemeral(DANA, 'Looked just now')).toHaveLength(1);
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'AccessDeniedException' });
    await world.press(DANA, card('look-one'), ACTIONS.menu, MENU.checkAgain);
    expect(ephemeral(DANA, 'I could not look into ml-dev')).toHaveLength(1);
    expect(await statusOf('look-one')).toBe('open');
  });
});

function SECURITY_OR_DM(as: string) {
  return world.slack.snapshot(as).conversations.find(({ kind }) => kind === 'dm')?.id ?? '';
}

describe('a form that nobody opened', () => {
  it('tells nothing of the finding to who may not see it, field errors included', async () => {
    await launched('forged-one');
    const [finding] = await world.findings('forged-one');
    if (!finding) throw new Error('no finding');
    const late = { date: { value: { type: 'datepicker', selected_date: '2099-01-01' } } };
    const answerTo = async (userId: string) =>
      (
        await world.slackHandler(
          signedSubmission(userId, {
            callback: VIEWS.migration,
            subject: { launch: finding.launch },
            values: late,
            viewId: `V0FORGED${userId}`,
          }),
        )
      ).body;
    expect(await answerTo(DANA)).toContain('That is past the latest date');
    const refused = await answerTo(RAVI);
    expect(refused).toContain('Only the owner, their lead or security can decide on forged-one.');
    expect(refused).not.toContain('latest date');
  });
});
