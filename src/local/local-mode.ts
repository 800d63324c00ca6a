import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as v from 'valibot';
import { parsePolicy } from '../domain/policy-file';
import { type AwsStandIn, startAws } from './aws/aws';
import { readRules } from './aws/rules';
import { apiCallEvent } from './aws/service-events';
import type { Clock } from './clock';
import { type CloudAccount, sdkCloud, standInCloud } from './cloud';
import { startDynamoDb } from './dynamodb';
import { apply, handlerEnvironment, OWN_BUS } from './environment';
import { dayBefore, nextGrantEnd } from './grant-end';
import { createLambda } from './lambda';
import { liveUntil } from './live';
import { addOldNotebook } from './old-notebook';
import { pageActions } from './page-actions';
import { type PageServer, startPageServer } from './page-server';
import type { PageState } from './page-state';
import { createSample } from './sample/sample';
import { SAMPLE_NAMES } from './sample/story';
import { createTurns } from './sample/turns';
import { readNotebooks, saveNotebooks } from './saved-notebooks';
import { startSchedules } from './schedules';
import { approvedNetwork, inPaneOrder, ownerRows, SEEDED_NAMES, seededNotebooks } from './seeds';
import type { Settings } from './settings';
import { type SlackStandIn, startSlack } from './slack/slack';
import { joinWorkspace } from './slack/socket-mode';
import { createLocalTables } from './tables';
import { createTour } from './tour';
import { createTrace } from './trace';
import { localWorkspace } from './workspace';

/** How long a change of a notebook's status takes in local mode, real ms: long enough to be seen. */
const SETTLE_MS = 700;

export interface LocalModeOptions {
  settings: Settings;
  clock: Clock;
  /** The repository: serverless.yml, manifest.json and the local policy are read from it. */
  root: string;
  /** Where the built functions and `page/` are. */
  dist: string;
}

/**
 * Starts the whole of local mode: stand-ins, handlers, schedules and page. Sets the environment of this process, which
 * the handlers read when they are loaded. Rejects when something needed cannot be read or started.
 */
export async function startLocalMode({ settings, clock, root, dist }: LocalModeOptions) {
  const { definition, rules, schedules, manifest, policy, policyFile } = await readProject(root, settings.policyFile);
  const kept = settings.dataDirectory;
  if (kept) await mkdir(kept, { recursive: true });
  const savedNotebooks = kept && join(kept, 'notebooks.json');
  const trace = createTrace();
  const { region } = localWorkspace.account;
  const account = await accountOf(settings);
  const at = { account: account.id, region };
  const lambda = createLambda({ directory: dist, ...at, trace });
  const dynamodb = await startDynamoDb({ trace, path: kept && join(kept, 'dynamodb') });
  const turns = createTurns();
  const aws = await startAws({
    accountId: account.id,
    region,
    now: clock.now,
    trace,
    rules,
    ownBuses: [OWN_BUS],
    deliver: (functionName, event) =>
      turns.take(async () => {
        await lambda.invoke(functionName, event);
      }),
    settle: SETTLE_MS,
  });
  const signingSecret = randomBytes(16).toString('hex');
  const deliver = ({ path, headers, body }: { path: string; headers: Record<string, string>; body: string }) =>
    lambda.http('slack', { method: 'POST', path, headers, rawBody: body });
  const slack =
    settings.slack.kind === 'real'
      ? undefined
      : await startSlack({
          workspace: localWorkspace,
          botToken: 'xoxb-local',
          signingSecret,
          deliver,
          trace,
          commands: manifest.features.slash_commands,
          scopes: manifest.oauth_config.scopes.bot,
        });
  const urls = { aws: aws.url, dynamodb: dynamodb.url, slack: slack?.url };
  apply(handlerEnvironment({ settings, region, urls, signingSecret, policyFile, env: process.env }));

  const tables = createLocalTables({ url: dynamodb.url, region, definition });
  await tables.create();
  const seed = async () => {
    if (slack) await tables.importOwners(ownerRows(), clock.now());
    if (settings.aws.kind !== 'stand-in') return;
    for (const notebook of seededNotebooks(policy, account, clock.now())) aws.sagemaker.seed(at, notebook);
  };
  const saved = savedNotebooks ? await readNotebooks(savedNotebooks) : null;
  if (saved) {
    clock.moveTo(saved.now);
    for (const notebook of saved.notebooks) aws.sagemaker.seed(at, notebook);
  } else await seed();

  const sageMaker = settings.aws.kind === 'stand-in' ? undefined : new SageMakerClient({ region });
  const cloud = sageMaker
    ? sdkCloud({
        client: sageMaker,
        readOnly: settings.aws.kind === 'real',
        onWrite: (operation, input, caller) => {
          aws.bus.publish('default', apiCallEvent({ operation, input, output: undefined, caller, now: clock.now() }));
        },
      })
    : standInCloud(aws, account);
  for (const name of new Set(['slack', ...rules.map(({ functionName }) => functionName)])) lambda.warm(name);
  const scheduled = startSchedules({ schedules, at, invoke: lambda.invoke });
  const joined =
    settings.slack.kind === 'real'
      ? await joinWorkspace({ appToken: settings.slack.appToken, deliver, signingSecret, onError: console.error })
      : undefined;

  const tour = createTour();
  const emailOf = (userId: string) => localWorkspace.people.find(({ id }) => id === userId)?.email ?? '';
  const nextDue = () => tables.nextDue(clock.now());
  const timeZone = policy.business_hours.time_zone;
  const dayBeforeGrantEnds = async () => {
    const end = nextGrantEnd(await tables.findings(), clock.now(), timeZone);
    return end === null ? null : dayBefore(end, timeZone);
  };
  const sample = createSample(
    slack && settings.aws.kind === 'stand-in'
      ? {
          slack,
          cloud,
          account,
          network: approvedNetwork(policy, account),
          settle: aws.sagemaker.settleAll,
          idle: aws.bus.idle,
          clock,
          trace,
          turns,
          timeZone,
          nextDue: tables.nextDue,
          runSchedule: scheduled.run,
          isFilled: async () => (await tables.findings()).some(({ launch }) => SAMPLE_NAMES.has(launch.name)),
        }
      : null,
  );
  // While the sample is filled in, only its progress is told: its thousands of calls would keep the page busy.
  const unlessFilling = (source?: ChangeSource): ChangeSource | undefined =>
    source && ((listener) => source(() => !sample.isRunning() && listener()));
  const revisions = countChanges(unlessFilling(trace.onRecord), unlessFilling(slack?.onChange), sample.onProgress);
  const startOver = async () => {
    await aws.bus.idle();
    slack?.reset();
    aws.reset();
    await tables.clear();
    clock.reset();
    tour.reset();
    trace.clear();
    await seed();
    trace.record({ lane: 'page', title: 'start over', ok: true });
  };
  const state = async (as: string): Promise<PageState | null> => {
    if (!localWorkspace.people.some(({ id, role }) => id === as && role)) return null;
    const [notebooks, all, due, sampleState] = await Promise.all([
      cloud.notebooks(),
      tables.findings(),
      nextDue(),
      sample.state(),
    ]);
    // The tour is about what the visitor does.
    const findings = all.filter(({ launch }) => !SAMPLE_NAMES.has(launch.name));
    const seeded = [...SEEDED_NAMES, ...SAMPLE_NAMES];
    const now = clock.now();
    const clockMoved = clock.offsetMs() > 0;
    return {
      ...(slack?.snapshot(as) ?? emptyWorkspace(as)),
      revision: revisions.count(),
      clock: { now: now.toISOString(), offsetMs: clock.offsetMs() },
      account,
      notebooks: inPaneOrder(notebooks),
      approvedNetwork: approvedNetwork(policy, account),
      tour: tour.update({ findings, notebooks, seeded, now, timeZone, clockMoved }),
      nextDue: due,
      grantEnds: nextGrantEnd(all, now, timeZone),
      sample: sampleState,
      trace: trace.recent(),
    };
  };

  const page = await startPage(settings.port, {
    files: pageFiles(root, dist),
    state,
    download: (as, id) => slack?.file(as, id),
    actions: pageActions({
      account,
      cloud,
      addOldNotebook:
        settings.aws.kind === 'stand-in' ? (request) => addOldNotebook(aws, request, clock.now()) : undefined,
      clock,
      trace,
      slack,
      emailOf,
      nextDue,
      dayBeforeGrantEnds,
      liveUntil: (moment) =>
        liveUntil(moment, {
          clock,
          nextDue: tables.nextDue,
          remind: async () => {
            await scheduled.run('remind');
            await aws.bus.idle();
          },
        }),
      runSchedules: scheduled.runAll,
      startOver,
      sample,
    }),
    onChange: revisions.onChange,
  });

  return {
    url: page.url,
    awsUrl: settings.aws.kind === 'stand-in' ? aws.url : undefined,
    aws,
    /** Resolves when no event is under way. */
    idle: aws.bus.idle,
    close: async () => {
      scheduled.stop();
      revisions.stop();
      await page.close();
      if (savedNotebooks) await saveNotebooks(savedNotebooks, aws.sagemaker.list(at.account, at.region), clock.now());
      await joined?.leave();
      await closeAll(aws, slack);
      sageMaker?.destroy();
      tables.close();
      await dynamodb.close();
    },
  };
}

async function closeAll(aws: AwsStandIn, slack: SlackStandIn | undefined): Promise<void> {
  await aws.close();
  await slack?.close();
}

const slashCommand = v.pipe(
  v.object({ command: v.string(), description: v.string(), usage_hint: v.optional(v.string(), '') }),
  v.transform(({ command, description, usage_hint }) => ({ command, description, usageHint: usage_hint })),
);
const manifestSchema = v.object({
  features: v.object({ slash_commands: v.array(slashCommand) }),
  oauth_config: v.object({ scopes: v.object({ bot: v.array(v.string()) }) }),
});

/** What local mode takes from the project's own files. Rejects with what is wrong in which file. */
async function readProject(root: string, ownPolicyFile: string | undefined) {
  const read = (file: string) => readFile(join(root, file), 'utf8');
  const definition = await read('serverless.yml');
  const manifest = v.parse(manifestSchema, JSON.parse(await read('manifest.json')));
  const policyFile = ownPolicyFile ?? join(root, 'src/local/policy.yml');
  const parsed = parsePolicy(await readFile(policyFile, 'utf8'));
  if (!parsed.ok) {
    const problems = parsed.problems.map(({ line, message }) => `line ${line}: ${message}`);
    throw new Error(`${policyFile}: ${problems.join('; ')}`);
  }
  return { definition, manifest, policyFile, policy: parsed.policy, ...readRules(definition) };
}

/** A real account or an emulator is asked who we are: the functions take their home account from their own ARN. */
async function accountOf({ aws }: Settings): Promise<CloudAccount> {
  if (aws.kind === 'stand-in') return localWorkspace.account;
  const client = new STSClient({
    region: localWorkspace.account.region,
    ...(aws.kind === 'endpoint' && {
      endpoint: aws.url,
      credentials: { accessKeyId: 'AKIALOCALLOCALLOCAL0', secretAccessKey: 'local' },
    }),
  });
  try {
    const { Account = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { ...localWorkspace.account, id: Account, name: Account };
  } finally {
    client.destroy();
  }
}

/** The wished port, or a free one when that is taken. */
async function startPage(
  port: number,
  options: Omit<Parameters<typeof startPageServer>[0], 'port'>,
): Promise<PageServer> {
  try {
    return await startPageServer({ ...options, port });
  } catch (fault) {
    if (!isTaken(fault)) throw fault;
    return startPageServer({ ...options, port: 0 });
  }
}

const isTaken = (fault: unknown) =>
  typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'EADDRINUSE';

const pageFiles = (root: string, dist: string) => ({
  '/': join(dist, 'page/index.html'),
  '/page.js': join(dist, 'page/page.js'),
  '/page.css': join(dist, 'page/page.css'),
  '/docs/install.md': join(root, 'docs/install.md'),
});

type ChangeSource = (listener: () => void) => () => void;

/** Joins what changes into one count and one signal. */
function countChanges(...sources: (ChangeSource | undefined)[]) {
  const listeners = new Set<() => void>();
  let count = 0;
  const changed = () => {
    count += 1;
    for (const listener of listeners) listener();
  };
  const stops = sources.map((source) => source?.(changed));
  return {
    count: () => count,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      for (const stop of stops) stop?.();
    },
  };
}

/** The page beside a real workspace: only its AWS pane and the trace have something to show. */
const emptyWorkspace = (as: string) => ({
  me: as,
  people: localWorkspace.people.flatMap(({ id, role, realName }) =>
    role ? [{ id, role, name: realName, unread: 0 }] : [],
  ),
  users: {},
  userGroups: {},
  conversations: [],
  messages: {},
  modals: [],
  home: null,
  commands: [],
});
