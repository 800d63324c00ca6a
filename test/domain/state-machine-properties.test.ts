import { TZDate } from '@date-fns/tz';
import * as fc from 'fast-check';
import { isBusinessDay } from '../../src/domain/business-hours';
import { statusOf } from '../../src/domain/change';
import type { Command, Finding, Reminder, ReminderStep } from '../../src/domain/finding';
import type { Notebook } from '../../src/domain/notebook';
import { openFinding } from '../../src/domain/observations';
import { reminderKey, remindersAhead } from '../../src/domain/reminders';
import { transition } from '../../src/domain/state-machine';
import { aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { aLook } from '../support/changes';

const hours = { ...aPolicy().business_hours, holidays: ['2026-12-25', '2026-12-28'] };
const policy = aPolicy({ business_hours: hours });
const START = Date.parse('2026-11-24T09:13:00.000Z');
const HOUR = 3_600_000;
const INTERNET = 'notebook-no-direct-internet-access';
const ROOT = 'notebook-root-access-disabled';
const hoursLater = (count: number) => new Date(START + count * HOUR).toISOString();

const STEPS: ReminderStep[] = [
  'undecided',
  'snoozed',
  'undecided_again',
  'date_passed',
  'migration_missed',
  'exception_1_day',
  'request_waits',
  'owner_missing',
];

const person = fc.constantFrom('U0MARIA', 'U0LEAD', 'U0SEC', 'U0SEC2');
const newId = fc.integer({ min: 1, max: 20 }).map((number) => `V${number}`);
/** `now` stands for the request that pends, or the one that the grant came from: see `steps`. */
const id = fc.oneof({ weight: 4, arbitrary: fc.constant('now') }, newId);
const rules = fc.subarray([INTERNET, ROOT] as const, { minLength: 1 }).map((some) => [...some]);
const moment = fc.integer({ min: 0, max: 900 }).map(hoursLater);
const seen: fc.Arbitrary<Partial<Notebook>> = fc.record({
  directInternetAccess: fc.constantFrom('Enabled', 'Disabled'),
  rootAccess: fc.constantFrom('Enabled', 'Disabled'),
  kmsKeyId: fc.constantFrom(undefined, 'alias/notebooks'),
});
const look = fc
  .record({
    seen,
    at: moment,
    networkReady: fc.boolean(),
    sensitivity: fc.constantFrom('internal', 'internal', 'restricted'),
  })
  .map(({ seen: over, at, ...rest }) => ({ ...aLook(aNotebook(over), at, policy), ...rest }));
const owner = fc.option(person.map((userId) => ({ userId, source: { kind: 'tag' as const, seen: userId } })));

const ask: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('request_exception' as const),
  by: person,
  requestId: newId,
  rules,
  until: moment,
  category: fc.constant('other' as const),
  reason: fc.string(),
});
const approve: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('approve' as const),
  by: person,
  requestId: id,
  until: fc.option(moment, { nil: undefined }),
  rules: fc.option(rules, { nil: undefined }),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: ask },
  { weight: 6, arbitrary: approve },
  fc.record({ type: fc.constant('acknowledge' as const), by: person }),
  fc.record({ type: fc.constant('schedule_migration' as const), by: person, at: moment }),
  fc.record({ type: fc.constant('withdraw' as const), by: person, requestId: id }),
  fc.record({ type: fc.constant('deny' as const), by: person, requestId: id, reason: fc.string() }),
  fc.record({ type: fc.constant('time_out' as const), requestId: id }),
  fc.record({ type: fc.constant('expire' as const) }),
  fc.record({ type: fc.constant('revoke' as const), by: person, requestId: id, reason: fc.string() }),
  fc.record({ type: fc.constant('observe' as const), look }),
  fc.record({ type: fc.constant('reopen' as const), look }),
  fc.record({ type: fc.constant('resolve' as const), evidence: fc.constant('gone' as const), observedAt: moment }),
  fc.record({ type: fc.constant('disown' as const), by: person }),
  fc.record({
    type: fc.constant('assign_owner' as const),
    by: fc.option(person),
    found: owner.map((found) => ({ owner: found, team: null, teamTag: null, search: [] })),
    lost: fc.boolean(),
  }),
  fc.record({ type: fc.constant('ask' as const), by: person, requestId: id, question: fc.string() }),
  fc.record({ type: fc.constant('answer' as const), by: person, requestId: id, answer: fc.string() }),
  fc.record({ type: fc.constant('snooze' as const), by: person }),
  fc.record({
    type: fc.constantFrom('remind' as const, 'escalate' as const),
    reminder: fc.record({
      step: fc.constantFrom(...STEPS),
      audience: fc.constantFrom('owner' as const, 'lead' as const, 'requester' as const, 'security' as const),
      anchor: fc.constant('now'),
    }),
    keys: fc.constant<string[]>([]),
    to: person,
  }),
);

/** Commands that come one to 30 hours apart. */
const story = fc.array(fc.tuple(command, fc.integer({ min: 1, max: 30 })), { maxLength: 60, size: 'max' });

/** What the step would be about as the finding stands. */
function withAnchor(command: Extract<Command, { reminder: Reminder }>, finding: Finding): Command {
  const ahead = remindersAhead(finding, policy).find(({ step }) => step === command.reminder.step);
  const anchor = ahead?.anchor ?? finding.deadline ?? finding.openedAt;
  const reminder = { ...command.reminder, anchor };
  return { ...command, reminder, keys: [reminderKey(reminder)] };
}

interface Step {
  before: Finding;
  after: Finding;
  command: Command;
  changed: boolean;
}

function steps(commands: [Command, number][]): Step[] {
  let finding = openFinding(
    aLook(aNotebook({ rootAccess: 'Enabled' }), hoursLater(0), policy),
    { owner: null, team: null, teamTag: null, search: [] },
    { now: hoursLater(0), policy, seenByEvent: true, existing: false },
  );
  let clock = 0;
  return commands.map(([given, wait]) => {
    clock += wait;
    const before = finding;
    const current = before.request?.id ?? before.grant?.requestId ?? 'V1';
    const aimed = 'requestId' in given && given.requestId === 'now' ? { ...given, requestId: current } : given;
    const anchored = 'reminder' in aimed ? withAnchor(aimed, before) : aimed;
    const result = transition(before, anchored, { now: hoursLater(clock), policy });
    if (result.kind === 'changed') finding = result.finding;
    return { before, after: finding, command: given, changed: result.kind === 'changed' };
  });
}

function always(check: (step: Step) => void) {
  void fc.assert(
    fc.property(story, (commands) => {
      for (const step of steps(commands)) check(step);
    }),
    { numRuns: 200 },
  );
}

describe('whatever people and looks do, in any order', () => {
  it('a change is one version and one entry of the history, which is never rewritten', () => {
    always(({ before, after, changed }) => {
      expect(after.version).toBe(before.version + (changed ? 1 : 0));
      expect(after.history).toHaveLength(after.version);
      expect(after.history.slice(0, before.history.length)).toEqual(before.history);
    });
  });

  it('the status follows from the records, and a resolved finding has none', () => {
    always(({ after }) => {
      expect(after.status).toBe(statusOf(after));
      expect(after.history.at(-1)?.to).toBe(after.status);
      if (after.status !== 'resolved') return;
      const { acknowledged, migration, request, grant, handover, deadline } = after;
      expect([acknowledged, migration, request, grant, handover, deadline]).toEqual([
        null,
        null,
        null,
        null,
        null,
        null,
      ]);
    });
  });

  it('no message is ever taken back or replaced', () => {
    always(({ before, after }) => {
      expect(after.messages).toMatchObject(before.messages);
    });
  });

  it('the last look never becomes an older one', () => {
    always(({ before, after }) => {
      expect(after.observedAt >= before.observedAt).toBe(true);
    });
  });

  it('a fix date is a business day at 17:00 in the company zone, or none', () => {
    always(({ after }) => {
      const dates = after.violations.map(({ deadline }) => deadline);
      expect([...dates, after.migration?.at ?? null, null]).toContain(after.deadline);
      for (const date of dates.filter((one) => one !== null)) {
        const local = new TZDate(date, hours.time_zone);
        expect([date, local.getHours(), local.getMinutes(), isBusinessDay(local, hours)]).toEqual([date, 17, 0, true]);
      }
    });
  });

  it('a grant lasts no longer and covers no more than was asked for, by as many people as the request needs', () => {
    always(({ after }) => {
      const { grant, closedRequests } = after;
      const asked = closedRequests.find(({ id: requestId }) => requestId === grant?.requestId);
      if (!grant || !asked) return;
      expect(grant.until <= asked.until).toBe(true);
      // What an earlier grant allowed beside it stays allowed.
      const everAsked = closedRequests.flatMap(({ rules }) => rules);
      expect(everAsked).toEqual(expect.arrayContaining(grant.rules));
      expect(new Set(grant.approvers).size).toBeGreaterThanOrEqual(asked.quorum);
    });
  });

  it('the timeline has an entry for every change of status or team and for nothing else, and is never rewritten', () => {
    always(({ before, after }) => {
      const last = after.timeline.at(-1);
      expect([last?.status, last?.team]).toEqual([after.status, after.team]);
      expect(after.timeline.slice(0, before.timeline.length)).toEqual(before.timeline);
      const isSame = before.status === after.status && before.team === after.team;
      expect(after.timeline.length - before.timeline.length).toBe(isSame ? 0 : 1);
    });
  });

  it('reminders, snoozes and questions decide nothing and move no date', () => {
    const moved = ({ status, deadline, violations, migration, grant, owner, round }: Finding) => ({
      ...{ status, deadline, violations, migration, grant, owner, round },
    });
    always(({ before, after, command: { type } }) => {
      if (!['remind', 'escalate', 'ask', 'answer', 'snooze'].includes(type)) return;
      expect(moved(after)).toEqual(moved(before));
      expect(after.request?.timeoutAt).toBe(before.request?.timeoutAt);
    });
  });

  it('an owner has it since they became the owner', () => {
    always(({ before, after }) => {
      if (before.owner?.userId !== after.owner?.userId) expect(after.ownerSince > before.ownerSince).toBe(true);
      expect(after.reminded.snoozes).toBeLessThanOrEqual(2);
    });
  });

  it('at most five questions are kept', () => {
    always(({ after: { request } }) => {
      expect(request?.questions.length ?? 0).toBeLessThanOrEqual(5);
    });
  });

  it('at most five closed requests are kept, and a pending one is not among them', () => {
    always(({ after }) => {
      expect(after.closedRequests.length).toBeLessThanOrEqual(5);
      expect(after.closedRequests.map(({ id: requestId }) => requestId)).not.toContain(after.request?.id);
    });
  });

  it('only a look resolves', () => {
    always(({ before, after, command: { type } }) => {
      if (after.status === 'resolved' && before.status !== 'resolved') expect(['observe', 'resolve']).toContain(type);
    });
  });

  it('often reaches every status, so that the rest means something', () => {
    const reached = fc
      .sample(story, { seed: 7, numRuns: 200 })
      .flatMap((commands) => steps(commands).map(({ after }) => after.status));
    const counts = [...new Set(reached)].map((status) => reached.filter((one) => one === status).length);
    expect(counts).toHaveLength(6);
    expect(Math.min(...counts)).toBeGreaterThan(50);
  });
});
