import type { Finding } from '../../src/domain/finding';
import { aFinding, aNotebook } from '../support/a-finding';
import { type Operator, startOperator } from './cli';

const open = aFinding();
const undated = aFinding({ notebook: aNotebook({ name: 'Forecast' }), deadline: null, owner: null, team: null });
const resolved = aFinding({
  notebook: aNotebook({ name: 'Old' }),
  status: 'resolved',
  violations: [],
  deadline: null,
  resolution: { at: '2026-11-24T09:30:00Z', evidence: 'gone', lookedAt: '2026-11-24T09:29:59Z' },
  history: [
    ...open.history,
    { version: 2, at: '2026-11-24T09:30:00Z', actor: 'bot', command: 'resolve', from: 'open', to: 'resolved' },
  ],
});

let operator: Operator;
beforeAll(async () => {
  operator = await startOperator();
  await operator.run('setup-tables');
});
afterAll(() => operator.close());

const listed = async (...args: string[]): Promise<(Finding & { notebook: string })[]> =>
  JSON.parse((await operator.run('findings', '--json', ...args)).stdout);

it('prints an empty list when there is no finding', async () => {
  expect(await operator.run('findings', '--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  expect(await operator.run('findings')).toEqual({ code: 0, stdout: '', stderr: '0 findings\n' });
});

describe('findings', () => {
  beforeAll(async () => {
    for (const finding of [resolved, undated, open]) await operator.findings.open(finding);
  });

  it('--json prints every field that the docs describe', async () => {
    const [first] = await listed('--status', 'open');
    expect(first).toEqual({
      reference: open.reference,
      notebook: 'Churn-Model',
      account: '111122223333',
      region: 'eu-west-1',
      createdAt: '2026-11-24T09:12:30Z',
      status: 'open',
      owner: 'U0MARIA',
      ownerSource: { kind: 'tag', seen: 'maria' },
      team: 'growth',
      violations: [
        {
          rule: 'notebook-no-direct-internet-access',
          observed: 'Enabled',
          severity: 'high',
          fix: 'recreate',
          deadline: '2026-12-01T16:00:00Z',
        },
      ],
      severity: 'high',
      firstSeenAt: '2026-11-24T09:13:00Z',
      deadline: '2026-12-01T16:00:00Z',
      request: null,
      grant: null,
      migration: null,
      resolution: null,
      history: [{ version: 1, at: '2026-11-24T09:13:02Z', actor: 'bot', command: 'open', from: null, to: 'open' }],
    });
  });

  it('come with the earliest date first, those without a date next and resolved ones last', async () => {
    expect((await listed()).map(({ notebook }) => notebook)).toEqual(['Churn-Model', 'Forecast', 'Old']);
  });

  it.each([
    [['--open'], ['Churn-Model', 'Forecast']],
    [['--status', 'resolved'], ['Old']],
    [['--status', 'acknowledged'], []],
  ])('%j chooses', async (args, names) => {
    expect((await listed(...args)).map(({ notebook }) => notebook)).toEqual(names);
  });

  it('are a table for people, with what happened last', async () => {
    const { code, stdout, stderr } = await operator.run('findings');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '3 findings\n' });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      [
        'REFERENCE',
        'NOTEBOOK',
        'ACCOUNT',
        'REGION',
        'STATUS',
        'SEVERITY',
        'OWNER',
        'TEAM',
        'DEADLINE',
        'LAST CHANGE',
        'VIOLATIONS',
      ],
      [
        open.reference,
        'Churn-Model',
        '111122223333',
        'eu-west-1',
        'open',
        'high',
        'U0MARIA',
        'growth',
        '2026-12-01T16:00Z',
        '2026-11-24T09:13Z open by bot',
        'notebook-no-direct-internet-access (Enabled)',
      ],
      [
        undated.reference,
        'Forecast',
        '111122223333',
        'eu-west-1',
        'open',
        'high',
        '-',
        '-',
        '-',
        '2026-11-24T09:13Z open by bot',
        'notebook-no-direct-internet-access (Enabled)',
      ],
      [
        resolved.reference,
        'Old',
        '111122223333',
        'eu-west-1',
        'resolved',
        'high',
        'U0MARIA',
        'growth',
        '-',
        '2026-11-24T09:30Z resolve by bot',
        '-',
      ],
    ]);
  });

  it('cannot write to the terminal with what AWS reports', async () => {
    const [violation] = open.violations;
    if (!violation) throw new Error('no violation');
    const hostile = { ...violation, observed: 'x\u001b]0;owned\u0007\nNB-0000' };
    await operator.findings.open(aFinding({ notebook: aNotebook({ name: 'hostile' }), violations: [hostile] }));
    const { stdout } = await operator.run('findings');
    expect(stdout).toContain('(x\uFFFD]0;owned\uFFFD\uFFFDNB-0000)');
  });
});

it.each([
  [['--status', 'gone'], /Allowed choices are open, acknowledged/],
  [['--status', 'open', '--open'], /cannot be used with option '--open'/],
])('%j is wrong usage', async (args, message) => {
  const { code, stdout, stderr } = await operator.run('findings', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
