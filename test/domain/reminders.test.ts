import type { Command, Finding } from '../../src/domain/finding';
import type { Policy } from '../../src/domain/policy-file';
import { leadAskedAt } from '../../src/domain/reminder-steps';
import { maySnooze, nextOwnerReminder, remindersAhead, snoozeUntil } from '../../src/domain/reminders';
import { transition } from '../../src/domain/state-machine';
import { aPolicy } from '../support/a-policy';
import { deliver, given, inWords, openedAt, remindedUntil, takeDue } from '../support/reminding';

// Tuesday, 09:13 in Berlin. Its fix date is the Tuesday after, 17:00.
const OPENED = '2026-11-24T08:13:00.000Z';
const DEADLINE = '2026-12-01T16:00:00.000Z';
const opened = (over: Partial<Finding> = {}) => openedAt(OPENED, DEADLINE, over);
const maria = (timeZone: string) => ({ userId: 'U0MARIA', source: { kind: 'tag', seen: 'maria' }, timeZone }) as const;
const withHolidays = (...holidays: string[]): Policy => {
  const policy = aPolicy();
  return { ...policy, business_hours: { ...policy.business_hours, holidays } };
};

function told(finding: Finding, until: string, zone = 'Europe/Berlin', policy?: Policy): string[] {
  return remindedUntil(finding, until, policy).told.map((one) => inWords(one, zone));
}

const ask: Command = {
  type: 'request_exception',
  by: 'U0BEN',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'other',
  reason: 'The build needs packages.',
};
const snooze: Command = { type: 'snooze', by: 'U0MARIA' };

describe('while nobody decides', () => {
  it('the owner is reminded, then told when the lead is asked; the lead is; and after the date each in their turn', () => {
    expect(told(opened(), '2026-12-04T00:00:00.000Z')).toEqual([
      'Wed 2026-11-25 10:00 undecided to U0MARIA',
      'Fri 2026-11-27 10:00 undecided_again to U0MARIA',
      'Mon 2026-11-30 10:00 undecided_again to U0LEAD',
      'Wed 2026-12-02 10:00 date_passed to U0MARIA',
      'Wed 2026-12-02 10:00 date_passed to U0LEAD',
      'Thu 2026-12-03 10:00 date_passed to security',
    ]);
  });

  it('of a passed date the owner hears again and again, each time after twice the pause, and at last no more', () => {
    const late = told(opened(), '2028-01-01T00:00:00.000Z').filter((words) => words.includes('still'));
    expect(late).toEqual([
      'Mon 2026-12-07 10:00 date_still_passed to U0MARIA',
      'Tue 2026-12-15 10:00 date_still_passed to U0MARIA',
      'Thu 2026-12-31 10:00 date_still_passed to U0MARIA',
      'Mon 2027-02-01 10:00 date_still_passed to U0MARIA',
      'Tue 2027-04-06 10:00 date_still_passed to U0MARIA',
      'Thu 2027-08-12 10:00 date_still_passed to U0MARIA',
    ]);
    expect(remindersAhead(remindedUntil(opened(), '2028-01-01T00:00:00.000Z').finding, aPolicy())).toEqual([]);
  });

  it.each([
    ['America/Los_Angeles', 'Wed 2026-11-25 10:00', 'Fri 2026-11-27 10:00'],
    // 17:13 there: the next day at 10:00 would be sooner than a day.
    ['Asia/Tokyo', 'Thu 2026-11-26 10:00', 'Mon 2026-11-30 10:00'],
  ])('it is 10:00 where the owner is: %s', (zone, first, second) => {
    const words = told(opened({ owner: maria(zone) }), '2026-11-30T04:00:00.000Z', zone);
    expect(words).toEqual([`${first} undecided to U0MARIA`, `${second} undecided_again to U0MARIA`]);
  });

  it('a zone that nobody knows counts as the company zone', () => {
    expect(told(opened({ owner: maria('Europe/Bonn') }), '2026-11-26T00:00:00.000Z')).toEqual([
      'Wed 2026-11-25 10:00 undecided to U0MARIA',
    ]);
  });

  it('weekends and holidays are passed over', () => {
    const finding = openedAt('2026-12-18T08:13:00.000Z', '2026-12-29T16:00:00.000Z');
    const policy = withHolidays('2026-12-21', '2026-12-22', '2026-12-25');
    // What falls on the same day is said once, and the lead's turn still comes after the owner heard of it.
    expect(told(finding, '2026-12-29T00:00:00.000Z', 'Europe/Berlin', policy)).toEqual([
      'Wed 2026-12-23 10:00 undecided_again to U0MARIA',
      'Thu 2026-12-24 10:00 undecided_again to U0LEAD',
    ]);
  });

  it.each([
    ['ended', '2026-10-23T07:13:00.000Z', '2026-10-26T09:00:00.000Z'],
    ['began', '2027-03-26T08:13:00.000Z', '2027-03-29T08:00:00.000Z'],
  ])('10:00 is 10:00 on the clock after summer time %s', (_what, friday, monday) => {
    expect(nextOwnerReminder(openedAt(friday, null), aPolicy())).toBe(monday);
  });

  it('of a critical one people hear within working hours', () => {
    const violations = opened().violations.map((violation) => ({ ...violation, severity: 'critical' as const }));
    const finding = opened({ severity: 'critical' });
    const critical = { ...finding, violations, deadline: '2026-11-25T16:00:00.000Z' };
    const dated = { ...critical, violations: violations.map((one) => ({ ...one, deadline: critical.deadline })) };
    expect(told(dated, '2026-11-28T00:00:00.000Z')).toEqual([
      'Tue 2026-11-24 11:13 undecided to U0MARIA',
      'Tue 2026-11-24 13:13 undecided_again to U0MARIA',
      'Tue 2026-11-24 15:13 undecided_again to U0LEAD',
      'Thu 2026-11-26 10:00 date_passed to U0MARIA',
      'Thu 2026-11-26 10:00 date_passed to U0LEAD',
      'Fri 2026-11-27 10:00 date_passed to security',
    ]);
    // 09:13 in Berlin is past midnight there.
    const far = { ...dated, owner: maria('America/Los_Angeles') };
    expect(told(far, '2026-11-25T12:00:00.000Z', 'America/Los_Angeles')).toEqual([
      'Tue 2026-11-24 11:00 undecided to U0MARIA',
      'Tue 2026-11-24 13:00 undecided_again to U0MARIA',
      'Wed 2026-11-25 02:00 undecided_again to U0LEAD',
    ]);
  });

  it('a lead who reads elsewhere hears in the working hours of the company', () => {
    const finding = opened({ owner: maria('America/Los_Angeles') });
    const late = remindedUntil(finding, '2026-12-03T12:00:00.000Z').told.slice(-3);
    expect(late.map((one) => inWords(one, 'Europe/Berlin'))).toEqual([
      'Tue 2026-12-01 19:00 date_passed to U0MARIA',
      'Wed 2026-12-02 09:00 date_passed to U0LEAD',
      'Thu 2026-12-03 10:00 date_passed to security',
    ]);
  });

  it('one that cannot be fixed yet is asked about without a date', () => {
    expect(told(openedAt(OPENED, null), '2027-12-01T00:00:00.000Z')).toHaveLength(3);
  });
});

describe("the lead's turn", () => {
  it('does not come before the owner was told of it, however late that is', () => {
    const waiting = takeDue(opened(), '2026-11-27T09:00:00.000Z');
    const toLead = ({ audience }: { audience: string }) => audience === 'lead';
    expect(remindersAhead(waiting, aPolicy()).some(toLead)).toBe(false);
    const { finding } = deliver(waiting, '2026-11-30T14:00:00.000Z');
    expect(remindersAhead(finding, aPolicy()).find(toLead)?.dueAt).toBe('2026-12-01T09:00:00.000Z');
  });

  it('is announced by a snooze, and no snooze moves it', () => {
    const once = given(opened(), snooze, '2026-11-25T09:30:00.000Z');
    expect(leadAskedAt(once, aPolicy(), '2026-11-25T09:30:00.000Z')).toBe('2026-11-30T09:00:00.000Z');
    const twice = given(once, snooze, '2026-11-27T09:30:00.000Z');
    expect(leadAskedAt(twice, aPolicy(), '2026-11-27T09:30:00.000Z')).toBe('2026-11-30T09:00:00.000Z');
    expect(told(twice, '2026-12-01T00:00:00.000Z')).toEqual([
      'Mon 2026-11-30 10:00 undecided_again to U0MARIA',
      'Mon 2026-11-30 10:00 undecided_again to U0LEAD',
    ]);
  });

  it('that was announced before a decision has to be announced again after it', () => {
    const snoozed = given(opened(), snooze, '2026-11-25T09:30:00.000Z');
    const asked = given(snoozed, ask, '2026-11-25T10:00:00.000Z');
    const denied = given(
      asked,
      { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'No.' },
      '2026-11-26T08:00:00.000Z',
    );
    expect(remindersAhead(denied, aPolicy()).map(({ audience }) => audience)).not.toContain('lead');
    const again = given(denied, snooze, '2026-11-27T09:30:00.000Z');
    expect(again.reminded.leadAnnouncedAt).toBe('2026-11-27T09:30:00.000Z');
  });
});

describe('a snooze', () => {
  const first = remindedUntil(opened(), '2026-11-25T12:00:00.000Z').finding;

  it('brings the reminder back on the next working day at 10:00 where the owner is', () => {
    expect(snoozeUntil(opened(), aPolicy(), '2026-11-25T15:59:00.000Z')).toBe('2026-11-26T09:00:00.000Z');
    expect(snoozeUntil(opened(), aPolicy(), '2026-11-25T08:59:00.000Z')).toBe('2026-11-26T09:00:00.000Z');
    expect(snoozeUntil(opened(), aPolicy(), '2026-11-27T09:30:00.000Z')).toBe('2026-11-30T09:00:00.000Z');
    const far = opened({ owner: maria('America/Los_Angeles') });
    expect(snoozeUntil(far, aPolicy(), '2026-11-25T18:30:00.000Z')).toBe('2026-11-26T18:00:00.000Z');
  });

  it('moves the reminder and nothing else', () => {
    const snoozed = given(first, snooze, '2026-11-25T12:00:00.000Z');
    expect(snoozed).toMatchObject({ status: 'open', deadline: DEADLINE, round: 1 });
    expect(told(snoozed, '2026-12-03T12:00:00.000Z')).toEqual([
      'Thu 2026-11-26 10:00 snoozed to U0MARIA',
      'Fri 2026-11-27 10:00 undecided_again to U0MARIA',
      'Mon 2026-11-30 10:00 undecided_again to U0LEAD',
      'Wed 2026-12-02 10:00 date_passed to U0MARIA',
      'Wed 2026-12-02 10:00 date_passed to U0LEAD',
      'Thu 2026-12-03 10:00 date_passed to security',
    ]);
  });

  it('is offered twice', () => {
    const once = given(first, snooze, '2026-11-25T12:00:00.000Z');
    expect(maySnooze(once, aPolicy())).toBe(true);
    const twice = given(once, snooze, '2026-11-26T12:00:00.000Z');
    expect(maySnooze(twice, aPolicy())).toBe(false);
    const third = transition(twice, snooze, { now: '2026-11-27T12:00:00.000Z', policy: aPolicy() });
    expect(third).toEqual({ kind: 'refused', refusal: { code: 'no_more_snoozes' } });
  });

  it('pressed twice is one', () => {
    const once = given(first, snooze, '2026-11-25T12:00:00.000Z');
    const twice = transition(once, snooze, { now: '2026-11-25T12:00:01.000Z', policy: aPolicy() });
    expect(twice).toEqual({ kind: 'unchanged' });
  });

  it('from before a decision does not come back after it', () => {
    const snoozed = given(first, snooze, '2026-11-25T12:00:00.000Z');
    const asked = given(snoozed, ask, '2026-11-25T13:00:00.000Z');
    const denied = given(
      asked,
      { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'No.' },
      '2026-11-27T08:00:00.000Z',
    );
    expect(remindersAhead(denied, aPolicy())[0]?.dueAt).toBe('2026-11-30T09:00:00.000Z');
  });
});
