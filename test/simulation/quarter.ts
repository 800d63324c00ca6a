import { createServer } from 'node:http';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Finding } from '../../src/domain/finding';
import { findingEventDetail } from '../../src/domain/integration-events';
import type { Launch } from '../../src/domain/notebook';
import { ssoCaller } from '../../src/local/aws/callers';
import { ACTIONS, VIEWS } from '../../src/slack/ids';
import { HOME_ACCOUNT, HOME_REGION } from '../support/aws';
import { signedAction, signedSubmission } from '../support/signed-requests';
import { launchInput, POLICY, startWorld } from '../support/world';
import { aCompany, type Colleague } from './company';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Monday morning in Berlin; the twelve weeks hold a change of the clocks in America and one in Europe. */
export const START = Date.parse('2027-01-11T07:00:00Z');
export const WEEKS = 12;
export const HOLIDAYS = ['2027-01-19', '2027-02-08', '2027-03-26'];

const AT = { account: HOME_ACCOUNT, region: HOME_REGION };

export interface Launched {
  name: string;
  good: boolean;
  maker: Colleague;
  at: number;
  /** Made while nobody was told of it: what AWS delivers late is seen late. */
  duringOutage: boolean;
}

interface Planned {
  at: number;
  what: string;
  run: () => Promise<void>;
}

/** Numbers from 0 to below 1, always the same for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Twelve weeks of a company, on a virtual clock: launches at all hours, decisions, silences, holidays, and outages of
 * Slack and of the events. The functions are the real ones. `check` runs after every step.
 */
export async function liveThroughQuarter({
  seed,
  notebooks,
  check,
  end: atEnd,
}: {
  seed: number;
  notebooks: number;
  check: Check;
  end: Check;
}) {
  const random = randomFrom(seed);
  const between = (least: number, most: number) => least + random() * (most - least);
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const company = aCompany();
  const { staff, approvers } = company;
  setClock(START);
  const answers = await startAnswers();
  const world = await startWorld({
    policy: POLICY_WITH_HOLIDAYS,
    workspace: company.workspace,
    owners: company.owners,
  });
  const end = START + WEEKS * 7 * DAY;
  const planned: Planned[] = [];
  const launches: Launched[] = [];
  let views = 0;
  let clock = START;
  let slackIsOut = false;
  let eventsAreOut = false;

  const plan = (at: number, what: string, run: () => Promise<void>) => {
    planned.push({ at, what, run });
    planned.sort((one, other) => one.at - other.at);
  };

  /** Delivers what waits; an event whose function fails is tried again, as AWS does. */
  async function deliver(): Promise<void> {
    if (eventsAreOut) return;
    for (let tries = 0; world.events.length > 0 && tries < 500; tries += 1) {
      const [next] = world.events;
      if (!next) return;
      notice(next.event);
      try {
        await world.deliverNext();
      } catch {
        world.events.push(next);
        await step(clock + MINUTE);
      }
    }
  }

  async function step(at: number): Promise<void> {
    clock = Math.max(clock, Math.round(at));
    setClock(clock);
  }

  /** What people do when the bot tells of something, by their temper. */
  function notice(event: unknown): void {
    const told = v.safeParse(findingEvent, event);
    if (!told.success) return;
    const { command, owner: ownerId, account, region, name, createdAt } = told.output.detail;
    const launch = { account, region, name, createdAt };
    const owner = staff.find(({ userId }) => userId === ownerId);
    if (command === 'request_exception') planDecision(launch);
    if (!owner) return;
    if (['open', 'reopen', 'expire', 'deny', 'time_out', 'revoke'].includes(command)) planReaction(launch, owner);
    if (command === 'acknowledge' && random() < 0.6) {
      plan(clock + between(1, 9) * DAY, 'delete', () => remove(launch));
    }
    if (command === 'ask') plan(clock + between(1, 20) * HOUR, 'answer', () => answer(launch, owner));
    if (command === 'remind' && owner.temper === 'silent' && random() < 0.15) {
      plan(clock + between(0.5, 4) * HOUR, 'snooze', () => press(owner.userId, ACTIONS.snooze, launch));
    }
    if (command === 'escalate' && random() < 0.3) {
      const lead = company.leads.get(owner.team);
      if (lead) plan(clock + between(1, 30) * HOUR, 'lead schedules', () => schedule(launch, lead));
    }
  }

  function planReaction(launch: Launch, owner: Colleague): void {
    if (owner.temper === 'silent' && random() < 0.7) return;
    const delay = owner.temper === 'prompt' ? between(0.2, 8) * HOUR : between(1, 9) * DAY;
    const choice = random();
    plan(clock + delay, 'react', async () => {
      if (choice < 0.3) await press(owner.userId, ACTIONS.acknowledge, launch);
      else if (choice < 0.55) await schedule(launch, owner.userId);
      else if (choice < 0.8) await request(launch, owner.userId);
      else await remove(launch);
    });
  }

  function planDecision(launch: Launch): void {
    const delay = between(0.1, 3.5) * DAY;
    for (const [index, approver] of approvers.slice(0, 2).entries()) {
      const choice = random();
      plan(clock + delay + index * HOUR, 'decide', async () => {
        const finding = await current(launch);
        if (!finding?.request) return;
        const subject = { launch, requestId: finding.request.id };
        if (choice < 0.55) await press(approver, ACTIONS.approve, launch, finding.request.id);
        else if (choice < 0.7)
          await submit(approver, VIEWS.deny, subject, {
            reason: text('Please use the mirror in the approved network.'),
          });
        else if (choice < 0.8)
          await submit(approver, VIEWS.ask, subject, { question: text('Which packages are needed, and why?') });
      });
    }
  }

  async function current(launch: Launch): Promise<Finding | null> {
    return world.services.findings.get(launch);
  }

  async function press(userId: string, actionId: string, launch: Launch, requestId?: string): Promise<void> {
    const subject = { launch, ...(requestId ? { requestId } : {}) };
    await world.slackHandler(signedAction(userId, { actionId, subject, responseUrl: answers.url }));
  }

  async function submit(
    userId: string,
    callback: string,
    { launch, requestId }: { launch: Launch; requestId?: string },
    values: Record<string, Record<string, unknown>>,
  ): Promise<void> {
    views += 1;
    const subject = { launch, ...(requestId ? { requestId } : {}) };
    const state = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value }]));
    await world.slackHandler(
      signedSubmission(userId, { callback, subject, values: state, viewId: `V${seed}${views}` }),
    );
  }

  async function schedule(launch: Launch, userId: string): Promise<void> {
    const date = new Date(clock + Math.ceil(between(1, 20)) * DAY).toISOString().slice(0, 10);
    await submit(
      userId,
      VIEWS.migration,
      { launch },
      {
        date: { type: 'datepicker', selected_date: date },
        files: { type: 'radio_buttons', selected_option: { value: 'nothing_to_keep' } },
      },
    );
    if (random() < 0.6) plan(Date.parse(`${date}T10:00:00Z`), 'migrate', () => remove(launch));
  }

  async function request(launch: Launch, userId: string): Promise<void> {
    const finding = await current(launch);
    if (!finding) return;
    await submit(
      userId,
      VIEWS.exception,
      { launch },
      {
        rules: { type: 'checkboxes', selected_options: finding.violations.map(({ rule }) => ({ value: rule })) },
        category: { type: 'radio_buttons', selected_option: { value: 'packages' } },
        reason: text('The build needs packages that the mirror does not have yet.'),
        control: text('Only public data are in the notebook.'),
        until: { type: 'radio_buttons', selected_option: { value: 'latest' } },
        until_date: { type: 'datepicker', selected_date: null },
      },
    );
  }

  async function answer(launch: Launch, { userId }: Colleague): Promise<void> {
    const finding = await current(launch);
    if (!finding?.request) return;
    await submit(
      userId,
      VIEWS.answer,
      { launch, requestId: finding.request.id },
      { answer: text('torch-geometric and two of our own.') },
    );
  }

  async function remove({ name }: Launch): Promise<void> {
    const caller = ssoCaller({ ...AT, email: 'staff0@acme.example' });
    const gone = await world.call('StopNotebookInstance', { NotebookInstanceName: name }, caller).then(
      () => false,
      () => true,
    );
    if (gone) return;
    await world.settleAll();
    await world.call('DeleteNotebookInstance', { NotebookInstanceName: name }, caller);
    await world.settleAll();
  }

  for (let index = 0; index < notebooks; index += 1) {
    // A few people launch most of what is launched, so that much is due for one person at once.
    const maker = random() < 0.6 ? oneOf(staff.slice(4, 9)) : oneOf(staff);
    const good = random() < 0.35;
    const at = START + between(0, (WEEKS - 1) * 7 * DAY);
    const kind = random();
    const name = `nb-${seed % 1000}-${index}`;
    plan(at, 'launch', async () => {
      launches.push({ name, good, maker, at: clock, duringOutage: eventsAreOut || slackIsOut });
      const Tags = Object.entries({
        ...(kind < 0.9 ? { Owner: maker.email.split('@')[0] ?? '' } : {}),
        Project: 'p',
        Team: maker.team,
        DataSensitivity: kind < 0.2 ? 'confidential' : 'internal',
      }).map(([Key, Value]) => ({ Key, Value }));
      const input = {
        ...launchInput(name),
        ...(good
          ? {
              DirectInternetAccess: 'Disabled',
              Tags: [
                ...Tags.filter(({ Key }) => Key !== 'Owner'),
                { Key: 'Owner', Value: maker.email.split('@')[0] ?? '' },
              ],
            }
          : { Tags }),
        ...(!good && kind > 0.8
          ? {
              DirectInternetAccess: 'Disabled',
              InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
            }
          : {}),
      };
      await world.call('CreateNotebookInstance', input, ssoCaller({ ...AT, email: maker.email }));
      await world.settleAll();
    });
  }
  for (let outage = 0; outage < 4; outage += 1) {
    const at = START + between(3, WEEKS * 7 - 3) * DAY;
    plan(at, 'outage', async () => {
      slackIsOut = outage % 2 === 0;
      eventsAreOut = !slackIsOut;
      const fault =
        outage === 0
          ? ({ kind: 'ratelimited', retryAfterSeconds: 30 } as const)
          : ({ kind: 'http', status: 503 } as const);
      if (slackIsOut) for (const method of ['chat.postMessage', 'chat.update']) world.slack.outage(method, fault);
    });
    plan(at + between(1, 5) * HOUR, 'outage ends', async () => {
      slackIsOut = false;
      eventsAreOut = false;
      for (const method of ['chat.postMessage', 'chat.update']) world.slack.outage(method, null);
    });
  }
  for (let week = 0; week < WEEKS; week += 1) {
    plan(START + between(0, 7) * DAY + week * 7 * DAY, 'an answer is lost', async () => {
      world.slack.failNext('chat.postMessage', { kind: 'lost-answer' });
    });
    // Around nine o'clock of every reader, on the Monday and, for holidays, the day after.
    for (const hour of [-7, -6, -4, -3, 1, 2, 7, 8, 17, 18, 20, 21, 25, 26, 31, 32]) {
      plan(START + week * 7 * DAY + hour * HOUR + 3 * MINUTE, 'digest', async () => {
        await world.digest();
      });
    }
  }

  async function nextDue(): Promise<number> {
    const shards = await Promise.all(
      Array.from({ length: 8 }, (_, shard) =>
        world.dynamo.send(
          new QueryCommand({
            TableName: world.names.findings,
            IndexName: 'due',
            KeyConditionExpression: 'dueShard = :shard',
            ExpressionAttributeValues: { ':shard': `due#${shard}` },
            Limit: 1,
          }),
        ),
      ),
    );
    const moments = shards.flatMap(({ Items }) => (Items?.[0] ? [Date.parse(Items[0].nextDueAt)] : []));
    return Math.min(...moments, Number.POSITIVE_INFINITY);
  }

  const context = { world, company, launches, isOut: () => slackIsOut || eventsAreOut };
  try {
    while (clock < end) {
      const [action] = planned;
      const due = await nextDue();
      // `remind` runs every five minutes; only the runs that have something to do are lived through.
      const run = Math.max(
        Math.ceil(due / (5 * MINUTE)) * 5 * MINUTE,
        (Math.floor(clock / (5 * MINUTE)) + 1) * 5 * MINUTE,
      );
      const at = Math.min(action?.at ?? end, run, end);
      await step(at);
      let what = 'remind';
      if (action && action.at <= at) {
        planned.shift();
        what = action.what;
        await action.run();
      } else if (at === run) {
        await world.remind().catch(() => undefined);
      }
      await deliver();
      await check({ ...context, now: clock, what });
    }
    await atEnd({ ...context, now: clock, what: 'the end' });
  } finally {
    await Promise.all([world.close(), answers.close()]);
  }
}

export type Quarter = Parameters<Check>[0];
export type Check = (quarter: {
  world: Awaited<ReturnType<typeof startWorld>>;
  company: ReturnType<typeof aCompany>;
  launches: Launched[];
  isOut: () => boolean;
  now: number;
  what: string;
}) => Promise<void>;

/** Takes what only the person who pressed would see. */
async function startAnswers() {
  const server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function text(value: string) {
  return { type: 'plain_text_input', value };
}

function setClock(at: number): void {
  jest.setSystemTime(at);
}

/** The policy of all handler tests, with holidays. */
const POLICY_WITH_HOLIDAYS = POLICY.replace(
  'time_zone: Europe/Berlin',
  `time_zone: Europe/Berlin, holidays: ${JSON.stringify(HOLIDAYS)}`,
);

const findingEvent = v.object({ detail: findingEventDetail });
