import type { NotChecked, Scan, TargetResult } from '../../../src/domain/scan';
import { scanMessage, scanRefusal } from '../../../src/slack/blocks/scan';
import { aPolicy } from '../../support/a-policy';
import { expectSendable, livelyText, wordsOf } from '../../support/blocks';

const DEV = '111122223333';
const LAB = '444455556666';
const AT = '2026-11-24T09:00:00.000Z';
const DONE = '*Done <!date^1795510800^{date_short} at {time}|2026-11-24 09:00 UTC>*:';

const accounts = { [DEV]: { name: 'ml-dev' }, [LAB]: { name: 'ml-lab' } };
const policy = aPolicy({ accounts });

const result = (over: Partial<TargetResult> = {}): TargetResult => ({
  account: DEV,
  region: 'eu-west-1',
  state: 'done',
  at: AT,
  listed: 0,
  looked: 0,
  teams: [],
  notChecked: [],
  ...over,
});

const scan = (results: TargetResult[], over: Partial<Scan> = {}): Scan => ({
  id: 'a',
  userId: 'U0SAMI',
  teams: null,
  place: { account: null, region: null },
  targets: results.map(({ account, region }) => ({ account, region })),
  startedAt: AT,
  posted: null,
  tellings: 0,
  results,
  ...over,
});

function words(about: Scan, over = policy): string {
  const message = scanMessage(about, { policy: over });
  expectSendable(message);
  return wordsOf(message);
}

const missing = (reason: NotChecked['reason'], count: number | null = null) => ({ notChecked: [{ reason, count }] });

describe('the message about a scan', () => {
  it('begins with how much is looked at', () => {
    const targets = [DEV, LAB].flatMap((account) =>
      ['eu-west-1', 'eu-west-2', 'eu-west-3'].map((region) => ({ account, region })),
    );
    expect(words(scan([], { targets }))).toBe(
      '*Looking at everything* in 2 accounts × 3 regions. I keep this message up to date.',
    );
  });

  it('tells how far it is; a lead hears nothing of how many there are', () => {
    const looking = [result({ state: 'looking', listed: 1980, looked: 1204 }), result({ account: LAB })];
    expect(words(scan(looking))).toBe('*Looked at 1,204 of 1,980* so far … 1 of 2 places done.');
    expect(words(scan(looking, { teams: ['growth'] }))).toBe(
      '*Looking …* 1 of 2 places done.\nOnly findings of your teams are counted.',
    );
  });

  it('ends with the numbers, and what happens next', () => {
    const teams = [{ team: 'growth', need: 37, allowed: 3, opened: 2, fixed: 4 }];
    expect(words(scan([result({ listed: 1980, looked: 1980, teams })]))).toBe(
      `${DONE} 1,980 notebooks, 37 need something (+2), 3 allowed for now, 4 fixed.\nOwners hear of new ones in their working hours, each in one message.`,
    );
    expect(words(scan([result({ teams })]), { ...policy, mode: 'observe' })).toContain(
      'Observe mode: nobody is messaged.',
    );
  });

  it('counts in words that fit one and none', () => {
    const teams = [{ team: 'growth', need: 1, allowed: 0, opened: 0, fixed: 0 }];
    expect(words(scan([result({ listed: 1, looked: 1, teams })]))).toBe(
      `${DONE} 1 notebook, 1 needs something, 0 fixed.`,
    );
    expect(words(scan([result({ teams })], { teams: ['growth', 'fraud'] }))).toContain(
      `${DONE} 1 notebook of teams growth and fraud needs something, 0 fixed.`,
    );
  });

  it.each<[string, TargetResult[], string]>([
    [
      'an account by its name, once for all its regions',
      [
        result(),
        result({ account: LAB, ...missing('denied') }),
        result({ account: LAB, region: 'eu-west-2', ...missing('denied') }),
      ],
      '*Not checked: ml-lab (access denied).*',
    ],
    [
      'the region where only that one was closed',
      [result({ account: LAB, ...missing('throttled') }), result({ account: LAB, region: 'eu-west-2' })],
      '*Not checked: ml-lab eu-west-1 (AWS asked me to slow down).*',
    ],
    [
      'how many notebooks of a place, and why',
      [result({ listed: 5, notChecked: [...missing('denied', 1).notChecked, ...missing('no_time', 2).notChecked] })],
      '*Not checked: 1 notebook in ml-dev eu-west-1 (access denied), 2 notebooks in ml-dev eu-west-1 (too many for one run).*',
    ],
    [
      'an account that the policy gives no way into',
      [result({ account: LAB, ...missing('no_way_in') })],
      '(the policy names no role)',
    ],
  ])('names what was not checked: %s', (_what, results, expected) => {
    expect(words(scan(results))).toContain(expected);
  });

  it('says that what broke is tried again', () => {
    expect(words(scan([result({ state: 'failed', ...missing('fault', 2) })]))).toContain(
      'What broke is tried again, and this message follows.',
    );
  });

  it('says when there is no such place', () => {
    expect(words(scan([]))).toBe('*Nothing to look at:* the policy names no such account or region.');
  });

  it('fits into a message with hundreds of places that hostile names stand for, and mentions nobody', () => {
    const ids = Array.from({ length: 300 }, (_, index) => String(100000000000 + index));
    const named = aPolicy({
      accounts: Object.fromEntries(ids.map((id) => [id, { name: `<!channel> <@U1> *a*\n&${'ж'.repeat(60)}` }])),
    });
    const message = scanMessage(scan(ids.map((account) => result({ account, ...missing('denied') }))), {
      policy: named,
    });
    expectSendable(message);
    expect(livelyText(message)).not.toMatch(/<!channel|<@/);
  });
});

it('somebody who may not ask for a scan hears what was done, which is nothing', () => {
  const message = scanRefusal(policy);
  expectSendable(message);
  expect(wordsOf(message)).toContain('*nothing was looked at*');
});
