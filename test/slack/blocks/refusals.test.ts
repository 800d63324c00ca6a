import type { ApprovalBar } from '../../../src/domain/authorisation';
import type { Refusal } from '../../../src/domain/finding';
import {
  approvalRefusal,
  approversUnknown,
  couldNotLook,
  noChange,
  notYours,
  refusalText,
  unknownNotebook,
  unsureWhetherSaved,
} from '../../../src/slack/blocks/refusals';
import { aFinding } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';

const finding = aFinding();
const policy = aPolicy();
const at = '2026-11-24T11:00:00Z';

describe('an answer that only the person who pressed sees', () => {
  it.each<[Refusal, RegExp]>([
    [{ code: 'resolved', at }, /^Churn-Model is resolved since <!date/],
    [
      { code: 'moved_on', status: 'migration_scheduled', by: 'U0LEAD', command: 'schedule_migration', at },
      /^<@U0LEAD> already chose \*Schedule Migration\*, <!date.*\. Nothing was changed; the card now shows it\.$/,
    ],
    [
      { code: 'moved_on', status: 'open', by: 'bot', command: 'expire', at },
      /^Notebook Audit already ended the policy exception/,
    ],
    [{ code: 'already', by: 'U0LEAD', at }, /^<@U0LEAD> already did that, <!date/],
    [{ code: 'no_such_request' }, /no longer there\. Nothing was changed/],
    [{ code: 'not_a_new_owner' }, /owns Churn-Model already\. Nothing was changed/],
    [{ code: 'date_past' }, /^That date has passed\./],
    [{ code: 'date_too_late', latest: at }, /^That is past the latest date, <!date/],
    [{ code: 'no_rules' }, /nothing was changed/],
    [{ code: 'older_look' }, /newer look/],
  ])('explains the refusal %j', (refusal, words) => {
    expect(refusalText(refusal, finding)).toMatch(words);
  });

  it.each<[ApprovalBar, RegExp]>([
    ['not_an_approver', /^Approvals need <!subteam\^S0SECURITY>\./],
    ['requester', /^You asked for this one, so somebody else has to decide\./],
    ['owner', /^You own this notebook or did before/],
    ['launcher', /^You launched this notebook/],
    ['changed_owner', /^You changed its owner/],
  ])('explains why a person who is %s may not approve', (bar, words) => {
    expect(approvalRefusal(bar, policy)).toMatch(words);
    expect(approvalRefusal(bar, policy)).toContain('Nothing was changed.');
  });

  it('names the approvers when the policy lists people', () => {
    const listed = aPolicy({ security: { ...policy.security, user_group: undefined, users: ['U1', 'U2'] } });
    expect(approvalRefusal('not_an_approver', listed)).toBe('Approvals need <@U1> and <@U2>. Nothing was changed.');
  });

  it('says who may decide', () => {
    expect(notYours(finding)).toBe(
      'Only the owner, their lead or security can decide on Churn-Model. Nothing was changed.',
    );
  });

  it('does not tell whether a notebook exists, nor repeat what would be a mention', () => {
    expect(unknownNotebook('`<!channel>`')).toBe('I know no notebook `&lt;!channel&gt;` that you can see.');
  });

  it('tells what it still sees', () => {
    expect(noChange(finding, at)).toMatch(
      /^Looked just now \(<!date.*\): direct internet access is still \*Enabled\*\.$/,
    );
  });

  it('never takes a look that failed for evidence', () => {
    expect(couldNotLook(finding, 'access denied', policy)).toMatch(
      /^I could not look into ml-dev \(access denied\), so I don't know\. Your card is unchanged\./,
    );
  });

  it('says whether something was changed when it is our fault', () => {
    expect(unsureWhetherSaved('req-1', policy)).toMatch(/\*I am not sure whether it went through\*.*reference req-1/);
    expect(approversUnknown(policy)).toContain('*nothing was changed*');
  });
});
