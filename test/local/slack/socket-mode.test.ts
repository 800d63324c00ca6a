import { createHmac } from 'node:crypto';
import type { AppRequest, AppResponse } from '../../../src/local/slack/delivery';
import { joinWorkspace } from '../../../src/local/slack/socket-mode';
import { appAnswer, signingSecret } from '../../support/slack';
import { type SocketServer, startSocketServer } from './socket-server';

let server: SocketServer;
let joined: { leave: () => Promise<void> };
let requests: AppRequest[];
let onError: (error: unknown) => void;
let answer: AppResponse;

beforeAll(async () => {
  server = await startSocketServer();
  joined = await joinWorkspace({
    appToken: 'xapp-test',
    signingSecret,
    slackApiUrl: server.slackApiUrl,
    onError: (error) => onError(error),
    deliver: async (request) => {
      requests.push(request);
      return answer;
    },
  });
});
beforeEach(() => {
  requests = [];
  onError = () => undefined;
  answer = appAnswer('');
});
afterAll(async () => {
  await joined.leave();
  await server.close();
});

it('connects with the app token', () => {
  expect(server.tokens).toEqual(['Bearer xapp-test']);
});

it('turns a command into the signed form Slack would have sent, and acknowledges with the answer', async () => {
  answer = appAnswer({ text: 'All good.' });
  const payload = { command: '/notebook-audit', text: 'list', is_enterprise_install: false };
  const ack = await server.send({
    envelope_id: 'E1',
    type: 'slash_commands',
    accepts_response_payload: true,
    payload,
  });
  expect(ack).toEqual({ envelope_id: 'E1', payload: { text: 'All good.' } });
  const [request] = requests;
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    command: '/notebook-audit',
    text: 'list',
    is_enterprise_install: 'false',
  });
  const signed = `v0:${request?.headers['x-slack-request-timestamp']}:${request?.body}`;
  const digest = createHmac('sha256', signingSecret).update(signed).digest('hex');
  expect(request?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-signature': `v0=${digest}`,
  });
});

it('passes a plain text answer on as text', async () => {
  answer = appAnswer('All good.');
  const ack = await server.send({
    envelope_id: 'E2',
    type: 'slash_commands',
    accepts_response_payload: true,
    payload: { command: '/notebook-audit' },
  });
  expect(ack.payload).toEqual({ text: 'All good.' });
});

it('puts an interaction into `payload`', async () => {
  const payload = { type: 'view_submission', view: { id: 'V1', private_metadata: 'ü & x'.repeat(200) } };
  const ack = await server.send({
    envelope_id: 'E3',
    type: 'interactive',
    accepts_response_payload: true,
    payload,
  });
  expect(ack).toEqual({ envelope_id: 'E3', payload: {} });
  expect(JSON.parse(new URLSearchParams(requests[0]?.body).get('payload') ?? '')).toEqual(payload);
});

it('sends an event as JSON, with what Slack says about a retry', async () => {
  const payload = { type: 'event_callback', event: { type: 'app_home_opened', user: 'U1' } };
  await server.send({
    envelope_id: 'E4',
    type: 'events_api',
    accepts_response_payload: false,
    retry_attempt: 1,
    retry_reason: 'timeout',
    payload,
  });
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual(payload);
  expect(requests[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-slack-retry-num': '1',
    'x-slack-retry-reason': 'timeout',
  });
});

it('acknowledges nothing when the app fails, and says so', async () => {
  const failed = new Promise((resolve) => {
    onError = resolve;
  });
  answer = appAnswer('', 401);
  let acknowledged = false;
  void server.send({ envelope_id: 'E5', type: 'slash_commands', payload: { command: '/notebook-audit' } }).then(() => {
    acknowledged = true;
  });
  expect(await failed).toEqual(new Error('the app answered slash_commands with 401'));
  answer = appAnswer('');
  await server.send({ envelope_id: 'E6', type: 'slash_commands', payload: { command: '/notebook-audit' } });
  expect(acknowledged).toBe(false);
});
