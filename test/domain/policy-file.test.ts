import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parsePolicy } from '../../src/domain/policy-file';

const root = join(__dirname, '../..');

const MINIMAL = `mode: notify
operator: Platform
help_channel: C0HELP
policy_url: https://intranet.example.com/policy
business_hours:
  time_zone: Europe/Berlin
security:
  users: [U0SEC]
`;

function problems(yaml: string): string[] {
  const parsed = parsePolicy(yaml);
  return parsed.ok ? [] : parsed.problems.map(({ line, key, message }) => `${line} ${key}: ${message}`);
}

/** The minimal policy with lines put at its end; the first of them is line 9. */
const withLines = (...lines: string[]) => `${MINIMAL}${lines.join('\n')}\n`;

describe('a policy file', () => {
  it('needs little: the rest has defaults', () => {
    const parsed = parsePolicy(MINIMAL);
    expect(parsed).toMatchObject({
      ok: true,
      policy: {
        notify_only: [],
        business_hours: { start: '09:00', end: '17:00', holidays: [] },
        security: { quorum: { default: 1 }, answer_within_business_days: 2 },
        rules: {},
        required_tags: { Owner: [], Project: [], Team: [], DataSensitivity: [] },
        tags: { owner: 'Owner', team: 'Team', data_sensitivity: 'DataSensitivity' },
        deadlines: { critical: 1, high: 7, medium: 30, low: 90 },
        existing_notebooks: { deadline_days: 30 },
        migration: { latest_days: 45 },
        policy_exceptions: { max_days: { default: 30, confidential: 7, restricted: 7 } },
        regions: [],
        reminders: {
          critical: { owner: ['2h', '4h'], lead: '6h' },
          high: { owner: ['1d', '3d'], lead: '5d' },
          medium: { owner: ['5d', '12d'], lead: '20d' },
          low: { owner: ['14d', '40d'], lead: '60d' },
          snoozes: 2,
        },
        networks: [],
        supported_platforms: ['notebook-al2023-v1'],
      },
    });
  });

  it.each(['policy.yml', 'src/local/policy.yml'])('is valid as %s of the repository', (path) => {
    expect(problems(readFileSync(join(root, path), 'utf8'))).toEqual([]);
  });

  it('may name a rule to switch it off or to change its severity', () => {
    const parsed = parsePolicy(withLines('rules:', '  notebook-in-vpc: { enabled: false, severity: low }'));
    expect(parsed).toMatchObject({ policy: { rules: { 'notebook-in-vpc': { enabled: false, severity: 'low' } } } });
  });

  it('may count reminders in hours and days, the lead at the same time as the owner', () => {
    const ladders = ['reminders:', '  high: { owner: [4h, 1d], lead: 1d }', '  low: { owner: [40h, 9d], lead: 9d }'];
    expect(problems(withLines(...ladders, '  snoozes: 0'))).toEqual([]);
  });

  it('may name the regions to look in', () => {
    expect(parsePolicy(withLines('regions: [eu-west-1, us-gov-west-1]'))).toMatchObject({
      policy: { regions: ['eu-west-1', 'us-gov-west-1'] },
    });
  });

  it('may be for any partition of AWS', () => {
    const networks = ['us-gov-west-1', 'eusc-de-east-1', 'cn-north-1', 'ap-southeast-2'].flatMap((region) => [
      '  - account: "111122223333"',
      `    region: ${region}`,
      '    subnets: [subnet-0abc]',
      '    security_groups: [sg-0abc]',
    ]);
    expect(problems(withLines('networks:', ...networks))).toEqual([]);
  });
});

describe('an error names its line and key', () => {
  it.each<[string, string, string]>([
    ['an unknown key', withLines('notify: true'), '9 notify: is not a known key'],
    [
      'an unknown key within another',
      withLines('migration:', '  last_days: 3'),
      '10 migration.last_days: is not a known key',
    ],
    ['a wrong type', withLines('deadlines:', '  high: soon'), '10 deadlines.high: a deadline is 1 to 365 days'],
    ['a number out of range', withLines('deadlines:', '  low: 366'), '10 deadlines.low: a deadline is 1 to 365 days'],
    ['part of a day', withLines('deadlines:', '  low: 1.5'), '10 deadlines.low: a deadline is 1 to 365 days'],
    ['a missing key', MINIMAL.replace('operator: Platform\n', ''), '1 operator: is missing'],
    [
      'a missing key within another',
      MINIMAL.replace('  time_zone: Europe/Berlin', '  start: "08:00"'),
      '5 business_hours.time_zone: is missing',
    ],
    ['a mode that is none', MINIMAL.replace('notify', 'loud'), '1 mode: mode is observe (message nobody) or notify'],
    [
      'a time zone that is none',
      MINIMAL.replace('Europe/Berlin', 'Europe/Bonn'),
      '6 business_hours.time_zone: time_zone is an IANA name such as Europe/Berlin',
    ],
    [
      'a bad region',
      withLines(
        'networks:',
        '  - account: "111122223333"',
        '    region: Ireland',
        '    subnets: [subnet-0abc]',
        '    security_groups: [sg-0abc]',
      ),
      '11 networks.0.region: an AWS region looks like eu-west-1',
    ],
    [
      'a bad entry of a list',
      withLines('notify_only:', '  - team:growth', '  - growth'),
      '11 notify_only.1: an entry looks like team:growth',
    ],
    [
      'a region to look in that is none',
      withLines('regions: [eu-west-1, Ireland]'),
      '9 regions.1: an AWS region looks like eu-west-1',
    ],
    [
      'one step for the owner instead of two',
      withLines('reminders:', '  high: { owner: [1d] }'),
      '10 reminders.high.owner: name two steps for the owner',
    ],
    [
      'a step without its unit',
      withLines('reminders:', '  high: { owner: [1d, "3"] }'),
      '10 reminders.high.owner.1: a step looks like 2h (working hours) or 3d (days)',
    ],
    [
      'a step of no time',
      withLines('reminders:', '  high:', '    lead: 0d'),
      '11 reminders.high.lead: a step looks like 2h (working hours) or 3d (days)',
    ],
    [
      'steps for the owner that are not in order',
      withLines('reminders:', '  medium: { owner: [9d, 5d] }'),
      "10 reminders.medium: the owner's second step (5d) must come after the first (9d)",
    ],
    [
      'two steps for the owner at the same time',
      withLines('reminders:', '  low: { owner: [14d, 14d] }'),
      "10 reminders.low: the owner's second step (14d) must come after the first (14d)",
    ],
    [
      'a lead who is asked before the owner was told so',
      withLines('reminders:', '  critical: { owner: [2h, 8h] }'),
      "10 reminders.critical: the lead's step (6h) must not come before the owner's second (8h)",
    ],
    [
      'more snoozes than make sense',
      withLines('reminders:', '  snoozes: 6'),
      '10 reminders.snoozes: snoozes is 0 to 5',
    ],
    [
      'a rule that is none',
      withLines('rules:', '  notebook-in-vcp: {}'),
      '10 rules.notebook-in-vcp: a rule is one of notebook-no-direct-internet-access, notebook-in-vpc, notebook-root-access-disabled, notebook-supported-platform, notebook-kms-key-configured, notebook-imdsv2-required, notebook-required-tags, notebook-idle-shutdown-configured',
    ],
    [
      'an account number without quotes',
      withLines('accounts:', '  111122223333:', '    nickname: dev', '    name: dev'),
      '11 accounts.111122223333.nickname: is not a known key',
    ],
    [
      'nobody who decides',
      MINIMAL.replace('[U0SEC]', '[]'),
      '7 security: name a user_group or users: somebody has to decide on policy exceptions',
    ],
    [
      'a quorum for a level that is none',
      `${MINIMAL}  quorum:\n    default: 1\n    secret: 2\n`,
      '11 security.quorum.secret: is neither "default" nor one of data_sensitivity.levels',
    ],
    [
      'a quorum without a default',
      `${MINIMAL}  quorum:\n    restricted: 2\n`,
      '9 security.quorum: needs an entry "default"',
    ],
    [
      'a limit for a level that is none',
      withLines('policy_exceptions:', '  max_days: { default: 30, secret: 7 }'),
      '10 policy_exceptions.max_days.secret: is neither "default" nor one of data_sensitivity.levels',
    ],
    [
      'a sensitive level that is none',
      withLines('data_sensitivity:', '  levels: [public, confidential, restricted]', '  sensitive: [secret]'),
      '11 data_sensitivity.sensitive: "secret" is not one of the levels',
    ],
    [
      'a day that ends before it starts',
      MINIMAL.replace('Berlin', 'Berlin\n  start: "18:00"\n  end: "09:00"'),
      '8 business_hours.end: must be later than start',
    ],
    [
      'an alias',
      withLines('notify_only: &teams []', 'supported_platforms: *teams'),
      '10 : aliases (*name) are not supported: write the value out',
    ],
    [
      'an alias without its anchor',
      withLines('accounts: *accounts'),
      '9 : aliases (*name) are not supported: write the value out',
    ],
  ])('%s', (_what, yaml, problem) => {
    expect(problems(yaml)).toContain(problem);
  });

  it('all of them at once', () => {
    expect(problems(withLines('notify: true', 'deadlines:', '  high: soon')).map((line) => line.split(':')[0])).toEqual(
      ['11 deadlines.high', '9 notify'],
    );
  });

  it('as YAML that cannot be read', () => {
    expect(problems(withLines('notify_only: [team:growth', 'accounts: {}'))[0]).toMatch(/^(9|10) : /);
    expect(problems('mode: notify\n\toperator: x')[0]).toMatch(/^2 : /);
    expect(problems('mode: notify\nmode: observe')[0]).toMatch(/^2 : Map keys must be unique/);
  });

  it.each(['', 'null', '- a\n- b', 'text'])('of a file that holds no map: %j', (yaml) => {
    expect(new Set(problems(yaml).map((problem) => problem.split(' ')[0]))).toEqual(new Set(['1']));
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      'mode',
      'rules',
      'networks',
      'security',
      ': ',
      '\n',
      '  ',
      '- ',
      '? ',
      '*a',
      '&a ',
      '!!set ',
      '!!binary ',
      '<<',
    ],
    ...['{', '}', '[', ']', '"', '|', '#', '---', '%YAML 1.1', '\t', '__proto__', 'null', '1', ','],
  );
  const yamlish = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  it('is either a policy or has problems, each on a line of the file', () => {
    void fc.assert(
      fc.property(
        fc.oneof(
          yamlish,
          fc.string({ unit: 'binary' }),
          yamlish.map((text) => MINIMAL + text),
        ),
        (yaml) => {
          const parsed = parsePolicy(yaml);
          if (parsed.ok) return;
          expect(parsed.problems.length).toBeGreaterThan(0);
          const lines = yaml.split(/\r\n|\r|\n/).length;
          for (const { line } of parsed.problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
