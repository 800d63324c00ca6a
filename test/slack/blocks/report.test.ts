import { reportNumbers } from '../../../src/domain/report-numbers';
import { messageProblems } from '../../../src/slack/blocks/limits';
import { exportText, noReport, reportMessage } from '../../../src/slack/blocks/report';
import { aRecord } from '../../support/a-history';
import { aPolicy } from '../../support/a-policy';

const policy = aPolicy();
const now = '2026-11-18T10:00:00.000Z';

const numbersOf = (records: ReturnType<typeof aRecord>[], team: string | null) =>
  reportNumbers({ records, launches: [] }, { team, days: 30, now, hours: policy.business_hours });

const fixed = aRecord([
  ['2026-11-02', 'open'],
  ['2026-11-04', 'acknowledged'],
  ['2026-11-10', 'resolved'],
]);

describe('a report', () => {
  it('has the numbers, the time to a decision among them, and the chart', () => {
    const content = reportMessage({ numbers: [numbersOf([fixed], 'growth')], days: 30 }, { policy, now }, 'chart');
    expect(messageProblems(content)).toEqual([]);
    expect(content.text).toBe(
      [
        'Notebooks, last 30 days - team growth: 0 open · no launches · time to fix: median 8 days, mean 8 days ·',
        'time to a first decision: median 2 days · nothing before to compare with. What changed: 1 fixed and 1 new.',
      ].join(' '),
    );
    expect(content.blocks.map(({ type }) => type)).toContain('data_visualization');
  });

  it('compares with the beginning of the period, in percent only when there were many', () => {
    const open = Array.from({ length: 20 }, () => aRecord([['2026-09-01', 'open']]));
    const gone = aRecord([
      ['2026-09-01', 'open'],
      ['2026-11-10', 'resolved'],
    ]);
    const text = (records: ReturnType<typeof aRecord>[]) =>
      reportMessage({ numbers: [numbersOf(records, null)], days: 30 }, { policy, now }, 'chart').text;
    expect(text([...open, gone])).toContain('−5 % against the period before');
    expect(text([...open.slice(2), gone])).not.toContain('%');
    expect(text(open)).toContain('20 open (no change)');
  });

  it('is refused in words that say whose the numbers are', () => {
    for (const content of [noReport('<!here>'), noReport(null)]) {
      expect(messageProblems(content)).toEqual([]);
      expect(content.text).toMatch(/^\*No report:\*/);
      expect(content.text).not.toContain('<!here>');
    }
  });

  it.each([
    [{ findings: 1, launches: null }, '*Your export:* 1 notebook that you may see. Moments are UTC.'],
    [
      { findings: 3, launches: 1 },
      '*Your export:* 3 notebooks that you may see, and 1 launch of the last 90 days. Moments are UTC.',
    ],
  ])('the export says what the files hold: %j', (facts, words) => {
    expect(exportText(facts)).toBe(words);
  });
});
