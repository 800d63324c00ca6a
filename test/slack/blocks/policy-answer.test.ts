import { RULE_IDS } from '../../../src/domain/policy';
import type { Network } from '../../../src/domain/policy-file';
import { policyAnswer } from '../../../src/slack/blocks/policy-answer';
import { aPolicy } from '../../support/a-policy';
import { expectSendable, livelyText, wordsOf } from '../../support/blocks';

const network = (index: number, egress: Network['egress'] = { nat: true, s3: true }): Network => ({
  account: `${100000000000 + index}`,
  region: 'eu-west-1',
  subnets: [`subnet-${index}`],
  security_groups: ['sg-1'],
  egress,
});

describe('the policy in Slack', () => {
  it('says what is asked, how much it weighs, by when, and why', () => {
    const content = policyAnswer(aPolicy());
    expectSendable(content);
    const words = wordsOf(content);
    expect(words).toContain('*Direct internet access is off.* High, to be fixed within 7 days.\nThe notebook reaches');
    expect(words).toContain(
      '*It runs on a supported platform.* Medium, to be fixed within 30 days. Supported: notebook',
    );
    expect(words).toContain(
      '*The required tags are there.* Low, to be fixed within 90 days. Tags: Owner, Project, Team',
    );
    expect(words).toContain('<https://intranet.example.com/notebooks|The policy in full>');
    expect(words).toContain('weigh one step more for confidential and restricted data');
    expect(words).toContain('Notebooks that were there before this bot have 30 days.');
  });

  it('counts one rule as one', () => {
    const off = { enabled: false };
    const rules = Object.fromEntries(RULE_IDS.slice(1).map((id) => [id, off]));
    expect(policyAnswer(aPolicy({ rules })).text).toContain(' 1 rule, longest policy exception');
  });

  it('leaves out what is switched off, and follows the severities and dates of the file', () => {
    const { deadlines } = aPolicy();
    const policy = aPolicy({
      rules: {
        'notebook-in-vpc': { enabled: false },
        'notebook-no-direct-internet-access': { enabled: true, severity: 'critical' },
      },
      deadlines: { ...deadlines, critical: 1 },
      required_tags: { Team: ['growth', 'risk'] },
      approved_lifecycle_configs: [],
    });
    const words = wordsOf(policyAnswer(policy));
    expect(words).toContain('*Direct internet access is off.* Critical, to be fixed within 1 business day.');
    expect(words).toContain('Tags: Team (growth, risk).');
    expect(words).not.toContain('approved network.*');
    expect(words).not.toContain('stops when it is idle');
  });

  it('says who decides on policy exceptions, and how long they may last', () => {
    const words = wordsOf(policyAnswer(aPolicy()));
    expect(words).toContain('*Longest:* 30 days (7 days for confidential and restricted data).');
    expect(words).toContain('*Who decides:* <!subteam^S0SECURITY>, never the requester; one person (2 people for');
    expect(words).toContain('An answer is due within 2 business days');
    expect(
      wordsOf(policyAnswer(aPolicy({ policy_exceptions: { max_days: { default: 14, internal: 14, restricted: 1 } } }))),
    ).toContain('*Longest:* 14 days (1 day for restricted data).');
  });

  it('shows the approved ways out and a command for the first network', () => {
    const words = wordsOf(policyAnswer(aPolicy()));
    expect(words).toContain('such as CodeArtifact');
    expect(words).toContain('VPC endpoints');
    expect(words).toContain('through NAT, where traffic can be seen');
    expect(words).toContain(
      'Pip and conda through https://pypi.example.com, S3 yes, other internet through NAT\nml-dev / eu-west-1',
    );
    expect(words).toContain('*Ready command* for ml-dev, eu-west-1');
    expect(words).toContain('--subnet-id subnet-0a1b2c3d');
  });

  it('shows no command where there is no network', () => {
    const content = policyAnswer(aPolicy({ networks: [] }));
    expectSendable(content);
    expect(wordsOf(content)).toContain('*There is no approved network yet*');
    expect(wordsOf(content)).not.toContain('aws sagemaker');
  });

  it('groups 40 networks by what they offer', () => {
    const networks = Array.from({ length: 40 }, (_, index) => network(index, { nat: index % 2 === 0, s3: true }));
    const content = policyAnswer(aPolicy({ networks: [...networks, network(0)] }));
    expectSendable(content);
    const words = wordsOf(content);
    expect(words.match(/^Pip and conda/gm)).toHaveLength(2);
    expect(words.match(/100000000000 \/ eu-west-1/g)).toHaveLength(1);
    expect(words).toContain('100000000039 / eu-west-1');
  });

  it('says how many networks it leaves out', () => {
    const networks = Array.from({ length: 40 }, (_, index) =>
      network(index, { nat: true, s3: true, mirror: `${index} ${'<&>'.repeat(60)}` }),
    );
    const content = policyAnswer(aPolicy({ networks }));
    expectSendable(content);
    expect(wordsOf(content)).toContain('and 34 more, in <https://');
  });

  it('can be sent when every rule is off', () => {
    const rules = Object.fromEntries(RULE_IDS.map((id) => [id, { enabled: false }]));
    expectSendable(policyAnswer(aPolicy({ rules })));
  });

  it('is safe with a policy of hostile text', () => {
    const evil = '<!channel> *x* & <@UEVIL>\n'.repeat(10);
    const content = policyAnswer(
      aPolicy({
        accounts: { '100000000000': { name: evil } },
        networks: [network(0, { nat: false, s3: false, mirror: evil })],
        supported_platforms: [evil],
        required_tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}${evil}`, [evil, evil]])),
        data_sensitivity: { levels: [evil], sensitive: [evil] },
      }),
    );
    expectSendable(content);
    expect(livelyText(content)).not.toMatch(/<!channel>|<@UEVIL>/);
  });
});
