import type { Command, Finding } from '../../../src/domain/finding';
import { requestCard } from '../../../src/slack/blocks/request-card';
import { subjectOfBlockId } from '../../../src/slack/ids';
import { aFinding, aMessage, aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { buttonsOf, expectSendable, wordsOf } from '../../support/blocks';
import { aLook, changedBy } from '../../support/changes';

const policy = aPolicy();
const message = aMessage({ kind: 'request', to: 'security', requestId: 'V1' });
const MENU = '[Open in AWS, History]';
const PENDING = ['Approve', 'Approve Shorter', 'Deny', '[Ask the Requester, Open in AWS, History]'];

function card(finding: Finding, shown = message, at = policy) {
  const content = requestCard(finding, shown, { now: '2026-11-24T12:00:00Z', policy: at });
  expectSendable(content);
  return { content, words: wordsOf(content), buttons: buttonsOf(content) };
}

const request: Command = {
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'third_party_api',
  reason: 'Prices come from an API that has no mirror.',
  control: 'Test data only.',
};
const approve: Command = { type: 'approve', by: 'U0SEC', requestId: 'V1' };
const shorter: Command = {
  type: 'approve',
  by: 'U0ANNA',
  requestId: 'V1',
  until: '2026-12-01T16:00:00.000Z',
  condition: 'no customer data',
};
const deny: Command = { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'The NAT reaches that API.' };
const revoke: Command = { type: 'revoke', by: 'U0SEC', requestId: 'V1', reason: 'incident 12' };
const gone: Command = { type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T13:02:00Z' };
const schedule: Command = { type: 'schedule_migration', by: 'U0MARIA', at: '2026-12-03T16:00:00.000Z' };

const open = aFinding();
const secret = aFinding({ sensitivity: 'confidential' });
const shortRequest: Command = { ...request, until: '2026-11-30T16:00:00.000Z' };

describe('a new request', () => {
  const finding = changedBy(open, [request]);
  const { content, words, buttons } = card(finding);

  it('shows who asks for what, why, until when, and what works without it', () => {
    expect(words).toMatch(/^Policy exception request: Churn-Model\n/);
    expect(words).toMatch(
      new RegExp(`${finding.reference} · answer due <!date.* · approvals 0 of 1 \\(internal data\\)`),
    );
    expect(words).toMatch(
      /\*<@U0MARIA>\* asks to keep \*direct internet access\* until \*<!date.*\* \(14 of at most 30 days\)\./,
    );
    expect(words).toContain('Why: a third-party API\nPrices come from an API that has no mirror.');
    expect(words).toContain('Meanwhile protected by\nTest data only.');
    expect(words).toContain('*Account*\nml-dev, eu-west-1');
    expect(words).toContain('*Not covered*\nnothing');
    expect(words).toContain('*Before*\nnone here');
    expect(words).toContain('*Without it:* an approved network is ready here.');
    expect(content.text).toContain('“Prices come from an API that has no mirror.”');
  });

  it('offers a decision without a green default', () => {
    expect(buttons).toEqual(PENDING);
  });

  it('carries the launch and the request', () => {
    const block = content.blocks.find(({ type }) => type === 'actions');
    expect(subjectOfBlockId(block?.block_id ?? '')).toEqual({ launch: finding.launch, requestId: 'V1' });
  });

  it('calls nobody: no mention of a group, a channel or here', () => {
    expect(JSON.stringify(content)).not.toMatch(/<!(subteam|here|channel|everyone)/);
  });

  it('says before an approval that is not the last one that more are needed', () => {
    const ofTwo = finding.request && { ...finding.request, quorum: 2 };
    expect(JSON.stringify(card({ ...finding, request: ofTwo }).content.blocks)).toContain(
      'It holds once one more approves. It reopens by itself',
    );
  });

  it('asks once more before it is approved, with the date written out', () => {
    const [approveButton] = content.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(approveButton).toMatchObject({
      confirm: {
        title: { text: 'Allow direct internet access?' },
        text: {
          text: 'Churn-Model (ml-dev) until Tue 8 Dec 2026, 17:00 CET, 14 days. It reopens by itself afterwards; you can revoke at any time.',
        },
        confirm: { text: 'Allow until Tue 8 Dec' },
        deny: { text: 'Go back' },
      },
    });
  });

  it('says so where there is no approved network', () => {
    expect(card(finding, message, aPolicy({ networks: [] })).words).toContain(
      '*Without it:* no approved network here.',
    );
  });

  it('names what stays to be fixed', () => {
    const both = aLook(aNotebook({ rootAccess: 'Enabled' }), '2026-11-24T09:30:00Z').violations.map((violation) => ({
      ...violation,
      firstSeenAt: '2026-11-24T09:13:00Z',
      deadline: '2026-12-01T16:00:00Z',
    }));
    const { words } = card(changedBy(aFinding({ violations: both }), [request]));
    expect(words).toMatch(/\*Not covered\*\nroot access, in place, fix by <!date/);
  });
});

describe('later the request card', () => {
  const granted = changedBy(open, [request, approve]);

  it.each<[string, Finding, RegExp, string[]]>([
    [
      'counts the first of two approvals',
      changedBy(secret, [shortRequest, approve]),
      /\*1 of 2\*: <@U0SEC> approved, <!date.*\. One more needed\./,
      PENDING,
    ],
    ['is granted', granted, /\*Granted until <!date.*\* by <@U0SEC>, <!date/, ['Revoke', MENU]],
    [
      'is granted by two with the earlier end',
      changedBy(secret, [shortRequest, approve, { ...shorter, until: '2026-11-27T16:00:00.000Z' }]),
      /\*Granted until <!date\^1795795200\^.*\* by <@U0SEC> and <@U0ANNA>[\s\S]*\*Condition:\* “no customer data”/,
      ['Revoke', MENU],
    ],
    [
      'is denied',
      changedBy(open, [request, deny]),
      /\*Denied\* by <@U0SEC>, <!date.*: “The NAT reaches that API\.”/,
      [],
    ],
    [
      'is withdrawn',
      changedBy(open, [request, { type: 'withdraw', by: 'U0MARIA', requestId: 'V1' }]),
      /\*Withdrawn\* by <@U0MARIA>, <!date[^>]*>\.\n/,
      [],
    ],
    [
      'is withdrawn by a plan',
      changedBy(open, [request, schedule]),
      /\*Withdrawn\* by <@U0MARIA>, <!date.*: migration planned for <!date/,
      [],
    ],
    [
      'is timed out',
      changedBy(open, [request, { type: 'time_out', requestId: 'V1' }]),
      /\*No decision by <!date.*\* Closed, requester told; a new request is needed\./,
      [],
    ],
    [
      'needs no decision',
      changedBy(open, [request, gone]),
      /\*No decision needed\.\* Churn-Model is gone \(seen <!date/,
      [],
    ],
    [
      'is closed early by evidence',
      changedBy(open, [request, approve, gone]),
      /\*Resolved <!date.*\* by evidence: gone\. Exception closed 14 days early\./,
      [],
    ],
    [
      'is revoked',
      changedBy(open, [request, approve, revoke]),
      /\*Ended <!date[^*]*\* by <@U0SEC>: “incident 12”\. Churn-Model was open again then, fix by <!date/,
      [],
    ],
    [
      'tells of a plan beside the grant',
      changedBy(open, [request, approve, schedule]),
      /Owner planned the migration for <!date/,
      ['Revoke', MENU],
    ],
    [
      'tells of an acknowledgement',
      changedBy(open, [{ type: 'acknowledge', by: 'U0MARIA' }, request]),
      /Acknowledged by <@U0MARIA>, <!date/,
      PENDING,
    ],
    [
      'is replaced by a renewal',
      changedBy(open, [request, approve, { ...request, requestId: 'V2' }, { ...approve, requestId: 'V2' }]),
      /\*Replaced <!date.*\*: a newer request was granted\./,
      [],
    ],
  ])('%s', (_what, finding, words, buttons) => {
    const shown = card(finding);
    expect(shown.words).toMatch(words);
    expect(shown.buttons).toEqual(buttons);
    expect(shown.words).toContain('Prices come from an API that has no mirror.');
  });

  const renewal: Command = { ...request, requestId: 'V2', until: '2026-12-15T16:00:00.000Z' };
  const second = { ...message, requestId: 'V2' };

  it('says of a renewal what is allowed already, and on the first card that it was asked for', () => {
    const finding = changedBy(open, [request, approve, renewal]);
    const asking = card(finding, second);
    expect(asking.words).toMatch(
      /\*Allowed until <!date\^1796745600\^[^>]*> already\*, by <@U0SEC>\. This asks to go on; a denial leaves that as it is\./,
    );
    expect(asking.words).toContain('*Before*\n1 here');
    expect(asking.buttons).toEqual(PENDING);
    const first = card(finding);
    expect(first.words).toMatch(/\*Granted until <!date\^1796745600[\s\S]*Asked to extend until <!date\^1797350400\^/);
    expect(first.buttons).toEqual(['Revoke', MENU]);
  });

  it('leaves the first grant alone when its renewal is denied', () => {
    const finding = changedBy(open, [request, approve, renewal, { ...deny, requestId: 'V2' }]);
    expect(card(finding, second).words).toContain('*Denied* by <@U0SEC>');
    expect(card(finding, second).buttons).toEqual([]);
    expect(card(finding).words).toContain('*Granted until');
    expect(card(finding).words).not.toContain('Asked to extend');
    expect(card(finding).buttons).toEqual(['Revoke', MENU]);
  });

  it('shows what was asked and answered, the last two of them, and keeps its buttons', () => {
    const ask = (question: string): Command => ({ type: 'ask', by: 'U0SEC', requestId: 'V1', question });
    const answer: Command = { type: 'answer', by: 'U0MARIA', requestId: 'V1', answer: 'The prices one.' };
    const asked = card(changedBy(open, [request, ask('Which API?')]));
    expect(asked.words).toMatch(
      /\*Question to requester\* by <@U0SEC>, <!date[^>]*>: “Which API\?”\n\*No answer yet\.\*/,
    );
    expect(asked.buttons).toEqual(PENDING);
    const answered = card(changedBy(open, [request, ask('Which API?'), answer]));
    expect(answered.words).toMatch(/“Which API\?”\n\*Answer\* by <@U0MARIA>, <!date[^>]*>: “The prices one\.”/);
    expect(answered.words).not.toContain('No answer yet');
    const three = card(changedBy(open, [request, ask('One?'), ask('Two?'), ask('Three?')])).words;
    expect(three).toContain('One earlier question: see the history.');
    expect(three).not.toContain('“One?”');
    expect(three).toMatch(/“Two\?”[\s\S]*“Three\?”/);
  });

  it('says which of two end dates holds while one approval is missing', () => {
    const finding = changedBy(secret, [shortRequest, { ...shorter, until: '2026-11-27T16:00:00.000Z' }]);
    expect(card(finding).words).toMatch(
      /<@U0ANNA> approved until <!date.*\n\*Condition:\* “no customer data”\nThe earlier end date holds: <!date\^1795795200\^/,
    );
  });

  it('ends when its date has come', () => {
    const expired = changedBy(open, [{ ...request, until: '2026-11-24T11:30:00.000Z' }, approve, { type: 'expire' }]);
    expect(card(expired).words).toMatch(/\*Ended <!date[^*]*\*\. Churn-Model was open again then, fix by <!date/);
  });

  it('can still be shown when the request is no longer kept', () => {
    const { words, buttons } = card(granted, { ...message, requestId: 'V0' });
    expect(words).toContain('*Closed.* The details are in the history of');
    expect(buttons).toEqual([]);
  });
});
