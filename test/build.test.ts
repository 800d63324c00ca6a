import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { lambdaFunctions } from './support/lambda-functions';

const root = join(__dirname, '..');
const outdir = mkdtempSync(join(tmpdir(), 'notebook-audit-build-'));
const functions = lambdaFunctions();

const SIGNING_SECRET = 'a-signing-secret-of-the-test';

/** What a function finds in AWS, with addresses at which nobody answers. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  NODE_NO_WARNINGS: '1',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
  SLACK_BOT_TOKEN: 'xoxb-test',
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  FINDINGS_TABLE: 'findings',
  OWNERS_TABLE: 'owners',
  EVENT_BUS_NAME: 'notebook-audit',
  SECURITY_CHANNEL: 'C0SECURITY1',
  POLICY_FILE: join(root, 'policy.yml'),
};

beforeAll(() => {
  execFileSync('node', [join(root, 'build.mjs'), outdir]);
}, 60_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Runs one event through a built function in a fresh process, as Lambda would. */
function invoke(functionName: string, event: object) {
  const script = `
    const { handler } = require(process.argv[1]);
    const event = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    handler(event, { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:test' })
      .then((answer) => process.stdout.write('\\nANSWER ' + JSON.stringify(answer), () => process.exit()));`;
  const run = spawnSync('node', ['-e', script, join(outdir, `${functionName}.js`)], {
    env: ENVIRONMENT,
    input: JSON.stringify(event),
    encoding: 'utf8',
  });
  const answer = /^ANSWER (.*)$/m.exec(run.stdout)?.[1];
  if (answer === undefined) throw new Error(`${functionName} gave no answer: ${run.stderr}`);
  return JSON.parse(answer);
}

function slackRequest(body: string, { contentType = 'application/json', secret = SIGNING_SECRET } = {}) {
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    version: '2.0',
    rawPath: '/slack/events',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    requestContext: { http: { method: 'POST', path: '/slack/events' } },
    body,
    isBase64Encoded: false,
  };
}

/** A press on a link button: Slack reports it, and there is nothing to do but to acknowledge. */
const LINK_PRESS = `payload=${encodeURIComponent(
  JSON.stringify({
    type: 'block_actions',
    team: { id: 'T0LOCAL0001', domain: 'acme' },
    user: { id: 'U0DANA00001', team_id: 'T0LOCAL0001' },
    trigger_id: '1.2.3',
    container: { type: 'message' },
    actions: [{ type: 'button', action_id: 'link', block_id: 'b', value: '' }],
  }),
)}`;
const FORM = 'application/x-www-form-urlencoded';

describe('the built slack function', () => {
  it('answers the question by which Slack checks the request URL', () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'are-you-there', token: 't' });
    const answer = invoke('slack', slackRequest(body));
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('are-you-there');
  });

  it('passes a signed press through Bolt and acknowledges it', () => {
    expect(invoke('slack', slackRequest(LINK_PRESS, { contentType: FORM })).statusCode).toBe(200);
  });

  it('refuses a wrong signature', () => {
    const forged = slackRequest(LINK_PRESS, { contentType: FORM, secret: 'somebody-elses-secret' });
    expect(invoke('slack', forged).statusCode).toBe(401);
  });
});

it.each(functions)('%s exports a handler of two arguments, as Node 24 on Lambda requires', (name) => {
  const script = 'const { handler } = require(process.argv[1]); process.stdout.write("\\nLENGTH " + handler.length)';
  const run = spawnSync('node', ['-e', script, join(outdir, `${name}.js`)], { env: ENVIRONMENT, encoding: 'utf8' });
  const length = Number(/^LENGTH (\d+)$/m.exec(run.stdout)?.[1]);
  expect({ length, stderr: run.stderr }).toEqual({ length: expect.any(Number), stderr: '' });
  expect(length).toBeLessThanOrEqual(2);
});

describe('what a bundle contains', () => {
  /** Packages of which at least one byte ended up in the bundle. */
  function packagesIn(functionName: string): string[] {
    const outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> = JSON.parse(
      readFileSync(join(outdir, 'meta.json'), 'utf8'),
    );
    const [, output] = Object.entries(outputs).find(([path]) => basename(path) === `${functionName}.js`) ?? [];
    const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const packages = inputs.map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? '');
    return [...new Set(packages)].filter(Boolean).sort();
  }
  const clientsIn = (name: string) => packagesIn(name).filter((found) => found.startsWith('@aws-sdk/client-'));
  const STORE_AND_BUS = ['@aws-sdk/client-dynamodb', '@aws-sdk/client-eventbridge', '@aws-sdk/client-ssm'];
  const LOOKS = [...STORE_AND_BUS, '@aws-sdk/client-sagemaker', '@aws-sdk/client-sts'];
  const CLIENTS: Record<string, string[]> = { notebookEvents: LOOKS, slack: LOOKS, worker: LOOKS };

  it('leaves out what Bolt loads but a function never uses', () => {
    const found = packagesIn('slack');
    expect(found).toContain('@slack/bolt');
    const unused = [
      '@slack/socket-mode',
      '@slack/oauth',
      'express',
      'raw-body',
      'path-to-regexp',
      'undici',
      'iconv-lite',
    ];
    expect(found.filter((name) => unused.includes(name))).toEqual([]);
  });

  it.each(functions.filter((name) => name !== 'slack'))('is no Bolt in %s', (name) => {
    expect(packagesIn(name).length).toBeGreaterThan(0);
    expect(packagesIn(name)).not.toContain('@slack/bolt');
  });

  it.each(functions)('is only the AWS clients that %s may call', (name) => {
    const allowed = CLIENTS[name] ?? STORE_AND_BUS;
    expect(clientsIn(name).filter((client) => !allowed.includes(client))).toEqual([]);
  });
});

describe('the rest of the build', () => {
  it('has a command line that can be run as a program', () => {
    const cli = join(outdir, 'cli.js');
    expect(() => accessSync(cli, constants.X_OK)).not.toThrow();
    expect(readFileSync(cli, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  });

  it('has local mode and its page', () => {
    expect(readdirSync(outdir)).toContain('local.js');
    expect(readdirSync(join(outdir, 'page')).sort()).toEqual(['index.html', 'page.css', 'page.js']);
  });

  it('fails in words when a part is missing', () => {
    const run = spawnSync('node', [join(root, 'build.mjs'), '/dev/null/nowhere'], { encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^The build failed/m);
  });
});
