import { RULE_IDS, type RuleId } from '../../../src/domain/policy';
import { guardrailAnswer } from '../../../src/slack/blocks/guardrail-answer';
import { aPolicy } from '../../support/a-policy';
import { type Content, expectSendable, livelyText, wordsOf } from '../../support/blocks';

const network = (account: string, subnets: number) => ({
  account,
  region: 'eu-west-1',
  subnets: Array.from({ length: subnets }, (_, index) => `subnet-${account}${index}`),
  security_groups: ['sg-1'],
  egress: { nat: true, s3: true },
});

const manyNetworks = (count: number, subnets = 2) =>
  Array.from({ length: count }, (_, index) => network(`${100000000000 + index}`, subnets));

const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index): [string, string[]] => [`Tag-${index}`, []]));

/** The policies that stand in the message. */
function policiesIn({ blocks }: Content): { Statement: { Sid: string }[] }[] {
  return blocks
    .filter(({ type }) => type === 'rich_text')
    .map((block) => wordsOf({ blocks: [block] }))
    .flatMap((text) => (text.startsWith('{') ? [JSON.parse(text)] : []));
}

describe('the guardrail in Slack', () => {
  it('says what it does and does not do, shows JSON that can be copied, and how to attach it', () => {
    const content = guardrailAnswer(aPolicy());
    expectSendable(content);
    const words = wordsOf(content);
    expect(words).toContain('makes AWS refuse a launch with any of these: direct internet access, unapproved network');
    expect(words).toContain('an update that switches on root access or the old metadata service');
    for (const text of [words, content.text]) {
      expect(text).toContain('does not bind the management account, and changes no notebook that exists');
      expect(text).toContain('Try it on a sandbox OU first');
    }
    const [policy, ...others] = policiesIn(content);
    expect(others).toEqual([]);
    expect(policy?.Statement.map(({ Sid }) => Sid)).toEqual(
      expect.arrayContaining(['DirectInternetAccess', 'UnapprovedSubnet1', 'RootAccessOnUpdate', 'RequiredTag4']),
    );
    expect(words).toContain('aws organizations create-policy --type SERVICE_CONTROL_POLICY');
    expect(words).toContain("aws organizations attach-policy --policy-id '‹id from above›' --target-id '‹sandbox OU›'");
    expect(words).not.toContain('Exempt');
  });

  it('says who could leave it through the tag that exempts', () => {
    const content = guardrailAnswer(aPolicy(), 'notebook-audit-exempt');
    expectSendable(content);
    expect(wordsOf(content)).toContain('lets only principals with *notebook-audit-exempt = admin* set it');
    expect(policiesIn(content)[0]?.Statement[0]?.Sid).toBe('ProtectExemptTag');
  });

  it('speaks of updates only where one is denied', () => {
    const rules = {
      'notebook-root-access-disabled': { enabled: false },
      'notebook-imdsv2-required': { enabled: false },
    };
    expect(wordsOf(guardrailAnswer(aPolicy({ rules })))).not.toContain('an update that');
  });

  it.each([0, 1, 40])('can be sent with %i networks', (count) => {
    expectSendable(guardrailAnswer(aPolicy({ networks: manyNetworks(count) })));
  });

  it('shows several policies that belong together', () => {
    const content = guardrailAnswer(aPolicy({ required_tags: tags(40) }));
    expectSendable(content);
    expect(policiesIn(content).length).toBeGreaterThan(1);
    expect(wordsOf(content)).toContain('policies, which belong together');
    expect(wordsOf(content)).toContain('--content file://notebook-guardrail-2.json');
  });

  it('points to the command line where Slack takes no message of that length', () => {
    const content = guardrailAnswer(aPolicy({ networks: manyNetworks(300) }));
    expectSendable(content);
    expect(wordsOf(content)).toContain('`notebook-audit guardrail` prints them');
    expect(wordsOf(content).length).toBeLessThan(4000);
  });

  it('says which part is too long for any policy', () => {
    const content = guardrailAnswer(aPolicy({ networks: [network('111122223333', 300)] }));
    expectSendable(content);
    expect(wordsOf(content)).toMatch(
      /There are too many approved subnets for a service control policy: \d+ of at most/,
    );
  });

  it('says when there is nothing to generate', () => {
    const off: Partial<Record<RuleId, { enabled: boolean }>> = Object.fromEntries(
      RULE_IDS.map((id) => [id, { enabled: false }]),
    );
    const content = guardrailAnswer(aPolicy({ rules: off }));
    expectSendable(content);
    expect(wordsOf(content)).toContain('There is nothing to generate');
  });

  it('is safe with tags that would be mentions', () => {
    const values = Array.from({ length: 600 }, (_, index) => `value-${index}`);
    const content = guardrailAnswer(aPolicy({ required_tags: { '<!channel> & *x*': values } }));
    expectSendable(content);
    expect(livelyText(content)).not.toContain('<!channel>');
  });
});
