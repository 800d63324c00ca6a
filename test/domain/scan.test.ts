import type { FindingRecord } from '../../src/domain/finding-summary';
import {
  countsByTeam,
  endOf,
  isOver,
  notCheckedOf,
  reasonOf,
  reasonOfFault,
  type Scan,
  type TargetResult,
  totalsOf,
} from '../../src/domain/scan';

const SINCE = '2026-11-24T09:00:00.000Z';
const BEFORE = '2026-11-20T09:00:00.000Z';
const NOW = '2026-11-24T09:00:10.000Z';

const result = (over: Partial<TargetResult> = {}): TargetResult => ({
  account: '111122223333',
  region: 'eu-west-1',
  state: 'done',
  at: NOW,
  listed: 3,
  looked: 3,
  teams: [],
  notChecked: [],
  ...over,
});

const scan = (results: TargetResult[], over: Partial<Scan> = {}): Scan => ({
  id: 'a',
  userId: 'U0SAMI',
  teams: null,
  place: { account: null, region: null },
  targets: [
    { account: '111122223333', region: 'eu-west-1' },
    { account: '444455556666', region: 'eu-west-1' },
  ],
  startedAt: SINCE,
  posted: null,
  tellings: 0,
  results,
  ...over,
});

const counts = { need: 1, allowed: 2, opened: 3, fixed: 4 };

describe('a scan', () => {
  it('is over when every target was looked at or failed', () => {
    const other = { account: '444455556666' };
    expect(isOver(scan([result()]))).toBe(false);
    expect(isOver(scan([result(), result({ ...other, state: 'looking' })]))).toBe(false);
    expect(isOver(scan([result(), result({ ...other, state: 'failed' })]))).toBe(true);
    expect(isOver(scan([], { targets: [] }))).toBe(true);
  });

  it('ended when the last target came in', () => {
    expect(endOf(scan([result(), result({ at: SINCE })]))).toBe(NOW);
    expect(endOf(scan([]))).toBe(SINCE);
  });

  it('counts all teams for those who see all, and else only theirs', () => {
    const teams = ['growth', 'fraud', null].map((team) => ({ team, ...counts }));
    const results = [result({ teams }), result({ account: '444455556666', state: 'looking', listed: null, looked: 0 })];
    expect(totalsOf(scan(results))).toEqual({
      need: 3,
      allowed: 6,
      opened: 9,
      fixed: 12,
      listed: 3,
      looked: 3,
      ended: 1,
    });
    expect(totalsOf(scan(results, { teams: ['growth'] }))).toMatchObject(counts);
    expect(totalsOf(scan(results, { teams: [] }))).toMatchObject({ need: 0, fixed: 0 });
  });
});

describe('the findings of a target', () => {
  const record = (team: string | null, ...timeline: [string, FindingRecord['status']][]): FindingRecord => ({
    launch: { account: '111122223333', region: 'eu-west-1', name: 'nb', createdAt: '2026-01-01T00:00:00Z' },
    reference: 'NB-7F3K',
    name: 'nb',
    status: timeline.at(-1)?.[1] ?? 'open',
    ownerId: null,
    team,
    severity: 'high',
    deadline: null,
    rules: [],
    firstSeenAt: BEFORE,
    version: 1,
    grantUntil: null,
    answerDueAt: null,
    disowned: false,
    timeline: timeline.map(([at, status]) => ({ at, status, team })),
  });

  it.each<[string, FindingRecord, Partial<typeof counts>]>([
    ['opened long ago', record('growth', [BEFORE, 'open']), { need: 1 }],
    ['opened by the scan', record('growth', [NOW, 'open']), { need: 1, opened: 1 }],
    ['opened long ago and decided since', record('growth', [BEFORE, 'open'], [NOW, 'acknowledged']), { need: 1 }],
    ['opened again', record('growth', [BEFORE, 'open'], [BEFORE, 'resolved'], [NOW, 'open']), { need: 1, opened: 1 }],
    ['allowed', record('growth', [BEFORE, 'exception_granted']), { allowed: 1 }],
    ['resolved by the scan', record('growth', [BEFORE, 'open'], [NOW, 'resolved']), { fixed: 1 }],
    ['opened and resolved by the scan', record('growth', [NOW, 'open'], [NOW, 'resolved']), { fixed: 1 }],
  ])('%s', (_what, one, expected) => {
    const nothing = { need: 0, allowed: 0, opened: 0, fixed: 0 };
    expect(countsByTeam([one], SINCE)).toEqual([{ team: 'growth', ...nothing, ...expected }]);
  });

  it('are counted by team, those of no team by themselves', () => {
    const records = [
      record('growth', [NOW, 'open']),
      record(null, [BEFORE, 'open']),
      record('growth', [BEFORE, 'open']),
    ];
    expect(countsByTeam(records, SINCE)).toEqual([
      { team: 'growth', need: 2, allowed: 0, opened: 1, fixed: 0 },
      { team: null, need: 1, allowed: 0, opened: 0, fixed: 0 },
    ]);
  });
});

describe('what was not checked', () => {
  it('is counted by reason', () => {
    expect(notCheckedOf(['denied', 'no_time', 'denied'])).toEqual([
      { reason: 'denied', count: 2 },
      { reason: 'no_time', count: 1 },
    ]);
  });

  it.each([
    ['AccessDeniedException: no', 'denied'],
    ['AccessDenied: no', 'denied'],
    ['policy.yml names no role in account 444455556666', 'no_way_in'],
    ['AWS told neither name nor creation time', 'unclear'],
  ])('%s', (words, reason) => {
    expect(reasonOf(words)).toBe(reason);
  });

  it('is throttled when that is what AWS answered, and else a fault', () => {
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    expect(reasonOfFault(new Error('Cannot list', { cause: throttled }))).toBe('throttled');
    expect(reasonOfFault(new Error('Cannot list', { cause: new Error('socket') }))).toBe('fault');
    expect(reasonOfFault('what')).toBe('fault');
  });
});
