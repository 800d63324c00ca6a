import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFinding, aNotebook } from '../support/a-finding';
import { type Operator, root, startOperator } from './cli';

/** The package as it is installed: the built program beside the files it reads, and nothing else. */
const installed = mkdtempSync(join(tmpdir(), 'notebook-audit-installed-'));
const program = join(installed, 'dist/cli.js');

beforeAll(() => {
  execFileSync('node', [join(root, 'build.mjs'), join(installed, 'dist')]);
  for (const file of ['package.json', 'serverless.yml', 'manifest.json', 'policy.yml']) {
    cpSync(join(root, file), join(installed, file));
  }
}, 120_000);
afterAll(() => rmSync(installed, { recursive: true }));

const bare = { PATH: process.env.PATH, AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' };

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { ...bare, ...env },
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

it('finds the files of its package wherever it is started', () => {
  expect(run(['policy', 'check'])).toMatchObject({ code: 0, stdout: expect.stringContaining('policy.yml: OK') });
  const { stdout } = run(['manifest', '--url', 'https://abc.example/slack/events']);
  expect(JSON.parse(stdout).settings.interactivity.request_url).toBe('https://abc.example/slack/events');
});

it('works through the link that npm makes', () => {
  const link = join(installed, 'notebook-audit');
  symlinkSync(program, link);
  const { status, stdout } = spawnSync(link, ['--version'], { env: bare, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '0.1.0\n' });
});

it.each([
  ['no database answers', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', ...keys() }, /^No connection: .*ECONNREFUSED/],
  ['there are no credentials', { HOME: '/nowhere' }, /^No AWS credentials: /],
  ['there is no region', { AWS_REGION: undefined, HOME: '/nowhere', ...keys() }, /^No AWS region: set AWS_REGION/],
])('says in one line that %s', (_, env, message) => {
  const { code, stdout, stderr } = run(['findings'], { FINDINGS_TABLE: 'findings', AWS_MAX_ATTEMPTS: '1', ...env });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

function keys() {
  return { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
}

describe('with many findings', () => {
  let operator: Operator;
  beforeAll(async () => {
    operator = await startOperator();
    await operator.run('setup-tables');
    for (let index = 0; index < 200; index += 1) {
      await operator.findings.open(aFinding({ notebook: aNotebook({ name: `notebook-${index}` }) }));
    }
  });
  afterAll(() => operator.close());

  /** Runs a shell command beside this process, which is the database meanwhile. */
  const shell = (command: string) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn('bash', ['-o', 'pipefail', '-c', command], {
        env: { ...process.env, ...operator.env, PROGRAM: program },
      });
      let output = '';
      child.stdout.on('data', (text) => {
        output += text;
      });
      child.stderr.on('data', (text) => {
        output += text;
      });
      child.on('close', (code) => resolve({ code, output }));
    });

  it('writes the whole list into a pipe', async () => {
    const { code, output } = await shell('"$PROGRAM" findings --json');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toHaveLength(200);
  });

  it('stops quietly when the reader has seen enough', async () => {
    const { code, output } = await shell('"$PROGRAM" findings --json | head -c 1');
    expect({ code, output }).toEqual({ code: 0, output: '[' });
  });
});
