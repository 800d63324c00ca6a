import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLambda } from '../../src/local/lambda';
import { createTrace } from '../../src/local/trace';

const directory = mkdtempSync(join(tmpdir(), 'notebook-audit-lambda-'));
const trace = createTrace();
const lambda = createLambda({ directory, account: '111122223333', region: 'eu-west-1', trace });

beforeAll(() => {
  writeFileSync(
    join(directory, 'echo.js'),
    `exports.handler = async (event, context) => ({
      event, arn: context.invokedFunctionArn, id: context.awsRequestId, left: context.getRemainingTimeInMillis(),
    });`,
  );
  writeFileSync(join(directory, 'broken.js'), `exports.handler = async () => { throw new Error('out of luck'); };`);
  writeFileSync(join(directory, 'empty.js'), 'exports.other = 1;');
  writeFileSync(
    join(directory, 'web.js'),
    `exports.handler = async (event) => ({ statusCode: 201, headers: { 'x-count': 3 }, body: JSON.stringify(event) });`,
  );
  writeFileSync(join(directory, 'silent.js'), 'exports.handler = async () => ({});');
});

afterAll(() => rmSync(directory, { recursive: true }));
beforeEach(() => trace.clear());

test('a function gets the event and a context with its own ARN, which names the home account', async () => {
  const answer = await lambda.invoke('echo', { a: 1 });
  expect(answer).toEqual({
    event: { a: 1 },
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:notebook-audit-echo',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    left: expect.any(Number),
  });
  expect(trace.recent()).toEqual([
    expect.objectContaining({ lane: 'lambda', title: 'echo', ok: true, ms: expect.any(Number) }),
  ]);
});

test.each([
  ['broken', 'out of luck'],
  ['empty', /handler/],
  ['absent', /absent/],
])('the function "%s" fails, and the trace shows why', async (name, reason) => {
  await expect(lambda.invoke(name, {})).rejects.toThrow(reason);
  expect(trace.recent()).toEqual([
    expect.objectContaining({ title: name, ok: false, detail: expect.stringMatching(reason) }),
  ]);
});

test('a request becomes an event of the HTTP API, version 2.0', async () => {
  const answer = await lambda.http('web', {
    method: 'POST',
    path: '/slack/events?x=1',
    headers: { 'X-Slack-Signature': 'v0=abc', 'Content-Type': 'application/json' },
    rawBody: '{"type":"ä"}',
  });
  expect(answer).toMatchObject({ statusCode: 201, headers: { 'x-count': '3' } });
  expect(JSON.parse(answer.body)).toMatchObject({
    version: '2.0',
    routeKey: 'POST /slack/events',
    rawPath: '/slack/events',
    rawQueryString: 'x=1',
    headers: { 'x-slack-signature': 'v0=abc', 'content-type': 'application/json' },
    requestContext: { http: { method: 'POST', path: '/slack/events' }, timeEpoch: expect.any(Number) },
    body: '{"type":"ä"}',
    isBase64Encoded: false,
  });
});

test('an answer without a status is a 200, and a function that fails is the gateway’s own 500', async () => {
  const request = { method: 'POST', path: '/', headers: {}, rawBody: '' };
  expect(await lambda.http('silent', request)).toEqual({ statusCode: 200, headers: {}, body: '' });
  const complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(await lambda.http('broken', request)).toMatchObject({ statusCode: 500 });
  expect(complaints).toHaveBeenCalled();
  complaints.mockRestore();
});
