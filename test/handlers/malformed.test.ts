import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { signatureHeaders } from '../../src/local/slack/signing';
import { signingSecret } from '../support/slack';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const RUNS = { numRuns: 500 };
const FORM = 'application/x-www-form-urlencoded';

async function stored(): Promise<number> {
  const { Count = 0 } = await world.dynamo.send(new ScanCommand({ TableName: world.names.findings }));
  return Count;
}

const anything = fc.anything({ withNullPrototype: false, maxDepth: 4 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof(arbitrary, anything);

/** Close to an event, and wrong somewhere. */
const nearlyAnEvent = fc.record(
  {
    source: maybe(fc.constantFrom('aws.sagemaker', 'aws.ec2')),
    'detail-type': maybe(fc.constantFrom('AWS API Call via CloudTrail', 'SageMaker Notebook Instance State Change')),
    account: maybe(fc.constant('111122223333')),
    region: maybe(fc.constant('eu-west-1')),
    time: maybe(fc.constant('2026-11-24T09:00:00Z')),
    detail: maybe(
      fc.record(
        {
          eventSource: maybe(fc.constant('sagemaker.amazonaws.com')),
          eventName: maybe(fc.constantFrom('CreateNotebookInstance', 'AddTags', 'DeleteNotebookInstance')),
          errorCode: maybe(fc.constantFrom('AccessDenied', 'ValidationException')),
          errorMessage: anything,
          userIdentity: anything,
          requestParameters: fc.oneof(fc.constant(null), anything),
          responseElements: anything,
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

it('no malformed event crashes the function or writes anything', async () => {
  const before = await stored();
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearlyAnEvent, anything), async (event) => {
      expect(await world.notebookEvents(event)).toHaveProperty('outcome');
    }),
    RUNS,
  );
  expect(await stored()).toBe(before);
  expect(world.slack.calls('chat.postMessage')).toEqual([]);
});

const contentTypes = fc.constantFrom(FORM, `${FORM}; charset=utf-8`, 'application/json', 'text/plain', '');
const bodies = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.string().map((text) => `payload=${encodeURIComponent(text)}`),
  fc.string().map((text) => `payload=${text}`),
  fc.constant('ssl_check=1'),
  fc.constant(''),
);

it('no unsigned, stale, future or malformed request crashes the function: 401 or 400', async () => {
  const before = await stored();
  const signatures = fc.constantFrom('none', 'wrong', 'stale', 'future', 'v9', 'not base64');
  await fc.assert(
    fc.asyncProperty(bodies, contentTypes, signatures, fc.boolean(), async (body, contentType, signature, base64) => {
      const shift = signature === 'stale' ? -301_000 : signature === 'future' ? 301_000 : 0;
      const signed = signatureHeaders(body, signingSecret, new Date(Date.now() + shift));
      const headers: Record<string, string> = { 'Content-Type': contentType, ...signed };
      if (signature === 'none') delete headers['x-slack-signature'];
      if (signature === 'wrong') headers['x-slack-signature'] = `v0=${'0'.repeat(64)}`;
      if (signature === 'v9') headers['x-slack-signature'] = (signed['x-slack-signature'] ?? '').replace('v0', 'v9');
      const isBase64Encoded = base64 || signature === 'not base64';
      const sent = signature === 'not base64' ? `%${body}` : base64 ? Buffer.from(body).toString('base64') : body;
      const answer = await world.slackHandler({ headers, body: sent, isBase64Encoded });
      expect(answer.statusCode).toBe(signature === 'not base64' ? 400 : 401);
    }),
    RUNS,
  );
  expect(await stored()).toBe(before);
});

it('a signed request that cannot be read is 400', async () => {
  const unreadable = fc.oneof(
    fc.constant(''),
    fc.string().map((text) => `payload=${encodeURIComponent(`{${text}`)}`),
    fc.constantFrom('payload=[]', 'payload=null', 'payload=1', 'nothing=known', 'command=/notebook-audit'),
    fc
      .record(
        {
          type: fc.constantFrom('block_actions', 'view_submission', 'event_callback', 'url_verification', 'shortcut'),
          user: anything,
          team: anything,
          actions: anything,
          view: anything,
          event: anything,
        },
        { requiredKeys: ['type'] },
      )
      .map((payload) => `payload=${encodeURIComponent(JSON.stringify(payload))}`),
  );
  await fc.assert(
    fc.asyncProperty(unreadable, async (body) => {
      const headers = { 'content-type': FORM, ...signatureHeaders(body, signingSecret, new Date()) };
      expect((await world.slackHandler({ headers, body, isBase64Encoded: false })).statusCode).toBe(400);
    }),
    RUNS,
  );
});

it.each([
  undefined,
  null,
  'text',
  7,
  {},
  { body: null },
  { headers: null, body: 'x' },
  { version: '0', 'detail-type': 'x' },
])('the slack function refuses %j', async (event) => {
  expect([400, 401]).toContain((await world.slackHandler(event)).statusCode);
});

it('reads a signed body that API Gateway encoded as base64, with letters beyond ASCII', async () => {
  const body = new URLSearchParams({
    command: '/notebook-audit',
    text: 'zeigen Übung 日本',
    user_id: 'U0DANA00001',
    trigger_id: '1.2.3',
    response_url: `${world.slack.url}x`,
  }).toString();
  const headers = { 'content-type': `${FORM}; charset=utf-8`, ...signatureHeaders(body, signingSecret, new Date()) };
  const answer = await world.slackHandler({
    headers,
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  });
  expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('No command `zeigen`') });
});
