import fc from 'fast-check';
import {
  guardedRules,
  guardrail,
  LONGEST_POLICY,
  policyJson,
  type ServiceControlPolicy,
} from '../../src/domain/guardrail';
import { audit, RULE_IDS, type RuleId } from '../../src/domain/policy';
import type { Network, Policy } from '../../src/domain/policy-file';
import { aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { denials } from '../support/iam-conditions';

const CREATE = 'sagemaker:CreateNotebookInstance';
const UPDATE = 'sagemaker:UpdateNotebookInstance';

const network = (account: string, region: string, ...subnets: string[]): Network => ({
  account,
  region,
  subnets,
  security_groups: ['sg-1'],
  egress: { nat: true, s3: true },
});

/** Two accounts with the same regions, one with another, and one that is not listed. */
const policy = aPolicy({
  networks: [
    network('111122223333', 'eu-west-1', 'subnet-a1', 'subnet-a2'),
    network('111122223333', 'us-east-1', 'subnet-a3'),
    network('444455556666', 'us-east-1', 'subnet-b1'),
    network('444455556666', 'eu-west-1', 'subnet-b2'),
    network('777788889999', 'eu-west-1', 'subnet-c1'),
  ],
  required_tags: { Owner: [], DataSensitivity: ['public', 'internal'] },
});

function policiesOf(of: Policy, exemptTag?: string): ServiceControlPolicy[] {
  const made = guardrail(of, exemptTag);
  if (!made.ok) throw new Error(`${made.part} is too long`);
  return made.policies;
}

/** What AWS knows of a launch that the policy lets through. `undefined` leaves a key out of the request. */
const GOOD = {
  'aws:PrincipalAccount': '111122223333',
  'aws:RequestedRegion': 'eu-west-1',
  'sagemaker:DirectInternetAccess': 'Disabled',
  'sagemaker:VpcSubnets': ['subnet-a1'],
  'sagemaker:RootAccess': 'Disabled',
  'sagemaker:MinimumInstanceMetadataServiceVersion': '2',
  'sagemaker:VolumeKmsKeyArn': 'arn:aws:kms:eu-west-1:111122223333:key/1',
  'aws:RequestTag/Owner': 'maria',
  'aws:RequestTag/DataSensitivity': 'internal',
};

type Changes = Record<string, string | string[] | undefined>;

function contextOf(changes: Changes): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries({ ...GOOD, ...changes }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

const created = (changes: Changes) => denials(policiesOf(policy), { action: CREATE, context: contextOf(changes) });

describe('a launch', () => {
  it('that follows the policy is not denied', () => {
    expect(created({})).toEqual([]);
  });

  it.each<[string, string | string[] | undefined, string | null]>([
    ['sagemaker:DirectInternetAccess', 'Disabled', null],
    ['sagemaker:DirectInternetAccess', 'Enabled', 'DirectInternetAccess'],
    ['sagemaker:DirectInternetAccess', undefined, 'DirectInternetAccess'],
    ['sagemaker:VpcSubnets', undefined, 'NoVpc'],
    ['sagemaker:VpcSubnets', ['subnet-a2'], null],
    ['sagemaker:VpcSubnets', ['subnet-other'], 'UnapprovedSubnet1'],
    ['sagemaker:VpcSubnets', ['subnet-a1', 'subnet-other'], 'UnapprovedSubnet1'],
    ['sagemaker:VpcSubnets', ['subnet-c1'], 'UnapprovedSubnet1'],
    ['sagemaker:RootAccess', 'Disabled', null],
    ['sagemaker:RootAccess', 'Enabled', 'RootAccessOnCreate'],
    ['sagemaker:RootAccess', undefined, 'RootAccessOnCreate'],
    ['sagemaker:MinimumInstanceMetadataServiceVersion', '2', null],
    ['sagemaker:MinimumInstanceMetadataServiceVersion', '1', 'MetadataServiceOnCreate'],
    ['sagemaker:MinimumInstanceMetadataServiceVersion', undefined, 'MetadataServiceOnCreate'],
    ['sagemaker:VolumeKmsKeyArn', undefined, 'NoCustomerKey'],
    ['aws:RequestTag/Owner', undefined, 'RequiredTag1'],
    ['aws:RequestTag/Owner', '', 'RequiredTag1'],
    ['aws:RequestTag/Owner', 'x', null],
    ['aws:RequestTag/DataSensitivity', 'public', null],
    ['aws:RequestTag/DataSensitivity', 'secret', 'RequiredTag2'],
    ['aws:RequestTag/DataSensitivity', '', 'RequiredTag2'],
    ['aws:RequestTag/DataSensitivity', undefined, 'RequiredTag2'],
  ])('with %s = %j is denied by %s', (key, value, sid) => {
    expect(created({ [key]: value })).toEqual(sid ? [sid] : []);
  });

  it.each([
    ['an account of the second statement', '777788889999', 'eu-west-1', 'subnet-c1', []],
    ['another subnet there', '777788889999', 'eu-west-1', 'subnet-a1', ['UnapprovedSubnet2']],
    ['a region in which that account has none', '777788889999', 'us-east-1', 'subnet-any', []],
    ['an account without approved networks', '000000000000', 'eu-west-1', 'subnet-any', []],
    ['the other region of two', '444455556666', 'us-east-1', 'subnet-any', ['UnapprovedSubnet1']],
  ])('in %s is judged by its own networks', (_what, account, region, subnet, sids) => {
    const place = { 'aws:PrincipalAccount': account, 'aws:RequestedRegion': region };
    expect(created({ ...place, 'sagemaker:VpcSubnets': [subnet] })).toEqual(sids);
  });
});

describe('an update', () => {
  const updated = (context: Record<string, string>) => denials(policiesOf(policy), { action: UPDATE, context });

  it.each([
    [{}, []],
    [{ 'sagemaker:RootAccess': 'Disabled' }, []],
    [{ 'sagemaker:RootAccess': 'Enabled' }, ['RootAccessOnUpdate']],
    [{ 'sagemaker:MinimumInstanceMetadataServiceVersion': '2' }, []],
    [{ 'sagemaker:MinimumInstanceMetadataServiceVersion': '1' }, ['MetadataServiceOnUpdate']],
  ])('with %j is denied by %j: what it does not mention it leaves alone', (context, sids) => {
    expect(updated(context)).toEqual(sids);
  });
});

it('denies nothing else', () => {
  for (const action of ['sagemaker:StopNotebookInstance', 'sagemaker:DeleteNotebookInstance', 'iam:TagRole']) {
    expect(denials(policiesOf(policy), { action, context: {} })).toEqual([]);
  }
});

describe('over all combinations', () => {
  /** Rules that IAM has no usable condition for. */
  const WITHOUT_CONDITION: RuleId[] = ['notebook-supported-platform', 'notebook-idle-shutdown-configured'];
  const setting = fc.constantFrom(undefined, 'Enabled' as const, 'Disabled' as const);
  const version = fc.constantFrom(undefined, '1' as const, '2' as const);
  const rules = fc
    .subarray([...RULE_IDS])
    .map((off): Policy['rules'] => Object.fromEntries(off.map((id) => [id, { enabled: false }])));
  const networks = fc.subarray(policy.networks);
  const requiredTags = fc.constantFrom<Record<string, string[]>>({}, { Owner: [] }, policy.required_tags);
  const tag = (...values: string[]) => fc.constantFrom(undefined, '', ...values);

  it('denies a launch exactly when the audit of the notebook would find something', () => {
    const launch = fc.record({
      account: fc.constantFrom('111122223333', '444455556666', '777788889999', '000000000000'),
      region: fc.constantFrom('eu-west-1', 'us-east-1'),
      internet: setting,
      root: setting,
      imds: version,
      kmsKey: fc.constantFrom(undefined, GOOD['sagemaker:VolumeKmsKeyArn']),
      owner: tag('maria'),
      sensitivity: tag('public', 'secret'),
    });
    const subnet = fc.constantFrom<'own' | 'foreign' | 'none'>('own', 'foreign', 'none');
    fc.assert(
      fc.property(launch, subnet, rules, networks, requiredTags, (asked, where, off, approved, required_tags) => {
        const { account, region } = asked;
        const standard = { ...policy, rules: off, networks: approved, required_tags };
        const own = approved.find((one) => one.account === account && one.region === region)?.subnets[0];
        const subnetId = where === 'none' ? undefined : where === 'own' ? (own ?? 'subnet-any') : 'subnet-foreign';
        const tags = { Owner: asked.owner, DataSensitivity: asked.sensitivity };
        const notebook = aNotebook({
          account,
          region,
          subnetId,
          // What AWS does with parameters that are left out.
          directInternetAccess: asked.internet ?? 'Enabled',
          rootAccess: asked.root ?? 'Enabled',
          imdsVersion: asked.imds ?? '1',
          kmsKeyId: asked.kmsKey,
          tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, value ?? ''])),
        });
        const found = audit(notebook, standard, 'public').filter(({ rule }) => !WITHOUT_CONDITION.includes(rule));
        const denied = denials(policiesOf(standard), {
          action: CREATE,
          context: contextOf({
            'aws:PrincipalAccount': account,
            'aws:RequestedRegion': region,
            'sagemaker:DirectInternetAccess': asked.internet,
            'sagemaker:VpcSubnets': subnetId ? [subnetId] : undefined,
            'sagemaker:RootAccess': asked.root,
            'sagemaker:MinimumInstanceMetadataServiceVersion': asked.imds,
            'sagemaker:VolumeKmsKeyArn': asked.kmsKey,
            'aws:RequestTag/Owner': asked.owner,
            'aws:RequestTag/DataSensitivity': asked.sensitivity,
          }),
        });
        expect(denied.length > 0).toBe(found.length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('denies an update exactly when it switches on what a rule forbids', () => {
    fc.assert(
      fc.property(setting, version, rules, (root, imds, off) => {
        const isOn = (rule: RuleId) => off[rule]?.enabled !== false;
        const forbidden =
          (root === 'Enabled' && isOn('notebook-root-access-disabled')) ||
          (imds === '1' && isOn('notebook-imdsv2-required'));
        const context = {
          ...(root ? { 'sagemaker:RootAccess': root } : {}),
          ...(imds ? { 'sagemaker:MinimumInstanceMetadataServiceVersion': imds } : {}),
        };
        const denied = denials(policiesOf({ ...policy, rules: off }), { action: UPDATE, context });
        expect(denied.length > 0).toBe(forbidden);
      }),
    );
  });
});

describe('the tag that exempts', () => {
  const TAG = 'notebook-audit-exempt';
  const worst = contextOf(Object.fromEntries(Object.keys(GOOD).map((key) => [key, undefined])));
  const principal = (value: string) => ({ [`aws:PrincipalTag/${TAG}`]: value });
  const denied = (action: string, context: Record<string, string | string[]>) =>
    denials(policiesOf(policy, TAG), { action, context });

  it.each([CREATE, UPDATE])('lets through %s by a principal that carries it as true', (action) => {
    expect(denied(action, { ...worst, 'sagemaker:RootAccess': 'Enabled', ...principal('true') })).toEqual([]);
  });

  it.each(['admin', 'false', 'TRUE', ''])('binds a principal that carries it as %j like everybody', (value) => {
    const context = { ...GOOD, 'sagemaker:VpcSubnets': ['subnet-other'] };
    expect(denied(CREATE, { ...context, ...principal(value) })).toEqual(['UnapprovedSubnet1']);
    expect(denied(CREATE, { ...worst, ...principal(value) })).toEqual(denied(CREATE, worst));
    expect(denied(CREATE, worst)).toHaveLength(7);
    expect(denied(UPDATE, { 'sagemaker:RootAccess': 'Enabled', ...principal(value) })).toEqual(['RootAccessOnUpdate']);
  });

  it.each(['iam:TagRole', 'iam:TagUser', 'iam:CreateRole', 'iam:CreateUser', 'sts:TagSession'])(
    'can be handed out by %s only by its administrators',
    (action) => {
      const asked = { [`aws:RequestTag/${TAG.toUpperCase()}`]: 'true', 'aws:TagKeys': [TAG.toUpperCase()] };
      expect(denied(action, asked)).toEqual(['ProtectExemptTag']);
      expect(denied(action, { ...asked, ...principal('true') })).toEqual(['ProtectExemptTag']);
      expect(denied(action, { ...asked, ...principal('admin') })).toEqual([]);
      expect(denied(action, { 'aws:RequestTag/Team': 'growth', 'aws:TagKeys': ['Team'] })).toEqual([]);
    },
  );

  it('is protected in the first policy, and nothing is tagged or mentioned without it', () => {
    expect(policiesOf(policy, TAG)[0]?.Statement[0]?.Sid).toBe('ProtectExemptTag');
    expect(JSON.stringify(policiesOf(policy))).not.toMatch(/PrincipalTag|iam:/);
  });
});

describe('the size', () => {
  const manySubnets = (count: number, account: string) =>
    network(account, 'eu-west-1', ...Array.from({ length: count }, (_, index) => `subnet-${account}${index}`));

  it('of the usual policy leaves room in one', () => {
    const [one, ...others] = policiesOf(aPolicy(), 'notebook-audit-exempt');
    expect(others).toEqual([]);
    expect(one && policyJson(one).length).toBeLessThan(LONGEST_POLICY * 0.7);
  });

  it('is kept by more policies when one is too short, each of them within the limit and together complete', () => {
    const required_tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`Tag-${index}`, []]));
    const policies = policiesOf(aPolicy({ required_tags }));
    expect(policies.length).toBeGreaterThan(1);
    for (const one of policies) expect(policyJson(one).length).toBeLessThanOrEqual(LONGEST_POLICY);
    const sids = policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
    expect(new Set(sids).size).toBe(sids.length);
    const denied = denials(policies, { action: CREATE, context: contextOf({}) });
    expect(denied).toEqual(expect.arrayContaining(['RequiredTag1', 'RequiredTag50']));
  });

  it('of subnets in many accounts is kept by sharing the accounts out over statements', () => {
    const accounts = Array.from({ length: 90 }, (_, index) => `${100000000000 + index}`);
    const policies = policiesOf(aPolicy({ networks: accounts.map((account) => manySubnets(3, account)) }));
    for (const one of policies) expect(policyJson(one).length).toBeLessThanOrEqual(LONGEST_POLICY);
    const sids = policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
    expect(new Set(sids).size).toBe(sids.length);
    for (const account of accounts) {
      const launched = (subnet: string) =>
        denials(policies, {
          action: CREATE,
          context: contextOf({
            'aws:PrincipalAccount': account,
            'sagemaker:VpcSubnets': [subnet],
            'aws:RequestTag/Project': 'x',
            'aws:RequestTag/Team': 'x',
          }),
        });
      expect(launched(`subnet-${account}2`)).toEqual([]);
      expect(launched('subnet-other')).toEqual([expect.stringMatching(/^UnapprovedSubnet\d+$/)]);
    }
  });

  it('that no policy can hold is said with the part that is too long', () => {
    const tooMany = guardrail(aPolicy({ networks: [manySubnets(250, '111122223333')] }));
    expect(tooMany).toEqual({ ok: false, part: 'approved subnets', size: expect.any(Number) });
    expect(tooMany.ok ? 0 : tooMany.size).toBeGreaterThan(LONGEST_POLICY);
    const values = Array.from({ length: 400 }, (_, index) => `cost-centre-${index}`);
    expect(guardrail(aPolicy({ required_tags: { Cost: values } }))).toMatchObject({
      ok: false,
      part: 'allowed values of the tag Cost',
    });
  });

  it('counts bytes, as characters may count for more', () => {
    const values = Array.from({ length: 250 }, (_, index) => `機密データ${index}`);
    expect(guardrail(aPolicy({ required_tags: { Level: values } })).ok).toBe(false);
  });
});

it('is nothing when no rule is on that IAM can express', () => {
  const off: RuleId[] = RULE_IDS.filter((id) => id !== 'notebook-supported-platform');
  const rules = Object.fromEntries(off.map((id) => [id, { enabled: false }]));
  expect(guardrail(aPolicy({ rules }), 'exempt')).toEqual({ ok: true, policies: [] });
  expect(guardedRules(aPolicy({ rules }))).toEqual([]);
});

it('takes allowed values literally', () => {
  const variable = ['$', '{aws:username}'].join('');
  const policies = policiesOf(aPolicy({ required_tags: { Team: [variable, 'a*'] }, networks: [] }));
  const denied = (value: string) =>
    denials(policies, { action: CREATE, context: contextOf({ 'aws:RequestTag/Team': value }) });
  expect(denied(variable)).toEqual([]);
  expect(denied('a*')).toEqual([]);
  expect(denied('abc')).toEqual(['RequiredTag1']);
});
