import * as fc from 'fast-check';
import { daysFrom, latestException, latestMigration } from '../../src/domain/limits';
import { aFinding } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';

const policy = aPolicy();
const hours = policy.business_hours;

describe('the latest migration date', () => {
  it('counts from the present (re)open, and falls on a business day at the end of working hours', () => {
    // 45 days after Tuesday 24 November is Friday 8 January, 17:00 in Berlin.
    expect(latestMigration(aFinding({ openedAt: '2026-11-24T09:13:00Z' }), policy)).toBe('2027-01-08T16:00:00.000Z');
  });

  it('is never before the fix date that the policy gave', () => {
    const [violation] = aFinding().violations;
    const violations = violation ? [{ ...violation, deadline: '2027-03-01T16:00:00.000Z' }] : [];
    expect(latestMigration(aFinding({ openedAt: '2026-11-24T09:13:00Z', violations }), policy)).toBe(
      '2027-03-01T16:00:00.000Z',
    );
  });

  it('starts again when the finding is opened again', () => {
    const finding = aFinding({ openedAt: '2026-12-24T09:13:00Z' });
    expect(latestMigration(finding, policy)).toBe('2027-02-08T16:00:00.000Z');
  });
});

describe('the latest end of a policy exception', () => {
  it('follows the sensitivity of the data', () => {
    expect(latestException(policy, 'internal', '2026-11-24T09:13:00Z')).toBe('2026-12-24T16:00:00.000Z');
    expect(latestException(policy, 'confidential', '2026-11-24T09:13:00Z')).toBe('2026-12-01T16:00:00.000Z');
  });

  it('stays on a weekend rather than moving past the limit', () => {
    // Seven days after Saturday 28 November.
    expect(latestException(policy, 'restricted', '2026-11-28T09:00:00Z')).toBe('2026-12-05T16:00:00.000Z');
  });

  it('counts days in the company zone', () => {
    // 23:30 UTC is already Wednesday in Berlin.
    expect(daysFrom('2026-11-24T23:30:00Z', 1, hours)).toBe('2026-11-26T16:00:00.000Z');
  });

  it('is never more than a day past the number of days, whatever the clock change', () => {
    void fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 365 }),
        (now, days) => {
          const span = Date.parse(daysFrom(now.toISOString(), days, hours)) - now.getTime();
          expect(Math.abs(span - days * 86_400_000)).toBeLessThan(86_400_000);
        },
      ),
    );
  });
});
