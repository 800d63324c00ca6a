import { EVERYTHING, isOverdue, type ListFilter, matches } from '../../src/domain/list-filter';
import { aSummary } from '../support/a-summary';

const NOW = '2026-12-05T10:00:00.000Z';
const fits = (filter: Partial<ListFilter>, over: Parameters<typeof aSummary>[0] = {}) =>
  matches({ ...EVERYTHING, ...filter }, aSummary(over), NOW);

describe('a filter of lists', () => {
  it('without words shows what is not resolved', () => {
    expect(fits({})).toBe(true);
    expect(fits({}, { status: 'resolved' })).toBe(false);
  });

  it.each<[string, Partial<ListFilter>, Parameters<typeof aSummary>[0]]>([
    ['a status', { status: 'acknowledged' }, { status: 'acknowledged' }],
    ['an owner', { ownerId: 'U0JO' }, { ownerId: 'U0JO' }],
    ['a team', { team: 'ml' }, { team: 'ml' }],
    ['an account', { account: '444455556666' }, { launch: { account: '444455556666' } }],
    ['a region', { region: 'us-east-1' }, { launch: { region: 'us-east-1' } }],
    ['a passed date', { overdue: true }, { deadline: '2026-12-05T09:59:59.000Z' }],
    ['a request', { exceptions: 'pending' }, { status: 'exception_requested' }],
    ['a grant', { exceptions: 'active' }, { grantUntil: '2027-01-31T16:00:00.000Z' }],
    ['a grant that ends soon', { exceptions: 'expiring' }, { grantUntil: '2026-12-19T10:00:00.000Z' }],
    ['any exception', { exceptions: 'any' }, { status: 'exception_requested' }],
  ])('shows what has %s, and nothing else', (_, filter, over) => {
    expect(fits(filter, over)).toBe(true);
    expect(fits(filter, { deadline: '2026-12-05T10:00:01.000Z' })).toBe(false);
  });

  it('holds all of its words at once', () => {
    expect(fits({ team: 'growth', ownerId: 'U0JO' })).toBe(false);
  });

  it('counts a grant as ending within 14 days, not later', () => {
    expect(fits({ exceptions: 'expiring' }, { grantUntil: '2026-12-19T10:00:00.001Z' })).toBe(false);
    expect(fits({ exceptions: 'active' }, { status: 'acknowledged', grantUntil: '2026-12-19T10:00:00.001Z' })).toBe(
      true,
    );
  });

  it('counts no date as passed while it waits', () => {
    const deadline = '2026-12-01T16:00:00.000Z';
    const passed = (status: Parameters<typeof isOverdue>[0]['status']) => isOverdue({ status, deadline }, NOW);
    expect(['open', 'acknowledged', 'migration_scheduled'].map((status) => passed(status as 'open'))).toEqual([
      true,
      true,
      true,
    ]);
    expect([passed('exception_requested'), passed('exception_granted'), passed('resolved')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(isOverdue({ status: 'open', deadline: null }, NOW)).toBe(false);
  });
});
