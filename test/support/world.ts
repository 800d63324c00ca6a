import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../src/aws/document-client';
import type { OwnerImport } from '../../src/aws/owner-entries';
import { createTables } from '../../src/aws/tables';
import { loadConfig } from '../../src/config';
import { nextWorkingMoment } from '../../src/domain/business-hours';
import type { Finding } from '../../src/domain/finding';
import { ssoCaller } from '../../src/local/aws/callers';
import { readRules } from '../../src/local/aws/rules';
import type { MessageView } from '../../src/local/page-state';
import { ownerRows } from '../../src/local/seeds';
import { signatureHeaders } from '../../src/local/slack/signing';
import { localWorkspace, type Workspace } from '../../src/local/workspace';
import { buildServices } from '../../src/services';
import { awsEnvironment, HOME_ACCOUNT, HOME_REGION, startTestAws, startTestDynamoDb } from './aws';
import { botToken, signingSecret, startTestSlack } from './slack';
import { serverlessYaml } from './tables';

export const DANA = 'U0DANA00001';
export const LENA = 'U0LENA00002';
export const SAMI = 'U0SAMI00003';
export const MINA = 'U0MINA00004';
export const RAVI = 'U0RAVI00005';
export const SECURITY = 'C0SECURITY1';
export const OWN_BUS = 'notebook-audit-test';

const AT = { account: HOME_ACCOUNT, region: HOME_REGION };
const CONTEXT = { invokedFunctionArn: `arn:aws:lambda:${HOME_REGION}:${HOME_ACCOUNT}:function:notebook-audit-test` };

export const POLICY = `
mode: notify
operator: Platform Engineering
help_channel: C0HELP00001
policy_url: https://acme.example/notebook-policy
business_hours: { time_zone: Europe/Berlin }
accounts:
  "${HOME_ACCOUNT}": { name: ml-dev }
  "444455556666":
    name: ml-prod
    role_arn: arn:aws:iam::444455556666:role/notebook-audit-reader
security:
  user_group: S0APPROVERS
  quorum: { default: 1, confidential: 2, restricted: 2 }
networks:
  - account: "${HOME_ACCOUNT}"
    region: ${HOME_REGION}
    subnets: [subnet-0a1b2c3d]
    security_groups: [sg-0a1b2c3d]
    egress: { mirror: CodeArtifact, nat: true, s3: true }
rules:
  notebook-kms-key-configured: { enabled: false }
`;

interface WorldOptions {
  policy?: string;
  /** Another company than that of local mode, with who owns what in it. */
  workspace?: Workspace;
  owners?: OwnerImport[];
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/**
 * The real handlers against all stand-ins: SageMaker, EventBridge and STS, DynamoDB, and a Slack workspace. Events wait
 * until the test delivers them, statuses until it settles them. One world a test file, for the handlers keep their
 * services. `policy` is appended to the policy above, or replaces it when it holds a `mode:`.
 */
export async function startWorld({
  policy = '',
  workspace: inhabited = localWorkspace,
  owners = ownerRows(),
}: WorldOptions = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'notebook-audit-'));
  const policyFile = join(directory, 'policy.yml');
  writeFileSync(policyFile, policy.includes('mode:') ? policy : POLICY + policy);
  const events: { functionName: string; event: unknown }[] = [];
  const { rules } = readRules(serverlessYaml);
  const [{ aws, config: awsConfig }, dynamodb, { slack, requests, answerWith, client }] = await Promise.all([
    startTestAws({
      rules,
      ownBuses: [OWN_BUS],
      deliver: async (functionName, event) => {
        events.push({ functionName, event });
      },
    }),
    startTestDynamoDb(),
    startTestSlack({ workspace: inhabited }),
  ]);
  const names = { findings: 'world-findings', owners: 'world-owners' };
  const dynamo = new DynamoDBClient(dynamodb.config);
  await createTables(dynamo, names, serverlessYaml);
  Object.assign(process.env, awsEnvironment({ aws: aws.url, dynamodb: dynamodb.url }), {
    FINDINGS_TABLE: names.findings,
    OWNERS_TABLE: names.owners,
    EVENT_BUS_NAME: OWN_BUS,
    SECURITY_CHANNEL: SECURITY,
    POLICY_FILE: policyFile,
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.url,
    POWERTOOLS_DEV: 'false',
    POWERTOOLS_LOG_LEVEL: process.env.WORLD_LOG ?? 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  const services = buildServices(loadConfig(process.env), HOME_ACCOUNT);
  await services.owners.importRows(owners, new Date().toISOString());

  // Loaded now, because they read the environment when they are first called.
  const { handler: notebookEvents } = await import('../../src/handlers/notebook-events');
  const { handler: slackHandler } = await import('../../src/handlers/slack');
  const { handler: worker } = await import('../../src/handlers/worker');
  const { handler: remind } = await import('../../src/handlers/remind');
  const { handler: digest } = await import('../../src/handlers/digest');
  answerWith(async ({ path, headers, body }) => {
    const answer = await slackHandler(
      { version: '2.0', rawPath: path, headers, body, isBase64Encoded: false },
      CONTEXT,
    );
    return { ...answer, headers: answer.headers ?? {} };
  });
  const handlers: Record<string, (event: unknown) => Promise<unknown>> = {
    notebookEvents: (event) => notebookEvents(event, CONTEXT),
    worker: (event) => worker(event, CONTEXT),
    remind: () => remind(),
    digest: () => digest(),
  };

  async function settled<T>(act: () => T): Promise<T> {
    const answer = act();
    await new Promise((resolve) => setImmediate(resolve));
    return answer;
  }

  /** Delivers the event that has waited longest. */
  async function deliverNext(): Promise<void> {
    const next = events.shift();
    if (!next) return;
    await handlers[next.functionName]?.(next.event);
    await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    aws,
    slack,
    slackClient: client,
    services,
    requests,
    dynamo: documentClient(dynamo),
    names,
    awsConfig,
    notebookEvents: (event: unknown) => notebookEvents(event, CONTEXT),
    slackHandler: (event: unknown) => slackHandler(event, CONTEXT),
    worker,
    remind,
    digest,
    /** Events that wait for delivery, oldest first. */
    events,

    /** Makes an API call as a person with SSO, or as the caller given. The events it causes wait. */
    call: (operation: string, input: unknown, caller = ssoCaller({ ...AT, email: 'dana@acme.example' })) =>
      settled(() => aws.sagemaker.run(operation, input, caller)),

    /** A launch with direct internet access unless `over` says otherwise. */
    launch: (name: string, over: Record<string, unknown> = {}) =>
      settled(() =>
        aws.sagemaker.run(
          'CreateNotebookInstance',
          { ...launchInput(name), ...over },
          ssoCaller({ ...AT, email: 'dana@acme.example' }),
        ),
      ),

    settleAll: () => settled(() => aws.sagemaker.settleAll()),

    deliverNext,

    /** Delivers what waits, and what that causes, until nothing waits any more. */
    async deliver(): Promise<void> {
      while (events.length > 0) await deliverNext();
    },

    /** All findings of a notebook name, oldest launch first. */
    async findings(name: string): Promise<Finding[]> {
      const found: Finding[] = [];
      for await (const finding of services.findings.all()) {
        if (finding.launch.name === name.toLowerCase()) found.push(finding);
      }
      return found.sort((one, other) => one.launch.createdAt.localeCompare(other.launch.createdAt));
    },

    /** The messages that `as` sees in the DM with the bot (or in `conversation`) and that hold `text`. */
    messages(as: string, text: string, conversation?: string): MessageView[] {
      const seen = slack.snapshot(as);
      const id = conversation ?? seen.conversations.find(({ kind }) => kind === 'dm')?.id ?? '';
      return (seen.messages[id] ?? []).filter((message) => JSON.stringify(message).includes(text));
    },

    /** Presses the element with this action id in a message; `value` chooses from an overflow menu. */
    async press(as: string, message: MessageView, actionId: string, value?: string) {
      const seen = slack.snapshot(as);
      const channel =
        Object.keys(seen.messages).find((id) => seen.messages[id]?.some(({ ts }) => ts === message.ts)) ?? '';
      return slack.action({
        as,
        container: { kind: 'message', channel, ts: message.ts },
        action: actionOf(message.blocks, actionId, value),
        values: {},
      });
    },

    /**
     * Presses a button of a message as it was: a click that left before the update arrived. Slack's page would not offer
     * it any more, so the request is made and signed here.
     */
    async pressStale(as: string, message: MessageView, actionId: string) {
      const earlier = requests.map(({ body }) => JSON.parse(new URLSearchParams(body).get('payload') ?? '{}'));
      const like = earlier.findLast(({ type, user }) => type === 'block_actions' && user.id === as) ?? {};
      const payload = {
        ...like,
        user: { id: as, team_id: localWorkspace.teamId },
        actions: [actionOf(message.blocks, actionId)],
      };
      const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        ...signatureHeaders(body, signingSecret, new Date()),
      };
      return slackHandler({ headers, body, isBase64Encoded: false }, CONTEXT);
    },

    /** The modal on top, if any. */
    modal: (as: string) => slack.snapshot(as).modals.at(-1),

    /** Submits the modal on top; `values` are by block id, in Slack's own shape, and replace what it was opened with. */
    async submit(as: string, values: Record<string, Record<string, unknown>> = {}) {
      const viewId = slack.snapshot(as).modals.at(-1)?.id ?? '';
      return slack.submit({ as, viewId, values });
    },

    async close(): Promise<void> {
      dynamo.destroy();
      await Promise.all([aws.close(), slack.close(), dynamodb.close()]);
      rmSync(directory, { recursive: true });
    },
  };
}

export function launchInput(name: string): Record<string, unknown> {
  return {
    NotebookInstanceName: name,
    InstanceType: 'ml.t3.medium',
    RoleArn: `arn:aws:iam::${HOME_ACCOUNT}:role/SageMakerNotebooks`,
    DirectInternetAccess: 'Enabled',
    RootAccess: 'Disabled',
    SubnetId: 'subnet-0a1b2c3d',
    SecurityGroupIds: ['sg-0a1b2c3d'],
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    Tags: Object.entries({ Owner: 'dana', Project: 'churn', Team: 'growth', DataSensitivity: 'internal' }).map(
      ([Key, Value]) => ({ Key, Value }),
    ),
  };
}

interface Pressable {
  action_id?: string;
  block_id?: string;
  type?: string;
  options?: { value?: string }[];
}

/** `actions[0]` as Slack would send it for the element with this action id. Throws when the message has none. */
function actionOf(blocks: unknown[], actionId: string, value?: string) {
  for (const block of blocks as { block_id?: string; elements?: Pressable[]; accessory?: Pressable }[]) {
    const element = [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])].find(
      ({ action_id }) => action_id === actionId,
    );
    if (!element) continue;
    const option = value && element.options?.find((each) => each.value === value);
    if (value && !option) throw new Error(`the menu offers no ${value}`);
    return {
      type: element.type ?? 'button',
      action_id: actionId,
      block_id: block.block_id ?? '',
      ...(option ? { selected_option: option } : {}),
    };
  }
  throw new Error(`nothing to press with the action ${actionId}`);
}

/** The action ids that a message offers, in order. */
export function offered(message: MessageView | undefined): string[] {
  return [...JSON.stringify(message?.blocks ?? []).matchAll(/"action_id":"([a-z_]+)"/g)].flatMap(([, id]) => id ?? []);
}

export const workspace = localWorkspace;

/** The next moment at which everybody of the local workspace works: they live between London and Kolkata. */
export function workingTime(): Date {
  const hours = { time_zone: 'Europe/Berlin', start: '10:00', end: '12:00', holidays: [] };
  return new Date(nextWorkingMoment(new Date().toISOString(), hours));
}
