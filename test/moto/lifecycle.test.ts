import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { MessageView } from '../../src/local/page-state';
import { placedElements } from '../../src/local/slack/view-state';
import { ACTIONS, MENU } from '../../src/slack/ids';
import { dana, sami, securityChannel } from '../local/slack/people';
import { botToken, signingSecret, startTestSlack, type TestSlack } from '../support/slack';
import { run, startFunctions, startMoto } from './programs';

const root = join(__dirname, '../..');
// Every step starts programs, some of them cold; a busy machine takes its time.
jest.setTimeout(120_000);

/** The package as it is installed: the built files beside what they read. */
const installed = mkdtempSync(join(tmpdir(), 'notebook-audit-moto-'));

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
const NOTEBOOK = 'churn-model';

const OWNERS = `tag,slack_user,email,team,lead
dana,${dana},dana@acme.example,growth,
lena,,lena@acme.example,growth,yes
`;

let moto: Awaited<ReturnType<typeof startMoto>>;
let slack: TestSlack;
let functions: ReturnType<typeof startFunctions>;
let environment: NodeJS.ProcessEnv;

const httpAnswer = v.object({
  statusCode: v.number(),
  headers: v.optional(v.record(v.string(), v.string()), {}),
  body: v.string(),
});

beforeAll(async () => {
  execFileSync('node', [join(root, 'build.mjs'), join(installed, 'dist')]);
  for (const file of ['package.json', 'serverless.yml', 'manifest.json', 'policy.yml']) {
    cpSync(join(root, file), join(installed, file));
  }
  [moto, slack] = await Promise.all([startMoto(), startTestSlack({ limitMs: 20_000 })]);
  environment = {
    PATH: process.env.PATH,
    HOME: installed,
    AWS_ENDPOINT_URL: moto.url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: 'ERROR',
    POWERTOOLS_METRICS_DISABLED: 'true',
    FINDINGS_TABLE: 'moto-findings',
    OWNERS_TABLE: 'moto-owners',
    EVENT_BUS_NAME: 'notebook-audit',
    SECURITY_CHANNEL: securityChannel,
    POLICY_FILE: join(__dirname, 'policy.yml'),
    SLACK_API_URL: slack.slack.url,
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
  };
  functions = startFunctions(join(installed, 'dist'), environment);
  slack.answerWith(async ({ path, headers, body }) => {
    const event = { version: '2.0', rawPath: path, headers, body, isBase64Encoded: false };
    return v.parse(httpAnswer, await functions.invoke('slack', event));
  });
}, 120_000);

afterAll(async () => {
  await Promise.all([functions?.stop(), moto?.stop(), slack?.slack.close()]);
  rmSync(installed, { recursive: true, force: true });
});

/** Runs the real AWS command line; throws when it fails. */
async function aws(...args: string[]) {
  const { code, stdout, stderr } = await run('aws', ['--output', 'json', ...args], environment);
  if (code !== 0) throw new Error(`aws ${args.join(' ')}: ${stderr}`);
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

/** Runs the built command line of the bot. */
const cli = (...args: string[]) => run('node', [join(installed, 'dist/cli.js'), ...args], environment);

async function findings() {
  const { stdout } = await cli('findings', '--json');
  return JSON.parse(stdout);
}

/** What CloudTrail tells of a call, in the envelope of EventBridge. */
function cloudTrail(eventName: string, responseElements: object | null) {
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    version: '0',
    id: `event-${eventName}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.sagemaker',
    account: ACCOUNT,
    time,
    region: REGION,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_DataScientist_0123456789abcdef/dana@acme.example`,
        accountId: ACCOUNT,
        sessionContext: {
          sessionIssuer: { type: 'Role', userName: 'AWSReservedSSO_DataScientist_0123456789abcdef' },
        },
      },
      eventTime: time,
      eventSource: 'sagemaker.amazonaws.com',
      eventName,
      awsRegion: REGION,
      requestParameters: { notebookInstanceName: NOTEBOOK },
      responseElements,
    },
  };
}

/** The conversation between a person and the bot, or a channel of theirs. */
function conversation(as: string, channel?: string): { id: string; messages: MessageView[] } {
  const seen = slack.slack.snapshot(as);
  const id = channel ?? seen.conversations.find(({ kind }) => kind === 'dm')?.id ?? '';
  return { id, messages: seen.messages[id] ?? [] };
}

/** The message whose blocks offer the action, newest first; throws when nothing offers it. */
function offering(as: string, actionId: string, channel?: string) {
  const { id, messages } = conversation(as, channel);
  for (const { ts, blocks } of messages.toReversed()) {
    const placed = placedElements(blocks).find((one) => one.actionId === actionId);
    if (placed) return { container: { kind: 'message' as const, channel: id, ts }, placed };
  }
  throw new Error(`no message to ${as} offers ${actionId}`);
}

/** Presses a button; `option` chooses from an overflow menu. */
async function press(as: string, actionId: string, { channel, option }: { channel?: string; option?: string } = {}) {
  const { container, placed } = offering(as, actionId, channel);
  return slack.slack.action({
    as,
    container,
    action: {
      type: String(placed.element.type),
      action_id: actionId,
      block_id: placed.blockId,
      ...(option ? { selected_option: { text: { type: 'plain_text', text: 'as shown' }, value: option } } : {}),
    },
    values: {},
  });
}

const modal = (as: string) => slack.slack.snapshot(as).modals.at(-1);

const submit = (as: string, values: Record<string, Record<string, unknown>>) =>
  slack.slack.submit({ as, viewId: modal(as)?.id ?? '', values });

const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
const choice = (value: string, actionId = 'value') => ({
  [actionId]: { type: 'radio_buttons', selected_option: { value } },
});

it('setup-tables creates the tables that serverless.yml declares', async () => {
  const { code, stdout } = await cli('setup-tables');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'created  moto-findings\ncreated  moto-owners\n' });
  const { TableNames } = await aws('dynamodb', 'list-tables');
  expect(TableNames).toEqual(['moto-findings', 'moto-owners']);
  await aws('events', 'create-event-bus', '--name', 'notebook-audit');
});

it('owners import asks Slack about the people and writes them', async () => {
  const file = join(installed, 'owners.csv');
  writeFileSync(file, OWNERS);
  const { code, stdout, stderr } = await cli('owners', 'import', file);
  expect({ code, said: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    said: '7 new, 0 changed, 0 unchanged',
  });
  expect(stderr).toContain(`arn:aws:sts::${ACCOUNT}:`);
});

it('a launch with direct internet access becomes a card for the owner', async () => {
  const { NotebookInstanceArn: notebookInstanceArn } = await aws(
    'sagemaker',
    'create-notebook-instance',
    ...['--notebook-instance-name', NOTEBOOK],
    ...['--instance-type', 'ml.t3.medium'],
    ...['--role-arn', `arn:aws:iam::${ACCOUNT}:role/SageMakerNotebooks`],
    ...['--direct-internet-access', 'Enabled'],
    ...['--root-access', 'Disabled'],
    ...['--subnet-id', 'subnet-0a1b2c3d'],
    ...['--security-group-ids', 'sg-0a1b2c3d'],
    '--tags',
    ...Object.entries({ Owner: 'dana', Project: 'churn', Team: 'growth', DataSensitivity: 'internal' }).map(
      ([key, value]) => `Key=${key},Value=${value}`,
    ),
  );
  const created = cloudTrail('CreateNotebookInstance', { notebookInstanceArn });
  expect(await functions.invoke('notebookEvents', created)).toEqual({ outcome: 'finding' });
  const { messages } = conversation(dana);
  expect(messages).toHaveLength(1);
  expect(JSON.stringify(messages[0]?.blocks)).toContain(NOTEBOOK);
  expect(JSON.stringify(messages[0]?.blocks)).toContain('create-notebook-instance');
});

it('the same event again changes nothing', async () => {
  await functions.invoke('notebookEvents', cloudTrail('CreateNotebookInstance', null));
  expect(conversation(dana).messages).toHaveLength(1);
  expect(await findings()).toEqual([
    expect.objectContaining({
      notebook: NOTEBOOK,
      account: ACCOUNT,
      region: REGION,
      status: 'open',
      owner: dana,
      team: 'growth',
      violations: [expect.objectContaining({ rule: 'notebook-no-direct-internet-access', observed: 'Enabled' })],
    }),
  ]);
});

it('a request that Slack did not sign is refused', async () => {
  const forged = { 'content-type': 'application/json', 'x-slack-request-timestamp': '1', 'x-slack-signature': 'v0=0' };
  const answer = await functions.invoke('slack', { headers: forged, body: '{}', isBase64Encoded: false });
  expect(answer).toMatchObject({ statusCode: 401 });
});

it('Acknowledge is recorded and shown on the same card', async () => {
  expect(await press(dana, ACTIONS.acknowledge)).toEqual({ ok: true });
  expect(await findings()).toEqual([expect.objectContaining({ status: 'acknowledged' })]);
  expect(JSON.stringify(conversation(dana).messages)).toContain('*Acknowledged*');
  expect(() => offering(dana, ACTIONS.acknowledge)).toThrow();
});

it('Schedule Migration saves the date of its modal', async () => {
  expect(await press(dana, ACTIONS.scheduleMigration)).toEqual({ ok: true });
  expect(modal(dana)?.title).toBe('Schedule migration');
  expect(await submit(dana, { files: choice('safe_elsewhere') })).toEqual({ ok: true });
  const [finding] = await findings();
  expect(finding).toMatchObject({ status: 'migration_scheduled', migration: { by: dana, files: 'safe_elsewhere' } });
  expect(finding.migration.at > new Date().toISOString()).toBe(true);
});

it('Request Exception puts a request before security', async () => {
  expect(await press(dana, ACTIONS.menu, { option: MENU.requestException })).toEqual({ ok: true });
  expect(modal(dana)?.title).toBe('Request policy exception');
  const outcome = await submit(dana, {
    category: choice('third_party_api', ACTIONS.exceptionCategory),
    reason: text('We call the weather API of a partner during the trial.'),
    until: choice('14_days'),
  });
  expect(outcome).toEqual({ ok: true });
  await functions.invoke('remind');
  expect(await findings()).toEqual([
    expect.objectContaining({ status: 'exception_requested', request: expect.objectContaining({ by: dana }) }),
  ]);
  expect(JSON.stringify(conversation(sami, securityChannel).messages)).toContain('weather API of a partner');
});

it('Approve by security grants it, for the owner to see', async () => {
  expect(await press(sami, ACTIONS.approve, { channel: securityChannel })).toEqual({ ok: true });
  await functions.invoke('remind');
  expect(await findings()).toEqual([
    expect.objectContaining({
      status: 'exception_granted',
      request: null,
      grant: expect.objectContaining({ approvers: [sami], rules: ['notebook-no-direct-internet-access'] }),
    }),
  ]);
  expect(JSON.stringify(conversation(dana).messages)).toContain('*Allowed until');
});

it('the event of a deletion that did not happen resolves nothing', async () => {
  await aws('sagemaker', 'stop-notebook-instance', '--notebook-instance-name', NOTEBOOK);
  expect(await functions.invoke('notebookEvents', cloudTrail('DeleteNotebookInstance', null))).toEqual({
    outcome: 'finding',
  });
  expect(await findings()).toEqual([expect.objectContaining({ status: 'exception_granted' })]);
});

it('a deletion resolves the finding, by evidence and with its history', async () => {
  await aws('sagemaker', 'delete-notebook-instance', '--notebook-instance-name', NOTEBOOK);
  expect(await functions.invoke('notebookEvents', cloudTrail('DeleteNotebookInstance', null))).toEqual({
    outcome: 'gone',
  });
  await functions.invoke('remind');
  const [finding, ...others] = await findings();
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ status: 'resolved', grant: null, resolution: { evidence: 'gone' } });
  expect(finding.history.map(({ command, actor }: { command: string; actor: string }) => [command, actor])).toEqual([
    ['open', 'bot'],
    ['acknowledge', dana],
    ['schedule_migration', dana],
    ['request_exception', dana],
    ['approve', sami],
    ['resolve', 'bot'],
  ]);
  expect(() => offering(dana, ACTIONS.scheduleMigration)).toThrow();
});

it('findings prints the same as a table', async () => {
  const { code, stdout } = await cli('findings', '--status', 'resolved');
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^NB-[0-9A-Z]{4} +${NOTEBOOK} +${ACCOUNT} +${REGION} +resolved `, 'm'));
});
