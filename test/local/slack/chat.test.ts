import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { slackClient, startTestSlack, type TestSlack } from '../../support/slack';
import { bot, dana, danaDm, helpChannel, refusal, sami, section, securityChannel } from './people';

let test: TestSlack;
beforeAll(async () => {
  test = await startTestSlack();
});
beforeEach(() => test.slack.reset());
afterAll(() => test.slack.close());

describe('the Web API', () => {
  it('knows the bot by its token', async () => {
    const answer = await test.client.auth.test();
    expect(answer).toMatchObject({ ok: true, user_id: bot, bot_id: 'B0NBAUDIT01', team: 'Acme' });
  });

  it('echoes what api.test is given', async () => {
    expect(await test.client.apiCall('api.test', { foo: 'bar' })).toMatchObject({ ok: true, args: { foo: 'bar' } });
  });

  it('refuses a wrong token, no token and an unknown method', async () => {
    expect(await refusal(slackClient(test.slack.url, 'xoxb-other').auth.test())).toBe('invalid_auth');
    expect(await refusal(slackClient(test.slack.url, '').auth.test())).toBe('not_authed');
    expect(await refusal(test.client.apiCall('chat.shout'))).toBe('unknown_method');
    expect(await refusal(test.client.apiCall('toString'))).toBe('unknown_method');
  });

  it('reads JSON bodies as well as forms', async () => {
    const response = await fetch(`${test.slack.url}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer xoxb-local-test' },
      body: JSON.stringify({ channel: dana, text: 'héllo', blocks: [section('héllo')] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel: danaDm, message: { text: 'héllo' } });
  });

  it('records the calls and traces them by name', async () => {
    await test.client.chat.postMessage({ channel: dana, text: 'Hello' });
    await refusal(test.client.chat.postMessage({ channel: 'C0NOWHERE', text: 'Hello' }));
    expect(test.slack.calls('chat.postMessage').map((call) => call.channel)).toEqual([dana, 'C0NOWHERE']);
    expect(test.trace.recent().slice(-2)).toMatchObject([
      { lane: 'slack', title: 'chat.postMessage', detail: '@dana', ok: true },
      { lane: 'slack', title: 'chat.postMessage', detail: 'C0NOWHERE: channel_not_found', ok: false },
    ]);
  });
});

describe('chat.postMessage', () => {
  it('opens the DM of a person and answers its id', async () => {
    const answer = await test.client.chat.postMessage({ channel: dana, text: 'Hello', blocks: [section('Hello')] });
    expect(answer).toMatchObject({ channel: danaDm, message: { user: bot, text: 'Hello' } });
    expect(test.slack.messages(danaDm).map((message) => message.ts)).toEqual([answer.ts]);
  });

  it('gives each message a later ts than the one before', async () => {
    const posted = await Promise.all(
      ['1', '2', '3'].map((text) => test.client.chat.postMessage({ channel: dana, text })),
    );
    const stamps = posted.map(({ ts }) => ts ?? '');
    expect(new Set(stamps).size).toBe(3);
    expect(stamps.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
    expect(test.slack.messages(danaDm).map(({ ts }) => ts)).toEqual([...stamps].sort());
  });

  it('gives blocks and buttons without an id one', async () => {
    await test.client.chat.postMessage({ channel: dana, text: 'Hello', blocks: [section('Hello')] });
    expect(test.slack.messages(danaDm)[0]?.blocks).toEqual([{ ...section('Hello'), block_id: expect.any(String) }]);
  });

  it('refuses a channel that is not there, or a person who has left', async () => {
    test.slack.editPerson(dana, { deleted: true });
    expect(await refusal(test.client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }))).toBe('channel_not_found');
    expect(await refusal(test.client.chat.postMessage({ channel: dana, text: 'x' }))).toBe('channel_not_found');
  });

  it('refuses a channel the bot is not in', async () => {
    test.slack.setMembers(securityChannel, [sami]);
    expect(await refusal(test.client.chat.postMessage({ channel: securityChannel, text: 'x' }))).toBe('not_in_channel');
  });

  it('refuses a message without text and blocks', async () => {
    expect(await refusal(test.client.chat.postMessage({ channel: dana, text: '' }))).toBe('no_text');
  });

  it('refuses blocks beyond the limits and says where', async () => {
    const call = test.client.chat.postMessage({ channel: dana, text: 'x', blocks: [section('x'.repeat(3001))] });
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WebAPIPlatformError);
    expect(error).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
    expect(test.slack.messages(danaDm)).toEqual([]);
  });

  it('refuses blocks that are too long together, and blocks that are not JSON', async () => {
    const blocks = Array.from({ length: 14 }, () => section('x'.repeat(1000)));
    expect(await refusal(test.client.chat.postMessage({ channel: dana, text: 'x', blocks }))).toBe(
      'msg_blocks_too_long',
    );
    const broken = test.client.apiCall('chat.postMessage', { channel: dana, text: 'x', blocks: '[{' });
    expect(await refusal(broken)).toBe('invalid_blocks_format');
  });

  it('refuses metadata that has no payload, or is above 16 kB', async () => {
    const withMetadata = (metadata: object) =>
      test.client.apiCall('chat.postMessage', { channel: dana, text: 'x', metadata });
    expect(await refusal(withMetadata({ event_type: 'card' }))).toBe('invalid_metadata_format');
    const big = { event_type: 'card', event_payload: { launch: 'x'.repeat(17_000) } };
    expect(await refusal(withMetadata(big))).toBe('metadata_too_large');
  });
});

describe('chat.update', () => {
  const post = async () => {
    const { ts = '' } = await test.client.chat.postMessage({
      channel: dana,
      text: 'open',
      blocks: [section('open')],
      metadata: { event_type: 'card', event_payload: { launch: 'a' } },
    });
    return ts;
  };

  it('changes text and blocks in place and keeps the metadata', async () => {
    const ts = await post();
    await test.client.chat.update({ channel: danaDm, ts, text: 'done', blocks: [section('done')] });
    expect(test.slack.messages(danaDm)).toMatchObject([
      { ts, text: 'done', blocks: [section('done')], metadata: { event_payload: { launch: 'a' } } },
    ]);
  });

  it('marks a message as edited only when it has no blocks', async () => {
    const ts = await post();
    await test.client.chat.update({ channel: danaDm, ts, text: 'done', blocks: [section('done')] });
    expect(test.slack.messages(danaDm)[0]?.edited).toBeUndefined();
    await test.client.chat.update({ channel: danaDm, ts, text: 'done again' });
    expect(test.slack.messages(danaDm)[0]?.edited).toBeDefined();
  });

  it('removes the blocks when only text is given', async () => {
    const ts = await post();
    await test.client.chat.update({ channel: danaDm, ts, text: 'done' });
    expect(test.slack.messages(danaDm)).toMatchObject([{ text: 'done', blocks: [] }]);
  });

  it('wants the id of the conversation, not of the person', async () => {
    const ts = await post();
    expect(await refusal(test.client.chat.update({ channel: dana, ts, text: 'x' }))).toBe('channel_not_found');
  });

  it('refuses an unknown message, the message of a person, and a text above 4000', async () => {
    const ts = await post();
    await test.slack.send({ as: dana, conversation: danaDm, text: 'hi' });
    const hers = test.slack.messages(danaDm).at(-1)?.ts ?? '';
    const update = (to: string, text: string) => test.client.chat.update({ channel: danaDm, ts: to, text });
    expect(await refusal(update('1.000001', 'x'))).toBe('message_not_found');
    expect(await refusal(update(hers, 'x'))).toBe('cant_update_message');
    expect(await refusal(update(ts, 'x'.repeat(4001)))).toBe('msg_too_long');
  });
});

describe('other chat methods', () => {
  it('delete an own message, and no other', async () => {
    const { ts = '' } = await test.client.chat.postMessage({ channel: dana, text: 'x' });
    await test.slack.send({ as: dana, conversation: danaDm, text: 'hi' });
    const hers = test.slack.messages(danaDm).at(-1)?.ts ?? '';
    expect(await refusal(test.client.chat.delete({ channel: danaDm, ts: hers }))).toBe('cant_delete_message');
    await test.client.chat.delete({ channel: danaDm, ts });
    expect(test.slack.messages(danaDm).map((message) => message.ts)).toEqual([hers]);
    expect(await refusal(test.client.chat.delete({ channel: danaDm, ts }))).toBe('message_not_found');
  });

  it('show an ephemeral message to its one reader, who must be in the channel', async () => {
    await test.client.chat.postEphemeral({ channel: helpChannel, user: dana, text: 'only you' });
    expect(test.slack.snapshot(dana).messages[helpChannel]).toMatchObject([{ text: 'only you', ephemeral: true }]);
    expect(test.slack.snapshot(sami).messages[helpChannel]).toEqual([]);
    const outside = test.client.chat.postEphemeral({ channel: securityChannel, user: dana, text: 'x' });
    expect(await refusal(outside)).toBe('user_not_in_channel');
  });

  it('cannot update an ephemeral message', async () => {
    const { message_ts: ts = '' } = await test.client.chat.postEphemeral({
      channel: helpChannel,
      user: dana,
      text: 'x',
    });
    expect(await refusal(test.client.chat.update({ channel: helpChannel, ts, text: 'y' }))).toBe('message_not_found');
  });

  it('give a permalink to a message that exists', async () => {
    const { ts = '' } = await test.client.chat.postMessage({ channel: dana, text: 'x' });
    const { permalink } = await test.client.chat.getPermalink({ channel: danaDm, message_ts: ts });
    expect(permalink).toBe(`https://acme.slack.example/archives/${danaDm}/p${ts.replace('.', '')}`);
    const missing = test.client.chat.getPermalink({ channel: danaDm, message_ts: '1.000001' });
    expect(await refusal(missing)).toBe('message_not_found');
  });
});

describe('faults', () => {
  const post = () => test.client.chat.postMessage({ channel: dana, text: 'x' });

  it('are rate limits, with the seconds to wait, for the next calls only', async () => {
    test.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 7 }, 2);
    const limited = { retryAfter: 7 };
    await expect(post()).rejects.toMatchObject(limited);
    await expect(post()).rejects.toBeInstanceOf(WebAPIRateLimitedError);
    await expect(post()).resolves.toMatchObject({ ok: true });
  });

  it('are server errors', async () => {
    test.slack.failNext('chat.postMessage', { kind: 'http', status: 500 });
    await expect(post()).rejects.toBeInstanceOf(WebAPIHTTPError);
    expect(test.slack.messages(danaDm)).toEqual([]);
  });

  it('are errors of any name', async () => {
    test.slack.failNext('chat.postMessage', { kind: 'error', error: 'internal_error' });
    expect(await refusal(post())).toBe('internal_error');
  });

  it('are answers that never arrive although the message was posted', async () => {
    test.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    await expect(post()).rejects.toBeInstanceOf(WebAPIRequestError);
    expect(test.slack.messages(danaDm)).toHaveLength(1);
  });
});
