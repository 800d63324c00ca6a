import { appAnswer, startTestSlack, type TestSlack } from '../../support/slack';
import { actions, button, dana, danaDm, helpChannel, lena, plain, refusal, section } from './people';
import { freshTrigger, modal, textInput } from './view-fixtures';

let test: TestSlack;
beforeAll(async () => {
  test = await startTestSlack();
});
beforeEach(() => {
  test.slack.reset();
  test.answerWith(async () => appAnswer(''));
});
afterAll(() => test.slack.close());

const payload = () => JSON.parse(new URLSearchParams(test.requests.at(-1)?.body).get('payload') ?? '{}');
const reply = (body: object) => fetch(payload().response_url, { method: 'POST', body: JSON.stringify(body) });
const listPage = (text: string, ...buttons: ReturnType<typeof button>[]) => ({
  text,
  blocks: [section(text), actions(`page-${text}`, ...buttons)],
});
const later = button('page', { text: plain('Later'), value: '2' });
const earlier = button('page', { text: plain('Earlier'), value: '1' });

describe('a list in an ephemeral answer', () => {
  it('is paged in place by its own buttons', async () => {
    test.answerWith(async () => appAnswer(listPage('1-8 of 12', later)));
    const seat = test.slack.seat(dana);
    await seat.type('/notebook-audit list', helpChannel);
    const first = seat.ephemeral(helpChannel);
    if (!first) throw new Error('no answer');
    expect(seat.buttons(first)).toEqual(['Later']);

    test.answerWith(async () => appAnswer(''));
    expect(await seat.press(first, { label: 'Later' })).toEqual({ ok: true });
    expect(payload()).toMatchObject({
      container: { type: 'message', message_ts: first.ts, channel_id: helpChannel, is_ephemeral: true },
      actions: [{ action_id: 'page', value: '2' }],
    });
    expect(payload()).not.toHaveProperty('message');
    await reply({ ...listPage('9-12 of 12', earlier), replace_original: true });
    expect(seat.messages(helpChannel)).toMatchObject([{ ts: first.ts, text: '9-12 of 12', ephemeral: true }]);

    await seat.press(first, { label: 'Earlier' });
    expect(payload().actions).toMatchObject([{ value: '1' }]);
    await reply({ delete_original: true });
    expect(seat.messages(helpChannel)).toEqual([]);
    expect(test.slack.seat(lena).messages(helpChannel)).toEqual([]);
  });
});

describe('Home', () => {
  it('is opened, and its buttons send the view with its hash and nothing of a message', async () => {
    test.answerWith(async () => {
      const tabs = [button('tab', { text: plain('Mine'), value: 'mine' }), button('team', { text: plain('Team') })];
      await test.client.views.publish({ user_id: dana, view: { type: 'home', blocks: [actions('tabs', ...tabs)] } });
      return appAnswer('');
    });
    const seat = test.slack.seat(dana);
    expect(await seat.openHome()).toMatchObject([{ type: 'actions' }]);
    expect(seat.buttons('home')).toEqual(['Mine', 'Team']);
    test.answerWith(async () => appAnswer(''));
    await seat.press('home', { label: 'Team' });
    const { view, container, ...rest } = payload();
    expect(container).toEqual({ type: 'view', view_id: view.id });
    expect(view).toMatchObject({ type: 'home', hash: expect.any(String) });
    expect(rest).toMatchObject({ trigger_id: expect.any(String), actions: [{ action_id: 'team', block_id: 'tabs' }] });
    for (const key of ['response_url', 'message', 'channel']) expect(rest).not.toHaveProperty(key);
    const { view: next } = await test.client.views.publish({
      user_id: dana,
      hash: view.hash,
      view: { type: 'home', blocks: [section('team')] },
    });
    expect(next?.id).toBe(view.id);
  });

  it('that does not open says why', async () => {
    test.answerWith(async () => appAnswer('', 500));
    await expect(test.slack.seat(dana).openHome()).rejects.toThrow('Status Code 500');
  });
});

describe('a seat', () => {
  it('chooses from menus by the value of the option', async () => {
    const option = (value: string) => ({ text: plain(value), value });
    const blocks = [
      {
        type: 'actions' as const,
        elements: [{ type: 'overflow' as const, action_id: 'more', options: [option('history'), option('not-mine')] }],
      },
    ];
    await test.client.chat.postMessage({ channel: dana, text: 'card', blocks });
    const seat = test.slack.seat(dana);
    const [card] = seat.messages();
    if (!card) throw new Error('no card');
    await seat.press(card, { actionId: 'more', option: 'not-mine' });
    expect(payload().actions).toMatchObject([{ type: 'overflow', selected_option: option('not-mine') }]);
    await expect(seat.press(card, { option: 'delete' })).rejects.toThrow('among more (overflow)');
  });

  it('tells rows with the same action apart by value or accessibility label', async () => {
    const row = (name: string) => ({
      ...section(name),
      accessory: button('open', { text: plain('Open'), value: name, accessibility_label: `Open ${name}` }),
    });
    await test.client.chat.postMessage({ channel: dana, text: 'list', blocks: [row('churn-eda'), row('nlp-lab')] });
    const seat = test.slack.seat(dana);
    const [list] = seat.messages();
    if (!list) throw new Error('no list');
    await seat.press(list, { value: 'nlp-lab' });
    expect(payload().actions).toMatchObject([{ value: 'nlp-lab' }]);
    await seat.press(list, { label: 'Open churn-eda' });
    expect(payload().actions).toMatchObject([{ value: 'churn-eda' }]);
  });

  it('fills and submits the modal on top', async () => {
    const view = modal({ blocks: [textInput('reason')] });
    await test.client.views.open({ trigger_id: await freshTrigger(test), view });
    const seat = test.slack.seat(dana);
    expect(await seat.submit()).toMatchObject({ ok: false });
    expect(await seat.submit({ reason: { text: { value: 'An API' } } })).toEqual({ ok: true });
    expect(payload().view.state.values).toMatchObject({ reason: { text: { value: 'An API' } } });
    expect(seat.modal()).toBeUndefined();
  });
});

describe('a workspace that does not know a block', () => {
  const chart = {
    type: 'data_visualization',
    title: 'Open',
    chart: { type: 'pie', segments: [{ label: 'open', value: 5 }] },
  };

  it('refuses it in every message, until it starts over', async () => {
    const post = () => test.client.apiCall('chat.postMessage', { channel: dana, text: 'digest', blocks: [chart] });
    await post();
    const ts = test.slack.messages(danaDm)[0]?.ts ?? '';
    test.slack.refuseBlocks(['data_visualization']);
    const error: unknown = await post().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]'],
        },
      },
    });
    const update = test.client.apiCall('chat.update', { channel: danaDm, ts, text: 'digest', blocks: [chart] });
    expect(await refusal(update)).toBe('invalid_blocks');
    test.answerWith(async () => appAnswer({ text: 'digest', blocks: [chart] }));
    expect(await test.slack.seat(dana).type('/notebook-audit report')).toMatchObject({
      error: expect.stringContaining('invalid_blocks'),
    });
    expect(test.slack.messages(danaDm)).toHaveLength(1);
    test.slack.reset();
    await expect(post()).resolves.toMatchObject({ ok: true });
  });
});
