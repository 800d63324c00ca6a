import type { Command, Finding } from '../../src/domain/finding';
import type { Policy } from '../../src/domain/policy-file';
import { dueReminders, remindersAhead, stillApplies } from '../../src/domain/reminders';
import { transition } from '../../src/domain/state-machine';
import { aPolicy } from '../support/a-policy';
import { newestMessage } from '../support/changes';
import { clock, deliver, given, inWords, openedAt, remindedUntil, takeDue } from '../support/reminding';

// Tuesday, 09:13 in Berlin. Its fix date is the Tuesday after, 17:00.
const OPENED = '2026-11-24T08:13:00.000Z';
const DEADLINE = '2026-12-01T16:00:00.000Z';
const opened = (over: Partial<Finding> = {}) => openedAt(OPENED, DEADLINE, over);

function told(finding: Finding, until: string, policy?: Policy): string[] {
  return remindedUntil(finding, until, policy).told.map((one) => inWords(one, 'Europe/Berlin'));
}

const ask = (until = '2026-12-08T16:00:00.000Z', requestId = 'V1', by = 'U0BEN'): Command => ({
  type: 'request_exception',
  by,
  requestId,
  rules: ['notebook-no-direct-internet-access'],
  until,
  category: 'other',
  reason: 'The build needs packages.',
});
const approve: Command = { type: 'approve', by: 'U0SEC', requestId: 'V1' };
const deny: Command = { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'There is a mirror.' };
const acknowledge: Command = { type: 'acknowledge', by: 'U0MARIA' };
const plan = (at: string): Command => ({ type: 'schedule_migration', by: 'U0MARIA', at });
const give = (userId: string): Command => ({
  type: 'assign_owner',
  by: 'U0LEAD',
  found: { owner: { userId, source: { kind: 'assigned', by: 'U0LEAD' } }, team: 'growth', teamTag: null, search: [] },
});
const disown: Command = { type: 'disown', by: 'U0MARIA' };

describe('a decision', () => {
  const waiting = takeDue(opened(), '2026-11-25T09:00:00.000Z');
  const at = '2026-11-25T09:00:01.000Z';

  it.each<[string, Command]>([
    ['acknowledged', acknowledge],
    ['planned', plan('2026-12-03T09:00:00.000Z')],
    ['asked for an exception', ask()],
    ['not theirs', disown],
    ['handed on', give('U0BEN')],
    ['gone', { type: 'resolve', evidence: 'gone', observedAt: '2026-11-25T09:00:00.500Z' }],
  ])('ends what was queued and not yet sent: %s', (_what, command) => {
    const { reminder } = newestMessage(waiting, 'reminder');
    if (!reminder) throw new Error('nothing was queued');
    expect(stillApplies(waiting, reminder)).toBe(true);
    const decided = given(waiting, command, at);
    expect(stillApplies(decided, reminder)).toBe(false);
    expect(deliver(decided, at).told).toEqual([]);
  });

  it('taken after a step was found to be due leaves that step undone', () => {
    const [step] = dueReminders(opened(), aPolicy(), '2026-11-25T09:00:00.000Z');
    if (!step) throw new Error('nothing is due');
    const decided = given(opened(), acknowledge, '2026-11-25T08:59:59.000Z');
    const late = transition(decided, { type: 'remind', ...step, to: 'U0MARIA' }, { now: at, policy: aPolicy() });
    expect(late).toEqual({ kind: 'unchanged' });
  });

  it('is not made by a reminder, which is taken once', () => {
    expect(waiting).toMatchObject({ status: 'open', version: 2 });
    expect(waiting.history.at(-1)).toMatchObject({ actor: 'bot', command: 'remind', note: 'undecided: U0MARIA' });
    const [step] = dueReminders(opened(), aPolicy(), '2026-11-25T09:00:00.000Z');
    if (!step) throw new Error('nothing is due');
    const again = transition(waiting, { type: 'remind', ...step, to: 'U0MARIA' }, { now: at, policy: aPolicy() });
    expect(again).toEqual({ kind: 'unchanged' });
  });

  it('is not waited for where there is nobody to ask: the step is marked and nothing is queued', () => {
    const [step] = dueReminders(opened(), aPolicy(), '2026-11-25T09:00:00.000Z');
    if (!step) throw new Error('nothing is due');
    const nobody = given(opened(), { type: 'escalate', ...step, to: null }, at);
    expect(Object.values(nobody.messages).filter(({ kind }) => kind === 'reminder')).toEqual([]);
    expect(dueReminders(nobody, aPolicy(), at)).toEqual([]);
  });
});

describe('one that was acknowledged', () => {
  it('is asked about again on the last working day before its date, and after it', () => {
    const acknowledged = given(opened(), acknowledge, '2026-11-24T10:00:00.000Z');
    expect(told(acknowledged, '2026-12-02T12:00:00.000Z')).toEqual([
      'Mon 2026-11-30 10:00 date_tomorrow to U0MARIA',
      'Wed 2026-12-02 10:00 date_passed to U0MARIA',
      'Wed 2026-12-02 10:00 date_passed to U0LEAD',
    ]);
  });

  it('is not asked about the day before when that is when it was acknowledged', () => {
    const late = given(opened(), acknowledge, '2026-11-30T10:00:00.000Z');
    expect(told(late, '2026-12-02T00:00:00.000Z')).toEqual([]);
  });

  it('without a date is not asked about', () => {
    expect(remindersAhead(given(openedAt(OPENED, null), acknowledge, '2026-11-24T10:00:00.000Z'), aPolicy())).toEqual(
      [],
    );
  });
});

describe('a promised migration', () => {
  // A Monday.
  const planned = given(opened(), plan('2026-12-07T09:00:00.000Z'), '2026-11-24T10:00:00.000Z');

  it('is called to mind on the working day before; missed, the owner hears, the lead a day later, then security', () => {
    expect(told(planned, '2026-12-31T00:00:00.000Z')).toEqual([
      'Fri 2026-12-04 10:00 migration_tomorrow to U0MARIA',
      'Tue 2026-12-08 10:00 migration_missed to U0MARIA',
      'Wed 2026-12-09 10:00 migration_missed to U0LEAD',
      'Thu 2026-12-10 10:00 migration_missed to security',
      'Mon 2026-12-14 10:00 migration_still_missed to U0MARIA',
      'Mon 2026-12-21 10:00 migration_still_missed to U0MARIA',
    ]);
  });

  it('starts anew with another date, and the fix date says nothing more', () => {
    const missed = remindedUntil(planned, '2026-12-09T12:00:00.000Z').finding;
    const again = given(missed, plan('2026-12-16T09:00:00.000Z'), '2026-12-10T08:00:00.000Z');
    expect(told(again, '2026-12-18T00:00:00.000Z')).toEqual([
      'Tue 2026-12-15 10:00 migration_tomorrow to U0MARIA',
      'Thu 2026-12-17 10:00 migration_missed to U0MARIA',
    ]);
  });

  it('that was made for tomorrow is not called to mind today', () => {
    const soon = given(opened(), plan('2026-11-25T14:00:00.000Z'), '2026-11-24T10:00:00.000Z');
    expect(told(soon, '2026-11-26T12:00:00.000Z')).toEqual(['Thu 2026-11-26 10:00 migration_missed to U0MARIA']);
  });
});

describe('a new owner', () => {
  it('starts anew, and hears of a date that passed under the one before', () => {
    const late = remindedUntil(opened(), '2026-12-03T12:00:00.000Z').finding;
    const handed = given(late, give('U0BEN'), '2026-12-03T13:00:00.000Z');
    // The card of that day tells them; nobody above them is told before they were reminded.
    expect(told(handed, '2026-12-08T00:00:00.000Z')).toEqual([
      'Fri 2026-12-04 10:00 date_passed to U0BEN',
      'Fri 2026-12-04 10:00 date_passed to U0LEAD',
      'Mon 2026-12-07 10:00 date_passed to security',
    ]);
  });

  it('has the whole ladder while the date is to come', () => {
    const first = remindedUntil(opened(), '2026-11-25T12:00:00.000Z').finding;
    const handed = given(first, give('U0BEN'), '2026-11-25T12:00:00.000Z');
    expect(told(handed, '2026-12-01T12:00:00.000Z')).toEqual([
      'Fri 2026-11-27 10:00 undecided to U0BEN',
      'Mon 2026-11-30 10:00 undecided_again to U0BEN',
      'Tue 2026-12-01 10:00 undecided_again to U0LEAD',
    ]);
  });

  it('who was the owner before and said "not mine" is asked anew', () => {
    const disowned = given(opened(), disown, '2026-11-25T12:00:00.000Z');
    const back = given(disowned, give('U0MARIA'), '2026-11-27T12:00:00.000Z');
    expect(back).toMatchObject({ ownerSince: '2026-11-27T12:00:00.000Z', reminded: { told: {} } });
  });
});

describe('while nobody is the owner', () => {
  it('security hears of it at ever longer pauses, counted from when the last owner was lost', () => {
    const missing = told(openedAt(OPENED, DEADLINE, { owner: null }), '2026-12-31T00:00:00.000Z');
    expect(missing).toEqual([
      'Wed 2026-11-25 10:00 owner_missing to security',
      'Fri 2026-11-27 10:00 owner_missing to security',
      'Tue 2026-12-01 10:00 owner_missing to security',
      'Tue 2026-12-08 10:00 owner_missing to security',
      'Tue 2026-12-22 10:00 owner_missing to security',
    ]);
    const found = { owner: null, team: 'growth', teamTag: null, search: [] };
    const lost = given(opened(), { type: 'assign_owner', by: null, found, lost: true }, '2026-12-07T08:00:00.000Z');
    expect(told(lost, '2026-12-09T00:00:00.000Z')).toEqual(['Tue 2026-12-08 10:00 owner_missing to security']);
  });

  it('counts from when the owner said that it is not theirs', () => {
    const disowned = given(opened(), disown, '2026-11-30T08:00:00.000Z');
    expect(told(disowned, '2026-12-02T00:00:00.000Z')).toEqual(['Tue 2026-12-01 10:00 owner_missing to security']);
  });
});

describe('a request', () => {
  const asked = given(opened(), ask(), '2026-11-26T12:00:00.000Z');

  it('that waits is called to mind once a business day until it times out, and the owner hears nothing', () => {
    expect(told(asked, '2026-12-31T00:00:00.000Z')).toEqual([
      'Fri 2026-11-27 10:00 request_waits to security',
      'Mon 2026-11-30 10:00 request_waits to security',
    ]);
    expect(asked.request?.timeoutAt).toBe('2026-11-30T16:00:00.000Z');
  });

  it('that was denied starts the ladder anew', () => {
    const reminded = remindedUntil(opened(), '2026-11-25T12:00:00.000Z').finding;
    const denied = given(given(reminded, ask(), '2026-11-25T13:00:00.000Z'), deny, '2026-11-27T08:00:00.000Z');
    // One day and three days later are both Monday; nobody hears the same thing twice in one go.
    expect(told(denied, '2026-12-02T12:00:00.000Z')).toEqual([
      'Mon 2026-11-30 10:00 undecided_again to U0MARIA',
      'Wed 2026-12-02 10:00 date_passed to U0MARIA',
      'Wed 2026-12-02 10:00 date_passed to U0LEAD',
    ]);
  });
});

describe('a grant', () => {
  const granted = (days: number) => {
    const until = `2026-12-${String(days + 1).padStart(2, '0')}T16:00:00.000Z`;
    const asked = given(opened(), ask(until), '2026-12-01T08:00:00.000Z');
    return given(asked, approve, '2026-12-01T09:00:00.000Z');
  };

  it.each<[number, string[]]>([
    [3, ['Thu 2026-12-03 10:00 exception_1_day']],
    [7, ['Mon 2026-12-07 10:00 exception_1_day']],
    [14, ['Tue 2026-12-08 10:00 exception_7_days', 'Mon 2026-12-14 10:00 exception_1_day']],
    [30, ['Thu 2026-12-24 10:00 exception_7_days', 'Wed 2026-12-30 10:00 exception_1_day']],
  ])('of %i days ends after these warnings to the owner and the requester', (days, warnings) => {
    expect(told(granted(days), '2027-01-10T00:00:00.000Z').toSorted()).toEqual(
      warnings.flatMap((warning) => [`${warning} to U0BEN`, `${warning} to U0MARIA`]).toSorted(),
    );
  });

  it('is called to mind in the thread of its request too, once a warning', () => {
    const { messages } = remindedUntil(granted(14), '2026-12-31T00:00:00.000Z').finding;
    const lines = Object.values(messages).filter(({ line }) => line?.about === 'expiring');
    expect(lines.map(({ to }) => to)).toEqual(['security', 'security']);
  });

  it('is called to mind to a new owner, and to nobody else again', () => {
    const warned = remindedUntil(granted(14), '2026-12-08T12:00:00.000Z').finding;
    const handedOn = (finding: Finding) =>
      remindedUntil(given(finding, give('U0NEW'), '2026-12-08T13:00:00.000Z'), '2026-12-12T00:00:00.000Z');
    const { finding, told: heard } = handedOn(warned);
    expect(heard.map((one) => inWords(one, 'Europe/Berlin'))).toEqual([
      'Tue 2026-12-08 14:00 exception_7_days to U0NEW',
    ]);
    const lines = Object.values(finding.messages).filter(({ line }) => line?.about === 'expiring');
    expect(lines).toHaveLength(1);
    const own = given(given(opened(), ask('2026-12-15T16:00:00.000Z', 'V1', 'U0MARIA'), OPENED), approve, OPENED);
    const again = handedOn(remindedUntil(own, '2026-12-08T12:00:00.000Z').finding).told;
    expect(again.map(({ to }) => to)).toEqual(['U0NEW']);
  });

  it('that ended starts everything anew', () => {
    const ended = given(granted(14), { type: 'expire' }, '2026-12-15T16:00:00.000Z');
    expect(told(ended, '2026-12-18T00:00:00.000Z')).toEqual(['Thu 2026-12-17 10:00 undecided to U0MARIA']);
  });
});

describe('after an outage', () => {
  it('of what is due together only the last of a series is said, and all of it counts as said', () => {
    const now = '2026-12-15T12:00:00.000Z';
    const steps = dueReminders(opened(), aPolicy(), now);
    expect(steps.map(({ reminder }) => reminder.step)).toEqual(['date_passed']);
    const { finding } = deliver(takeDue(opened(), now), now);
    expect(Object.keys(finding.reminded.told)).toHaveLength(3);
    // What would come days after the date comes days after it was said.
    const later = remindersAhead(finding, aPolicy()).map(
      ({ step, audience, dueAt }) => `${step}/${audience} ${clock(dueAt, 'Europe/Berlin')}`,
    );
    expect(later.slice(0, 3)).toEqual([
      'date_passed/lead Tue 2026-12-15 13:00',
      'date_passed/security Wed 2026-12-16 10:00',
      'date_still_passed/owner Mon 2026-12-21 10:00',
    ]);
  });

  it('a request that security heard of today is not called to mind again because the owner changed', () => {
    const asked = given(opened(), ask(), '2026-11-26T12:00:00.000Z');
    const { finding } = remindedUntil(asked, '2026-11-27T12:00:00.000Z');
    const handed = given(finding, give('U0NEW'), '2026-11-27T13:00:00.000Z');
    expect(dueReminders(handed, aPolicy(), '2026-11-27T13:00:00.000Z')).toEqual([]);
  });

  it('a request is called to mind once', () => {
    const asked = given(opened(), ask(), '2026-11-26T12:00:00.000Z');
    expect(dueReminders(asked, aPolicy(), '2026-11-30T12:00:00.000Z')).toMatchObject([
      { reminder: { step: 'request_waits' }, keys: [expect.any(String), expect.any(String)] },
    ]);
  });
});

describe('nobody is reminded', () => {
  it.each<[string, Partial<Policy>, Partial<Finding>]>([
    ['in observe mode', { mode: 'observe' }, {}],
    ['while another team pilots', { notify_only: ['team:risk'] }, {}],
    ['while another team pilots, where only a tag names the team', { notify_only: ['team:risk'] }, { team: null }],
  ])('%s', (_when, over, finding) => {
    expect(remindersAhead(opened(finding), aPolicy(over))).toEqual([]);
  });

  it('of what is resolved', () => {
    const resolve = { type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T10:00:00.000Z' } as const;
    expect(remindersAhead(given(opened(), resolve, '2026-11-24T10:00:01.000Z'), aPolicy())).toEqual([]);
  });
});
