import type { Command, Finding, Refusal } from '../../src/domain/finding';
import { transition } from '../../src/domain/state-machine';
import { aFinding, aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { aLook, changedBy } from '../support/changes';

const policy = aPolicy();
const INTERNET = 'notebook-no-direct-internet-access';
const ROOT = 'notebook-root-access-disabled';
const FIX_BY = '2026-12-01T16:00:00Z';
const ASKED_UNTIL = '2026-12-10T16:00:00.000Z';

const open = aFinding({ notebook: aNotebook({ rootAccess: 'Enabled' }) });
const both = aFinding({
  notebook: open.notebook,
  violations: [
    ...open.violations,
    {
      rule: ROOT,
      observed: 'Enabled',
      severity: 'high',
      fix: 'in_place',
      firstSeenAt: open.firstSeenAt,
      deadline: FIX_BY,
    },
  ],
});
const restricted = { ...both, sensitivity: 'restricted' };

const ask = (over: Partial<Extract<Command, { type: 'request_exception' }>> = {}): Command => ({
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: [INTERNET, ROOT],
  until: ASKED_UNTIL,
  category: 'packages',
  reason: 'The build needs packages.',
  ...over,
});
const approve = (by: string, over: Partial<Extract<Command, { type: 'approve' }>> = {}): Command => ({
  type: 'approve',
  by,
  requestId: 'V1',
  ...over,
});
const deny: Command = { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'There is a mirror.' };
const revoke: Command = { type: 'revoke', by: 'U0SEC', requestId: 'V1', reason: 'An incident.' };

function attempt(finding: Finding, command: Command, now: string) {
  return transition(finding, command, { now, policy });
}

function changedAt(finding: Finding, command: Command, now: string): Finding {
  const result = attempt(finding, command, now);
  if (result.kind !== 'changed') throw new Error(JSON.stringify(result));
  return result.finding;
}

describe('asking for a policy exception', () => {
  it('twice with the same submission is one request, even after it was decided', () => {
    const asked = changedBy(both, [ask()]);
    expect(attempt(asked, ask({ reason: 'Sent again by Slack.' }), '2026-11-24T11:00:00.000Z')).toEqual({
      kind: 'unchanged',
    });
    const denied = changedBy(both, [ask(), deny]);
    expect(attempt(denied, ask(), '2026-11-24T13:00:00.000Z')).toEqual({ kind: 'unchanged' });
  });

  it('never moves the fix date, however often', () => {
    const asked = changedBy(both, [
      ask(),
      { type: 'withdraw', by: 'U0MARIA', requestId: 'V1' },
      ask({ requestId: 'V2' }),
    ]);
    expect(asked.deadline).toBe(FIX_BY);
    expect(asked.violations).toEqual(both.violations);
  });

  it.each<[string, Parameters<typeof ask>[0], Refusal]>([
    ['of nothing', { rules: [] }, { code: 'no_rules' }],
    ['of a rule that is met', { rules: [INTERNET, 'notebook-in-vpc'] }, { code: 'no_rules' }],
    ['that has ended already', { until: '2026-11-24T10:00:00.000Z' }, { code: 'date_past' }],
    [
      'that is too long',
      { until: '2026-12-24T16:00:00.001Z' },
      { code: 'date_too_late', latest: '2026-12-24T16:00:00.000Z' },
    ],
  ])('%s is refused', (_what, over, refusal) => {
    expect(attempt(both, ask(over), '2026-11-24T10:00:00.000Z')).toEqual({ kind: 'refused', refusal });
  });

  it('up to the last moment that the policy allows is accepted', () => {
    expect(changedBy(both, [ask({ until: '2026-12-24T16:00:00.000Z' })]).status).toBe('exception_requested');
  });

  it('for sensitive data needs two approvers and is shorter', () => {
    expect(changedBy(restricted, [ask({ until: '2026-12-01T16:00:00.000Z' })]).request).toMatchObject({ quorum: 2 });
    expect(attempt(restricted, ask(), '2026-11-24T10:00:00.000Z')).toEqual({
      kind: 'refused',
      refusal: { code: 'date_too_late', latest: '2026-12-01T16:00:00.000Z' },
    });
  });

  it('waits for an answer until two business days have passed', () => {
    expect(changedBy(both, [ask()]).request?.timeoutAt).toBe('2026-11-26T16:00:00.000Z');
  });
});

describe('approving', () => {
  const until = '2026-12-01T16:00:00.000Z';
  const asked = changedBy(restricted, [ask({ until })]);

  it('counts distinct people', () => {
    const once = changedAt(asked, approve('U0SEC'), '2026-11-24T12:00:00.000Z');
    expect(once).toMatchObject({ status: 'exception_requested', grant: null });
    expect(attempt(once, approve('U0SEC'), '2026-11-24T13:00:00.000Z')).toEqual({
      kind: 'unchanged',
      refusal: { code: 'already', by: 'U0SEC', at: '2026-11-24T12:00:00.000Z' },
    });
    const twice = changedAt(once, approve('U0SEC2'), '2026-11-24T14:00:00.000Z');
    expect(twice).toMatchObject({ status: 'exception_granted', deadline: null, request: null });
    expect(twice.grant?.approvers).toEqual(['U0SEC', 'U0SEC2']);
  });

  it.each([
    ['first', '2026-11-27T16:00:00.000Z', undefined],
    ['second', undefined, '2026-11-27T16:00:00.000Z'],
  ])('with two end dates lets the earlier hold, when the %s chose it', (_who, first, second) => {
    const granted = changedBy(asked, [approve('U0SEC', { until: first }), approve('U0SEC2', { until: second })]);
    expect(granted.grant?.until).toBe('2026-11-27T16:00:00.000Z');
  });

  it('covers only what every approver allowed, and keeps every condition', () => {
    const granted = changedBy(asked, [
      approve('U0SEC', { rules: [INTERNET], condition: 'No customer data.' }),
      approve('U0SEC2', { condition: 'Tell us when it ends.' }),
    ]);
    expect(granted).toMatchObject({ status: 'open', deadline: FIX_BY });
    expect(granted.grant).toMatchObject({
      rules: [INTERNET],
      conditions: ['No customer data.', 'Tell us when it ends.'],
    });
  });

  it('what the other approver left out grants nothing', () => {
    const once = changedBy(asked, [approve('U0SEC', { rules: [INTERNET] })]);
    expect(attempt(once, approve('U0SEC2', { rules: [ROOT] }), '2026-11-24T13:00:00.000Z')).toEqual({
      kind: 'refused',
      refusal: { code: 'no_rules' },
    });
  });

  it.each([
    ['a date that is past', '2026-11-24T12:00:00.000Z', { code: 'date_past' }],
    ['a later date than was asked for', '2026-12-01T16:00:00.001Z', { code: 'date_too_late', latest: until }],
  ])('until %s is refused', (_what, date, refusal) => {
    expect(attempt(asked, approve('U0SEC', { until: date }), '2026-11-24T12:00:00.000Z')).toEqual({
      kind: 'refused',
      refusal,
    });
  });

  it('clears a planned migration, and the fix date with it', () => {
    const plan: Command = { type: 'schedule_migration', by: 'U0MARIA', at: '2026-12-11T16:00:00.000Z' };
    const granted = changedBy(both, [plan, ask(), approve('U0SEC')]);
    expect(granted).toMatchObject({ status: 'exception_granted', migration: null, deadline: null });
    expect(granted.closedRequests.at(-1)).toMatchObject({ outcome: 'granted', deadline: null, closedBy: 'U0SEC' });
  });

  it('a renewal takes the place of the grant before', () => {
    const renewed = changedBy(both, [
      ask(),
      approve('U0SEC'),
      ask({ requestId: 'V2', until: '2026-12-18T16:00:00.000Z' }),
      approve('U0SEC', { requestId: 'V2' }),
    ]);
    expect(renewed.grant).toMatchObject({ requestId: 'V2', until: '2026-12-18T16:00:00.000Z' });
    expect(renewed.closedRequests.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['V1', 'superseded'],
      ['V2', 'granted'],
    ]);
  });
});

describe('a request that is closed without a grant', () => {
  it.each<[string, Command, string, string]>([
    ['denied late', deny, '2026-11-30T10:00:00.000Z', '2026-12-02T16:00:00.000Z'],
    ['denied early', deny, '2026-11-24T11:00:00.000Z', FIX_BY],
    ['not answered', { type: 'time_out', requestId: 'V1' }, '2026-12-03T10:00:00.000Z', '2026-12-07T16:00:00.000Z'],
    ['withdrawn late', { type: 'withdraw', by: 'U0MARIA', requestId: 'V1' }, '2026-11-30T10:00:00.000Z', FIX_BY],
  ])('%s leaves the right fix date', (_how, command, now, deadline) => {
    const closed = changedAt(changedBy(both, [ask()]), command, now);
    expect(closed).toMatchObject({ status: 'open', request: null, deadline });
    expect(closed.closedRequests.at(-1)).toMatchObject({ id: 'V1', deadline, closedAt: now });
  });

  it('keeps a fix date waiting that waits', () => {
    const waiting = { ...open, violations: open.violations.map((one) => ({ ...one, deadline: null })), deadline: null };
    expect(changedBy(waiting, [ask({ rules: [INTERNET] }), deny]).deadline).toBeNull();
  });

  it('answers a stale click with what happened since', () => {
    const denied = changedBy(both, [ask(), deny]);
    expect(attempt(denied, approve('U0SEC2'), '2026-11-24T13:00:00.000Z')).toEqual({
      kind: 'refused',
      refusal: { code: 'moved_on', status: 'open', by: 'U0SEC', command: 'deny', at: '2026-11-24T11:00:00.000Z' },
    });
  });

  it('tells the requester and the owner once each, and not the one who acted', () => {
    const byLead = changedBy(both, [ask({ by: 'U0LEAD' }), deny]);
    expect(
      Object.values(byLead.messages).flatMap(({ kind, to, line }) => (kind === 'line' ? [[to, line?.about]] : [])),
    ).toEqual([
      ['U0MARIA', 'acted'],
      ['U0LEAD', 'decided'],
      ['U0MARIA', 'decided'],
    ]);
    const withdrawn = changedBy(both, [ask(), { type: 'withdraw', by: 'U0MARIA', requestId: 'V1' }]);
    expect(Object.values(withdrawn.messages).filter(({ kind }) => kind === 'line')).toEqual([]);
  });

  it('is kept, the newest five', () => {
    const commands = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'].flatMap((requestId): Command[] => [
      ask({ requestId }),
      { type: 'withdraw', by: 'U0MARIA', requestId },
    ]);
    expect(changedBy(both, commands).closedRequests.map(({ id }) => id)).toEqual(['V2', 'V3', 'V4', 'V5', 'V6']);
  });
});

describe('a grant that ends', () => {
  const acknowledged = changedBy(both, [{ type: 'acknowledge', by: 'U0MARIA' }, ask(), approve('U0SEC')]);

  it('by expiry opens again: a fresh fix date, no acknowledgement, a new card', () => {
    const expired = changedAt(acknowledged, { type: 'expire' }, ASKED_UNTIL);
    expect(expired).toMatchObject({ status: 'open', grant: null, acknowledged: null, round: 2 });
    expect(expired.deadline).toBe('2026-12-17T16:00:00.000Z');
    expect(Object.keys(expired.messages)).toContain('card/2/U0MARIA/0');
    expect(expired.closedRequests.at(-1)).toMatchObject({ outcome: 'expired', deadline: expired.deadline });
  });

  it('by revocation does the same, and says by whom and why', () => {
    const revoked = changedAt(acknowledged, revoke, '2026-11-27T10:00:00.000Z');
    expect(revoked).toMatchObject({ status: 'open', grant: null, acknowledged: null, round: 2 });
    expect(revoked.deadline).toBe('2026-12-04T16:00:00.000Z');
    expect(revoked.closedRequests.at(-1)).toMatchObject({
      outcome: 'revoked',
      closedBy: 'U0SEC',
      note: 'An incident.',
    });
    expect(revoked.history.at(-1)).toMatchObject({ actor: 'U0SEC', command: 'revoke', note: 'An incident.' });
  });

  it('leaves nobody with a date that passed while it held', () => {
    const part = changedBy(both, [ask({ rules: [INTERNET] }), approve('U0SEC')]);
    const expired = changedAt(part, { type: 'expire' }, ASKED_UNTIL);
    expect(expired.violations.map(({ deadline }) => deadline)).toEqual([
      '2026-12-17T16:00:00.000Z',
      '2026-12-17T16:00:00.000Z',
    ]);
  });

  it('leaves a renewal that is still pending', () => {
    const renewing = changedBy(acknowledged, [ask({ requestId: 'V2', until: '2026-12-18T16:00:00.000Z' })]);
    const expired = changedAt(renewing, { type: 'expire' }, ASKED_UNTIL);
    expect(expired).toMatchObject({ status: 'exception_requested', grant: null });
    expect(expired.request?.id).toBe('V2');
  });

  it('never covers a launch that opens again', () => {
    const fixed = aLook(aNotebook({ directInternetAccess: 'Disabled' }), '2026-11-25T10:00:00.000Z');
    const resolved = changedAt(acknowledged, { type: 'observe', look: fixed }, '2026-11-25T10:00:01.000Z');
    expect(resolved.closedRequests.at(-1)?.outcome).toBe('resolved');
    const look = aLook(aNotebook({ rootAccess: 'Enabled' }), '2026-11-26T10:00:00.000Z');
    const reopened = changedAt(resolved, { type: 'observe', look }, '2026-11-26T10:00:01.000Z');
    expect(reopened).toMatchObject({ status: 'open', grant: null, deadline: '2026-12-03T16:00:00.000Z' });
  });
});
