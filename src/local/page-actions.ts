import { type Caller, pipelineCaller, ssoCaller } from './aws/callers';
import { parseCreateCommand } from './aws/cli-command';
import { notebookArn } from './aws/notebook-operations';
import type { Clock } from './clock';
import type { Cloud, CloudAccount, WriteOperation } from './cloud';
import * as requests from './page-requests';
import { action, type PageAction } from './page-server';
import type { ClockRequest, CreateRequest, Outcome, UpdateRequest } from './page-state';
import type { Sample } from './sample/sample';
import type { SlackStandIn } from './slack/slack';
import type { Trace } from './trace';

export interface PageParts {
  account: CloudAccount;
  cloud: Cloud;
  /** Absent when AWS is not the stand-in: no other holds notebooks from the past. */
  addOldNotebook?: (request: { name: string; caller: Caller }) => Outcome;
  clock: Clock;
  trace: Trace;
  /** Absent when the workspace is a real one. */
  slack?: SlackStandIn;
  /** The e-mail of a person of the workspace. */
  emailOf: (userId: string) => string;
  nextDue: () => Promise<string | null>;
  /** The calendar day before the next policy exception ends; null when none is to come. */
  dayBeforeGrantEnds: () => Promise<Date | null>;
  /** Moves the clock, and does what falls due on the way. */
  liveUntil: (moment: Date) => Promise<void>;
  /** Called after the clock was moved. */
  runSchedules: () => Promise<void>;
  startOver: () => Promise<void>;
  sample: Sample;
}

const HOUR_MS = 60 * 60 * 1000;
const NO_PAST: Outcome = {
  ok: false,
  error: 'Only the built-in AWS of this preview can hold a notebook from the past.',
};
const NOT_HERE: Outcome = { ok: false, error: 'The bot is in a real workspace: use Slack.' };

/** Every POST of the page, by path. What the visitor does is recorded, since it is what starts everything else. */
export function pageActions(parts: PageParts): Record<string, PageAction> {
  const { slack } = parts;
  const did = (title: string, detail?: string) => parts.trace.record({ lane: 'page', title, detail, ok: true });
  const place = { account: parts.account.id, region: parts.account.region };
  const callerOf = (as: string) => ssoCaller({ ...place, email: parts.emailOf(as) });
  const run = (operation: WriteOperation, input: Record<string, unknown>, as: string) =>
    parts.cloud.run(operation, input, callerOf(as));
  const notebookButton = (operation: WriteOperation, title: string) =>
    action(requests.notebookRequest, ({ as, name }) => {
      did(title, name);
      return run(operation, { NotebookInstanceName: name }, as);
    });

  return {
    '/api/sample': action(requests.sampleRequest, () => {
      did('fill with a sample quarter');
      return parts.sample.fill();
    }),
    ...unlessBusy(parts.sample, {
      '/api/slack/action': action(requests.actionRequest, (request) => {
        did('action', request.action.action_id);
        return slack?.action(request) ?? NOT_HERE;
      }),
      '/api/slack/submit': action(requests.submitRequest, (request) => {
        did('submit');
        return slack?.submit(request) ?? NOT_HERE;
      }),
      '/api/slack/close': action(requests.closeRequest, (request) => slack?.closeModal(request) ?? NOT_HERE),
      '/api/slack/read': action(requests.readRequest, (request) => slack?.read(request) ?? NOT_HERE),
      '/api/slack/home': action(requests.homeRequest, (request) => {
        did('App Home');
        return slack?.openHome(request) ?? NOT_HERE;
      }),
      '/api/slack/message': action(requests.messageRequest, (request) => {
        did(request.text.trim().startsWith('/') ? 'command' : 'message', request.text.slice(0, 80));
        return slack?.send(request) ?? NOT_HERE;
      }),
      '/api/aws/create': action(requests.createRequest, (request) => {
        const input = createInput(request, parts.account);
        if (typeof input === 'string') return { ok: false, error: input };
        did('launch', String(input.NotebookInstanceName));
        const caller = request.by === 'pipeline' ? pipelineCaller(place) : callerOf(request.as);
        return parts.cloud.run('CreateNotebookInstance', input, caller);
      }),
      '/api/aws/old': action(requests.notebookRequest, ({ as, name }) => {
        did('launch two years ago', name);
        return parts.addOldNotebook?.({ name, caller: callerOf(as) }) ?? NO_PAST;
      }),
      '/api/aws/stop': notebookButton('StopNotebookInstance', 'stop'),
      '/api/aws/start': notebookButton('StartNotebookInstance', 'start'),
      '/api/aws/delete': notebookButton('DeleteNotebookInstance', 'delete'),
      '/api/aws/update': action(requests.updateRequest, (request) => {
        did('change', String(request.input.NotebookInstanceName));
        return update(request, parts, run);
      }),
      '/api/clock': action(requests.clockRequest, async ({ to }) => {
        const target = await clockTarget(to, parts);
        if (typeof target === 'string') return { ok: false, error: target };
        await parts.liveUntil(target);
        did('clock', parts.clock.now().toISOString());
        await parts.runSchedules();
        return { ok: true };
      }),
      '/api/reset': action(requests.resetRequest, async () => {
        await parts.startOver();
        return { ok: true };
      }),
    }),
  };
}

/** While twelve weeks are being lived through, nobody else moves anything. */
function unlessBusy(sample: Sample, actions: Record<string, PageAction>): Record<string, PageAction> {
  const guarded = (each: PageAction): PageAction => ({
    parse: (body) => {
      const parsed = each.parse(body);
      return parsed.ok ? { ...parsed, run: async () => sample.busy() ?? parsed.run() } : parsed;
    },
  });
  return Object.fromEntries(Object.entries(actions).map(([path, each]) => [path, guarded(each)]));
}

const hence = (clock: Clock, hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS);

/** Where the clock is to go, or why it cannot go there. */
async function clockTarget(to: ClockRequest['to'], { clock, nextDue, dayBeforeGrantEnds }: PageParts) {
  switch (to) {
    case 'hour':
      return hence(clock, 1);
    case 'day':
      return hence(clock, 24);
    case 'next': {
      const due = await nextDue();
      return due === null ? 'Nothing is due: the bot has nothing to do until something happens.' : new Date(due);
    }
    case 'before_grant_ends':
      return (await dayBeforeGrantEnds()) ?? 'No exception has its day before the end still to come.';
  }
}

/** The input of a launch, or why the command cannot be run. */
function createInput(request: CreateRequest, account: CloudAccount): Record<string, unknown> | string {
  if (request.command === undefined) return request.input ?? {};
  const parsed = parseCreateCommand(request.command);
  if (!parsed.ok) return parsed.error;
  if (parsed.region && parsed.region !== account.region) {
    return `This page shows ${account.region} only; the command is for ${parsed.region}.`;
  }
  return parsed.input;
}

/** Settings first, as AWS may refuse them; then the tags. Only a name means that no setting changes. */
async function update(
  { as, input, tags = {} }: UpdateRequest,
  { account }: PageParts,
  run: (operation: WriteOperation, input: Record<string, unknown>, as: string) => Promise<Outcome>,
): Promise<Outcome> {
  if (Object.keys(input).length > 1) {
    const outcome = await run('UpdateNotebookInstance', input, as);
    if (!outcome.ok) return outcome;
  }
  const added = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (added.length === 0) return { ok: true };
  const place = { account: account.id, region: account.region };
  return run('AddTags', { ResourceArn: notebookArn(place, String(input.NotebookInstanceName)), Tags: added }, as);
}
