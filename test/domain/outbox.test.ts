import { tell } from '../../src/domain/change';
import type { Finding, Message } from '../../src/domain/finding';
import { isQuiet, mayStillLearnCaller, queueLine, queueReminder } from '../../src/domain/outbox';
import type { Policy } from '../../src/domain/policy-file';
import { aFinding, aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { changedBy } from '../support/changes';

// Tuesday, 10:13 in Berlin.
const NOW = '2026-11-24T09:13:00.000Z';

function told(over: Partial<Finding>, now = NOW, policy: Policy = aPolicy()): [string, Message][] {
  return Object.entries(tell(aFinding(over), { now, policy }).messages);
}

function notBefore(over: Partial<Finding>, now = NOW): string | undefined {
  return told(over, now)[0]?.[1].notBefore;
}

const maria = aFinding().owner;
const inNewYork = maria && { ...maria, timeZone: 'America/New_York' };
const inTokyo = maria && { ...maria, timeZone: 'Asia/Tokyo' };
const claimed = { userId: 'U0MARIA', source: { kind: 'assigned', by: 'U0MARIA' } } as const;
const assigned = { userId: 'U0MARIA', source: { kind: 'assigned', by: 'U0LEAD' } } as const;

describe('the card of the owner', () => {
  it.each<[string, Partial<Finding>, string, string | undefined]>([
    ['goes at once when a launch was just seen', { severity: 'high' }, NOW, undefined],
    ['goes at once even at night', { severity: 'critical' }, '2026-11-24T23:00:00.000Z', undefined],
    ['goes at once in working hours when found by a sweep', { seenByEvent: false }, NOW, undefined],
    ['waits for the morning otherwise', { seenByEvent: false }, '2026-11-24T18:00:00.000Z', '2026-11-25T08:00:00.000Z'],
    ['waits for Monday on a Saturday', { seenByEvent: false }, '2026-11-28T11:00:00.000Z', '2026-11-30T08:00:00.000Z'],
    ['waits for 10:00 when it is medium', { severity: 'medium' }, NOW, '2026-11-25T09:00:00.000Z'],
    [
      'waits for 10:00 today when that is to come',
      { severity: 'low' },
      '2026-11-24T06:00:00.000Z',
      '2026-11-24T09:00:00.000Z',
    ],
    ['waits for 10:00 of the owner', { severity: 'medium', owner: inNewYork }, NOW, '2026-11-24T15:00:00.000Z'],
    ['waits for the morning of the owner', { seenByEvent: false, owner: inTokyo }, NOW, '2026-11-25T00:00:00.000Z'],
    ['goes at once when a person hands it over', { severity: 'low', owner: assigned }, NOW, undefined],
    ['waits when it opens again at night', { round: 2 }, '2026-11-24T23:00:00.000Z', '2026-11-25T08:00:00.000Z'],
  ])('%s', (_what, over, now, moment) => {
    expect(notBefore(over, now)).toBe(moment);
  });

  it.each<[string, Partial<Finding>, string, boolean]>([
    ['a launch that was just seen', { severity: 'high' }, NOW, true],
    ['a critical launch at night', { severity: 'critical' }, '2026-11-24T23:00:00.000Z', true],
    ['a launch that is medium', { severity: 'medium' }, NOW, false],
    ['what a sweep found', { seenByEvent: false }, NOW, false],
    ['one that opened again', { round: 2 }, NOW, false],
    ['one that somebody else handed over', { owner: assigned }, NOW, false],
    ['one that its reader claimed', { seenByEvent: false, owner: claimed }, '2026-11-24T23:00:00.000Z', true],
  ])('goes by itself, or with everything else that is due for its reader: %s', (_what, over, now, atOnce) => {
    const [message] = told(over, now).map(([, one]) => one);
    expect(message?.atOnce).toBe(atOnce);
    if (atOnce) expect(message?.notBefore).toBeUndefined();
  });

  it.each<[string, Partial<Finding>, boolean, string, string]>([
    ['high waits for that moment', {}, false, '2026-11-24T09:28:00.000Z', '2026-11-24T09:28:00.000Z'],
    ['high waits for the morning after it', {}, false, '2026-11-24T16:01:00.000Z', '2026-11-25T08:00:00.000Z'],
    [
      'medium for the 10:00 after it',
      { severity: 'medium' },
      false,
      '2026-11-24T09:28:00.000Z',
      '2026-11-25T09:00:00.000Z',
    ],
    ['from before the bot, for 10:00 whatever it is', {}, true, '2026-11-24T09:28:00.000Z', '2026-11-25T09:00:00.000Z'],
  ])('of one look among many is told with all the others: %s', (_what, over, existing, tellFrom, moment) => {
    const finding = aFinding({ seenByEvent: false, ...over });
    const { messages } = tell(finding, { now: NOW, policy: aPolicy(), tellFrom, existing });
    expect(Object.values(messages).map(({ atOnce, notBefore }) => [atOnce, notBefore])).toEqual([[false, moment]]);
  });

  it('of a launch that was just seen waits for no other', () => {
    const { messages } = tell(aFinding(), { now: NOW, policy: aPolicy(), tellFrom: '2026-11-24T09:28:00.000Z' });
    expect(Object.values(messages).map(({ atOnce, notBefore }) => [atOnce, notBefore])).toEqual([[true, undefined]]);
  });

  it('is queued once for a round and owner', () => {
    const context = { now: NOW, policy: aPolicy() };
    const once = tell(aFinding(), context);
    expect(Object.keys(once.messages)).toEqual(['card/1/U0MARIA/0']);
    expect(tell(once, { ...context, now: '2026-11-25T09:00:00.000Z' })).toEqual(once);
  });

  it('is not queued for a resolved finding', () => {
    expect(told({ status: 'resolved' })).toEqual([]);
  });
});

describe('the card that looks for an owner', () => {
  const created = (createdAt: string) => aNotebook({ createdAt });

  it.each<[string, Partial<Finding>, [string, string | undefined][]]>([
    [
      'waits a quarter of an hour from the launch for the event that names the caller',
      { notebook: created('2026-11-24T09:12:30Z'), launchedBy: null },
      [['orphan/1/0/early', '2026-11-24T09:27:30.000Z']],
    ],
    ['waits no longer', { notebook: created('2026-11-24T08:58:00Z'), launchedBy: null }, [['orphan/1/0', undefined]]],
    [
      'goes at once when the caller is known',
      { notebook: created('2026-11-24T09:12:30Z') },
      [['orphan/1/0', undefined]],
    ],
  ])('%s', (_what, over, expected) => {
    const messages = told({ owner: null, ...over });
    expect(messages.map(([key, message]) => [key, message.notBefore])).toEqual(expected);
    expect(messages[0]?.[1]).toMatchObject({ kind: 'orphan', to: 'security' });
  });

  it.each<[string, Partial<Finding>, boolean]>([
    ['by itself for a launch that was just seen', {}, true],
    ['with others when a sweep found it', { seenByEvent: false }, false],
    [
      'by itself when the owner said that it is not theirs',
      { seenByEvent: false, handover: { by: 'U0MARIA', at: NOW } },
      true,
    ],
  ])('goes %s', (_what, over, atOnce) => {
    expect(told({ owner: null, ...over }).map(([, message]) => message.atOnce)).toEqual([atOnce]);
  });

  it('is not sent twice when the one that waited was posted', () => {
    const early = { ...told({ owner: null, launchedBy: null })[0]?.[1], ts: '1.1', firstTriedAt: NOW } as Message;
    const later = told({ owner: null, messages: { 'orphan/1/0/early': early } }, '2026-11-24T10:00:00.000Z');
    expect(later.map(([key]) => key)).toEqual(['orphan/1/0/early']);
  });

  it('goes at once when the owner says it is not theirs, however young the launch', () => {
    const finding = aFinding({ launchedBy: null });
    const disowned = changedBy(finding, [{ type: 'disown', by: 'U0MARIA' }]);
    expect(disowned.messages['orphan/1/1']).toMatchObject({ to: 'security' });
    const handover = { by: 'U0MARIA', at: NOW };
    expect(told({ launchedBy: null, handover }).map(([key]) => key)).toEqual(['card/1/U0MARIA/0', 'orphan/1/0']);
  });
});

describe('whether the caller may still be learnt', () => {
  const notebook = aNotebook({ createdAt: '2026-11-24T09:00:00Z' });
  it.each([
    ['2026-11-24T09:14:59.999Z', true],
    ['2026-11-24T09:15:00.000Z', false],
  ])('at %s: %s', (now, expected) => {
    expect(mayStillLearnCaller(notebook, null, now)).toBe(expected);
    expect(mayStillLearnCaller(notebook, { name: 'maria' }, now)).toBe(false);
  });
});

describe('who is messaged', () => {
  it.each<[string, Partial<Policy>, string | null, boolean]>([
    ['nobody in observe mode', { mode: 'observe' }, 'growth', true],
    [
      'nobody in observe mode, not even the pilot team',
      { mode: 'observe', notify_only: ['team:growth'] },
      'growth',
      true,
    ],
    ['everybody in notify mode', { notify_only: [] }, null, false],
    ['the pilot team', { notify_only: ['team:growth'] }, 'growth', false],
    ['the pilot team, however its tag is written', { notify_only: ['team:growth'] }, 'Growth', false],
    ['the pilot team, however the policy writes it', { notify_only: ['team:Growth'] }, 'growth', false],
    ['no other team while one pilots', { notify_only: ['team:growth'] }, 'risk', true],
    ['nobody without a team while one pilots', { notify_only: ['team:growth'] }, null, true],
  ])('%s', (_who, over, team, quiet) => {
    const policy = aPolicy(over);
    expect(isQuiet(policy, team)).toBe(quiet);
    expect(told({ team }, NOW, policy)).toHaveLength(quiet ? 0 : 1);
    expect(told({ team: null, teamTag: team, owner: null }, NOW, policy)).toHaveLength(quiet ? 0 : 1);
  });
});

describe('lines', () => {
  it('tell the owner what somebody else did, and nobody what they did themselves', () => {
    const lines = (by: string) =>
      Object.values(changedBy(aFinding(), [{ type: 'acknowledge', by }]).messages).filter(
        ({ kind }) => kind === 'line',
      );
    expect(lines('U0LEAD')).toMatchObject([
      { to: 'U0MARIA', line: { about: 'acted', by: 'U0LEAD', command: 'acknowledge' } },
    ]);
    expect(lines('U0MARIA')).toEqual([]);
  });
});

describe('reminders', () => {
  const reminder = { step: 'date_passed', audience: 'owner', anchor: '2026-12-01T16:00:00Z' } as const;
  const context = { now: NOW, policy: aPolicy() };

  it('wait to be told with everything else that is due for their reader', () => {
    const { messages } = queueReminder(aFinding(), 'U0MARIA', reminder, context);
    expect(Object.values(messages)).toMatchObject([{ kind: 'reminder', to: 'U0MARIA', atOnce: false, reminder }]);
  });

  it('are queued once, and anew in another round or for another owner', () => {
    const once = queueReminder(aFinding(), 'U0MARIA', reminder, context);
    expect(queueReminder(once, 'U0MARIA', reminder, context)).toEqual(once);
    const again = queueReminder({ ...once, round: 2 }, 'U0MARIA', reminder, context);
    const handed = queueReminder({ ...again, assignments: 1 }, 'U0BEN', reminder, context);
    expect(Object.values(handed.messages).map(({ to, round }) => [to, round])).toEqual([
      ['U0MARIA', 1],
      ['U0MARIA', 2],
      ['U0BEN', 2],
    ]);
  });
});

describe('lines to the channel', () => {
  it('go by themselves, those to people with everything else', () => {
    const line = { about: 'acted', by: 'U0LEAD', command: 'acknowledge' } as const;
    const context = { now: NOW, policy: aPolicy() };
    const atOnce = (to: string) => Object.values(queueLine(aFinding(), to, line, context).messages)[0]?.atOnce;
    expect([atOnce('security'), atOnce('U0MARIA')]).toEqual([true, false]);
  });
});
