import type { Finding } from '../../src/domain/finding';
import { dayBefore, isDayBeforeOrLater, nextGrantEnd } from '../../src/local/grant-end';
import { aFinding } from '../support/a-finding';

const berlin = 'Europe/Berlin';

test.each([
  ['2026-11-29T22:59:59Z', false],
  ['2026-11-29T23:00:00Z', true],
  ['2026-12-01T16:00:00Z', true],
  ['2026-12-09T00:00:00Z', true],
])('at %s it is the day before Tuesday 17:00 in Berlin, or later: %s', (now, is) => {
  expect(isDayBeforeOrLater(new Date(now), '2026-12-01T16:00:00Z', berlin)).toBe(is);
});

test('the day before keeps the time on the wall over a change of daylight saving time', () => {
  expect(dayBefore('2026-10-25T16:00:00Z', berlin).toISOString()).toBe('2026-10-24T15:00:00.000Z');
});

test('the exception that ends first counts, of those whose day before is still to come', () => {
  const granted = (until: string): Finding =>
    aFinding({
      grant: { requestId: until, rules: [], until, at: '2026-11-24T10:00:00Z', approvers: [], conditions: [] },
    });
  const findings = [granted('2026-12-20T16:00:00Z'), aFinding(), granted('2026-12-11T16:00:00Z')];
  const at = (now: string) => nextGrantEnd(findings, new Date(now), berlin);
  expect(at('2026-12-09T12:00:00Z')).toBe('2026-12-11T16:00:00Z');
  expect(at('2026-12-10T08:00:00Z')).toBe('2026-12-20T16:00:00Z');
  expect(at('2026-12-19T08:00:00Z')).toBeNull();
});
