import type { Notebook } from '../../src/domain/notebook';
import {
  audit,
  isNetworkRule,
  longestExceptionDays,
  networksFor,
  quorumFor,
  RULE_IDS,
  type RuleId,
  securityHubControl,
  sensitivityOf,
  strictest,
  tagsToAdd,
  worstSeverity,
} from '../../src/domain/policy';
import type { Policy } from '../../src/domain/policy-file';
import { aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';

const policy = aPolicy();
const good = aNotebook({ directInternetAccess: 'Disabled' });
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/0f0e0d0c-1111-2222-3333-444455556666';

function failed(over: Partial<Notebook>, changed: Partial<Policy> = {}): RuleId[] {
  return audit({ ...good, ...over }, aPolicy(changed), 'internal').map(({ rule }) => rule);
}

function without(key: string): Partial<Notebook> {
  return { tags: Object.fromEntries(Object.entries(good.tags).filter(([name]) => name !== key)) };
}

interface Case {
  met: [string, Partial<Notebook>, Partial<Policy>?][];
  violated: [string, Partial<Notebook>, { observed: string; severity: string; fix: string }, Partial<Policy>?][];
}

const CASES: Record<RuleId, Case> = {
  'notebook-no-direct-internet-access': {
    met: [['access is disabled', { directInternetAccess: 'Disabled' }]],
    violated: [
      [
        'access is enabled',
        { directInternetAccess: 'Enabled' },
        { observed: 'Enabled', severity: 'high', fix: 'recreate' },
      ],
    ],
  },
  'notebook-in-vpc': {
    met: [
      ['in an approved subnet', { subnetId: 'subnet-0a1b2c3d' }],
      ['in any subnet where none is listed for the region', { region: 'us-east-1', subnetId: 'subnet-0123' }],
      ['in any subnet where none is listed for the account', { account: '444455556666', subnetId: 'subnet-0123' }],
    ],
    violated: [
      ['without a subnet', { subnetId: undefined }, { observed: 'missing', severity: 'high', fix: 'recreate' }],
      [
        'without a subnet where none is listed',
        { subnetId: undefined, region: 'us-east-1' },
        { observed: 'missing', severity: 'high', fix: 'recreate' },
      ],
      [
        'in another subnet',
        { subnetId: 'subnet-0123' },
        { observed: 'subnet-0123', severity: 'high', fix: 'recreate' },
      ],
    ],
  },
  'notebook-root-access-disabled': {
    met: [['root access is disabled', { rootAccess: 'Disabled' }]],
    violated: [
      ['root access is enabled', { rootAccess: 'Enabled' }, { observed: 'Enabled', severity: 'high', fix: 'in_place' }],
    ],
  },
  'notebook-supported-platform': {
    met: [
      ['on Amazon Linux 2023', { platform: 'notebook-al2023-v1' }],
      ['on what the policy lists', { platform: 'notebook-al2-v3' }, { supported_platforms: ['notebook-al2-v3'] }],
    ],
    violated: [
      [
        'on Amazon Linux 2',
        { platform: 'notebook-al2-v3' },
        { observed: 'notebook-al2-v3', severity: 'medium', fix: 'in_place' },
      ],
      [
        'on Amazon Linux 1, which cannot be upgraded',
        { platform: 'notebook-al1-v1' },
        { observed: 'notebook-al1-v1', severity: 'medium', fix: 'recreate' },
      ],
    ],
  },
  'notebook-kms-key-configured': {
    met: [
      ['with a key by ARN', { kmsKeyId: KEY }],
      ['with a key by id', { kmsKeyId: '0f0e0d0c-1111-2222-3333-444455556666' }],
      ['with a key by alias', { kmsKeyId: 'alias/notebooks' }],
    ],
    violated: [
      ['without a key', { kmsKeyId: undefined }, { observed: 'missing', severity: 'medium', fix: 'recreate' }],
      [
        'with the key that AWS manages',
        { kmsKeyId: 'alias/aws/sagemaker' },
        { observed: 'missing', severity: 'medium', fix: 'recreate' },
      ],
    ],
  },
  'notebook-imdsv2-required': {
    met: [['version 2 is required', { imdsVersion: '2' }]],
    violated: [['version 1 is accepted', { imdsVersion: '1' }, { observed: '1', severity: 'medium', fix: 'in_place' }]],
  },
  'notebook-required-tags': {
    met: [
      ['all tags are there', {}],
      ['any value is there where none is listed', { tags: { ...good.tags, Owner: 'anybody at all' } }],
      ['a listed value is there', {}, { required_tags: { DataSensitivity: ['public', 'internal'] } }],
      ['no tag is required', { tags: {} }, { required_tags: {} }],
    ],
    violated: [
      ['a tag is missing', without('Project'), { observed: 'Project', severity: 'low', fix: 'in_place' }],
      [
        'a tag is blank and another missing',
        { tags: { Owner: 'maria', Project: ' ', Team: 'growth' } },
        { observed: 'Project, DataSensitivity', severity: 'low', fix: 'in_place' },
      ],
      [
        'a value is not listed',
        { tags: { ...good.tags, DataSensitivity: 'secret' } },
        { observed: 'DataSensitivity', severity: 'low', fix: 'in_place' },
        { required_tags: { DataSensitivity: ['public', 'internal'] } },
      ],
      [
        'a key is in another case, which AWS tells apart',
        { tags: { owner: 'maria', Project: 'churn', Team: 'growth', DataSensitivity: 'internal' } },
        { observed: 'Owner', severity: 'low', fix: 'in_place' },
      ],
    ],
  },
  'notebook-idle-shutdown-configured': {
    met: [
      ['with an approved lifecycle configuration', { lifecycleConfig: 'stop-when-idle' }],
      ['with none where none is approved', { lifecycleConfig: undefined }, { approved_lifecycle_configs: [] }],
    ],
    violated: [
      ['without one', { lifecycleConfig: undefined }, { observed: 'missing', severity: 'low', fix: 'in_place' }],
      ['with another', { lifecycleConfig: 'install-r' }, { observed: 'install-r', severity: 'low', fix: 'in_place' }],
    ],
  },
};

describe.each(RULE_IDS)('rule %s', (rule) => {
  const { met, violated } = CASES[rule];

  it.each(met)('is met: %s', (...[, over, changed]) => {
    expect(failed(over, changed)).toEqual([]);
  });

  it.each(violated)('is violated: %s', (...[, over, violation, changed]) => {
    expect(audit({ ...good, ...over }, aPolicy(changed), 'internal')).toEqual([{ rule, ...violation }]);
  });

  it('can be switched off, and be given another severity', () => {
    for (const [, over, , changed] of violated) {
      expect(failed(over, { ...changed, rules: { [rule]: { enabled: false } } })).toEqual([]);
      const critical = aPolicy({ ...changed, rules: { [rule]: { enabled: true, severity: 'critical' } } });
      expect(audit({ ...good, ...over }, critical, 'internal')[0]?.severity).toBe('critical');
    }
  });
});

describe('direct internet access and root access', () => {
  it('are judged apart: internet on with root off fails the first alone', () => {
    expect(failed({ directInternetAccess: 'Enabled', rootAccess: 'Disabled' })).toEqual([
      'notebook-no-direct-internet-access',
    ]);
  });

  it('are judged apart: internet off with root on fails the second alone', () => {
    expect(failed({ directInternetAccess: 'Disabled', rootAccess: 'Enabled' })).toEqual([
      'notebook-root-access-disabled',
    ]);
  });
});

describe('a notebook that fails everything', () => {
  it('is told so in the order of the rules', () => {
    const worst: Partial<Notebook> = {
      directInternetAccess: 'Enabled',
      subnetId: undefined,
      rootAccess: 'Enabled',
      platform: 'notebook-al1-v1',
      kmsKeyId: undefined,
      imdsVersion: '1',
      tags: {},
      lifecycleConfig: undefined,
    };
    expect(failed(worst)).toEqual(RULE_IDS);
  });
});

describe('sensitive data', () => {
  const open = aNotebook({ rootAccess: 'Enabled', subnetId: undefined });
  const severities = (sensitivity: string, changed: Partial<Policy> = {}) =>
    audit(open, aPolicy(changed), sensitivity).map(({ severity }) => severity);

  it('weighs violations of the network one step more, and no others', () => {
    expect(severities('internal')).toEqual(['high', 'high', 'high']);
    expect(severities('confidential')).toEqual(['critical', 'critical', 'high']);
    expect(severities('restricted')).toEqual(['critical', 'critical', 'high']);
  });

  it('steps up from what the policy says, and not past critical', () => {
    const rules: Policy['rules'] = {
      'notebook-no-direct-internet-access': { enabled: true, severity: 'low' },
      'notebook-in-vpc': { enabled: true, severity: 'critical' },
    };
    expect(severities('restricted', { rules })).toEqual(['medium', 'critical', 'high']);
  });

  it.each([
    ['the tag', { DataSensitivity: 'public' }, 'public'],
    ['the tag without blanks', { DataSensitivity: ' internal ' }, 'internal'],
    ['the strictest level when the tag is missing', {}, 'restricted'],
    ['the strictest level when its value is unknown', { DataSensitivity: 'Public' }, 'restricted'],
    ['the strictest level when it is empty', { DataSensitivity: '' }, 'restricted'],
  ] as [string, Record<string, string>, string][])('is read from %s', (_what, tags, level) => {
    expect(sensitivityOf({ tags }, policy)).toBe(level);
  });

  it.each([
    ['public', 'internal', 'internal'],
    ['restricted', 'public', 'restricted'],
    ['public', undefined, 'restricted'],
    ['public', 'unheard-of', 'restricted'],
    ['public', 'public', 'public'],
  ])('of %s and %s is %s', (one, other, level) => {
    expect(strictest(policy, one, other)).toBe(level);
    expect(strictest(policy, other, one)).toBe(level);
  });

  it('shortens exceptions and needs more approvers', () => {
    expect(['public', 'confidential', 'restricted'].map((level) => longestExceptionDays(policy, level))).toEqual([
      30, 7, 7,
    ]);
    expect(['public', 'confidential', 'restricted'].map((level) => quorumFor(policy, level))).toEqual([1, 2, 2]);
  });
});

describe('approved networks', () => {
  it('are those of the account and the region together', () => {
    const [here] = policy.networks;
    if (!here) throw new Error('the policy has no network');
    const networks = [here, { ...here, region: 'us-east-1' }, { ...here, account: '444455556666' }];
    expect(networksFor(aPolicy({ networks }), good)).toEqual([here]);
  });

  it('of one account and region allow any of their subnets', () => {
    const [here] = policy.networks;
    if (!here) throw new Error('the policy has no network');
    const networks = [here, { ...here, subnets: ['subnet-0999'] }];
    expect(failed({ subnetId: 'subnet-0999' }, { networks })).toEqual([]);
    expect(failed({ subnetId: 'subnet-0123' }, { networks })).toEqual(['notebook-in-vpc']);
  });
});

describe('what the rules are', () => {
  it('names the Security Hub control where there is one', () => {
    expect(RULE_IDS.map(securityHubControl)).toEqual([
      'SageMaker.1',
      'SageMaker.2',
      'SageMaker.3',
      'SageMaker.8',
      'SageMaker.21',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('counts two as network rules', () => {
    expect(RULE_IDS.filter(isNetworkRule)).toEqual(['notebook-no-direct-internet-access', 'notebook-in-vpc']);
  });

  it('takes the worst severity, low when there is nothing', () => {
    expect(worstSeverity([])).toBe('low');
    expect(worstSeverity([{ severity: 'medium' }, { severity: 'critical' }, { severity: 'high' }])).toBe('critical');
  });

  it('lists the tags to add in the order of the policy', () => {
    expect(tagsToAdd({ tags: { Team: 'growth' } }, policy)).toEqual(['Owner', 'Project', 'DataSensitivity']);
  });
});
