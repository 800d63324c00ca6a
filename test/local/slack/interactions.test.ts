import { createHmac } from 'node:crypto';
import { type Clock, installClock } from '../../../src/local/clock';
import { appAnswer, signingSecret, startTestSlack, type TestSlack } from '../../support/slack';
import { actions, button, dana, danaDm, helpChannel, lena, refusal, sami, section, securityChannel } from './people';

let clock: Clock;
let test: TestSlack;
beforeAll(async () => {
  clock = installClock();
  test = await startTestSlack();
});
beforeEach(() => {
  test.slack.reset();
  test.answerWith(async () => appAnswer(''));
});
afterAll(async () => {
  await test.slack.close();
  clock.uninstall();
});

const postCard = async (channel: string) => {
  const { ts = '' } = await test.client.chat.postMessage({
    channel,
    text: 'churn-eda has direct internet access',
    blocks: [
      actions('card', button('acknowledge', { value: 'NB-7F3K' }), button('docs', { url: 'https://x.example' })),
    ],
    metadata: { event_type: 'card', event_payload: { launch: 'a' } },
  });
  return ts;
};
const press = (ts: string, action_id = 'acknowledge', { as = dana, channel = danaDm } = {}) =>
  test.slack.action({
    as,
    container: { kind: 'message', channel, ts },
    action: { type: 'button', action_id, block_id: 'card' },
    values: {},
  });
const fields = () => new URLSearchParams(test.requests.at(-1)?.body);
const lastPayload = () => JSON.parse(fields().get('payload') ?? '{}');
const command = (text: string, conversation = danaDm, as = dana) => test.slack.send({ as, conversation, text });
const reply = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
const texts = (as: string, conversation: string) =>
  test.slack.snapshot(as).messages[conversation]?.map((message) => message.text);

describe('a request to the app', () => {
  it('is signed as Slack documents it', async () => {
    await press(await postCard(dana));
    const request = test.requests.at(-1);
    const seconds = request?.headers['x-slack-request-timestamp'];
    const digest = createHmac('sha256', signingSecret).update(`v0:${seconds}:${request?.body}`).digest('hex');
    expect(request?.headers['x-slack-signature']).toBe(`v0=${digest}`);
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
    expect(request).toMatchObject({
      path: '/slack/events',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  });

  it('fails when the app does not answer in time', async () => {
    const slow = await startTestSlack({ limitMs: 1 });
    let finish = () => {};
    slow.answerWith(
      () =>
        new Promise((resolve) => {
          finish = () => resolve(appAnswer(''));
        }),
    );
    const sent = slow.slack.send({ as: dana, conversation: danaDm, text: '/notebook-audit list' });
    expect(await sent).toEqual({ ok: false, error: '/notebook-audit failed with the error "operation_timeout"' });
    expect(await slow.slack.openHome({ as: dana })).toEqual({ ok: false, error: 'operation_timeout' });
    expect(slow.trace.recent().at(-1)).toMatchObject({ lane: 'lambda', ok: false, detail: 'operation_timeout' });
    finish();
    await slow.slack.close();
  });

  it('fails when the app answers with an error or breaks', async () => {
    const ts = await postCard(dana);
    test.answerWith(async () => appAnswer('', 500));
    expect(await press(ts)).toEqual({ ok: false, error: 'This app responded with Status Code 500.' });
    expect(await command('/notebook-audit')).toMatchObject({ error: expect.stringContaining('dispatch_failed') });
    test.answerWith(async () => {
      throw new Error('crashed');
    });
    expect(await press(ts)).toEqual({ ok: false, error: 'dispatch_failed' });
  });
});

describe('a press on a message', () => {
  it('sends who, where, what and the message, without its metadata', async () => {
    const ts = await postCard(dana);
    expect(await press(ts)).toEqual({ ok: true });
    expect(lastPayload()).toMatchObject({
      type: 'block_actions',
      user: { id: dana, username: 'dana', name: 'dana', team_id: 'T0LOCAL0001' },
      team: { id: 'T0LOCAL0001' },
      api_app_id: 'A0NBAUDIT01',
      container: { type: 'message', message_ts: ts, channel_id: danaDm, is_ephemeral: false },
      channel: { id: danaDm, name: 'directmessage' },
      message: { ts, user: 'U0NBAUDIT01' },
      trigger_id: expect.any(String),
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
      state: { values: {} },
      actions: [
        { type: 'button', action_id: 'acknowledge', block_id: 'card', value: 'NB-7F3K', action_ts: expect.any(String) },
      ],
    });
    expect(lastPayload().message).not.toHaveProperty('metadata');
  });

  it('takes the value from the message, never from the page', async () => {
    const ts = await postCard(dana);
    const action = { type: 'button', action_id: 'acknowledge', block_id: 'card', value: 'forged' };
    await test.slack.action({ as: dana, container: { kind: 'message', channel: danaDm, ts }, action, values: {} });
    expect(lastPayload().actions).toMatchObject([{ value: 'NB-7F3K' }]);
  });

  it('reaches the app for a link button too', async () => {
    await press(await postCard(dana), 'docs');
    expect(lastPayload().actions).toMatchObject([{ action_id: 'docs' }]);
  });

  it('needs a message and a button that the person can see', async () => {
    const ts = await postCard(dana);
    expect(await press('1.000001')).toEqual({ ok: false, error: 'message_not_found' });
    expect(await press(ts, 'gone')).toEqual({ ok: false, error: 'action_not_found' });
    expect(await press(ts, 'acknowledge', { as: lena })).toEqual({ ok: false, error: 'message_not_found' });
  });
});

describe('a response URL', () => {
  const responseUrl = async () => {
    await press(await postCard(dana));
    return String(lastPayload().response_url);
  };

  it('posts an ephemeral message unless told otherwise', async () => {
    await press(await postCard(securityChannel), 'acknowledge', { as: sami, channel: securityChannel });
    const url = String(lastPayload().response_url);
    expect((await reply(url, { text: 'only you' })).status).toBe(200);
    await reply(url, { text: 'everybody', response_type: 'in_channel' });
    expect(texts(sami, securityChannel)?.slice(1)).toEqual(['only you', 'everybody']);
    expect(texts('U0MINA00004', securityChannel)?.slice(1)).toEqual(['everybody']);
  });

  it('replaces or deletes the message it came from', async () => {
    const url = await responseUrl();
    await reply(url, { replace_original: true, text: 'done' });
    expect(test.slack.messages(danaDm)).toMatchObject([{ text: 'done', blocks: [] }]);
    await reply(url, { delete_original: true });
    expect(test.slack.messages(danaDm)).toEqual([]);
  });

  it('can replace an ephemeral message', async () => {
    await test.client.chat.postEphemeral({
      channel: helpChannel,
      user: dana,
      text: 'pick',
      blocks: [actions('card', button('acknowledge'))],
    });
    const ts = test.slack.messages(helpChannel)[0]?.ts ?? '';
    await press(ts, 'acknowledge', { as: dana, channel: helpChannel });
    expect(lastPayload().container).toMatchObject({ is_ephemeral: true });
    expect(lastPayload()).not.toHaveProperty('message');
    await reply(String(lastPayload().response_url), { replace_original: true, text: 'picked' });
    expect(test.slack.messages(helpChannel)).toMatchObject([{ ts, text: 'picked', visibleTo: dana }]);
  });

  it('works five times', async () => {
    const url = await responseUrl();
    for (const text of ['1', '2', '3', '4', '5']) expect((await reply(url, { text })).status).toBe(200);
    const sixth = await reply(url, { text: '6' });
    expect(sixth.status).toBe(404);
    expect(await sixth.json()).toEqual({ ok: false, error: 'used_url' });
  });

  it('works for thirty minutes', async () => {
    const url = await responseUrl();
    clock.moveTo(new Date(clock.now().getTime() + 31 * 60_000));
    const late = await reply(url, { text: 'late' });
    expect(late.status).toBe(404);
    expect(await late.json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('refuses what is no message', async () => {
    const url = await responseUrl();
    expect((await reply(url, { blocks: [section('x'.repeat(3001))] })).status).toBe(400);
    expect((await fetch(url, { method: 'POST', body: 'hello' })).status).toBe(400);
    expect((await reply(url.replace(/[^/]+$/, 'unknown'), { text: 'x' })).status).toBe(404);
  });
});

describe('a slash command', () => {
  it('is sent as form fields', async () => {
    await command('/notebook-audit show churn-eda', helpChannel);
    expect(Object.fromEntries(fields())).toMatchObject({
      command: '/notebook-audit',
      text: 'show churn-eda',
      user_id: dana,
      user_name: 'dana',
      channel_id: helpChannel,
      channel_name: 'help-notebooks',
      team_id: 'T0LOCAL0001',
      trigger_id: expect.any(String),
      response_url: expect.stringMatching(/^http:/),
    });
    await command('/notebook-audit');
    expect(Object.fromEntries(fields())).toMatchObject({ text: '', channel_name: 'directmessage' });
  });

  it('turns @names and #channels into references and escapes the rest', async () => {
    await command('/notebook-audit owner a<b&c @lena, me@dana @nobody #help-notebooks <!channel>');
    expect(fields().get('text')).toBe(
      `owner a&lt;b&amp;c <@${lena}|lena>, me@dana @nobody <#${helpChannel}|help-notebooks> &lt;!channel&gt;`,
    );
  });

  it('shows the answer to the caller only, or to all', async () => {
    test.answerWith(async () => appAnswer({ text: 'for you', blocks: [section('for you')] }));
    await command('/notebook-audit', helpChannel);
    test.answerWith(async () => appAnswer({ text: 'for all', response_type: 'in_channel' }));
    await command('/notebook-audit', helpChannel);
    test.answerWith(async () => appAnswer('plain words'));
    await command('/notebook-audit', helpChannel);
    expect(texts(dana, helpChannel)).toEqual(['for you', 'for all', 'plain words']);
    expect(texts(lena, helpChannel)).toEqual(['for all']);
  });

  it('fails in words when the answer is refused', async () => {
    test.answerWith(async () => appAnswer({ text: 'x', blocks: [section('x'.repeat(3001))] }));
    expect(await command('/notebook-audit')).toEqual({
      ok: false,
      error: '/notebook-audit failed with the error "invalid_blocks"',
    });
  });

  it('must be known', async () => {
    const before = test.requests.length;
    expect(await command('/lst')).toEqual({ ok: false, error: '/lst is not a valid command.' });
    expect(test.requests).toHaveLength(before);
  });
});

describe('what people see', () => {
  it('is the channels they are in and their DM with the bot', () => {
    const seen = (as: string) => test.slack.snapshot(as).conversations.map(({ id, kind }) => [id, kind]);
    expect(seen(dana)).toEqual([
      [helpChannel, 'channel'],
      [danaDm, 'dm'],
    ]);
    expect(seen(sami)).toEqual([
      [securityChannel, 'channel'],
      [helpChannel, 'channel'],
      ['D0SAMI00003', 'dm'],
    ]);
  });

  it('counts as unread until it is read, and an update does not count', async () => {
    const unread = (as: string) => test.slack.snapshot(as).people.map((person) => person.unread);
    const ts = await postCard(dana);
    await test.client.chat.postMessage({ channel: securityChannel, text: 'new request' });
    expect(unread(lena)).toEqual([1, 0, 1]);
    expect(test.slack.read({ as: dana, conversation: danaDm })).toEqual({ ok: true });
    await test.client.chat.update({ channel: danaDm, ts, text: 'done' });
    expect(unread(lena)).toEqual([0, 0, 1]);
    expect(test.slack.read({ as: dana, conversation: securityChannel })).toEqual({
      ok: false,
      error: 'channel_not_found',
    });
  });

  it('names people, groups and commands', () => {
    const snapshot = test.slack.snapshot(dana);
    expect(snapshot).toMatchObject({
      me: dana,
      people: [{ role: 'Developer' }, { role: 'Team lead' }, { role: 'Security' }],
      userGroups: { S0APPROVERS: 'notebook-approvers' },
      commands: [{ command: '/notebook-audit' }],
    });
    expect(snapshot.users.U0NBAUDIT01).toMatchObject({ realName: 'Notebook Audit', isBot: true });
  });

  it('includes what they write themselves', async () => {
    expect(await command('hello *you*', helpChannel)).toEqual({ ok: true });
    expect(test.slack.snapshot(lena).messages[helpChannel]).toMatchObject([{ user: dana, text: 'hello *you*' }]);
    expect(test.slack.snapshot(dana).conversations[0]?.unread).toBe(0);
    expect(await command('hello', securityChannel)).toEqual({ ok: false, error: 'channel_not_found' });
  });

  it('tells its listeners about every change', async () => {
    let changes = 0;
    const stop = test.slack.onChange(() => {
      changes += 1;
    });
    await test.client.chat.postMessage({ channel: dana, text: 'x' });
    expect(changes).toBe(1);
    await refusal(test.client.chat.postMessage({ channel: dana, text: '' }));
    expect(changes).toBe(1);
    stop();
    await test.client.chat.postMessage({ channel: dana, text: 'x' });
    expect(changes).toBe(1);
  });
});

it('two workspaces know nothing of each other', async () => {
  const other = await startTestSlack();
  await other.client.chat.postMessage({ channel: dana, text: 'x' });
  expect(other.slack.messages(danaDm)).toHaveLength(1);
  expect(test.slack.messages(danaDm)).toEqual([]);
  await other.slack.close();
});
