import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dana, lena, sami } from '../local/slack/people';
import { type Operator, startOperator } from './cli';

const ravi = 'U0RAVI00005';

let operator: Operator;
beforeAll(async () => {
  operator = await startOperator();
  await operator.run('setup-tables');
});
afterAll(() => operator.close());

async function stored(): Promise<string[]> {
  const { stdout } = await operator.run('owners', 'list', '--json');
  const facts: { kind: string; value: string; owner: string; team: string | null }[] = JSON.parse(stdout);
  return facts.map(({ kind, value, owner, team }) => `${kind} ${value} ${owner} ${team}`);
}

const lines = (text: string) => text.trimEnd().split('\n');

it('owners list says that there is nothing, with nothing on stdout', async () => {
  expect(await operator.run('owners', 'list')).toEqual({ code: 0, stdout: '', stderr: '0 entries\n' });
});

describe('owners import', () => {
  const rows = [`dana,${dana},dana@acme.example,growth,`, 'lena,,lena@acme.example,growth,yes'];

  it('shows what a dry run would change, and writes nothing', async () => {
    const { code, stdout, stderr } = await operator.run('owners', 'import', operator.csv(...rows), '--dry-run');
    expect(code).toBe(0);
    expect(lines(stdout).map((line) => line.split(/ {2,}/))).toEqual([
      ['CHANGE', 'KIND', 'VALUE', 'BEFORE', 'AFTER'],
      ['new', 'tag', 'dana', '-', `${dana} (growth)`],
      ['new', 'email', 'dana@acme.example', '-', `${dana} (growth)`],
      ['new', 'person', dana, '-', `${dana} (growth)`],
      ['new', 'tag', 'lena', '-', `${lena} (growth)`],
      ['new', 'email', 'lena@acme.example', '-', `${lena} (growth)`],
      ['new', 'person', lena, '-', `${lena} (growth)`],
      ['new', 'lead', 'growth', '-', `${lena} (growth)`],
      ['7 new, 0 changed, 0 unchanged'],
    ]);
    expect(stderr).toBe('Nothing was written: this was a dry run.\n');
    expect(await stored()).toEqual([]);
  });

  it('writes every row, looks addresses up, and notes who imported', async () => {
    const { code, stderr } = await operator.run('owners', 'import', operator.csv(...rows));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^2026-11-24T10:00:00\.000Z \S+owners\.csv: 2 rows imported by arn:aws:sts::111122223333:/);
    expect(await operator.owners.byTag('lena')).toEqual({
      userId: lena,
      team: 'growth',
      timeZone: 'Europe/Berlin',
      checkedAt: '2026-11-24T10:00:00.000Z',
    });
    expect(await operator.owners.leadOf('growth')).toEqual({ userId: lena });
  });

  it('leaves no difference when it is repeated', async () => {
    const { stdout } = await operator.run('owners', 'import', operator.csv(...rows));
    expect(stdout).toBe('0 new, 0 changed, 7 unchanged\n');
  });

  it('shows whom a changed row replaces, the lead of a team as well', async () => {
    const file = operator.csv(`dana,${dana},,platform,`, `,${sami},,growth,yes`);
    const { stdout } = await operator.run('owners', 'import', file);
    expect(
      lines(stdout)
        .map((line) => line.split(/ {2,}/))
        .slice(1),
    ).toEqual([
      ['changed', 'tag', 'dana', `${dana} (growth)`, `${dana} (platform)`],
      ['changed', 'person', dana, `${dana} (growth)`, `${dana} (platform)`],
      ['new', 'person', sami, '-', `${sami} (growth)`],
      ['changed', 'lead', 'growth', `${lena} (growth)`, `${sami} (growth)`],
      ['1 new, 3 changed, 0 unchanged'],
    ]);
    expect(await operator.owners.teamsLedBy(lena)).toEqual([]);
  });

  it('waits as long as Slack asks', async () => {
    operator.slack.failNext('users.info', { kind: 'ratelimited', retryAfterSeconds: 0 }, 2);
    const { code, stderr } = await operator.run('owners', 'import', operator.csv(`dana,${dana},,,`), '--dry-run');
    expect(code).toBe(0);
    expect(stderr.match(/Slack asks to wait 0 s/g)).toHaveLength(2);
  });

  it('asks Slack again when the connection broke', async () => {
    operator.slack.failNext('users.info', { kind: 'lost-answer' }, 2);
    const { code } = await operator.run('owners', 'import', operator.csv(`dana,${dana},,,`), '--dry-run');
    expect(code).toBe(0);
  });

  it('gives up when the connection keeps breaking', async () => {
    operator.slack.failNext('users.info', { kind: 'lost-answer' }, 3);
    const { code, stderr } = await operator.run('owners', 'import', operator.csv(`dana,${dana},,,`), '--dry-run');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^users\.info failed for U0DANA/) });
  });

  it('asks Slack once about each user, however many rows there are', async () => {
    const before = operator.slack.calls('users.info').length;
    const many = Array.from({ length: 10_000 }, (_, index) => `tag-${index},${index % 2 ? dana : lena},,,`);
    const { code, stdout } = await operator.run('owners', 'import', operator.csv(...many), '--dry-run');
    expect(code).toBe(0);
    expect(lines(stdout).at(-1)).toMatch(/^10000 new, /);
    expect(operator.slack.calls('users.info')).toHaveLength(before + 2);
  });
});

describe('owners import refuses the whole file', () => {
  beforeAll(() => {
    operator.slack.editPerson(ravi, { deleted: true });
    operator.slack.editPerson('U0MINA00004', { isRestricted: true });
  });
  afterEach(async () => expect(await operator.owners.byTag('fine')).toBeNull());

  const refused = async (file: string) => {
    const { code, stdout, stderr } = await operator.run('owners', 'import', file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    return lines(stderr).map((line) => line.replace(file, 'FILE'));
  };

  it.each([
    ['an unknown user', 'a,U0NOBODY,,,', 'Slack knows no user U0NOBODY'],
    ['a deactivated user', `a,${ravi},,,`, `${ravi} is deactivated, a guest, a bot or not of this workspace`],
    ['a guest', 'a,U0MINA00004,,,', 'U0MINA00004 is deactivated, a guest, a bot or not of this workspace'],
    ['a bot', 'a,U0NBAUDIT01,,,', 'U0NBAUDIT01 is deactivated, a guest, a bot or not of this workspace'],
    [
      'an address that nobody has',
      'a,,nobody@acme.example,,',
      'nobody active in Slack has the email "nobody@acme.example"',
    ],
    [
      'an address of somebody who left',
      'a,,ravi@acme.example,,',
      'nobody active in Slack has the email "ravi@acme.example"',
    ],
    ['an id that is none', 'a,dana,,,', 'slack_user "dana" is no Slack user id; one looks like U012ABCDEF'],
    ['a tag given away twice', `Fine,${lena},,,`, `tag "Fine" means ${lena} here, but ${dana} in line 2`],
    [
      'a tag given away twice, once by address',
      'fine,,lena@acme.example,,',
      `tag "fine" means ${lena} here, but ${dana} in line 2`,
    ],
    ['two leads', `b,${lena},,Growth,yes`, `team "Growth" is led by ${lena} here, but ${dana} in line 2`],
  ])('for %s', async (_, row, message) => {
    const file = operator.csv(`fine,${dana},,growth,yes`, row);
    expect(await refused(file)).toEqual([`FILE:3 ${message}`, 'Nothing was written: 1 problem in FILE.']);
  });

  it('with everything that is wrong, in the order of the lines', async () => {
    const file = operator.csv('a,U0NOBODY,,,', 'b,dana,,,maybe', `fine,${dana},,,`, `fine,${lena},,,`);
    expect(await refused(file)).toEqual([
      'FILE:2 Slack knows no user U0NOBODY',
      'FILE:3 slack_user "dana" is no Slack user id; one looks like U012ABCDEF',
      'FILE:3 lead "maybe" is neither yes nor no',
      `FILE:5 tag "fine" means ${lena} here, but ${dana} in line 4`,
      'Nothing was written: 4 problems in FILE.',
    ]);
  });

  it('when Slack refuses the token', async () => {
    operator.slack.failNext('users.info', { kind: 'error', error: 'missing_scope' });
    const [message, ...others] = await refused(operator.csv(`fine,${dana},,,`));
    expect(message).toMatch(/^Slack refused the call: .*missing_scope/);
    expect(others).toEqual([]);
  });

  it('that is not there', async () => {
    expect((await refused('/nowhere/owners.csv'))[0]).toMatch(/^Cannot read the file: ENOENT/);
  });
});

describe('without a Slack token', () => {
  it('an import says that nobody was checked, and claims nothing else', async () => {
    const file = operator.csv(`unchecked,${ravi},,,`);
    const { code, stderr } = await operator.runWithout(['SLACK_BOT_TOKEN'], 'owners', 'import', file);
    expect(code).toBe(0);
    expect(lines(stderr)[0]).toMatch(/^The users were NOT checked: no Slack token is configured/);
    const found = await operator.owners.byTag('unchecked');
    expect(found).toMatchObject({ userId: ravi });
    expect(found?.checkedAt).toBeUndefined();
  });

  it('a row with an address alone is refused', async () => {
    const file = operator.csv('x,,dana@acme.example,,');
    const { code, stderr } = await operator.runWithout(['SLACK_BOT_TOKEN'], 'owners', 'import', file);
    expect(code).toBe(1);
    expect(stderr).toContain(':2 slack_user is empty, and no Slack token is configured to look the email up\n');
  });
});

it('an import names the user of the computer when AWS cannot say who it is', async () => {
  process.env.AWS_ENDPOINT_URL_STS = 'http://127.0.0.1:9';
  const { code, stderr } = await operator.run('owners', 'import', operator.csv(`dana,${dana},,,`));
  delete process.env.AWS_ENDPOINT_URL_STS;
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining(`imported by the user ${userInfo().username} of this computer`),
  });
});

it('an import of two thousand rows is written completely', async () => {
  const many = Array.from({ length: 2_000 }, (_, index) => `load-${index},${index % 2 ? dana : lena},,,`);
  const { code } = await operator.run('owners', 'import', operator.csv(...many));
  expect(code).toBe(0);
  expect((await stored()).filter((fact) => fact.startsWith('tag load-'))).toHaveLength(2_000);
}, 30_000);

describe('owners set', () => {
  it('stores one owner, keeps the team that is known, and shows what changed', async () => {
    await operator.run('owners', 'set', 'forecast', dana, '--team', 'Platform', '--email', 'd@acme.example', '--lead');
    expect(await operator.owners.byEmail('d@acme.example')).toMatchObject({ userId: dana, team: 'platform' });
    expect(await operator.owners.leadOf('platform')).toEqual({ userId: dana });
    const { code, stdout } = await operator.run('owners', 'set', 'pricing', dana);
    expect({ code, last: lines(stdout).at(-1) }).toEqual({ code: 0, last: '1 new, 0 changed, 1 unchanged' });
    expect(await operator.owners.person(dana)).toMatchObject({ team: 'platform' });
    expect(await stored()).toContain(`tag pricing ${dana} platform`);
  });

  it.each([
    [['churn', 'dana'], 2, 'slack_user "dana" is no Slack user id; one looks like U012ABCDEF\n'],
    [['churn', dana, '--lead'], 2, 'lead is yes, but team is empty\n'],
    [['churn', 'U0NOBODY'], 1, 'Slack knows no user U0NOBODY\n'],
  ])('refuses %j', async (args, code, stderr) => {
    expect(await operator.run('owners', 'set', ...args)).toEqual({ code, stdout: '', stderr });
    expect(await operator.owners.byTag('churn')).toBeNull();
  });
});

it('owners list prints a table for people', async () => {
  const { stdout, stderr } = await operator.run('owners', 'list');
  expect(lines(stdout)[0]).toMatch(/^KIND +VALUE +OWNER +TEAM$/);
  expect(stdout).toMatch(new RegExp(`^lead +platform +${dana} +platform$`, 'm'));
  expect(stderr).toBe(`${lines(stdout).length - 1} entries\n`);
});

it('a file in another encoding is refused and not misread', async () => {
  const file = operator.csv();
  writeFileSync(file, Buffer.from('tag,slack_user,email,team,lead\nM\xfcller,U0DANA00001,,,\n', 'latin1'));
  const { code, stderr } = await operator.run('owners', 'import', file);
  expect(code).toBe(1);
  expect(stderr).toContain(':2 tag "M\uFFFDller" holds what no AWS tag can hold');
});
