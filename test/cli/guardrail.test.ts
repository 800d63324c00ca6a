import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULE_IDS } from '../../src/domain/policy';
import { runWith } from './cli';

describe('guardrail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notebook-audit-guardrail-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const policyFile = (more = '') => {
    const file = join(folder, 'policy.yml');
    writeFileSync(
      file,
      `mode: notify\noperator: Platform\nhelp_channel: C0HELP\npolicy_url: https://x.example\nbusiness_hours: { time_zone: Europe/Berlin }\nsecurity: { users: [U0SAMI] }\n${more}`,
    );
    return file;
  };
  const tags = (count: number) =>
    `required_tags: { ${Array.from({ length: count }, (_, index) => `"Tag ${index}": []`).join(', ')} }\n`;

  it('prints the policy as one line of JSON, and what it does and does not do on stderr', async () => {
    const { code, stdout, stderr } = await runWith({}, ['guardrail', '--policy', policyFile()]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(stdout).Statement[0]).toEqual({
      Sid: 'DirectInternetAccess',
      Effect: 'Deny',
      Action: ['sagemaker:CreateNotebookInstance'],
      Resource: '*',
      Condition: { StringNotEquals: { 'sagemaker:DirectInternetAccess': 'Disabled' } },
    });
    expect(stderr).toMatch(/^Denies launches that break: notebook-no-direct-internet-access, notebook-in-vpc, /);
    expect(stderr).toContain(`One policy: ${stdout.length - 1} of at most 5120 characters.`);
    expect(stderr).toContain('does not bind the management account');
    expect(stderr).toContain('sandbox OU');
    expect(stderr).not.toContain('exempt');
  });

  it('reads the policy that POLICY_FILE names, else the one of this package', async () => {
    const file = policyFile('rules: { notebook-in-vpc: { enabled: false } }\n');
    const named = await runWith({ POLICY_FILE: file }, ['guardrail']);
    expect(named.stdout).not.toContain('NoVpc');
    expect((await runWith({}, ['guardrail'])).stdout).toContain('NoVpc');
  });

  it('names the tag that exempts, and who may set it', async () => {
    const { stdout, stderr } = await runWith({}, ['guardrail', '--exempt-tag', 'notebook-audit-exempt']);
    expect(JSON.parse(stdout).Statement[0].Sid).toBe('ProtectExemptTag');
    expect(stderr).toContain('notebook-audit-exempt=true are exempt. Only principals with notebook-audit-exempt=admin');
  });

  it.each(['', 'two words', 'aws:x', 'x'.repeat(129), 'a*b'])('refuses %j as a tag', async (tag) => {
    const { code, stdout, stderr } = await runWith({}, ['guardrail', '--exempt-tag', tag]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^--exempt-tag must be the key of an IAM tag/);
  });

  it('prints one policy a line where one is too short', async () => {
    const { code, stdout, stderr } = await runWith({}, ['guardrail', '--policy', policyFile(tags(50))]);
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ Version: '2012-10-17' });
    expect(stderr).toContain(`${lines.length} policies, one a line, to be attached together`);
  });

  it('says which part is too long for any policy', async () => {
    const values = Array.from({ length: 400 }, (_, index) => `cost-centre-${index}`).join(', ');
    const file = policyFile(`required_tags: { Cost: [${values}] }\n`);
    const { code, stdout, stderr } = await runWith({}, ['guardrail', '--policy', file]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^There are too many allowed values of the tag Cost for a service control policy: \d{4} of/);
  });

  it('says when there is nothing to generate', async () => {
    const off = RULE_IDS.map((id) => `${id}: { enabled: false }`).join(', ');
    const { code, stdout, stderr } = await runWith({}, ['guardrail', '--policy', policyFile(`rules: { ${off} }\n`)]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^There is nothing to generate/);
  });

  it('names everything that is wrong with the policy', async () => {
    const file = policyFile('surprise: 1\nregions: [mars]\n');
    const { code, stdout, stderr } = await runWith({}, ['guardrail', '--policy', file]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain(`${file}:7 surprise: is not a known key`);
  });
});
