import { TZDate } from '@date-fns/tz';
import * as fc from 'fast-check';
import { isBusinessDay, isWorkingMoment } from '../../src/domain/business-hours';
import { nextDueAt } from '../../src/domain/due';
import type { Command, Finding } from '../../src/domain/finding';
import { openFinding } from '../../src/domain/observations';
import { dueReminders, nextOwnerReminder, remindersAhead, stillApplies } from '../../src/domain/reminders';
import { transition } from '../../src/domain/state-machine';
import { aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { aLook } from '../support/changes';
import { deliver, takeDue } from '../support/reminding';

const policy = aPolicy();
policy.business_hours = { ...policy.business_hours, holidays: ['2026-12-25', '2026-12-28', '2027-01-01'] };
const ROOT = 'notebook-root-access-disabled';
const HOUR = 3_600_000;
const later = (at: string, hours: number) => new Date(Date.parse(at) + hours * HOUR).toISOString();

const opening = fc.record({
  // Over both changes of the clocks.
  at: fc.integer({ min: 0, max: 24 * 220 }).map((hours) => later('2026-10-01T00:07:00.000Z', hours)),
  zone: fc.constantFrom('Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo', 'Asia/Kathmandu', undefined),
  severity: fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const),
  isOwned: fc.boolean(),
});

type Deed = (finding: Finding, now: string) => Command;
const found = (userId: string | null) => ({
  owner: userId === null ? null : { userId, source: { kind: 'assigned' as const, by: 'U0LEAD' } },
  team: 'growth',
  teamTag: null,
  search: [],
});
const requestId = ({ request, grant }: Finding) => request?.id ?? grant?.requestId ?? 'none';
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.constant<Deed>(() => ({ type: 'acknowledge', by: 'U0MARIA' })),
  fc.constant<Deed>(() => ({ type: 'snooze', by: 'U0MARIA' })),
  fc.constant<Deed>(() => ({ type: 'disown', by: 'U0MARIA' })),
  fc.constant<Deed>(() => ({ type: 'expire' })),
  fc.constant<Deed>((finding) => ({ type: 'approve', by: 'U0SEC', requestId: requestId(finding) })),
  fc.constant<Deed>((finding) => ({ type: 'deny', by: 'U0SEC', requestId: requestId(finding), reason: 'No.' })),
  fc.constant<Deed>((finding) => ({ type: 'time_out', requestId: requestId(finding) })),
  fc.constantFrom('U0MARIA', 'U0BEN').map(
    (userId): Deed =>
      () => ({ type: 'assign_owner', by: 'U0LEAD', found: found(userId) }),
  ),
  fc.constant<Deed>(() => ({ type: 'assign_owner', by: null, found: found(null), lost: true })),
  fc.integer({ min: 1, max: 900 }).map(
    (hours): Deed =>
      (_, now) => ({ type: 'schedule_migration', by: 'U0MARIA', at: later(now, hours) }),
  ),
  fc.integer({ min: 1, max: 700 }).map(
    (hours): Deed =>
      (finding, now) => ({
        type: 'request_exception',
        by: 'U0BEN',
        requestId: `V${finding.version}`,
        rules: [ROOT],
        until: later(now, hours),
        category: 'other',
        reason: 'A reason.',
      }),
  ),
);
/** What happens after so many hours: a deed, a run that delivers, or a run while Slack is down. */
const event = fc.tuple(
  fc.integer({ min: 1, max: 200 }),
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('run' as const) },
    { weight: 1, arbitrary: fc.constant('outage' as const) },
    { weight: 2, arbitrary: deed },
  ),
);
const story = fc.tuple(opening, fc.array(event, { maxLength: 25, size: 'max' }));

interface Moment {
  now: string;
  before: Finding;
  after: Finding;
}

function play([start, events]: typeof story extends fc.Arbitrary<infer Story> ? Story : never): Moment[] {
  const look = aLook(aNotebook({ rootAccess: 'Enabled', directInternetAccess: 'Disabled' }), start.at, policy);
  const violations = look.violations.map((violation) => ({ ...violation, severity: start.severity }));
  const owner = { userId: 'U0MARIA', source: { kind: 'tag' as const, seen: 'maria' }, timeZone: start.zone };
  let now = start.at;
  let finding = openFinding(
    { ...look, violations },
    { owner: start.isOwned ? owner : null, team: 'growth', teamTag: null, search: [] },
    { now, policy, seenByEvent: true, existing: false },
  );
  return events.map(([hours, what]) => {
    now = later(now, hours);
    const before = finding;
    if (typeof what === 'function') {
      const result = transition(finding, what(finding, now), { now, policy });
      if (result.kind === 'changed') finding = result.finding;
    } else {
      finding = takeDue(finding, now, policy);
      if (what === 'run') finding = deliver(finding, now).finding;
    }
    return { now, before, after: finding };
  });
}

function always(check: (moment: Moment) => void) {
  void fc.assert(
    fc.property(story, (told) => {
      for (const moment of play(told)) check(moment);
    }),
    { numRuns: 40 },
  );
}

describe('whatever people do and whenever, and however long Slack is down', () => {
  it('owners are reminded on their working days at 10:00, of what is critical in their working hours', () => {
    always(({ after }) => {
      const hours = { ...policy.business_hours, time_zone: after.owner?.timeZone ?? policy.business_hours.time_zone };
      for (const { dueAt, audience, step } of remindersAhead(after, policy)) {
        if (audience !== 'owner') continue;
        const local = new TZDate(dueAt, hours.time_zone);
        const isHurried = after.severity === 'critical' && step.startsWith('undecided');
        expect([step, isBusinessDay(local, hours), isWorkingMoment(dueAt, hours)]).toEqual([step, true, true]);
        if (!isHurried) expect([step, local.getHours(), local.getMinutes()]).toEqual([step, 10, 0]);
      }
    });
  });

  it('leads and security hear in the working hours of the company', () => {
    always(({ after }) => {
      for (const { dueAt, audience, step } of remindersAhead(after, policy)) {
        if (audience !== 'lead' && audience !== 'security') continue;
        expect([step, dueAt, isWorkingMoment(dueAt, policy.business_hours)]).toEqual([step, dueAt, true]);
      }
    });
  });

  it('nothing is both to come and done, and what was done is done once until everything starts anew', () => {
    always(({ before, after }) => {
      const ahead = remindersAhead(after, policy).map(({ key }) => key);
      expect(ahead.filter((key) => after.reminded.told[key] !== undefined)).toEqual([]);
      expect(new Set(ahead).size).toBe(ahead.length);
      const isSame = before.round === after.round && before.ownerSince === after.ownerSince;
      if (isSame) expect(after.reminded.told).toMatchObject(before.reminded.told);
    });
  });

  it('a run leaves nothing due, so that the next one does not do it again', () => {
    always(({ now, after }) => {
      const done = takeDue(after, now, policy);
      expect(dueReminders(done, policy, now)).toEqual([]);
      // What was told in this moment may have others hear of it, and then that is all.
      const told = deliver(done, now).finding;
      const again = takeDue(told, later(now, 0.1), policy);
      expect(dueReminders(again, policy, later(now, 0.1))).toEqual([]);
    });
  });

  it('what is to come is still about something', () => {
    always(({ after }) => {
      expect(remindersAhead(after, policy).filter((reminder) => !stillApplies(after, reminder))).toEqual([]);
    });
  });

  it('nobody above the owner is told what the owner was not', () => {
    always(({ after }) => {
      for (const { audience, step, anchor } of remindersAhead(after, policy)) {
        if (audience !== 'lead' && (audience !== 'security' || !/passed|missed/.test(step))) continue;
        const heard = Object.values(after.messages).some(
          ({ reminder, postedAt, to }) =>
            postedAt !== undefined &&
            to === after.owner?.userId &&
            reminder?.audience === 'owner' &&
            reminder.step === step &&
            reminder.anchor === anchor,
        );
        expect([step, heard || after.reminded.leadAnnouncedAt !== null]).toEqual([step, true]);
      }
    });
  });

  it('one that waits for its owner is never forgotten before the ladder is at its end', () => {
    always(({ after }) => {
      const steps = Object.keys(after.reminded.told);
      const isAtEnd = steps.some((key) => key.startsWith('date_still_passed') && key.endsWith('+252'));
      if (after.status !== 'open' || after.owner === null || after.handover || isAtEnd) return;
      const due = nextDueAt({ ...after, publishedVersion: after.version }, policy);
      expect(due).not.toBeNull();
      if (nextOwnerReminder(after, policy) === null) expect(steps.length).toBeGreaterThan(0);
    });
  });

  it('people are reminded often enough in these stories that the rest means something', () => {
    const steps = fc
      .sample(story, { seed: 7, numRuns: 200 })
      .flatMap((told) => Object.values(play(told).at(-1)?.after.messages ?? {}))
      .flatMap(({ reminder }) => (reminder ? [`${reminder.step}/${reminder.audience}`] : []));
    const seen = [...new Set(steps)];
    expect(seen).toEqual(expect.arrayContaining(['undecided_again/lead', 'date_passed/security', 'snoozed/owner']));
    expect(seen).toEqual(
      expect.arrayContaining(['migration_missed/lead', 'exception_1_day/requester', 'owner_missing/security']),
    );
    expect(steps.length).toBeGreaterThan(200);
  });
});
