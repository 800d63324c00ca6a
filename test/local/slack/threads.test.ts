import { appAnswer, startTestSlack, type TestSlack } from '../../support/slack';
import { actions, bot, button, dana, danaDm, refusal, sami, securityChannel } from './people';

let test: TestSlack;
beforeAll(async () => {
  test = await startTestSlack();
});
beforeEach(() => {
  test.slack.reset();
  test.answerWith(async () => appAnswer(''));
});
afterAll(() => test.slack.close());

const post = async (text: string, extra: { thread_ts?: string } = {}) => {
  const { ts = '' } = await test.client.chat.postMessage({ channel: securityChannel, text, ...extra });
  return ts;
};
const replies = (ts: string) => test.client.conversations.replies({ channel: securityChannel, ts });
const history = () => test.client.conversations.history({ channel: securityChannel });
const texts = (answer: { messages?: { text?: string }[] }) => answer.messages?.map((message) => message.text);

describe('a thread', () => {
  it('is answered with its root, oldest first', async () => {
    const root = await post('one');
    const reply = await post('reply', { thread_ts: root });
    await post('two');
    const { messages } = await replies(root);
    expect(messages).toMatchObject([
      { text: 'one', thread_ts: root, reply_count: 1, reply_users: [bot], reply_users_count: 1, latest_reply: reply },
      { text: 'reply', thread_ts: root, parent_user_id: bot },
    ]);
  });

  it('is told of by its root in the history, and by no other message', async () => {
    const root = await post('one');
    await post('two');
    await post('reply', { thread_ts: root });
    const [two, one] = (await history()).messages ?? [];
    expect(one).toMatchObject({ text: 'one', thread_ts: root, reply_count: 1 });
    expect(two).not.toHaveProperty('thread_ts');
    expect(two).not.toHaveProperty('reply_count');
  });

  it('has one level: a reply to a reply goes to the same thread', async () => {
    const root = await post('one');
    const first = await post('first', { thread_ts: root });
    await post('second', { thread_ts: first });
    expect(texts(await replies(root))).toEqual(['one', 'first', 'second']);
  });

  it('needs its root: without it the message goes to the channel, and the answer names no thread', async () => {
    const root = await post('one');
    await test.client.chat.delete({ channel: securityChannel, ts: root });
    const { message } = await test.client.chat.postMessage({
      channel: securityChannel,
      text: 'late reply',
      thread_ts: root,
    });
    expect(message).not.toHaveProperty('thread_ts');
    expect(texts(await history())).toEqual(['late reply']);
    expect(await refusal(replies(root))).toBe('thread_not_found');
  });

  it('holds ephemeral messages for one person, which nobody else counts', async () => {
    const root = await post('one');
    await test.client.chat.postEphemeral({ channel: securityChannel, user: sami, text: 'for you', thread_ts: root });
    const [card] = test.slack.seat(sami).messages(securityChannel);
    expect(card && test.slack.seat(sami).replies(card)).toMatchObject([{ text: 'for you', ephemeral: true }]);
    expect(texts(await replies(root))).toEqual(['one']);
  });

  it('is named when a button in a reply is pressed', async () => {
    const root = await post('one');
    const blocks = [actions('reply', button('answer'))];
    await test.client.chat.postMessage({ channel: securityChannel, text: 'reply', thread_ts: root, blocks });
    const seat = test.slack.seat(sami);
    const [, reply] = seat.messages(securityChannel);
    expect(reply && (await seat.press(reply, { actionId: 'answer' }))).toEqual({ ok: true });
    const payload = JSON.parse(new URLSearchParams(test.requests.at(-1)?.body).get('payload') ?? '{}');
    expect(payload).toMatchObject({ container: { thread_ts: root }, message: { thread_ts: root } });
  });

  it('works in a DM too', async () => {
    const { ts } = await test.client.chat.postMessage({ channel: dana, text: 'card' });
    await test.client.chat.postMessage({ channel: danaDm, text: 'reply', thread_ts: ts });
    const seat = test.slack.seat(dana);
    const [card] = seat.messages();
    expect(card && seat.replies(card).map(({ text }) => text)).toEqual(['reply']);
  });
});
