import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installClock } from '../../src/local/clock';
import { startLocalMode } from '../../src/local/local-mode';
import type { Outcome, PageState } from '../../src/local/page-state';
import { slackClient } from '../support/slack';

/** Functions that only note what they are called with: what the real ones do is tested elsewhere. */
const note = (name: string, answer: string) =>
  `exports.handler = async (event) => {
    (globalThis.invocations ??= []).push({ name: '${name}', event });
    return ${answer};
  };`;
const invocations: { name: string; event: Record<string, unknown> }[] = [];

const dist = mkdtempSync(join(tmpdir(), 'notebook-audit-dist-'));
const environment = { ...process.env };
const clock = installClock();
let local: Awaited<ReturnType<typeof startLocalMode>>;

beforeAll(async () => {
  mkdirSync(join(dist, 'page'));
  writeFileSync(join(dist, 'page/index.html'), '<p>page</p>');
  for (const name of ['notebookEvents', 'worker', 'remind']) {
    writeFileSync(join(dist, `${name}.js`), note(name, 'undefined'));
  }
  writeFileSync(join(dist, 'slack.js'), note('slack', "{ statusCode: 200, body: '' }"));
  Object.assign(globalThis, { invocations });
  local = await startLocalMode({
    settings: { port: 0, aws: { kind: 'stand-in' }, slack: { kind: 'stand-in' } },
    clock,
    root: process.cwd(),
    dist,
  });
});

afterAll(async () => {
  await local.close();
  clock.uninstall();
  Object.assign(globalThis, { invocations: undefined });
  rmSync(dist, { recursive: true });
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});

beforeEach(async () => {
  await post('/api/reset', {});
  invocations.length = 0;
});

const dana = 'U0DANA00001';
const getState = async (as = dana) => (await (await fetch(`${local.url}/api/state?as=${as}`)).json()) as PageState;
const post = async (path: string, body: object) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${local.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Outcome;
};
const input = {
  NotebookInstanceName: 'churn-eda',
  InstanceType: 'ml.t3.medium',
  RoleArn: 'arn:aws:iam::111122223333:role/notebook-dev',
};
const launch = () => post('/api/aws/create', { as: dana, input });
const notebook = async (name = 'churn-eda') => (await getState()).notebooks.find((each) => each.name === name);

test('it starts with two good notebooks, an approved network, a bot command and a tour', async () => {
  const state = await getState();
  expect(
    state.notebooks.map(({ name, directInternetAccess, rootAccess }) => [name, directInternetAccess, rootAccess]),
  ).toEqual([
    ['feature-store', 'Disabled', 'Disabled'],
    ['forecasting', 'Disabled', 'Disabled'],
  ]);
  expect(state).toMatchObject({
    me: dana,
    account: { id: '111122223333', name: 'ml-dev', region: 'eu-west-1' },
    approvedNetwork: { subnetId: expect.stringMatching(/^subnet-/) },
    commands: [expect.objectContaining({ command: '/notebook-audit' })],
    nextDue: null,
  });
  expect(state.tour.map((step) => step.done)).toEqual([false, false, false, false, false, false]);
  expect(invocations).toEqual([]);
});

test('only people whom the visitor may act as have a page', async () => {
  expect((await fetch(`${local.url}/api/state?as=U0MINA00004`)).status).toBe(404);
  expect(await post('/api/aws/create', { as: 'U0MINA00004', input })).toEqual({
    ok: false,
    error: expect.stringContaining('There is no such person here.'),
  });
});

test('a launch reaches the function that watches notebooks, with the visitor as its caller', async () => {
  expect(await launch()).toEqual({ ok: true });
  await local.idle();
  const [first, ...others] = invocations.filter(({ name }) => name === 'notebookEvents').map(({ event }) => event);
  const record = [first, ...others].find((event) => event?.['detail-type'] === 'AWS API Call via CloudTrail');
  expect(record).toMatchObject({
    detail: {
      eventName: 'CreateNotebookInstance',
      userIdentity: { arn: expect.stringMatching(/AWSReservedSSO_DataScientist_0123456789abcdef\/dana@acme.example$/) },
    },
  });
  const state = await getState();
  expect(state.tour[0]?.done).toBe(true);
  expect(state.trace.map(({ lane, title }) => `${lane} ${title}`)).toEqual(
    expect.arrayContaining(['page launch', 'sagemaker CreateNotebookInstance', 'lambda notebookEvents']),
  );
});

test('a pipeline launches as its own role, and nobody’s name is on it', async () => {
  expect(await post('/api/aws/create', { as: dana, input, by: 'pipeline' })).toEqual({ ok: true });
  await local.idle();
  const callers = invocations.flatMap(({ event }) => {
    const { userIdentity } = Object(event.detail);
    return userIdentity ? [userIdentity.arn] : [];
  });
  expect(callers).toEqual(['arn:aws:sts::111122223333:assumed-role/deploy-role/GitHubActions']);
  expect(await post('/api/aws/create', { as: dana, input, by: 'magic' })).toMatchObject({ ok: false });
});

test('the newest notebook comes first, the good ones from the start last', async () => {
  await post('/api/aws/old', { as: dana, name: 'legacy' });
  await launch();
  const { notebooks } = await getState();
  expect(notebooks.map(({ name }) => name)).toEqual(['churn-eda', 'legacy', 'feature-store', 'forecasting']);
  expect(notebooks[1]).toMatchObject({ platform: 'notebook-al2-v3', tags: { Owner: 'dana@acme.example' } });
});

test('a whole command is run, for this region and nothing else', async () => {
  const command = (more: string) =>
    `aws sagemaker create-notebook-instance --notebook-instance-name churn-eda --instance-type ml.t3.medium --role-arn ${input.RoleArn} ${more}`;
  expect(await post('/api/aws/create', { as: dana, command: command('--region us-east-1') })).toEqual({
    ok: false,
    error: 'This page shows eu-west-1 only; the command is for us-east-1.',
  });
  expect(await post('/api/aws/create', { as: dana, command: 'rm -rf x' })).toMatchObject({ ok: false });
  expect(await post('/api/aws/create', { as: dana, command: command('--tags Key=Owner,Value=dana') })).toEqual({
    ok: true,
  });
  expect(await notebook()).toMatchObject({ tags: { Owner: 'dana' } });
});

test('a refusal of AWS is told in its own words', async () => {
  expect(await post('/api/aws/create', { as: dana, input: { ...input, DirectInternetAccess: 'Disabled' } })).toEqual({
    ok: false,
    error: expect.stringMatching(/^ValidationException: .*SubnetId/),
  });
  expect(await post('/api/aws/delete', { as: dana, name: 'churn-eda' })).toEqual({
    ok: false,
    error: 'ValidationException: RecordNotFound',
  });
});

test('the buttons stop, change, start and delete a notebook', async () => {
  const button = async (verb: string) => {
    expect(await post(`/api/aws/${verb}`, { as: dana, name: 'churn-eda' })).toEqual({ ok: true });
    local.aws.sagemaker.settleAll();
  };
  await launch();
  local.aws.sagemaker.settleAll();
  await button('stop');
  expect(await notebook()).toMatchObject({ status: 'Stopped' });
  const change = { NotebookInstanceName: 'churn-eda', RootAccess: 'Disabled' };
  expect(await post('/api/aws/update', { as: dana, input: change, tags: { Team: 'growth' } })).toEqual({ ok: true });
  local.aws.sagemaker.settleAll();
  expect(await notebook()).toMatchObject({ rootAccess: 'Disabled', tags: { Team: 'growth' } });
  await button('start');
  expect(await notebook()).toMatchObject({ status: 'InService' });
  await button('stop');
  await button('delete');
  expect(await notebook()).toBeUndefined();
});

test('tags alone are added to a running notebook', async () => {
  expect(
    await post('/api/aws/update', { as: dana, input: { NotebookInstanceName: 'forecasting' }, tags: { Extra: '1' } }),
  ).toEqual({ ok: true });
  expect(await notebook('forecasting')).toMatchObject({ tags: { Owner: 'lena@acme.example', Extra: '1' } });
});

test('moving the clock moves every date and runs what runs on a schedule', async () => {
  const before = Date.parse((await getState()).clock.now);
  expect(await post('/api/clock', { to: 'day' })).toEqual({ ok: true });
  const { clock: moved } = await getState();
  expect(Date.parse(moved.now) - before).toBeGreaterThanOrEqual(24 * 60 * 60 * 1000);
  expect(invocations.map(({ name }) => name)).toEqual(['remind']);
  expect(await post('/api/clock', { to: 'next' })).toEqual({
    ok: false,
    error: expect.stringContaining('Nothing is due'),
  });
  expect(await post('/api/clock', { to: 'before_grant_ends' })).toEqual({
    ok: false,
    error: 'No exception has its day before the end still to come.',
  });
});

test('starting over forgets everything and goes back to the present', async () => {
  await launch();
  await post('/api/clock', { to: 'day' });
  expect(await post('/api/reset', {})).toEqual({ ok: true });
  const state = await getState();
  expect(state.notebooks.map(({ name }) => name)).toEqual(['feature-store', 'forecasting']);
  expect(state.clock.offsetMs).toBe(0);
  expect(state.tour.some((step) => step.done)).toBe(false);
});

test('a message goes to the function that answers Slack, signed', async () => {
  const { conversations } = await getState();
  const conversation = conversations.find(({ kind }) => kind === 'dm')?.id ?? '';
  expect(await post('/api/slack/message', { as: dana, conversation, text: '/notebook-audit list' })).toEqual({
    ok: true,
  });
  expect(invocations).toEqual([
    {
      name: 'slack',
      event: expect.objectContaining({
        rawPath: '/slack/events',
        headers: expect.objectContaining({ 'x-slack-signature': expect.stringMatching(/^v0=/) }),
      }),
    },
  ]);
});

test('a file the bot shares is saved from the page, by those in the conversation', async () => {
  const client = slackClient(process.env.SLACK_API_URL ?? '', 'xoxb-local');
  await client.filesUploadV2({
    channel_id: 'D0DANA00001',
    initial_comment: 'Your export',
    filename: 'notebooks.csv',
    file: Buffer.from('name\nchurn-eda\n'),
  });
  const [message] = (await getState()).messages.D0DANA00001 ?? [];
  expect(message).toMatchObject({ text: 'Your export', files: [{ name: 'notebooks.csv', size: 15 }] });
  const download = (as: string) => fetch(`${local.url}/api/slack/file?as=${as}&id=${message?.files?.[0]?.id}`);
  expect(await (await download(dana)).text()).toBe('name\nchurn-eda\n');
  expect((await download('U0LENA00002')).status).toBe(404);
});

test('a port that is taken is answered by another one', async () => {
  const port = Number(new URL(local.url).port);
  const second = await startLocalMode({
    settings: { port, aws: { kind: 'stand-in' }, slack: { kind: 'stand-in' } },
    clock,
    root: process.cwd(),
    dist,
  });
  expect(second.url).not.toBe(local.url);
  await second.close();
});
