import type { Command, Finding, Look } from '../../src/domain/finding';
import { openFinding } from '../../src/domain/observations';
import type { Policy } from '../../src/domain/policy-file';
import { transition } from '../../src/domain/state-machine';
import { aFinding, aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { aLook, changedBy } from '../support/changes';

const policy = aPolicy();
const OPENED = '2026-11-24T09:13:00.000Z';
const LATER = '2026-11-26T10:00:00.000Z';
const maria = {
  owner: { userId: 'U0MARIA', source: { kind: 'tag', seen: 'maria' } },
  team: 'growth',
  teamTag: 'growth',
  search: [],
} as const;
const internetOn = aNotebook();
const noKey = aNotebook({ kmsKeyId: undefined });
const good = aNotebook({ directInternetAccess: 'Disabled' });

function opened(over: { look?: Partial<Look>; existing?: boolean; policy?: Policy } = {}): Finding {
  const look = { ...aLook(internetOn, OPENED), ...over.look };
  const context = { now: OPENED, policy: over.policy ?? policy, seenByEvent: true, existing: over.existing ?? false };
  return openFinding(look, { ...maria, search: [] }, context);
}

function observed(finding: Finding, look: Look, now = LATER) {
  return transition(finding, { type: 'observe', look }, { now, policy });
}

function changedAt(finding: Finding, command: Command, now: string): Finding {
  const result = transition(finding, command, { now, policy });
  if (result.kind !== 'changed') throw new Error(JSON.stringify(result));
  return result.finding;
}

const acknowledge: Command = { type: 'acknowledge', by: 'U0MARIA' };
const plan: Command = { type: 'schedule_migration', by: 'U0MARIA', at: '2026-12-11T16:00:00.000Z' };
const ask: Command = {
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-10T16:00:00.000Z',
  category: 'other',
  reason: 'The build needs packages.',
};
const approve: Command = { type: 'approve', by: 'U0SEC', requestId: 'V1' };

describe('a new finding', () => {
  it('has a fix date by severity, its first history entry and a card for its owner', () => {
    const finding = opened();
    expect(finding).toMatchObject({
      status: 'open',
      severity: 'high',
      version: 1,
      deadline: '2026-12-01T16:00:00.000Z',
    });
    expect(finding.history).toEqual([
      { version: 1, at: OPENED, actor: 'bot', command: 'open', from: null, to: 'open' },
    ]);
    expect(Object.keys(finding.messages)).toEqual(['card/1/U0MARIA/0']);
  });

  it('has more time when the notebook was there before the bot', () => {
    expect(opened({ existing: true }).deadline).toBe('2026-12-24T16:00:00.000Z');
  });

  it('has no fix date while there is no approved network to move to', () => {
    expect(opened({ look: { networkReady: false } }).deadline).toBeNull();
  });

  it('has the date of what can be fixed in place although no network is there', () => {
    const look = { ...aLook(aNotebook({ rootAccess: 'Enabled' }), OPENED), networkReady: false };
    const dates = opened({ look }).violations.map(({ rule, deadline }) => [rule, deadline]);
    expect(dates).toEqual([
      ['notebook-no-direct-internet-access', null],
      ['notebook-root-access-disabled', '2026-12-01T16:00:00.000Z'],
    ]);
  });
});

describe('looking again', () => {
  it('at the same is no change, even when the store gave its keys back in another order', () => {
    expect(observed(opened(), aLook(internetOn, LATER))).toEqual({ kind: 'unchanged' });
    expect(observed(reversed(opened()), aLook(internetOn, LATER))).toEqual({ kind: 'unchanged' });
  });

  it('at a notebook that merely stopped is no change', () => {
    expect(observed(opened(), aLook({ ...internetOn, status: 'Stopped' }, LATER)).kind).toBe('unchanged');
  });

  it.each([
    ['a tag', { tags: { ...internetOn.tags, Project: 'forecast' } }],
    ['the instance type', { instanceType: 'ml.t3.large' }],
  ])('at %s that changed keeps the new one, with the same dates', (_what, over) => {
    const finding = changedAt(opened(), { type: 'observe', look: aLook({ ...internetOn, ...over }, LATER) }, LATER);
    expect(finding.notebook).toMatchObject(over);
    expect(finding.violations).toEqual(opened().violations);
  });

  it('learns who launched it once, and writes it down', () => {
    const launchedBy = { name: 'maria@example.com', userId: 'U0MARIA' };
    const learnt = changedAt(opened(), { type: 'observe', look: { ...aLook(internetOn, LATER), launchedBy } }, LATER);
    expect(learnt.launchedBy).toEqual(launchedBy);
    expect(learnt.history.at(-1)).toMatchObject({ command: 'observe', note: 'launched by maria@example.com' });
    const other = { ...aLook(internetOn, '2026-11-26T11:00:00.000Z'), launchedBy: { name: 'someone-else' } };
    expect(observed(learnt, other).kind).toBe('unchanged');
  });

  it('starts a waiting fix date when a network is approved', () => {
    const waiting = opened({ look: { networkReady: false } });
    expect(changedAt(waiting, { type: 'observe', look: aLook(internetOn, LATER) }, LATER).deadline).toBe(
      '2026-12-03T16:00:00.000Z',
    );
  });

  it('keeps the strictest data sensitivity ever seen', () => {
    const raised = { ...aLook(internetOn, LATER), sensitivity: 'restricted' };
    const finding = changedAt(opened(), { type: 'observe', look: raised }, LATER);
    expect(finding.sensitivity).toBe('restricted');
    const lowered = { ...aLook(internetOn, '2026-11-26T11:00:00.000Z'), sensitivity: 'public' };
    expect(observed(finding, lowered).kind).toBe('unchanged');
  });

  it.each([
    ['before', '2026-11-24T09:12:59.999Z'],
    ['at the same moment', OPENED],
  ])('%s the last look changes nothing, whatever it saw', (_when, at) => {
    const older = { kind: 'unchanged', refusal: { code: 'older_look' } };
    expect(observed(opened(), aLook(noKey, at))).toEqual(older);
    expect(observed(opened(), aLook(good, at))).toEqual(older);
    const gone: Command = { type: 'resolve', evidence: 'gone', observedAt: at };
    expect(transition(opened(), gone, { now: LATER, policy })).toEqual(older);
  });

  it('older than the resolution does not open again', () => {
    const resolved = changedAt(opened(), { type: 'observe', look: aLook(good, LATER) }, LATER);
    const look = aLook(internetOn, '2026-11-25T10:00:00.000Z');
    const older = { kind: 'unchanged', refusal: { code: 'older_look' } };
    expect(observed(resolved, look)).toEqual(older);
    expect(transition(resolved, { type: 'reopen', look }, { now: LATER, policy })).toEqual(older);
  });
});

describe('a new violation', () => {
  const look = aLook(noKey, LATER);

  it('gets its own fix date, moves no other, and clears the acknowledgement', () => {
    const finding = changedAt(changedBy(opened(), [acknowledge]), { type: 'observe', look }, LATER);
    expect(finding).toMatchObject({ status: 'open', acknowledged: null, deadline: '2026-12-01T16:00:00.000Z' });
    expect(finding.violations.map(({ rule, firstSeenAt, deadline }) => [rule, firstSeenAt, deadline])).toEqual([
      ['notebook-no-direct-internet-access', OPENED, '2026-12-01T16:00:00.000Z'],
      ['notebook-kms-key-configured', LATER, '2026-12-28T16:00:00.000Z'],
    ]);
    expect(finding.history.at(-1)?.note).toBe('new: notebook-kms-key-configured (missing)');
  });

  it('that no grant covers opens a finding with an exception', () => {
    const granted = changedBy(opened(), [ask, approve]);
    expect(granted.status).toBe('exception_granted');
    const finding = changedAt(granted, { type: 'observe', look }, LATER);
    expect(finding).toMatchObject({ status: 'open', deadline: '2026-12-28T16:00:00.000Z' });
  });

  it('goes along with a migration that is planned', () => {
    const finding = changedAt(changedBy(opened(), [plan]), { type: 'observe', look }, LATER);
    expect(finding.status).toBe('migration_scheduled');
  });
});

describe('a violation that is gone', () => {
  const two = opened({ look: aLook(noKey, OPENED) });

  it('is listed as fixed, until it comes back', () => {
    const fixed = changedAt(two, { type: 'observe', look: aLook(internetOn, LATER) }, LATER);
    expect(fixed).toMatchObject({ status: 'open', fixed: [{ rule: 'notebook-kms-key-configured', at: LATER }] });
    expect(fixed.history.at(-1)?.note).toBe('fixed: notebook-kms-key-configured');
    const again = aLook(noKey, '2026-11-27T10:00:00.000Z');
    expect(changedAt(fixed, { type: 'observe', look: again }, '2026-11-27T10:00:00.000Z').fixed).toEqual([]);
  });
});

describe('resolving', () => {
  it.each<[string, Command, 'gone' | 'compliant']>([
    ['a look that finds all rules met', { type: 'observe', look: aLook(good, LATER) }, 'compliant'],
    ['a look that finds no such launch', { type: 'resolve', evidence: 'gone', observedAt: LATER }, 'gone'],
  ])('%s clears every record', (_how, command, evidence) => {
    const disowned: Command = { type: 'disown', by: 'U0MARIA' };
    const busy = changedBy(opened(), [
      acknowledge,
      ask,
      approve,
      plan,
      { ...ask, requestId: 'V2' } as Command,
      disowned,
    ]);
    const finding = changedAt(busy, command, LATER);
    expect(finding).toMatchObject({
      status: 'resolved',
      deadline: null,
      acknowledged: null,
      migration: null,
      request: null,
      grant: null,
      handover: null,
      resolution: { at: LATER, evidence, lookedAt: LATER },
    });
    expect(finding.closedRequests.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['V1', 'resolved'],
      ['V2', 'resolved'],
    ]);
  });

  it('tells nobody by a line: the card says it', () => {
    const finding = changedAt(changedBy(opened(), [ask]), { type: 'observe', look: aLook(good, LATER) }, LATER);
    expect(Object.values(finding.messages).map(({ kind }) => kind)).toEqual(['card', 'request']);
  });
});

describe('a look that is too old', () => {
  it('still tells who launched the notebook, and nothing else', () => {
    const finding = aFinding({ launchedBy: null });
    const launchedBy = { name: 'maria@example.com', userId: 'U0MARIA' };
    const old = { ...aLook(aNotebook({ rootAccess: 'Enabled' }), '2026-11-24T09:12:59Z'), launchedBy };
    const result = transition(
      finding,
      { type: 'observe', look: old },
      { now: '2026-11-24T09:14:00Z', policy: aPolicy() },
    );
    expect(result).toMatchObject({
      kind: 'changed',
      finding: { launchedBy, observedAt: finding.observedAt, violations: finding.violations },
    });
    const known = transition(
      aFinding(),
      { type: 'observe', look: old },
      { now: '2026-11-24T09:14:00Z', policy: aPolicy() },
    );
    expect(known).toEqual({ kind: 'unchanged', refusal: { code: 'older_look' } });
  });
});

describe('opening again', () => {
  const resolved = changedAt(opened(), { type: 'observe', look: aLook(good, LATER) }, LATER);
  const AGAIN = '2026-11-30T10:00:00.000Z';
  const reopened = changedAt(resolved, { type: 'observe', look: aLook(noKey, AGAIN) }, AGAIN);

  it('is a new round with new dates on the same finding', () => {
    expect(reopened).toMatchObject({
      status: 'open',
      resolution: null,
      reopened: { at: AGAIN, goodAt: LATER },
      openedAt: AGAIN,
      firstSeenAt: OPENED,
      round: 2,
      deadline: '2026-12-07T16:00:00.000Z',
    });
    expect(Object.keys(reopened.messages)).toEqual(['card/1/U0MARIA/0', 'card/2/U0MARIA/0']);
  });

  it('counts the latest migration date anew', () => {
    const late: Command = { type: 'schedule_migration', by: 'U0MARIA', at: '2027-01-14T16:00:00.000Z' };
    expect(transition(resolved, late, { now: AGAIN, policy })).toMatchObject({ refusal: { code: 'resolved' } });
    expect(transition(reopened, late, { now: AGAIN, policy }).kind).toBe('changed');
  });
});

/** The same values as a store may give them back: keys in another order, absent ones left out. */
function reversed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toReversed())
      : part,
  );
}
