import { blockedLaunch } from '../../../src/slack/blocks/blocked-launch';
import { aPolicy } from '../../support/a-policy';
import { expectSendable, wordsOf } from '../../support/blocks';

const target = { account: '111122223333', region: 'eu-west-1' };
const now = '2026-11-24T12:00:00Z';

describe('help after a launch that a guardrail stopped', () => {
  it('says that nothing is wrong with the account, and gives a command with blanks', () => {
    const content = blockedLaunch(target, { now, policy: aPolicy() });
    expectSendable(content);
    const words = wordsOf(content);
    expect(words).toMatch(/^Your notebook launch was stopped by a guardrail\nNothing is wrong with your account\./);
    expect(words).toContain('*I could not see all your settings*');
    expect(words).toContain("--instance-type '‹instance type›'");
    expect(words).toContain('<#C0HELP>');
    expect(words).not.toContain('Hello');
  });

  it('says hello to somebody who never heard of us', () => {
    const words = wordsOf(blockedLaunch(target, { now, policy: aPolicy() }, { isFirst: true }));
    expect(words).toMatch(/^Hello, I'm Notebook Audit/);
  });

  it('gives no command where none can work', () => {
    const content = blockedLaunch(target, { now, policy: aPolicy({ networks: [] }) });
    expectSendable(content);
    expect(wordsOf(content)).toContain('There is no approved network in ml-dev / eu-west-1 yet');
    expect(wordsOf(content)).not.toContain('aws sagemaker');
  });
});
