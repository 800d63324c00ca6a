import { messageDueAt, nextDueAt } from '../../src/domain/due';
import type { Command, Finding, Message, Reminder } from '../../src/domain/finding';
import { aFinding, aMessage, aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { aLook, changedBy, newestMessage } from '../support/changes';

const posted = { channel: 'D0MARIA', ts: '1.1', shownVersion: 1 };
const orphan = aMessage({ kind: 'orphan', to: 'security' });
const ownerless = aFinding({ owner: null });
const resolution = { at: '2026-11-25T10:00:00.000Z', evidence: 'gone', lookedAt: '2026-11-25T10:00:00.000Z' } as const;
const line = aMessage({ kind: 'line', line: { about: 'acted', by: 'U0LEAD', command: 'acknowledge' } });
const request = aMessage({ kind: 'request', to: 'security', requestId: 'V1' });
const DEADLINE = '2026-12-01T16:00:00Z';
const reminder = (over: Partial<Reminder> = {}, to = 'U0MARIA') =>
  aMessage({ kind: 'reminder', to, reminder: { step: 'date_passed', audience: 'owner', anchor: DEADLINE, ...over } });
const handover = { by: 'U0MARIA', at: '2026-11-24T10:00:00.000Z' };
const QUEUED = '2026-11-24T09:13:02Z';

const give = (userId: string): Command => ({
  type: 'assign_owner',
  by: 'U0LEAD',
  found: { owner: { userId, source: { kind: 'assigned', by: 'U0LEAD' } }, team: 'growth', teamTag: null, search: [] },
});
const ask: Command = {
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'other',
  reason: 'The build needs packages.',
};

describe('a message is due', () => {
  it.each<[string, string | null, Finding, Message]>([
    ['when it was queued', QUEUED, aFinding(), aMessage()],
    ['not before its moment', '2026-11-25T09:00:00Z', aFinding(), aMessage({ notBefore: '2026-11-25T09:00:00Z' })],
    ['not while a try holds it', '2026-11-24T09:20:00Z', aFinding(), aMessage({ leaseUntil: '2026-11-24T09:20:00Z' })],
    ['not when it shows the newest version', null, aFinding(), aMessage(posted)],
    ['when the finding changed since', QUEUED, aFinding({ version: 2 }), aMessage(posted)],
    ['never again when it is final', null, aFinding({ version: 2 }), aMessage({ ...posted, final: true })],
    ['as a posted line never again', null, aFinding({ version: 2 }), { ...line, ...posted }],
    ['as a line even after the finding was resolved', QUEUED, aFinding({ resolution }), line],
    ['as a posted card after the finding was resolved', QUEUED, aFinding({ resolution, version: 2 }), aMessage(posted)],
    ['not as a new card of a resolved finding', null, aFinding({ resolution }), aMessage()],
    ['not as a new card of an earlier round', null, aFinding({ round: 2 }), aMessage()],
    ['not as a new card for somebody who is not the owner', null, aFinding({ owner: null }), aMessage()],
    ['not as a request card whose request is decided', null, aFinding(), request],
    ['as a request card whose request pends', QUEUED, changedBy(aFinding(), [ask]), request],
    ['as the card that looks for an owner', QUEUED, ownerless, orphan],
    ['not as that card once there is an owner', null, aFinding(), orphan],
    ['as that card when the owner says it is not theirs', QUEUED, aFinding({ handover }), orphan],
    ['not as one that waited for the caller, who is known', null, ownerless, { ...orphan, notBefore: QUEUED }],
    [
      'as one that waited for the caller in vain',
      '2026-11-24T09:27:30Z',
      { ...ownerless, launchedBy: null },
      { ...orphan, notBefore: '2026-11-24T09:27:30Z' },
    ],
    ['as a reminder of a date that is still to be kept', QUEUED, aFinding(), reminder()],
    ['not as one of a date that moved', null, aFinding({ deadline: '2026-12-03T16:00:00Z' }), reminder()],
    ['not as one of a finding that is resolved', null, aFinding({ resolution }), reminder()],
    ['not as one for the owner when somebody else is', null, aFinding(), reminder({}, 'U0BEN')],
    ['as one for the lead', QUEUED, aFinding(), reminder({ audience: 'lead' }, 'U0LEAD')],
    ['not as one whose owner said that it is not theirs', null, aFinding({ handover }), reminder()],
    [
      'when it was tried, for it may have arrived, although nobody needs it any more',
      QUEUED,
      aFinding({ resolution }),
      { ...reminder(), firstTriedAt: QUEUED },
    ],
  ])('%s', (_when, at, finding, message) => {
    expect(messageDueAt(finding, message)).toBe(at);
  });

  it('not when a newer one took its place before it was sent', () => {
    const waiting = aMessage({ notBefore: '2026-11-25T09:00:00.000Z' });
    const back = changedBy(aFinding({ messages: { 'card/1/U0MARIA/0': waiting } }), [give('U0BEN'), give('U0MARIA')]);
    expect(messageDueAt(back, waiting)).toBeNull();
    expect(messageDueAt(back, newestMessage(back, 'card'))).toBe('2026-11-24T11:00:00.000Z');
  });

  it('only once as the card that looks for an owner, when the caller stays unknown and the finding changes', () => {
    const early = { ...orphan, notBefore: '2026-11-24T09:27:30.000Z' };
    const finding = aFinding({ owner: null, launchedBy: null, messages: { 'orphan/1/early': early } });
    const look = aLook(aNotebook({ instanceType: 'ml.t3.large' }), '2026-11-24T10:00:00.000Z');
    const changed = changedBy(finding, [{ type: 'observe', look }]);
    const due = Object.values(changed.messages).filter((message) => messageDueAt(changed, message) !== null);
    expect(due.map(({ kind }) => kind)).toEqual(['orphan']);
  });
});

describe('a finding is next due', () => {
  const policy = aPolicy();
  // Nobody is reminded in observe mode.
  const observing = aPolicy({ mode: 'observe' });
  const quiet = aFinding({ publishedVersion: 1 });
  const pending = changedBy(quiet, [ask]);
  const shown = (finding: Finding): Finding => ({ ...finding, publishedVersion: finding.version, messages: {} });

  it('never when nothing is owed', () => {
    expect(nextDueAt(quiet, observing)).toBeNull();
  });

  it('at once while an event is not published', () => {
    expect(nextDueAt(aFinding(), policy)).toBe('2026-11-24T09:13:02Z');
  });

  it('when an answer runs out', () => {
    expect(nextDueAt(shown(pending), observing)).toBe('2026-11-26T16:00:00.000Z');
  });

  it('when a grant ends', () => {
    const granted = changedBy(pending, [{ type: 'approve', by: 'U0SEC', requestId: 'V1' }]);
    expect(nextDueAt(shown(granted), observing)).toBe('2026-12-08T16:00:00.000Z');
  });

  it('when somebody is to be reminded', () => {
    // At least a day after Tuesday 10:13 in Berlin, at 10:00.
    expect(nextDueAt(quiet, policy)).toBe('2026-11-26T09:00:00.000Z');
    expect(nextDueAt(shown(pending), policy)).toBe('2026-11-25T09:00:00.000Z');
  });

  it('when its first message is', () => {
    const messages = {
      later: aMessage({ notBefore: '2026-11-25T09:00:00Z' }),
      sooner: aMessage({ notBefore: '2026-11-24T12:00:00Z' }),
    };
    expect(nextDueAt({ ...quiet, messages }, policy)).toBe('2026-11-24T12:00:00Z');
  });
});
