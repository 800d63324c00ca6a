import type { Finding } from '../../src/domain/finding';
import { type Clock, installClock } from '../../src/local/clock';
import { ACTIONS, blockId, MENU } from '../../src/slack/ids';
import { answerQuestion, assign, judge } from '../../src/workflows/decide';
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

const HOUR = 60 * 60_000;
const later = (ms: number) => clock.moveTo(new Date(Date.now() + ms));

const CONFIDENTIAL = {
  Tags: Object.entries({ Owner: 'dana', Project: 'p', Team: 'growth', DataSensitivity: 'confidential' }).map(
    ([Key, Value]) => ({ Key, Value }),
  ),
};

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

/** The newest card of the owner. */
function card(name: string, as = DANA) {
  const message = world.messages(as, `"text":"${name} has direct internet access"`).at(-1);
  if (!message) throw new Error(`${as} has no card about ${name}`);
  return message;
}

const requestCards = (name: string) => world.messages(SAMI, `Policy exception request: ${name}`, SECURITY);

/** The newest request card. */
function requestCard(name: string) {
  const message = requestCards(name).at(-1);
  if (!message) throw new Error(`no request card about ${name}`);
  return message;
}

const words = (value: unknown) => JSON.stringify(value);
const ephemeral = (as: string, text: string, conversation?: string) =>
  world.messages(as, text, conversation).filter((message) => message.ephemeral);

const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
const date = (value: string) => ({ value: { type: 'datepicker', selected_date: value } });
const option = (value: string) => ({ value: { type: 'radio_buttons', selected_option: { value } } });
const inDays = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString().slice(0, 10);

const REASON = 'A package that the mirror does not carry yet.';
const FORM = {
  category: { exception_category: { type: 'radio_buttons', selected_option: { value: 'packages' } } },
  reason: text(REASON),
  control: text('Only synthetic data on it.'),
  until: option('latest'),
};

async function request(name: string, as = DANA) {
  const button = as === DANA ? card(name) : await row(as, await stored(name), ACTIONS.requestException);
  expect(await world.press(as, button, ACTIONS.requestException)).toEqual({ ok: true });
  expect(await world.submit(as, FORM)).toEqual({ ok: true });
  await world.deliver();
}

async function approve(name: string, as: string) {
  await world.press(as, requestCard(name), ACTIONS.approve);
  await world.deliver();
}

async function ask(name: string, question: string, as = SAMI) {
  await world.press(as, requestCard(name), ACTIONS.menu, MENU.ask);
  const outcome = await world.submit(as, { question: text(question) });
  await world.deliver();
  return outcome;
}

/** Lets the time pass in steps, with `remind` at each, until it is so. */
async function waitUntil(isSo: () => boolean) {
  for (let step = 0; step < 40 && !isSo(); step += 1) {
    later(12 * HOUR);
    await world.remind();
    await world.deliver();
  }
  expect(isSo()).toBe(true);
}

/** A message of the bot in somebody's DM with a button about the finding, as notices have it. */
async function row(as: string, { launch, request, version }: Finding, actionId: string) {
  const { ts } = await world.slackClient.chat.postMessage({
    channel: as,
    text: 'a row',
    blocks: [
      {
        type: 'actions',
        block_id: blockId('row', { launch, requestId: request?.id }, version),
        elements: [{ type: 'button', action_id: actionId, text: { type: 'plain_text', text: 'Press' } }],
      },
    ],
  });
  const [message] = world.messages(as, String(ts));
  if (!message) throw new Error('the row was not posted');
  return message;
}

async function tearDown(name: string) {
  await world.call('StopNotebookInstance', { NotebookInstanceName: name });
  await world.settleAll();
  await world.call('DeleteNotebookInstance', { NotebookInstanceName: name });
  await world.settleAll();
  await world.deliver();
}

describe('a policy exception', () => {
  it('lives from the request through question, answer, quorum and renewal to its end, and again', async () => {
    await launched('life', CONFIDENTIAL);
    await request('life');
    const first = (await stored('life')).request;
    expect(first).toMatchObject({ by: DANA, quorum: 2 });

    // Security asks back; nothing moves but the cards.
    expect(await ask('life', 'Which package is it?')).toEqual({ ok: true });
    expect(words(requestCard('life'))).toContain('“Which package is it?”');
    expect(offered(requestCard('life'))).toContain(ACTIONS.approve);
    expect(words(card('life'))).toContain('*Security asks:* “Which package is it?”');
    expect(await stored('life')).toMatchObject({
      status: 'exception_requested',
      request: { timeoutAt: first?.timeoutAt },
    });
    expect(Object.values((await stored('life')).messages)).toContainEqual(
      expect.objectContaining({ to: DANA, line: { about: 'asked', by: SAMI, question: 'Which package is it?' } }),
    );

    expect(await world.press(DANA, card('life'), ACTIONS.answer)).toEqual({ ok: true });
    expect(await world.submit(DANA, { answer: text('The one of the vendor.') })).toEqual({ ok: true });
    await world.deliver();
    expect(words(requestCard('life'))).toContain('“The one of the vendor.”');
    expect(offered(card('life'))).not.toContain(ACTIONS.answer);

    // Two of two.
    await approve('life', SAMI);
    expect(words(requestCard('life'))).toContain('*1 of 2*');
    await approve('life', MINA);
    const granted = await stored('life');
    expect(granted).toMatchObject({ status: 'exception_granted', grant: { approvers: [SAMI, MINA] } });
    expect(words(card('life'))).toContain('*Allowed until');
    expect(offered(requestCard('life'))).toContain(ACTIONS.revoke);

    // A renewal that is denied leaves what is allowed.
    later(24 * HOUR);
    await request('life');
    expect(await stored('life')).toMatchObject({ status: 'exception_requested', grant: granted.grant });
    expect(words(card('life'))).toContain('what is allowed now stays allowed');
    expect(words(requestCard('life'))).toContain('already*, by');
    expect(words(requestCards('life')[0])).toContain('Asked to extend until');
    await world.press(SAMI, requestCard('life'), ACTIONS.deny);
    await world.submit(SAMI, { reason: text('The mirror carries it since today.') });
    await world.deliver();
    expect(await stored('life')).toMatchObject({ status: 'exception_granted', grant: granted.grant });
    expect(words(card('life'))).toContain('What was allowed before stays allowed.');
    expect(words(requestCards('life')[0])).toContain('*Granted until');

    // One that is granted takes its place.
    later(24 * HOUR);
    await request('life');
    await approve('life', SAMI);
    await approve('life', MINA);
    const renewed = await stored('life');
    expect(renewed.grant?.until.localeCompare(granted.grant?.until ?? '')).toBe(1);
    expect(words(requestCards('life')[0])).toContain('*Replaced');

    // On its date it ends by itself: a new card with a new date.
    const until = Date.parse(renewed.grant?.until ?? '');
    await waitUntil(() => Date.now() > until);
    const ended = await stored('life');
    expect(ended).toMatchObject({ status: 'open', grant: null, round: 2 });
    expect(Date.parse(ended.deadline ?? '')).toBeGreaterThan(Date.now());
    expect(words(requestCard('life'))).toContain('was open again then');
    const next = Object.values(ended.messages).find(({ kind, round }) => kind === 'card' && round === 2);
    clock.moveTo(new Date(Date.parse(next?.notBefore ?? '') + 60_000));
    await world.remind();
    await world.deliver();
    expect(words(card('life'))).toMatch(/The policy exception for life ended .* Nothing was stopped; fix by/);

    // And may be asked for again.
    await request('life');
    expect((await stored('life')).status).toBe('exception_requested');
  });
});

describe('a question', () => {
  it('comes from security alone, and never from the requester', async () => {
    await launched('asks');
    await request('asks', LENA);
    // A lead may see the request, and is refused when the question is sent.
    const finding = await stored('asks');
    const command = { type: 'ask', requestId: finding.request?.id ?? '', question: 'Why?' } as const;
    const sent = (by: string) =>
      judge(world.services, { launch: finding.launch, userId: by, command: { ...command, by }, now: new Date() });
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA, LENA]);
    expect(await sent(LENA)).toMatchObject({ kind: 'barred', bar: 'requester' });
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
    expect(await sent(DANA)).toMatchObject({ kind: 'barred', bar: 'not_an_approver' });
    expect((await stored('asks')).request?.questions).toEqual([]);
  });

  it('is answered once; a second answer names the first', async () => {
    await launched('twice');
    await request('twice');
    await ask('twice', 'Until when is the trial?');
    await world.press(DANA, card('twice'), ACTIONS.answer);
    await world.submit(DANA, { answer: text('Until Friday.') });
    await world.deliver();
    expect((await stored('twice')).request?.questions).toMatchObject([{ answer: { by: DANA, text: 'Until Friday.' } }]);
    const { launch, request: pending } = await stored('twice');
    const again = { launch, userId: DANA, requestId: pending?.id ?? '', answer: 'Until Monday.', now: new Date() };
    expect(await answerQuestion(world.services, again)).toMatchObject({
      kind: 'unchanged',
      refusal: { code: 'already', by: DANA },
    });
    expect(await answerQuestion(world.services, { ...again, userId: RAVI })).toMatchObject({ kind: 'forbidden' });
  });

  it('reaches a requester who has no card: they open the finding, answer, and decide on nothing else', async () => {
    await launched('proxy');
    await request('proxy', LENA);
    // Security gives it to somebody of another team, so that Lena leads its owner no longer.
    const given = { launch: (await stored('proxy')).launch, userId: MINA, ownerId: SAMI, remember: false };
    expect((await assign(world.services, { ...given, now: new Date() })).kind).toBe('changed');
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
    await world.deliver();
    await ask('proxy', 'Who uses it now?', MINA);

    const notice = await row(LENA, await stored('proxy'), ACTIONS.open);
    expect(await world.press(LENA, notice, ACTIONS.open)).toEqual({ ok: true });
    const view = world.modal(LENA);
    expect(words(view)).toContain('Who uses it now?');
    const offeredThere = [...words(view?.blocks).matchAll(/"action_id":"([a-z_]+)"/g)].map(([, id]) => id);
    expect(offeredThere).toEqual([ACTIONS.answer]);
    const block = words(view?.blocks).match(/"block_id":"(card\|[^"]+)"/)?.[1] ?? '';
    await world.slack.action({
      as: LENA,
      container: { kind: 'modal', viewId: view?.id ?? '' },
      action: { type: 'button', action_id: ACTIONS.answer, block_id: block },
      values: {},
    });
    expect(await world.submit(LENA, { answer: text('The whole pricing team.') })).toEqual({ ok: true });
    await world.deliver();
    expect(words(requestCard('proxy'))).toContain('The whole pricing team.');
    // The view below shows the answer, and offers her nothing.
    expect(words(world.modal(LENA)?.blocks)).toContain('The whole pricing team.');
    expect(words(world.modal(LENA)?.blocks)).not.toContain('action_id');

    // Once it is decided she has no business there any more.
    const pending = await stored('proxy');
    await world.press(SAMI, await row(SAMI, pending, ACTIONS.withdraw), ACTIONS.withdraw);
    await world.deliver();
    expect((await stored('proxy')).request).toBeNull();
    await world.press(LENA, notice, ACTIONS.open);
    expect(ephemeral(LENA, 'Only the owner, their lead or security')).toHaveLength(1);
  });
});

describe('limits and approvers', () => {
  it('sensitive data allows seven days and wants to know what protects it', async () => {
    await launched('limits', CONFIDENTIAL);
    await world.press(DANA, card('limits'), ACTIONS.requestException);
    const unprotected = await world.submit(DANA, { ...FORM, control: text('') });
    expect(Object.keys(unprotected.errors ?? {})).toEqual(['control']);
    const long = await world.submit(DANA, { ...FORM, until: option('date'), until_date: date(inDays(20)) });
    expect(long.errors?.until_date).toContain('Confidential data allows at most 7 days');
    expect((await stored('limits')).status).toBe('open');
  });

  it('says at once when nobody can approve', async () => {
    await launched('nobody');
    world.slack.setGroup('S0APPROVERS', [DANA]);
    await world.press(DANA, card('nobody'), ACTIONS.requestException);
    expect(words(world.modal(DANA))).toContain('Nobody but you can approve this today.');
    expect(world.modal(DANA)?.submit).toBeFalsy();
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
  });

  it('says at once when what is allowed cannot be extended yet', async () => {
    await launched('full');
    await request('full');
    await approve('full', SAMI);
    await world.press(DANA, card('full'), ACTIONS.requestException);
    expect(words(world.modal(DANA))).toContain('the policy allows no later end today');
    expect(world.modal(DANA)?.submit).toBeFalsy();
    later(24 * HOUR);
    await world.press(DANA, card('full'), ACTIONS.requestException);
    expect(world.modal(DANA)?.submit).toBeTruthy();
  });

  it('says at once when fewer can approve than have to', async () => {
    await launched('too-few', CONFIDENTIAL);
    world.slack.setGroup('S0APPROVERS', [SAMI, DANA]);
    await world.press(DANA, card('too-few'), ACTIONS.requestException);
    expect(words(world.modal(DANA))).toContain('Two approvals are needed, and only 1 can be given today.');
    expect(world.modal(DANA)?.submit).toBeFalsy();
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
  });

  it('an approval of somebody who left the group does not count', async () => {
    await launched('leaver', CONFIDENTIAL);
    await request('leaver');
    await approve('leaver', SAMI);
    world.slack.setGroup('S0APPROVERS', [MINA, RAVI]);
    await approve('leaver', SAMI);
    await approve('leaver', MINA);
    expect(await stored('leaver')).toMatchObject({ status: 'exception_requested', grant: null });
    await world.press(RAVI, await row(RAVI, await stored('leaver'), ACTIONS.approve), ACTIONS.approve);
    expect((await stored('leaver')).grant?.approvers).toEqual([MINA, RAVI]);
    world.slack.setGroup('S0APPROVERS', [SAMI, MINA]);
  });

  it('two approvers at once make one decision', async () => {
    await launched('race');
    await request('race');
    const before = requestCard('race');
    await Promise.all([world.press(SAMI, before, ACTIONS.approve), world.press(MINA, before, ACTIONS.approve)]);
    await world.deliver();
    const { grant, history } = await stored('race');
    expect(grant?.approvers).toHaveLength(1);
    expect(history.filter(({ command }) => command === 'approve')).toHaveLength(1);
    const told = [SAMI, MINA].flatMap((as) => ephemeral(as, 'already approved the request', SECURITY));
    expect(told).toHaveLength(1);
  });

  it('a notebook that is gone needs no decision any more', async () => {
    await launched('gone-first');
    await request('gone-first');
    const before = requestCard('gone-first');
    await tearDown('gone-first');
    expect(words(requestCard('gone-first'))).toContain('*No decision needed.*');
    expect(offered(requestCard('gone-first'))).toEqual([]);
    await world.pressStale(SAMI, before, ACTIONS.approve);
    expect(ephemeral(SAMI, 'is resolved since', SECURITY)).toHaveLength(1);
  });
});
