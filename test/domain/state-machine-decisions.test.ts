import type { Command, Finding, OwnerFound } from '../../src/domain/finding';
import { transition } from '../../src/domain/state-machine';
import { aFinding } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { changedBy } from '../support/changes';

const policy = aPolicy();
const NOW = '2026-11-26T10:00:00.000Z';
const attempt = (finding: Finding, command: Command, now = NOW) => transition(finding, command, { now, policy });

const plan = (at: string): Command => ({ type: 'schedule_migration', by: 'U0MARIA', at });
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
const LATEST = '2027-01-08T16:00:00.000Z';

function found(userId: string | null): OwnerFound {
  const owner = userId ? { userId, source: { kind: 'tag' as const, seen: userId } } : null;
  return { owner, team: null, teamTag: null, search: [] };
}

describe('acknowledging', () => {
  it('after somebody else names the first, and changes nothing', () => {
    const acknowledged = changedBy(aFinding(), [{ type: 'acknowledge', by: 'U0MARIA' }]);
    expect(attempt(acknowledged, { type: 'acknowledge', by: 'U0LEAD' })).toEqual({
      kind: 'unchanged',
      refusal: { code: 'already', by: 'U0MARIA', at: '2026-11-24T10:00:00.000Z' },
    });
  });

  it('what has a plan by now says so', () => {
    const planned = changedBy(aFinding(), [plan('2026-12-11T16:00:00.000Z')]);
    expect(attempt(planned, { type: 'acknowledge', by: 'U0LEAD' })).toEqual({
      kind: 'refused',
      refusal: {
        code: 'moved_on',
        status: 'migration_scheduled',
        by: 'U0MARIA',
        command: 'schedule_migration',
        at: '2026-11-24T10:00:00.000Z',
      },
    });
  });
});

describe('planning a migration', () => {
  it('withdraws a request that pends, and says why', () => {
    const planned = changedBy(aFinding(), [ask, plan('2026-12-11T16:00:00.000Z')]);
    expect(planned).toMatchObject({ status: 'migration_scheduled', request: null });
    expect(planned.closedRequests).toMatchObject([
      { id: 'V1', outcome: 'withdrawn', closedBy: 'U0MARIA', note: 'migration planned for 2026-12-11T16:00:00.000Z' },
    ]);
  });

  it('keeps a grant', () => {
    const planned = changedBy(aFinding(), [ask, approve, plan('2026-12-11T16:00:00.000Z')]);
    expect(planned).toMatchObject({ status: 'migration_scheduled', grant: { requestId: 'V1' } });
    expect(planned.deadline).toBe('2026-12-11T16:00:00.000Z');
  });

  it('keeps who said what becomes of the files when somebody else moves the date', () => {
    const plan = (by: string, at: string, files: 'nothing_to_keep' | 'safe_elsewhere') =>
      ({ type: 'schedule_migration', by, at, files }) as const;
    const moved = changedBy(aFinding(), [
      plan('U0MARIA', '2026-12-10T16:00:00.000Z', 'nothing_to_keep'),
      plan('U0LEAD', '2026-12-11T16:00:00.000Z', 'nothing_to_keep'),
    ]);
    expect(moved.migration).toMatchObject({ by: 'U0LEAD', said: { by: 'U0MARIA' } });
    const said = changedBy(moved, [plan('U0LEAD', '2026-12-11T16:00:00.000Z', 'safe_elsewhere')]);
    expect(said.migration).toMatchObject({ said: { by: 'U0LEAD' } });
  });

  it('is capped from the day it was opened, even after the date was moved', () => {
    const tooLate = { kind: 'refused', refusal: { code: 'date_too_late', latest: LATEST } };
    expect(attempt(aFinding(), plan('2027-01-08T16:00:00.001Z'))).toEqual(tooLate);
    const moved = changedBy(aFinding(), [plan('2026-12-11T16:00:00.000Z'), plan(LATEST)]);
    expect(moved.migration?.at).toBe(LATEST);
    expect(attempt(moved, plan('2027-01-11T16:00:00.000Z'), '2027-01-07T10:00:00.000Z')).toEqual(tooLate);
  });

  it('for a moment that is past is refused', () => {
    expect(attempt(aFinding(), plan(NOW))).toEqual({ kind: 'refused', refusal: { code: 'date_past' } });
  });
});

describe('the owner', () => {
  const search = [{ source: 'Owner tag', found: 'maria: nobody known' }];
  const disowned = changedBy(aFinding(), [{ type: 'disown', by: 'U0MARIA', note: 'I left the project.' }]);

  it('who says "not mine" stays the owner until somebody decides', () => {
    expect(disowned).toMatchObject({ owner: { userId: 'U0MARIA' }, handover: { by: 'U0MARIA' }, handovers: 1 });
    expect(attempt(disowned, { type: 'disown', by: 'U0MARIA' })).toMatchObject({
      kind: 'unchanged',
      refusal: { code: 'already', by: 'U0MARIA' },
    });
  });

  it('may be told that it is theirs after all', () => {
    const kept = changedBy(disowned, [{ type: 'assign_owner', by: 'U0LEAD', found: found('U0MARIA') }]);
    expect(kept).toMatchObject({ owner: { userId: 'U0MARIA' }, handover: null, ownerSettled: true });
  });

  it.each<[string, Finding]>([
    ['a person decided', changedBy(aFinding(), [{ type: 'acknowledge', by: 'U0MARIA' }])],
    ['a person assigned them', changedBy(aFinding(), [{ type: 'assign_owner', by: 'U0SEC', found: found('U0BEN') }])],
    ['they said "not mine"', disowned],
  ])('is not changed by tags once %s', (_when, finding) => {
    expect(attempt(finding, { type: 'assign_owner', by: null, found: found('U0EVE') })).toEqual({ kind: 'unchanged' });
  });

  it('is changed by tags before that, but not to nobody', () => {
    const moved = changedBy(aFinding(), [{ type: 'assign_owner', by: null, found: found('U0BEN') }]);
    expect(moved).toMatchObject({ owner: { userId: 'U0BEN' }, owners: ['U0MARIA', 'U0BEN'], ownerSettled: false });
    expect(attempt(moved, { type: 'assign_owner', by: null, found: found(null) })).toEqual({ kind: 'unchanged' });
  });

  it('who cannot be reached any more is replaced whatever was settled, even by nobody', () => {
    const settled = changedBy(aFinding(), [{ type: 'acknowledge', by: 'U0MARIA' }]);
    const lost = changedBy(settled, [{ type: 'assign_owner', by: null, lost: true, found: found(null) }]);
    expect(lost).toMatchObject({ owner: null, owners: ['U0MARIA'] });
    expect(Object.values(lost.messages).map(({ kind }) => kind)).toContain('orphan');
  });

  it('cannot be assigned to whom it is already', () => {
    const again: Command = { type: 'assign_owner', by: 'U0LEAD', found: found('U0MARIA') };
    expect(attempt(aFinding(), again)).toEqual({ kind: 'refused', refusal: { code: 'not_a_new_owner' } });
  });

  it('changed while a request pends bars who changed it from deciding on it', () => {
    const assigned = changedBy(aFinding(), [ask, { type: 'assign_owner', by: 'U0SEC', found: found('U0BEN') }]);
    expect(assigned.request?.ownerChangedBy).toEqual(['U0SEC']);
  });

  it('who is still unknown has what was looked at written down, once', () => {
    const unknown = aFinding({ owner: null, owners: [], ownerSearch: [] });
    const looked: Command = { type: 'assign_owner', by: null, found: { ...found(null), search } };
    const learnt = changedBy(unknown, [looked]);
    expect(learnt.ownerSearch).toEqual(search);
    expect(attempt(learnt, looked)).toEqual({ kind: 'unchanged' });
  });
});

describe('the history', () => {
  it('keeps at most 1000 characters of a note', () => {
    const asked = changedBy(aFinding(), [{ ...ask, reason: 'x'.repeat(3000) }]);
    expect(asked.history.at(-1)?.note).toHaveLength(1000);
  });

  it.each(['漢', 'é', '😀'])('keeps a note of %s short enough for an item, and whole characters', (character) => {
    const asked = changedBy(aFinding(), [{ ...ask, reason: character.repeat(500) }]);
    const note = asked.history.at(-1)?.note ?? '';
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1800);
    expect(note).toMatch(new RegExp(`${character}$`, 'u'));
  });
});
