import {
  digestHistory,
  digestNumbers,
  hasNotebooks,
  reportHistory,
  reportNumbers,
} from '../../src/domain/report-numbers';
import { aLaunchRecord, aRecord } from '../support/a-history';
import { aPolicy } from '../support/a-policy';

const hours = aPolicy().business_hours;
const UNTIL = '2026-11-15T23:00:00.000Z';

describe('a digest', () => {
  it('tells of the week that ended, of the one before, and of four weeks', () => {
    const { kpis, before, fourWeeks } = digestNumbers(
      { records: [], launches: [] },
      { team: null, until: UNTIL, hours },
    );
    expect(kpis).toMatchObject({ from: '2026-11-08T23:00:00.000Z', to: UNTIL });
    expect(before).toMatchObject({ from: '2026-11-01T23:00:00.000Z', to: '2026-11-08T23:00:00.000Z' });
    expect(fourWeeks).toMatchObject({ from: '2026-10-18T22:00:00.000Z', to: UNTIL });
  });

  it('needs what was known since twelve weeks', () => {
    expect(digestHistory(UNTIL, hours)).toEqual({ from: '2026-08-23T22:00:00.000Z', to: UNTIL });
    const records = [aRecord([['2026-08-01', 'open']])];
    expect(digestNumbers({ records, launches: [] }, { team: null, until: UNTIL, hours }).weeks).toHaveLength(12);
  });

  it.each([
    ['for a team with something open', { records: [aRecord([['2026-11-10', 'open']])], launches: [] }, true],
    [
      'for a team whose last launch was weeks ago',
      { records: [], launches: [aLaunchRecord('2026-10-07T09:00:00Z')] },
      true,
    ],
    ['for a team without notebooks', { records: [aRecord([['2026-11-10', 'open', 'risk']])], launches: [] }, false],
    [
      'for a week before the bot was there',
      { records: [], launches: [aLaunchRecord('2026-11-10T09:00:00Z', { lookedAt: '2026-11-18T09:00:00.000Z' })] },
      false,
    ],
  ])('is made or not: %s', (_, history, made) => {
    expect(hasNotebooks(digestNumbers(history, { team: 'growth', until: UNTIL, hours }))).toBe(made);
  });
});

describe('a report', () => {
  const now = '2026-11-18T10:00:00.000Z';

  it('tells of the last days, and of as many before', () => {
    const { kpis, before } = reportNumbers({ records: [], launches: [] }, { team: null, days: 30, now, hours });
    expect(kpis).toMatchObject({ from: '2026-10-19T10:00:00.000Z', to: now });
    expect(before).toMatchObject({ from: '2026-09-19T10:00:00.000Z', to: '2026-10-19T10:00:00.000Z' });
  });

  it('needs what was known since the chart begins, or longer for a long period', () => {
    expect(reportHistory(30, now, hours).from).toBe('2026-08-23T22:00:00.000Z');
    expect(reportHistory(90, now, hours).from).toBe('2026-05-22T10:00:00.000Z');
  });
});
