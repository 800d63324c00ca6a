import type { Finding } from '../../src/domain/finding';
import { ACTIONS } from '../../src/slack/ids';
import { decide, disown, judge } from '../../src/workflows/decide';
import { tellChanges } from '../../src/workflows/tell-changes';
import { DANA, LENA, launchInput, MINA, SAMI, SECURITY, startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const words = (value: unknown) => JSON.stringify(value);
const ephemeral = (as: string, text: string) => world.messages(as, text).filter((message) => message.ephemeral);

/** Presses a button with this action in a message of the bot, as App Home, a glance or a reminder has it. */
async function pressButton(as: string, actionId: string) {
  const { ts } = await world.slackClient.chat.postMessage({
    channel: as,
    text: 'where things stand',
    blocks: [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: actionId, text: { type: 'plain_text', text: 'Press' } }],
      },
    ],
  });
  const [message] = world.messages(as, String(ts));
  if (!message) throw new Error('the message was not posted');
  return world.press(as, message, actionId);
}

async function pressInModal(as: string, actionId: string, index = 0) {
  const view = world.modal(as);
  const blocks = (view?.blocks ?? []) as {
    block_id?: string;
    accessory?: { action_id?: string };
    elements?: { action_id?: string }[];
  }[];
  const found = blocks.filter(({ accessory, elements }) =>
    [accessory, ...(elements ?? [])].some((element) => element?.action_id === actionId),
  );
  return world.slack.action({
    as,
    container: { kind: 'modal', viewId: view?.id ?? '' },
    action: { type: 'button', action_id: actionId, block_id: found[index]?.block_id ?? '' },
    values: {},
  });
}

async function stored(name: string): Promise<Finding> {
  const finding = (await world.findings(name)).at(-1);
  if (!finding) throw new Error(`no finding for ${name}`);
  return finding;
}

/** A notebook with a request that waits. */
async function requested(name: string, by = DANA) {
  await world.launch(name);
  await world.settleAll();
  await world.deliver();
  const { launch, violations } = await stored(name);
  const until = new Date(Date.now() + 14 * 86_400_000).toISOString();
  const command = {
    type: 'request_exception',
    by,
    requestId: `V${name.toUpperCase().replaceAll('-', '')}`,
    rules: violations.map(({ rule }) => rule),
    until,
    category: 'other',
    reason: `Needed for the trial of ${name}.`,
  } as const;
  const decided = await decide(world.services, { launch, userId: by, command, now: new Date() });
  if (decided.kind !== 'changed') throw new Error(`the request was ${decided.kind}`);
  await tellChanges(world.services, decided.finding, new Date());
  await world.deliver();
}

const requestIdOf = async (name: string) => (await stored(name)).request?.id ?? '';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const title = (as: string) => words(world.modal(as)).match(/Review \d+ of \d+/)?.[0];

/** The name of the notebook on the screen, which is one of these. */
function shown(as: string, names: string[]): string {
  const [header] = (world.modal(as)?.blocks ?? []).filter((block) => words(block).includes('"type":"header"'));
  return names.find((name) => words(header).includes(`"${name}"`)) ?? '';
}

function choose(requestId: string, choice: string, more: { until?: string; reason?: string } = {}) {
  return {
    [`decision:${requestId}`]: { value: { type: 'radio_buttons', selected_option: { value: choice } } },
    ...(more.until ? { [`date:${requestId}`]: { value: { type: 'datepicker', selected_date: more.until } } } : {}),
    ...(more.reason ? { [`reason:${requestId}`]: { value: { type: 'plain_text_input', value: more.reason } } } : {}),
  };
}

describe('Review Requests', () => {
  it('says so when none waits', async () => {
    await pressButton(SAMI, ACTIONS.reviewRequests);
    expect(words(world.modal(SAMI))).toContain('*No request waits.*');
  });

  it('is for approvers', async () => {
    await pressButton(LENA, ACTIONS.reviewRequests);
    expect(ephemeral(LENA, 'Approvals need')).toHaveLength(1);
    world.slack.failNext('usergroups.users.list', { kind: 'error', error: 'internal_error' });
    await pressButton(SAMI, ACTIONS.reviewRequests);
    expect(ephemeral(SAMI, 'I could not check who may approve')).toHaveLength(1);
  });

  it('walks all that wait, one a screen, and counts at the end', async () => {
    const names = ['walk-a', 'walk-b', 'walk-c', 'walk-d', 'walk-e'];
    for (const name of names) await requested(name);
    await pressButton(SAMI, ACTIONS.reviewRequests);
    expect(title(SAMI)).toBe('Review 1 of 5');

    const first = shown(SAMI, names);
    expect(words(world.modal(SAMI))).toContain(`Needed for the trial of ${first}.`);
    expect(await world.submit(SAMI, choose(await requestIdOf(first), 'approve'))).toEqual({ ok: true });
    expect((await stored(first)).status).toBe('exception_granted');
    expect(title(SAMI)).toBe('Review 2 of 5');

    const second = shown(SAMI, names);
    const id = await requestIdOf(second);
    const late = await world.submit(SAMI, choose(id, 'shorter', { until: inDays(30) }));
    expect(late.errors?.[`date:${id}`]).toContain('Choose a date before');
    const without = await world.submit(SAMI, choose(id, 'approve'));
    expect(without.errors?.[`date:${id}`]).toContain('choose "Approve shorter" above');
    expect(await world.submit(SAMI, choose(id, 'shorter', { until: inDays(7) }))).toEqual({ ok: true });
    expect((await stored(second)).grant?.until.slice(0, 10)).toBe(inDays(7));

    const third = shown(SAMI, names);
    const thirdId = await requestIdOf(third);
    const short = await world.submit(SAMI, choose(thirdId, 'deny', { reason: 'no' }));
    expect(short.errors?.[`reason:${thirdId}`]).toBe('A reason helps them to find another way.');
    const reason = 'NAT reaches that API in the approved network.';
    expect(await world.submit(SAMI, choose(thirdId, 'deny', { reason }))).toEqual({ ok: true });
    expect(await stored(third)).toMatchObject({ status: 'open', request: null });

    // Mina is faster with the fourth.
    const fourth = shown(SAMI, names);
    const fourthId = await requestIdOf(fourth);
    await judge(world.services, {
      launch: (await stored(fourth)).launch,
      userId: MINA,
      command: { type: 'deny', by: MINA, requestId: fourthId, reason: 'There is a mirror for that.' },
      now: new Date(),
    });
    expect(await world.submit(SAMI, choose(fourthId, 'approve'))).toEqual({ ok: true });
    expect(words(world.modal(SAMI))).toContain(`*${fourth}*: <@${MINA}> denied this, `);
    expect(title(SAMI)).toBe('Review 5 of 5');

    // As it was opened: later.
    const fifth = shown(SAMI, names);
    expect(await world.submit(SAMI)).toEqual({ ok: true });
    expect(words(world.modal(SAMI))).toContain('*Done:* 1 approved, 1 shorter, 1 denied, 1 left, 1 decided meanwhile.');
    expect((await stored(fifth)).status).toBe('exception_requested');
    await world.deliver();
    expect(words(world.messages(SAMI, `Policy exception request: ${third}`, SECURITY))).toContain(reason);
  });

  it('shows what the reader may not decide, with the reason and only Later', async () => {
    await requested('own-request', LENA);
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA, LENA, DANA]);
    await pressButton(LENA, ACTIONS.reviewRequests);
    const names = ['walk-a', 'walk-b', 'walk-c', 'walk-d', 'walk-e', 'own-request'];
    while (shown(LENA, names) !== 'own-request') await world.submit(LENA);
    const view = words(world.modal(LENA));
    expect(view).toContain('*Not yours to decide:* You asked for this one, so somebody else has to decide.');
    expect(view).not.toContain('"value":"approve"');
    // A choice that was never offered is judged all the same.
    const { launch, request } = await stored('own-request');
    const command = { type: 'approve' as const, by: LENA, requestId: request?.id ?? '' };
    expect(await judge(world.services, { launch, userId: LENA, command, now: new Date() })).toMatchObject({
      kind: 'barred',
    });
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
  });

  it('judges at every submit: whoever left the group meanwhile decides nothing', async () => {
    await pressButton(MINA, ACTIONS.reviewRequests);
    const names = ['walk-a', 'walk-b', 'walk-c', 'walk-d', 'walk-e', 'own-request'];
    const name = shown(MINA, names);
    world.slack.setGroup('S0APPROVERS', [SAMI]);
    await world.submit(MINA, choose(await requestIdOf(name), 'approve'));
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
    expect((await stored(name)).status).toBe('exception_requested');
    expect(words(world.modal(MINA))).toContain('Approvals need');
  });

  it('stays on the screen when Slack cannot say who the approvers are', async () => {
    await pressButton(MINA, ACTIONS.reviewRequests);
    const names = ['walk-a', 'walk-b', 'walk-c', 'walk-d', 'walk-e', 'own-request'];
    const id = await requestIdOf(shown(MINA, names));
    world.slack.failNext('usergroups.users.list', { kind: 'error', error: 'internal_error' });
    const outcome = await world.submit(MINA, choose(id, 'approve'));
    expect(outcome.errors?.[`decision:${id}`]).toContain('I could not check');
  });
});

describe('Assign Owners', () => {
  async function orphaned(name: string) {
    await world.call(
      'CreateNotebookInstance',
      { ...launchInput(name), Tags: [] },
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
  }

  it('is for leads and security, and says when every notebook has an owner', async () => {
    await pressButton(DANA, ACTIONS.assignOwners);
    expect(ephemeral(DANA, 'What nobody owns is assigned by')).toHaveLength(1);
    await pressButton(SAMI, ACTIONS.assignOwners);
    expect(words(world.modal(SAMI))).toContain('*Every notebook has an owner*, as far as you can see.');
  });

  it('lists them a page at a time; what is assigned leaves the list, which stays where it was', async () => {
    for (let index = 0; index < 10; index += 1) await orphaned(`orphan-${index}`);
    await pressButton(SAMI, ACTIONS.assignOwners);
    const count = () => words(world.modal(SAMI)?.blocks).match(/"Assign Owner"/g)?.length ?? 0;
    expect(count()).toBe(8);
    const first = words(world.modal(SAMI)?.blocks).match(/\*orphan-\d\*/g);
    await pressInModal(SAMI, ACTIONS.orphansLater);
    expect(count()).toBe(2);
    expect(first).not.toContain(words(world.modal(SAMI)?.blocks).match(/\*orphan-\d\*/)?.[0]);

    const before = words(world.modal(SAMI)?.blocks).match(/\*(orphan-\d)\*/)?.[1] ?? '';
    await pressInModal(SAMI, ACTIONS.assignOwner);
    expect(words(world.modal(SAMI))).toContain(before);
    const person = { value: { type: 'users_select', selected_user: DANA } };
    expect(await world.submit(SAMI, { person })).toEqual({ ok: true });
    expect((await stored(before)).owner?.userId).toBe(DANA);
    expect(count()).toBe(1);
    expect(words(world.modal(SAMI))).not.toContain(`*${before}*`);

    await pressInModal(SAMI, ACTIONS.orphansEarlier);
    expect(count()).toBe(8);
  });

  it('lists for a lead what somebody of the team handed back, and nothing of others', async () => {
    await world.launch('handed-back');
    await world.settleAll();
    await world.deliver();
    const { launch } = await stored('handed-back');
    expect((await disown(world.services, { launch, userId: DANA, now: new Date() })).kind).toBe('changed');
    await pressButton(LENA, ACTIONS.assignOwners);
    const listed = words(world.modal(LENA)?.blocks);
    expect(listed).toContain('*handed-back*');
    expect(listed).toContain('handed back');
    expect(listed).not.toContain('*orphan-');
  });
});
