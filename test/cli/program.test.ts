import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Operator, root, runWith, startOperator } from './cli';

describe('the command line', () => {
  it.each([
    [[], /^Usage: notebook-audit/],
    [['owners'], /^Usage: notebook-audit owners/],
    [['policy'], /^Usage: notebook-audit policy/],
    [['bogus'], /^error: unknown command 'bogus'/],
    [['owners', 'import'], /^error: missing required argument 'file'/],
    [['owners', 'set', 'churn'], /^error: missing required argument 'user'/],
    [['findings', 'extra'], /^error: too many arguments/],
    [['findings', '--bogus'], /^error: unknown option '--bogus'/],
    [['manifest'], /^error: required option '--url <url>' not specified/],
  ])('%j is wrong usage, said on stderr', async (args, message) => {
    const { code, stdout, stderr } = await runWith({}, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([
    [[]],
    [['setup-tables']],
    [['owners']],
    [['owners', 'import']],
    [['owners', 'list']],
    [['owners', 'set']],
    [['findings']],
    [['policy', 'check']],
    [['guardrail']],
    [['manifest']],
  ])('%j --help is an answer', async (command) => {
    const { code, stdout, stderr } = await runWith({}, [...command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: ${['notebook-audit', ...command].join(' ')} `));
  });

  it('knows its version', async () => {
    expect(await runWith({}, ['--version'])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });
});

describe('setup-tables', () => {
  let operator: Operator;
  beforeAll(async () => {
    operator = await startOperator();
  });
  afterAll(() => operator.close());

  it.each([[['findings', '--json']], [['owners', 'list']], [['owners', 'set', 'churn', 'U0DANA00001']]])(
    'is what %j asks for when there are no tables',
    async (args) => {
      const { code, stdout, stderr } = await operator.run(...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^The table does not exist here: .* run setup-tables first\n$/);
    },
  );

  it('creates both tables and says where', async () => {
    expect(await operator.run('setup-tables')).toEqual({
      code: 0,
      stdout: 'created  cli-findings\ncreated  cli-owners\n',
      stderr: expect.stringMatching(/^At /),
    });
    expect((await operator.run('findings', '--json')).stdout).toBe('[]\n');
  });

  it('leaves alone what is there', async () => {
    expect(await operator.run('setup-tables')).toMatchObject({
      code: 0,
      stdout: 'existed  cli-findings\nexisted  cli-owners\n',
    });
  });

  it.each([
    [['setup-tables'], 'FINDINGS_TABLE' as const],
    [['setup-tables'], 'OWNERS_TABLE' as const],
    [['findings'], 'FINDINGS_TABLE' as const],
    [['owners', 'list'], 'OWNERS_TABLE' as const],
  ])('%j without %s says so', async (args, name) => {
    const { code, stderr } = await operator.runWithout([name], ...args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `environment: ${name} is not set\n` });
  });

  it.each([
    ['findings', 'OWNERS_TABLE' as const],
    ['owners', 'FINDINGS_TABLE' as const],
  ])('%s does without %s', async (command, name) => {
    const args = command === 'owners' ? ['owners', 'list'] : ['findings'];
    expect((await operator.runWithout([name], ...args)).code).toBe(0);
  });
});

describe('policy check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notebook-audit-policy-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const policyFile = (text: string) => {
    const file = join(folder, 'policy.yml');
    writeFileSync(file, text);
    return file;
  };

  it('says of the policy of this package what it switches on', async () => {
    expect(await runWith({}, ['policy', 'check'])).toEqual({
      code: 0,
      stdout: `${join(root, 'policy.yml')}: OK, mode observe; 7 of 8 rules on (off: notebook-idle-shutdown-configured); no approved networks; approvers S0000000000\n`,
      stderr: '',
    });
  });

  const good = (more: string) =>
    policyFile(
      `mode: notify\noperator: Platform\nhelp_channel: C0HELP\npolicy_url: https://x.example\nbusiness_hours: { time_zone: Europe/Berlin }\nsecurity: { users: [U0SAMI] }\n${more}`,
    );

  it('reads the file that POLICY_FILE names', async () => {
    const file = good(
      'notify_only: ["team:growth"]\napproved_lifecycle_configs: [idle]\nrules: { notebook-in-vpc: { enabled: false } }\n',
    );
    expect(await runWith({ POLICY_FILE: file }, ['policy', 'check'])).toMatchObject({
      code: 0,
      stdout: `${file}: OK, mode notify (only team:growth); 7 of 8 rules on (off: notebook-in-vpc); no approved networks; approvers U0SAMI\n`,
    });
  });

  it('prefers the file that is named', async () => {
    const file = good('');
    expect((await runWith({ POLICY_FILE: '/nowhere' }, ['policy', 'check', file])).stdout).toMatch(`${file}: OK`);
  });

  it('names every problem with file, line and key', async () => {
    const file = good('surprise: 1\nrules:\n  notebook-in-vpc: { severity: huge }\n');
    expect(await runWith({}, ['policy', 'check', file])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^${file}:9 rules.notebook-in-vpc.severity: .*\n${file}:7 surprise: is not a known key\n$`),
      ),
    });
  });

  it('says when there is no such file', async () => {
    const { code, stderr } = await runWith({}, ['policy', 'check', '/nowhere/policy.yml']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^Cannot read the file: ENOENT/) });
  });
});

describe('manifest', () => {
  const URL_OF_DEPLOY = 'https://abc123.execute-api.eu-west-1.amazonaws.com/slack/events';

  it('is the manifest with the request URL wherever Slack sends something to', async () => {
    const { code, stdout, stderr } = await runWith({}, ['manifest', '--url', URL_OF_DEPLOY]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      features: { slash_commands: [{ url: URL_OF_DEPLOY }] },
      settings: {
        interactivity: { request_url: URL_OF_DEPLOY },
        event_subscriptions: { request_url: URL_OF_DEPLOY },
      },
    });
    expect(stdout).not.toContain('example.com');
  });

  it('adds the path of the function, and says so', async () => {
    const { stdout, stderr } = await runWith({}, ['manifest', '--url', new URL(URL_OF_DEPLOY).origin]);
    expect(JSON.parse(stdout).settings.interactivity.request_url).toBe(URL_OF_DEPLOY);
    expect(stderr).toBe(`The request URL is ${URL_OF_DEPLOY}\n`);
  });

  it.each([
    'http://abc.example/slack/events',
    'abc.example',
    '',
    'https://u:p@abc.example/',
    'https://abc.example/?a=1',
  ])('refuses %j', async (url) => {
    const { code, stdout, stderr } = await runWith({}, ['manifest', '--url', url]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^--url must be an https address/);
  });
});

it('colours only where there is a screen for it', async () => {
  const csi = '\u001b[';
  expect((await runWith({}, ['policy', 'check'], true)).stdout).toContain(`${csi}32mOK`);
  expect((await runWith({}, ['policy', 'check'], false)).stdout).not.toContain(csi);
});

it('prints the stack of a fault when it is asked for', async () => {
  const { stderr } = await runWith({ NOTEBOOK_AUDIT_DEBUG: '1' }, ['findings']);
  expect(stderr).toMatch(/^Error: environment: FINDINGS_TABLE is not set\n {4}at /);
});
