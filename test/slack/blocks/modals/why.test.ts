import { RULE_IDS } from '../../../../src/domain/policy';
import { whyModal } from '../../../../src/slack/blocks/modals/why';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };

describe('why, and what works instead', () => {
  it('tells the risk and the three ways around it in this network', () => {
    const view = whyModal(aFinding(), context);
    expectSafe(view);
    const words = textOf(view);
    expect(words).toContain('*Direct internet access.* The notebook reaches any site past the company network');
    expect(words).toContain('a mirror*\nPackages install through https://pypi.example.com');
    expect(words).toContain('an S3 gateway endpoint*\nS3 can be reached from the approved network.');
    expect(words).toContain('NAT*\nOther sites can be reached through the NAT');
  });

  it('says so when there is no approved network', () => {
    const words = textOf(whyModal(aFinding(), { ...context, policy: aPolicy({ networks: [] }) }));
    expect(words).toContain('There is no approved network in ml-dev / eu-west-1 yet');
  });

  it('explains every rule that a notebook can fail, within the limits', () => {
    const violations = RULE_IDS.map((rule) => ({
      rule,
      observed: 'missing',
      severity: 'high' as const,
      fix: 'recreate' as const,
      firstSeenAt: '2026-11-24T09:13:00Z',
      deadline: null,
    }));
    const view = whyModal(aFinding({ violations }), context);
    expectSafe(view);
    expect(textOf(view).match(/^\*[A-Z][^*]*\.\* \S/gm)).toHaveLength(RULE_IDS.length);
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => expectSafe(whyModal(aFindingWith(text), context)));
});
