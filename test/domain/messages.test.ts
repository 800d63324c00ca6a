import type { Command, Finding, Message } from '../../src/domain/finding';
import { isFinal, isHandedOver, isSuperseded } from '../../src/domain/messages';
import { aFinding, aMessage, aNotebook } from '../support/a-finding';
import { aLook, changedBy, newestMessage } from '../support/changes';

const card = aMessage();
const orphan = aMessage({ kind: 'orphan', to: 'security' });
const request = aMessage({ kind: 'request', to: 'security', requestId: 'V1' });
const open = aFinding({ messages: { 'card/1/U0MARIA/0': card } });

const ask: Command = {
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'other',
  reason: 'A reason that is long enough.',
};
const approve: Command = { type: 'approve', by: 'U0SEC', requestId: 'V1' };
const good = aNotebook({ directInternetAccess: 'Disabled' });
const fixed: Command = { type: 'observe', look: aLook(good, '2026-11-24T09:50:00Z') };
const gone: Command = { type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T09:50:00Z' };
const broken: Command = { type: 'reopen', look: aLook(aNotebook(), '2026-11-24T10:50:00Z') };
const give = (userId: string): Command => ({
  type: 'assign_owner',
  by: 'U0LEAD',
  found: { owner: { userId, source: { kind: 'assigned', by: 'U0LEAD' } }, team: 'growth', teamTag: null, search: [] },
});

describe('a message is final', () => {
  it.each<[string, boolean, Finding, Message]>([
    ['never while its finding is open', false, open, card],
    ['not after it was fixed, since it may be broken again', false, changedBy(open, [fixed]), card],
    ['once the notebook is gone', true, changedBy(open, [gone]), card],
    ['once it was opened again in a newer card', true, changedBy(open, [fixed, broken]), card],
    ['once somebody else has the notebook', true, changedBy(open, [give('U0BEN')]), card],
    [
      'always when it is a line',
      true,
      open,
      aMessage({ kind: 'line', line: { about: 'acted', by: 'U1', command: 'acknowledge' } }),
    ],
    ['not while security looks for an owner', false, aFinding({ owner: null }), orphan],
    ['not when an owner was found, who may say that it is not theirs', false, open, orphan],
    ['not while a request is pending', false, changedBy(open, [ask]), request],
    ['not while a grant may end', false, changedBy(open, [ask, approve]), request],
    [
      'once a request was denied',
      true,
      changedBy(open, [ask, { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'no' }]),
      request,
    ],
    [
      'once a grant was revoked',
      true,
      changedBy(open, [ask, approve, { type: 'revoke', by: 'U0SEC', requestId: 'V1', reason: 'no' }]),
      request,
    ],
    ['when its request is no longer kept', true, open, request],
  ])('%s', (_when, final, finding, message) => {
    expect(isFinal(finding, message)).toBe(final);
  });

  it('for an owner who comes back only on the card from before', () => {
    const back = changedBy(open, [give('U0BEN'), give('U0MARIA')]);
    const newer = newestMessage(back, 'card');
    expect(newer.to).toBe('U0MARIA');
    expect([card, newer].map((message) => isSuperseded(back, message))).toEqual([true, false]);
    expect([card, newer].map((message) => isHandedOver(back, message))).toEqual([false, false]);
    expect([card, newer].map((message) => isFinal(back, message))).toEqual([true, false]);
  });
});
