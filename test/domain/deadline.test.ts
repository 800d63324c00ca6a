import { answerDate, existingNotebookFixDate, fixDate, secondChanceDate } from '../../src/domain/deadline';
import { aPolicy } from '../support/a-policy';

const policy = aPolicy();
// A Thursday.
const SEEN = '2026-11-26T09:13:00.000Z';

describe('the fix date', () => {
  it.each([
    ['critical', '2026-11-27T16:00:00.000Z'],
    ['high', '2026-12-03T16:00:00.000Z'],
    ['medium', '2026-12-28T16:00:00.000Z'],
    ['low', '2027-02-24T16:00:00.000Z'],
  ] as const)('of a %s violation is %s', (severity, expected) => {
    expect(fixDate(severity, SEEN, policy)).toBe(expected);
  });

  it('of a critical one counts business days', () => {
    expect(fixDate('critical', '2026-11-27T09:13:00.000Z', policy)).toBe('2026-11-30T16:00:00.000Z');
  });

  it('follows the policy', () => {
    const strict = aPolicy({ deadlines: { critical: 2, high: 1, medium: 2, low: 5 } });
    expect(fixDate('critical', SEEN, strict)).toBe('2026-11-30T16:00:00.000Z');
    expect(fixDate('low', SEEN, strict)).toBe('2026-12-01T16:00:00.000Z');
  });

  it('of a notebook that was there before is 30 days away, on a business day', () => {
    expect(existingNotebookFixDate(SEEN, policy)).toBe('2026-12-28T16:00:00.000Z');
  });
});

describe('after a request', () => {
  it('security has two business days to answer', () => {
    expect(answerDate(SEEN, policy)).toBe('2026-11-30T16:00:00.000Z');
  });

  it('people have two business days after no answer, whatever security had', () => {
    const slow = aPolicy({ security: { ...policy.security, answer_within_business_days: 5 } });
    expect(secondChanceDate(SEEN, slow)).toBe('2026-11-30T16:00:00.000Z');
    expect(answerDate(SEEN, slow)).toBe('2026-12-03T16:00:00.000Z');
  });
});
