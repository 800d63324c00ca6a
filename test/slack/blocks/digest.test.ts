import type { KpiHistory } from '../../../src/domain/kpis';
import { digestNumbers } from '../../../src/domain/report-numbers';
import type { ReportContent } from '../../../src/slack/blocks/chart';
import { type Digest, digestMessage } from '../../../src/slack/blocks/digest';
import { messageProblems } from '../../../src/slack/blocks/limits';
import { aLaunchRecord, aRecord, NO_INTERNET } from '../../support/a-history';
import { aPolicy } from '../../support/a-policy';
import { livelyText } from '../../support/blocks';

const policy = aPolicy();
const UNTIL = '2026-11-15T23:00:00.000Z';

const numbersOf = (history: Partial<KpiHistory>, team: string | null = null) =>
  digestNumbers({ records: [], launches: [], ...history }, { team, until: UNTIL, hours: policy.business_hours });

const digest = (over: Partial<Digest> = {}, picture: 'chart' | 'table' = 'chart') => {
  const content = digestMessage({ numbers: [], incomplete: [], greeting: false, ...over }, { policy }, picture);
  expect(messageProblems(content)).toEqual([]);
  expect(content.text.length).toBeLessThanOrEqual(4000);
  return content;
};

const blockOf = (content: ReportContent, type: string) => content.blocks.filter((block) => block.type === type);
const wordsOf = (content: ReportContent) => JSON.stringify(content.blocks);

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const old = () => aRecord([['2026-09-01', 'open']]);
const fixedInWeek = () =>
  aRecord([
    ['2026-11-07', 'open'],
    ['2026-11-10', 'resolved'],
  ]);

const week: KpiHistory = {
  records: [
    old(),
    old(),
    fixedInWeek(),
    aRecord([
      ['2026-11-10', 'open'],
      ['2026-11-10T05:00:00.000Z', 'resolved'],
    ]),
  ],
  launches: [aLaunchRecord('2026-11-10T09:00:00Z'), aLaunchRecord('2026-11-11T09:00:00Z', { rules: [NO_INTERNET] })],
};

describe('the weekly digest', () => {
  it('says how the week was, in counts while there are few', () => {
    const content = digest({ numbers: [numbersOf(week)] });
    expect(content.text).toBe(
      [
        'Notebooks, week of 9 Nov: 2 open (−1), 2 with direct internet access · 1 of 2 launches good from the start ·',
        'time to fix: median 1.6 days, mean 1.6 days · 2 open 4 weeks before. What changed: 2 fixed and 1 new.',
      ].join(' '),
    );
    expect(blockOf(content, 'header')).toEqual([
      expect.objectContaining({ text: expect.objectContaining({ text: 'Notebooks, week of 9 Nov' }) }),
    ]);
    expect(wordsOf(content)).toContain('*What changed:* 2 fixed and 1 new.');
  });

  it('says percentages of many', () => {
    const records = [
      ...times(15, old),
      ...times(6, () =>
        aRecord([
          ['2026-09-01', 'open'],
          ['2026-11-01', 'resolved'],
        ]),
      ),
    ];
    const launches = times(21, () => aLaunchRecord('2026-11-10T09:00:00Z'));
    const text = digest({ numbers: [numbersOf({ records, launches })] }).text;
    expect(text).toContain('100 % of 21 launches good from the start');
    expect(text).toContain('−29 % against 4 weeks before');
    const nearly = [
      ...times(299, () => aLaunchRecord('2026-11-10T09:00:00Z')),
      aLaunchRecord('2026-11-10T09:00:00Z', { rules: [NO_INTERNET] }),
    ];
    expect(digest({ numbers: [numbersOf({ records, launches: nearly })] }).text).toContain('99 % of 300 launches');
  });

  it('tells how the time to fix changed against the week before', () => {
    const weekBefore = aRecord([
      ['2026-11-02', 'open'],
      ['2026-11-03', 'resolved'],
    ]);
    const { text } = digest({ numbers: [numbersOf({ records: [fixedInWeek(), weekBefore] })] });
    expect(text).toContain('time to fix: median 3 days, mean 3 days (+2 days)');
    const sameBefore = aRecord([
      ['2026-11-02', 'open'],
      ['2026-11-05', 'resolved'],
    ]);
    const { text: same } = digest({ numbers: [numbersOf({ records: [fixedInWeek(), sameBefore] })] });
    expect(same).toContain('mean 3 days (no change)');
  });

  it('has nothing to compare with in the first week', () => {
    const { text } = digest({ numbers: [numbersOf({ records: [aRecord([['2026-11-10', 'open']])] })] });
    expect(text).toContain('1 open, 1 with direct internet access · no launches · first week, nothing to compare');
  });

  it.each([
    ['4 launches, all good', times(4, () => aLaunchRecord('2026-11-10T09:00:00Z'))],
    ['1 launch, good', [aLaunchRecord('2026-11-10T09:00:00Z')]],
    ['no launches', [aLaunchRecord('2026-10-10T09:00:00Z')]],
  ])('is short when the week was quiet: %s', (words, launches) => {
    const content = digest({ numbers: [numbersOf({ launches })] });
    expect(content.text).toBe(`Notebooks, week of 9 Nov: Quiet week: nothing open, ${words}.`);
  });

  it('says what helps only where most of the new ones share a problem', () => {
    const fresh = (rules = [NO_INTERNET] as const) => aRecord([['2026-11-10', 'open']], { rules: [...rules] });
    expect(wordsOf(digest({ numbers: [numbersOf({ records: times(3, fresh) })] }))).toContain(
      '*What helps now:* 3 of 3 new ones needed a fix for direct internet access.',
    );
    expect(wordsOf(digest({ numbers: [numbersOf({ records: times(2, fresh) })] }))).not.toContain('What helps now');
  });

  it('begins with what could not be looked at', () => {
    const content = digest({ numbers: [numbersOf(week)], incomplete: ['ml-lab', '<!channel>'] });
    expect(content.blocks[0]).toMatchObject({
      type: 'section',
      text: {
        text: '*Not everything was looked at:* ml-lab, &lt;!channel&gt;. What is there is missing in these numbers.',
      },
    });
    expect(content.text).toMatch(/^Not everything was looked at: ml-lab/);
    expect(digest({ numbers: [numbersOf(week)], incomplete: times(40, () => 'x'.repeat(300)) }).text).toContain(
      '30 more',
    );
  });

  it('says hello in the first message ever', () => {
    expect(digest({ numbers: [numbersOf(week)], greeting: true }).blocks[0]).toMatchObject({ type: 'context' });
  });

  it('names no person', () => {
    expect(wordsOf(digest({ numbers: [numbersOf(week)] }))).not.toContain('U0MARIA');
  });
});

describe('the chart', () => {
  it('shows open, launches and good launches week by week', () => {
    const [chart] = blockOf(digest({ numbers: [numbersOf(week)] }), 'data_visualization');
    expect(chart).toMatchObject({
      chart: {
        type: 'line',
        axis_config: { categories: expect.arrayContaining(['9 Nov', '2 Nov', '26 Oct']) },
        series: [
          {
            name: 'Open',
            data: expect.arrayContaining([
              { label: '9 Nov', value: 2 },
              { label: '2 Nov', value: 3 },
            ]),
          },
          { name: 'Launches', data: expect.arrayContaining([{ label: '9 Nov', value: 2 }]) },
          { name: 'Good launches', data: expect.arrayContaining([{ label: '9 Nov', value: 1 }]) },
        ],
      },
    });
  });

  it('is a table with the same numbers where Slack takes no chart', () => {
    const content = digest({ numbers: [numbersOf(week)] }, 'table');
    expect(blockOf(content, 'data_visualization')).toEqual([]);
    const [table] = blockOf(content, 'table');
    const rows =
      table && 'rows' in table ? table.rows.map((row) => row.map((cell) => 'text' in cell && cell.text)) : [];
    expect(rows[0]).toEqual(['Week of', 'Open', 'Launches', 'Good launches']);
    expect(rows.at(-1)).toEqual(['9 Nov', '2', '2', '1']);
    expect(rows).toHaveLength(12);
  });

  it('is left out for a single week', () => {
    const content = digest({ numbers: [numbersOf({ records: [aRecord([['2026-11-10', 'open']])] })] });
    expect(blockOf(content, 'data_visualization')).toEqual([]);
  });
});

describe('whose it is', () => {
  it('is said in title and text', () => {
    const content = digest({ numbers: [numbersOf(week, 'growth')] });
    expect(content.text).toMatch(/^Notebooks, week of 9 Nov - team growth: 2 open/);
    expect(wordsOf(content)).toContain('"Notebooks, week of 9 Nov - team growth"');
  });

  it('is one message for somebody who leads several teams', () => {
    const content = digest({ numbers: [numbersOf(week, 'growth'), numbersOf(week, 'risk')] });
    expect(wordsOf(content)).toContain('Notebooks, week of 9 Nov - your 2 teams');
    expect(wordsOf(content)).toContain('*Team growth*\\n*2 open*');
    expect(wordsOf(content)).toContain('*Team risk*');
    expect(blockOf(content, 'data_visualization')).toEqual([]);
  });

  it('fits however many teams there are and whatever they are called', () => {
    for (const name of [
      '<!channel> *b* `c` & <@U1>',
      '部'.repeat(256),
      `${'\u202E'.repeat(10)}x`,
      'a'.repeat(256),
      '🚀'.repeat(128),
    ]) {
      for (const count of [1, 60]) {
        const content = digest({
          numbers: times(count, () => ({ ...numbersOf(week), kpis: { ...numbersOf(week).kpis, team: name } })),
        });
        expect(
          livelyText({ ...content, blocks: [] }) +
            wordsOf({ ...content, blocks: content.blocks.filter(({ type }) => type !== 'header') }),
        ).not.toMatch(/<!|<@/);
        if (count === 60) expect(content.text + wordsOf(content)).toContain('And 40 more');
      }
    }
  });
});
