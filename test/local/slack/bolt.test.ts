import { App, AwsLambdaReceiver, LogLevel } from '@slack/bolt';
import type { AppRequest } from '../../../src/local/slack/delivery';
import { appAnswer, botToken, signingSecret, startTestSlack, type TestSlack } from '../../support/slack';
import { actions, button, dana, danaDm, plain } from './people';

type AwsEvent = Parameters<Awaited<ReturnType<AwsLambdaReceiver['toHandler']>>>[0];

let test: TestSlack;
beforeAll(async () => {
  test = await startTestSlack();
  const receiver = new AwsLambdaReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: test.slack.url },
    authorize: async () => ({ botToken, botId: 'B0NBAUDIT01', botUserId: 'U0NBAUDIT01' }),
  });
  listen(app);
  const handler = receiver.toHandler();
  test.answerWith(async (request) => {
    const answer = await handler(awsEvent(request), undefined);
    return appAnswer(answer.body, answer.statusCode);
  });
});
afterAll(() => test.slack.close());

function listen(app: App): void {
  app.command('/notebook-audit', async ({ ack, command }) => ack(`You said ${command.text}`));
  app.action('ask', async ({ ack, body, client }) => {
    await ack();
    if (!('trigger_id' in body)) return;
    const reason = {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    };
    const view = { callback_id: 'request', title: plain('Ask'), submit: plain('Send'), blocks: [reason] };
    await client.views.open({ trigger_id: body.trigger_id, view: { type: 'modal', ...view } });
  });
  app.action('done', async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: 'Done.' });
  });
  app.view('request', async ({ ack, view }) => {
    const reason = view.state.values.why?.text?.value ?? '';
    if (reason.length < 5) return ack({ response_action: 'errors', errors: { why: 'Too short.' } });
    return ack();
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  });
}

function awsEvent({ path, headers, body }: AppRequest): AwsEvent {
  return { version: '2.0', rawPath: path, headers, body, isBase64Encoded: false } as AwsEvent;
}

const press = async (action_id: string) => {
  const { ts = '' } = await test.client.chat.postMessage({
    channel: dana,
    text: 'card',
    blocks: [actions('card', button(action_id))],
  });
  const action = { type: 'button', action_id, block_id: 'card' };
  return test.slack.action({ as: dana, container: { kind: 'message', channel: danaDm, ts }, action, values: {} });
};

describe('the real Bolt receiver', () => {
  it('accepts a command and its answer is shown', async () => {
    expect(await test.slack.send({ as: dana, conversation: danaDm, text: '/notebook-audit list' })).toEqual({
      ok: true,
    });
    expect(test.slack.messages(danaDm).at(-1)).toMatchObject({ text: 'You said list', visibleTo: dana });
  });

  it('opens a modal from a press, and checks what is submitted', async () => {
    expect(await press('ask')).toEqual({ ok: true });
    const viewId = test.slack.snapshot(dana).modals[0]?.id ?? '';
    const submit = (value: string) =>
      test.slack.submit({ as: dana, viewId, values: { why: { text: { type: 'plain_text_input', value } } } });
    expect(await submit('pip')).toEqual({ ok: false, errors: { why: 'Too short.' } });
    expect(await submit('needs pip')).toEqual({ ok: true });
    expect(test.slack.snapshot(dana).modals).toEqual([]);
  });

  it('answers through the response URL', async () => {
    expect(await press('done')).toEqual({ ok: true });
    expect(test.slack.messages(danaDm).at(-1)).toMatchObject({ text: 'Done.', blocks: [] });
  });

  it('publishes Home when it is opened', async () => {
    expect(await test.slack.openHome({ as: dana })).toEqual({ ok: true });
    expect(test.slack.snapshot(dana).home?.blocks).toMatchObject([{ type: 'divider' }]);
  });

  it('is told apart from an app that knows no listener', async () => {
    expect(await press('unknown')).toEqual({ ok: false, error: 'This app responded with Status Code 404.' });
  });
});
