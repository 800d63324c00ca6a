import type { Command, Finding, Line, Message, Reminder } from '../../src/domain/finding';
import type { Notice } from '../../src/domain/notice';
import { SECURITY_CHANNEL } from '../../src/domain/outbox';
import { type Clock, installClock } from '../../src/local/clock';
import type { MessagingServices } from '../../src/services';
import { changeFinding } from '../../src/workflows/change-finding';
import { runDue } from '../../src/workflows/run-due';
import { sendDigests } from '../../src/workflows/send-digests';
import { sendNotices } from '../../src/workflows/send-notices';
import { aFinding, aMessage, aNotebook } from '../support/a-finding';
import { storeFinding } from '../support/stored-findings';
import { DANA, LENA, MINA, RAVI, startWorld, type World } from '../support/world';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(30_000);

let world: World;
let clock: Clock;
beforeAll(async () => {
  clock = installClock();
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  clock.uninstall();
});

// Every test has a day of its own, for nobody gets more than two notices a day. 2028-01-03 is a Monday.
let week = 0;
let monday: Date;
beforeEach(() => {
  // Three weeks apart, for some look at the week after.
  week += 3;
  monday = new Date(Date.UTC(2028, 0, 3 + 7 * week));
});

afterEach(async () => {
  world.slack.reset();
  for await (const finding of world.services.findings.all()) await world.services.findings.setDue(finding, null);
  for (const to of [DANA, LENA, RAVI, MINA, SECURITY_CHANNEL]) {
    const { current } = await world.services.notices.box(to);
    if (current) await world.services.notices.end(to, current.id);
  }
});

/** That time of the day in Berlin (UTC+1), the day so many days after this test's Monday. */
const moment = (time: string, days = 0) =>
  new Date(`${new Date(monday.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T${time}:00.000+01:00`);

/** Does what is due at that moment, every five minutes' run being one. */
async function runAt(at: Date, services: MessagingServices = world.services) {
  clock.moveTo(at);
  return runDue(services, () => new Date());
}

/** A finding of Dana's that has these messages waiting; it was opened on the Monday, its fix date lies weeks ahead. */
async function stored(name: string, messages: Record<string, Message>, over: Partial<Finding> = {}): Promise<Finding> {
  const at = moment('08:00').toISOString();
  const deadline = moment('17:00', 28).toISOString();
  const finding = await storeFinding(world, {
    name,
    team: 'growth',
    past: [[at, 'open']],
    notebook: aNotebook({ name, createdAt: `${at.slice(0, 19)}Z`, tags: { Owner: 'dana', Team: 'growth' } }),
    owner: { userId: DANA, source: { kind: 'tag', seen: 'dana' }, timeZone: 'Europe/Berlin' },
    owners: [DANA],
    ownerSince: at,
    deadline,
    launchedBy: null,
    violations: [
      {
        rule: 'notebook-no-direct-internet-access',
        observed: 'Enabled',
        severity: 'high',
        fix: 'recreate',
        firstSeenAt: at,
        deadline,
      },
    ],
    publishedVersion: 1,
    history: [{ version: 1, at, actor: 'bot', command: 'open', from: null, to: 'open' }],
    messages,
    ...over,
  });
  await world.services.findings.setDue(finding, at);
  return finding;
}

const ASKED: Line = { about: 'asked', by: MINA, question: 'Until when?' };

const waiting = (over: Partial<Message> = {}) =>
  aMessage({ to: DANA, atOnce: false, queuedAt: moment('08:00').toISOString(), ...over });

/** The owner is asked for a choice, the first time. */
function asked(over: Partial<Message> = {}): { told: Record<string, string>; messages: Record<string, Message> } {
  const anchor = moment('08:00').toISOString();
  const reminder: Reminder = { step: 'undecided', audience: 'owner', anchor };
  return {
    told: { [`undecided/owner/${anchor}`]: anchor },
    messages: { [`reminder/1/0/undecided/owner/${anchor}`]: waiting({ kind: 'reminder', reminder, ...over }) },
  };
}

const get = async (finding: Finding) => {
  const now = await world.services.findings.get(finding.launch);
  if (!now) throw new Error('it is not stored');
  return now;
};
const count = (as: string, name: string) => world.messages(as, name).length;

describe('a card and a reminder of one finding', () => {
  it('are one message, the card; what announces that the lead is asked is told by itself, later', async () => {
    const anchor = moment('08:00').toISOString();
    const announcing: Reminder = { step: 'undecided_again', audience: 'owner', anchor };
    const { told, messages } = asked();
    const key = `reminder/1/0/undecided_again/owner/${anchor}`;
    const finding = await stored(
      'both-due',
      { ...messages, 'card/1/dana/0': waiting(), [key]: waiting({ kind: 'reminder', reminder: announcing }) },
      {
        reminded: {
          told: { ...told, [`undecided_again/owner/${anchor}`]: anchor },
          snoozes: 0,
          leadAnnouncedAt: null,
          snoozedUntil: null,
        },
      },
    );
    await runAt(moment('10:00'));
    const [card] = world.messages(DANA, 'both-due');
    expect(JSON.stringify(card?.blocks)).toContain('"text":"Acknowledge"');
    expect((await get(finding)).messages[key]?.postedAt).toBeUndefined();
    await runAt(moment('10:05'));
    expect(count(DANA, 'both-due')).toBe(2);
    expect(world.messages(DANA, "I'll also ask")).toHaveLength(1);
    await runAt(moment('10:10'));
    expect(count(DANA, 'both-due')).toBe(2);
  });
});

describe('a notice', () => {
  it('that Slack could not take before the evening waits for the morning', async () => {
    await stored('evening', { 'card/1/dana/0': waiting() });
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 300 });
    await runAt(moment('16:58'));
    await runAt(moment('17:20'));
    await runAt(moment('23:00'));
    expect(count(DANA, 'evening')).toBe(0);
    await runAt(moment('09:05', 1));
    expect(count(DANA, 'evening')).toBe(1);
  });

  it('that arrived in the evening, although its answer was lost, is found at once and not repeated', async () => {
    const finding = await stored('dusk', { 'card/1/dana/0': waiting() });
    world.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    await runAt(moment('16:58'));
    await runAt(moment('17:20'));
    expect((await get(finding)).messages['card/1/dana/0']?.ts).toBeDefined();
    await runAt(moment('09:05', 1));
    expect(count(DANA, 'dusk')).toBe(1);
  });

  it('that was one card, and whose answer was lost, is found and closed although nothing is due any more', async () => {
    const finding = await stored('closed', { 'card/1/dana/0': waiting() });
    world.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    await runAt(moment('10:00'));
    const observedAt = moment('10:01').toISOString();
    const command = { type: 'resolve', evidence: 'gone', observedAt } as const;
    await changeFinding(world.services, finding.launch, () => command, moment('10:01'));
    await runAt(moment('10:10'));
    await runAt(moment('10:20'));
    const [card] = world.messages(DANA, 'closed');
    expect(JSON.stringify(card)).toContain('*Resolved');
    expect((await world.services.notices.box(DANA)).current).toBeNull();
  });

  it('about more than the store can hold begins with a part of it', async () => {
    const name = 'n'.repeat(63);
    const anchor = moment('08:00').toISOString();
    const keys = Array.from({ length: 2500 }, (_, index) => `reminder/1/0/owner_missing/security/${anchor}+${index}`);
    const messages = Object.fromEntries(keys.map((key) => [key, waiting({ kind: 'line', line: ASKED, to: RAVI })]));
    const finding = aFinding({ notebook: aNotebook({ name, region: 'ap-southeast-2' }), messages });
    await expect(sendNotices(world.services, [finding], moment('10:00'))).resolves.toBeUndefined();
  });
});

describe('two notices of one moment', () => {
  it('have names of their own, so that neither is taken for the other', async () => {
    const first = await stored('one-moment', { 'card/1/dana/0': waiting() });
    const second = await stored('same-moment', { 'card/1/dana/0': waiting() });
    const at = moment('10:00');
    clock.moveTo(at);
    await sendNotices(world.services, [first], at);
    await sendNotices(world.services, [second], at);
    const posted = world.slack
      .calls('chat.postMessage')
      .slice(-2)
      .map(({ metadata }) => JSON.stringify(metadata));
    const names = posted.flatMap((metadata) => /notice\W+(\d{4}-.*?)\\?"/.exec(metadata)?.[1] ?? []);
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
  });
});

describe('readers', () => {
  it('are not all written to at once', async () => {
    const readers = Array.from({ length: 30 }, (_, index) => `U0READER${index}`);
    const messages = Object.fromEntries(
      readers.map((to) => [`line/1/${to}`, waiting({ kind: 'line', line: ASKED, to })]),
    );
    const finding = await stored('crowd', messages);
    const busyWith = new Set<string>();
    let most = 0;
    const { notices, notifier } = world.services;
    const box: MessagingServices['notices']['box'] = (to) => {
      busyWith.add(to);
      most = Math.max(most, busyWith.size);
      return notices.box(to);
    };
    const postNotice: MessagingServices['notifier']['postNotice'] = async ({ to }) => {
      busyWith.delete(to);
      return { kind: 'recipient_gone' };
    };
    clock.moveTo(moment('10:00'));
    const services = { ...world.services, notices: { ...notices, box }, notifier: { ...notifier, postNotice } };
    await sendNotices(services, [finding], new Date());
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(10);
  });

  it('get a notice once, although whoever held it was held up until somebody else took over', async () => {
    const finding = await stored('slow', { 'card/1/dana/0': waiting() });
    const { owners } = world.services;
    let isHeldUp = false;
    const greet: MessagingServices['owners']['greet'] = async (...first) => {
      if (!isHeldUp) {
        isHeldUp = true;
        clock.moveTo(moment('10:03'));
        await sendNotices(world.services, [finding], new Date());
      }
      return owners.greet(...first);
    };
    clock.moveTo(moment('10:00'));
    await sendNotices({ ...world.services, owners: { ...owners, greet } }, [finding], new Date());
    expect(count(DANA, 'slow')).toBe(1);
  });
});

describe('a reader whom Slack cannot reach', () => {
  beforeEach(() => world.slack.editPerson(DANA, { deleted: true }));
  afterEach(() => world.slack.editPerson(DANA, { deleted: false }));

  it('is replaced when only a reminder was for them', async () => {
    const { told, messages } = asked();
    const reminded = { told, snoozes: 0, leadAnnouncedAt: null, snoozedUntil: null };
    const finding = await stored('left', messages, { reminded });
    await runAt(moment('10:00'));
    await runAt(moment('10:10'));
    const now = await get(finding);
    expect(now.owner?.userId).toBe(LENA);
    expect(count(LENA, 'left')).toBe(1);
  });

  it('is replaced once for a card and a reminder in one notice', async () => {
    const { told, messages } = asked();
    const reminded = { told, snoozes: 0, leadAnnouncedAt: null, snoozedUntil: null };
    const finding = await stored('both', { ...messages, 'card/1/dana/0': waiting() }, { reminded });
    await runAt(moment('10:00'));
    await runAt(moment('10:10'));
    const now = await get(finding);
    expect(now.owner?.userId).toBe(LENA);
    expect(now.assignments).toBe(1);
  });

  it('does not take the notebook from whoever was given it meanwhile', async () => {
    const finding = await stored('given', { 'card/1/dana/0': waiting() });
    const { directory, notices } = world.services;
    const assign: Command = {
      type: 'assign_owner',
      by: MINA,
      found: {
        owner: { userId: RAVI, source: { kind: 'assigned', by: MINA } },
        team: 'growth',
        teamTag: 'growth',
        search: [],
      },
    };
    const services: MessagingServices = {
      ...world.services,
      notices,
      directory: {
        ...directory,
        person: async (userId) => {
          // While the ladder is climbed for whoever stands in for Dana.
          if (userId === LENA) await changeFinding(world.services, finding.launch, () => assign, new Date());
          return directory.person(userId);
        },
      },
    };
    await runAt(moment('10:00'), services);
    expect((await get(finding)).owner?.userId).toBe(RAVI);
  });
});

describe('a digest that was left behind', () => {
  const digest = (at: Date, over: Partial<Notice> = {}): Notice => ({
    id: `digest/${at.toISOString()}`,
    content: { kind: 'digest', digest: { teams: ['growth'], until: at.toISOString() } },
    attempt: 1,
    firstTriedAt: at.toISOString(),
    leaseUntil: at.toISOString(),
    ...over,
  });

  it('does not keep its reader from everything else', async () => {
    await world.services.notices.begin(DANA, digest(moment('09:00')));
    await stored('behind', { 'card/1/dana/0': waiting() });
    await runAt(moment('13:00'));
    await runAt(moment('13:05'));
    expect(count(DANA, 'behind')).toBe(1);
  });

  it('of the week before does not keep its reader from the next', async () => {
    await storeFinding(world, { name: 'week', team: 'growth', past: [[moment('08:00', -4).toISOString(), 'open']] });
    await world.services.notices.begin(LENA, digest(moment('09:00', -7)));
    clock.moveTo(moment('09:10'));
    await sendDigests(world.services, new Date());
    expect(world.messages(LENA, 'Notebooks, week of')).toHaveLength(1);
    // Another of its reader's notices that nobody will finish does not either.
    const at = moment('10:00').toISOString();
    const rows: Notice = {
      id: 'rows',
      content: { kind: 'rows', rows: [] },
      attempt: 1,
      firstTriedAt: at,
      leaseUntil: at,
    };
    await world.services.notices.begin(LENA, rows);
    clock.moveTo(moment('09:10', 7));
    await sendDigests(world.services, new Date());
    expect(world.messages(LENA, 'Notebooks, week of')).toHaveLength(2);
  });

  it('is not sent in the evening', async () => {
    await storeFinding(world, { name: 'late', team: 'growth', past: [[moment('08:00', -4).toISOString(), 'open']] });
    const before = world.messages(LENA, 'Notebooks, week of').length;
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 }, 5);
    clock.moveTo(moment('16:30'));
    await sendDigests(world.services, new Date());
    world.slack.reset();
    clock.moveTo(moment('17:30'));
    await sendDigests(world.services, new Date());
    expect(world.messages(LENA, 'Notebooks, week of')).toHaveLength(before);
    clock.moveTo(moment('09:30', 1));
    await sendDigests(world.services, new Date());
    expect(world.messages(LENA, 'Notebooks, week of')).toHaveLength(before + 1);
  });
});

describe('where people are not to be messaged for now', () => {
  const quiet = (): MessagingServices => ({
    ...world.services,
    policy: { ...world.services.policy, notify_only: ['team:risk'] },
  });

  it('what waits does not come up in every run', async () => {
    await stored('silenced', { 'card/1/dana/0': waiting() });
    await runAt(moment('10:00'), quiet());
    expect(await world.services.findings.due(moment('10:05').toISOString(), 10)).toEqual([]);
  });

  it('everything goes on once they may be', async () => {
    await stored('resumed', { 'card/1/dana/0': waiting({ ts: '1.1', channel: 'D1', shownVersion: 1 }) });
    await runAt(moment('10:00'), quiet());
    for (const days of [1, 2, 3]) await runAt(moment('10:05', days));
    expect(count(DANA, 'resumed')).toBeGreaterThan(0);
  });
});

describe('a reminder', () => {
  it('that was held up while security was asked is sent when the request is withdrawn', async () => {
    const at = moment('08:00').toISOString();
    const deadline = moment('09:00').toISOString();
    const reminder: Reminder = { step: 'date_passed', audience: 'owner', anchor: deadline };
    const key = `reminder/1/0/date_passed/owner/${deadline}`;
    const finding = await stored(
      'held-up',
      { [key]: waiting({ kind: 'reminder', reminder }) },
      {
        deadline,
        violations: [
          {
            rule: 'notebook-no-direct-internet-access',
            observed: 'Enabled',
            severity: 'high',
            fix: 'recreate',
            firstSeenAt: at,
            deadline,
          },
        ],
        reminded: {
          told: {
            [`date_passed/owner/${deadline}`]: at,
            [`undecided/owner/${at}`]: at,
            [`undecided_again/owner/${at}`]: at,
          },
          snoozes: 0,
          leadAnnouncedAt: null,
          snoozedUntil: null,
        },
      },
    );
    world.slack.failNext('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 60 });
    await runAt(moment('10:00'));
    const ask = {
      type: 'request_exception',
      by: DANA,
      requestId: 'V0HELDUP',
      rules: ['notebook-no-direct-internet-access'],
      until: moment('17:00', 10).toISOString(),
      category: 'other',
      reason: 'The build needs packages.',
    } as const;
    await changeFinding(world.services, finding.launch, () => ({ ...ask, rules: [...ask.rules] }), moment('10:02'));
    // Something else for the same reader, so that the notice is taken up again meanwhile.
    await stored('beside', { 'card/1/dana/0': waiting() });
    await runAt(moment('10:10'));
    const withdraw = { type: 'withdraw', by: DANA, requestId: 'V0HELDUP' } as const;
    await changeFinding(world.services, finding.launch, () => withdraw, moment('11:00'));
    await runAt(moment('11:10'));
    await runAt(moment('10:10', 1));
    expect((await get(finding)).messages[key]?.ts).toBeDefined();
  });
});
