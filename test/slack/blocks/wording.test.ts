import type { OwnerSource } from '../../../src/domain/finding';
import { RULE_IDS, type RuleId } from '../../../src/domain/policy';
import type { Network } from '../../../src/domain/policy-file';
import { escapedWithin } from '../../../src/slack/blocks/text';
import {
  approverGroup,
  findingTitle,
  outdatedLinux,
  ownerSourceWords,
  stillWords,
  violationBullet,
  violationShort,
} from '../../../src/slack/blocks/wording';
import { alternative, consoleUrl, link, networkLine } from '../../../src/slack/blocks/wording-network';
import { aFinding, aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';

const seen = (rule: RuleId, observed: string, fix: 'in_place' | 'recreate' = 'in_place') => ({ rule, observed, fix });

describe('a violation in words', () => {
  it.each([
    [
      seen('notebook-in-vpc', 'missing', 'recreate'),
      '• *VPC: missing.* AWS cannot change this after launch → recreate',
    ],
    [
      seen('notebook-in-vpc', 'subnet-1', 'recreate'),
      '• *Subnet that is not approved: subnet-1.* AWS cannot change this after launch → recreate',
    ],
    [
      seen('notebook-supported-platform', 'notebook-al2-v3'),
      '• *Platform that is not supported: notebook-al2-v3.* Can be changed on the stopped notebook, before it starts again → fix in place',
    ],
    [
      seen('notebook-required-tags', 'Owner, Team'),
      '• *Tags to add: Owner, Team.* Can be changed while it runs → add tags',
    ],
  ])('is a bullet: %j', (violation, words) => {
    expect(violationBullet(violation)).toBe(words);
  });

  it.each([
    [seen('notebook-no-direct-internet-access', 'Enabled'), 'direct internet access is still *Enabled*'],
    [seen('notebook-in-vpc', 'missing'), 'VPC is still *missing*'],
    [seen('notebook-required-tags', 'Owner, Team'), 'tags to add are still *Owner, Team*'],
  ])('is what a new look still sees: %j', (violation, words) => {
    expect(stillWords(violation)).toBe(words);
  });

  it.each(RULE_IDS)('has a short name, a title and a bullet for %s', (rule) => {
    const finding = aFinding({
      violations: [{ ...seen(rule, 'missing', 'recreate'), severity: 'high', firstSeenAt: '', deadline: null }],
    });
    expect(findingTitle(finding)).toMatch(/^Churn-Model (has|is|runs|accepts|needs|does) .+/);
    expect(violationShort(seen(rule, 'missing', 'recreate'))).toMatch(/^[a-z ]+, recreate$/);
    expect(violationBullet(seen(rule, 'missing'))).toMatch(/^• \*[A-Z][\w ]+: missing\.\*/i);
  });
});

describe('how the owner was found', () => {
  it.each<[OwnerSource, string]>([
    [{ kind: 'tag', seen: 'maria <@UEVIL>' }, 'its tag *Owner = maria &lt;@UEVIL&gt;* points to you.'],
    [{ kind: 'caller', seen: 'maria@example.com' }, 'because AWS names *maria@example.com* as its launcher.'],
    [{ kind: 'team', seen: 'growth' }, 'because you lead the team its tag names, *growth*, and I found no owner.'],
    [{ kind: 'account', seen: '111122223333' }, 'because you are the contact of its AWS account'],
    [{ kind: 'assigned', by: 'U0SEC' }, '<@U0SEC> says this notebook is yours.'],
  ])('%j', (source, words) => {
    expect(ownerSourceWords(source, aPolicy())).toContain(words);
  });
});

describe('what a network allows', () => {
  const network = (egress: Network['egress']): Network => ({
    account: '111122223333',
    region: 'eu-west-1',
    subnets: ['subnet-1'],
    security_groups: ['sg-1'],
    egress,
  });
  const closed = network({ nat: false, s3: false });

  it.each<[Network, string]>([
    [closed, 'pip and conda no, S3 no, other internet no'],
    [network({ nat: true, s3: false }), 'pip and conda through NAT, S3 through NAT, other internet through NAT'],
    [
      network({ nat: false, s3: true, mirror: 'pypi.corp' }),
      'pip and conda through pypi.corp, S3 yes, other internet no',
    ],
  ])('%j', (given, words) => {
    expect(networkLine(given)).toBe(`In this network: ${words} · stated in policy`);
  });

  it('is never promised beyond what the policy states', () => {
    expect(alternative('packages', closed)).toBe('The policy states no way to install packages there.');
    expect(alternative('s3_data', closed)).toBe('The policy states no way to S3 there.');
    expect(alternative('third_party_api', closed)).toBe('The policy states no way to other sites there.');
    expect(alternative('third_party_api', network({ nat: true, s3: false }))).toMatch(/through the NAT/);
    expect(alternative('packages', undefined)).toMatch(/^There is no approved network here yet/);
  });
});

describe('a link into AWS', () => {
  const target = { account: '111122223333', region: 'eu-west-1' };
  const page = 'https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1#/notebook-instances/churn';

  it('opens the notebook in its region', () => {
    expect(consoleUrl(aPolicy(), target, 'churn')).toBe(page);
  });

  it.each([
    'https://corp.awsapps.com/start',
    'https://corp.awsapps.com/start/',
    'https://corp.awsapps.com/start/#/',
    'https://corp.awsapps.com/start#/',
  ])('goes through the access portal %s into the right account', (sso_portal) => {
    expect(consoleUrl(aPolicy({ sso_portal }), target, 'churn')).toBe(
      `https://corp.awsapps.com/start/#/console?account_id=111122223333&destination=${encodeURIComponent(page)}`,
    );
  });

  it.each([
    ['cn-north-1', 'console.amazonaws.cn'],
    ['us-gov-west-1', 'console.amazonaws-us-gov.com'],
  ])('knows the console of %s', (region, host) => {
    expect(consoleUrl(aPolicy(), { ...target, region }, 'churn')).toContain(`https://${region}.${host}/`);
  });

  it('cannot be broken out of', () => {
    expect(link('https://x/?a=1&b=<!channel>|y', 'label')).toBe('<https://x/?a=1&amp;b=%3C!channel%3E%7Cy|label>');
  });
});

it('tells which Amazon Linux does not start again', () => {
  expect(
    ['notebook-al1-v1', 'notebook-al2-v3', 'notebook-al2023-v1'].map((platform) =>
      outdatedLinux(aNotebook({ platform })),
    ),
  ).toEqual(['1', '2', null]);
});

it('names the approvers as the policy does', () => {
  expect(approverGroup(aPolicy())).toBe('<!subteam^S0SECURITY>');
});

describe('text cut to what a block holds', () => {
  it('is whole when it fits', () => {
    expect(escapedWithin('a & b', 9)).toBe('a &amp; b');
  });

  it.each(['&'.repeat(500), 'ab<'.repeat(300), '🧪'.repeat(300), 'x'.repeat(101)])(
    'never exceeds it, nor cuts a character or an entity in two',
    (text) => {
      const cut = escapedWithin(text, 100);
      expect(cut.length).toBeLessThanOrEqual(100);
      expect(cut.length).toBeGreaterThan(60);
      expect(cut).toMatch(/…$/);
      expect(Buffer.from(cut).toString()).toBe(cut);
      expect(cut.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
    },
  );
});
