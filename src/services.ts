import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { callerArn } from './aws/caller-arn';
import { documentClient } from './aws/document-client';
import { createEventBus } from './aws/event-bus';
import { createFindingsTable } from './aws/findings-table';
import { createHomeViewers } from './aws/home-viewers';
import { createNotebooks } from './aws/notebooks';
import { createNotices } from './aws/notices';
import { type OwnerImport, ownerEntries } from './aws/owner-entries';
import { createOwnersTable } from './aws/owners-table';
import { createScanRecords } from './aws/scan-records';
import { createSecrets } from './aws/secrets';
import { createTables } from './aws/tables';
import { type Config, setting } from './config';
import { createDirectory, createPeople } from './slack/directory';
import { createHomePublisher } from './slack/home-publisher';
import { createNotifier } from './slack/notifier';
import { createReports } from './slack/reports';
import { createScanMessages } from './slack/scan-messages';
import { createSlackCaller, withPatience } from './slack/web-client';

/** The parts for telling people what is already known. */
export function buildMessagingServices(config: Config) {
  const { policy } = config;
  const secrets = createSecrets(config.slack);
  const slack = createSlackCaller(secrets, config.slack.apiUrl);
  const dynamo = documentClient(new DynamoDBClient({}));
  const notifier = createNotifier(slack, { policy, securityChannel: config.securityChannel });
  return {
    policy,
    secrets,
    slack,
    findings: createFindingsTable(dynamo, config.findingsTable),
    owners: createOwnersTable(dynamo, config.ownersTable),
    notices: createNotices(dynamo, config.ownersTable),
    homes: createHomeViewers(dynamo, config.ownersTable),
    events: createEventBus(new EventBridgeClient({}), config.eventBusName),
    directory: createDirectory(slack, policy),
    homePublisher: createHomePublisher(slack, policy),
    notifier,
    reports: createReports(slack, { notifier, policy }),
    scans: createScanRecords(dynamo, config.findingsTable),
    scanMessages: createScanMessages(slack, { notifier, policy }),
  };
}

export type MessagingServices = ReturnType<typeof buildMessagingServices>;

/**
 * All parts, those for looking at notebooks included. `homeAccount` is the account of the function's own ARN; undefined
 * where there is none (then AWS is asked whose credentials these are).
 */
export function buildServices(config: Config, homeAccount?: string) {
  return {
    ...buildMessagingServices(config),
    notebooks: createNotebooks({ accounts: config.policy.accounts, homeAccount }),
  };
}

export type Services = ReturnType<typeof buildServices>;

/**
 * The parts for the operator's command line. Each reads only the settings it needs, when it is asked for, and throws when
 * one is missing. `waiting` is told when Slack asks to wait, in seconds.
 */
export function buildOperatorServices(env: NodeJS.ProcessEnv, waiting: (seconds: number) => void) {
  const client = new DynamoDBClient({});
  const dynamo = documentClient(client);
  const ownersTable = () => createOwnersTable(dynamo, setting(env, 'OWNERS_TABLE'));
  return {
    findings: () => createFindingsTable(dynamo, setting(env, 'FINDINGS_TABLE')),
    owners: ownersTable,

    /** What importing the rows would change, and how many of their facts are stored already. */
    compareOwners: async (rows: OwnerImport[]) => {
      const changes = await ownersTable().difference(rows);
      return { changes, unchanged: ownerEntries(rows).length - changes.length };
    },

    /** Creates the tables that the text of serverless.yml declares. */
    createTables: (serverlessYaml: string) =>
      createTables(
        client,
        { findings: setting(env, 'FINDINGS_TABLE'), owners: setting(env, 'OWNERS_TABLE') },
        serverlessYaml,
      ),

    /** People as Slack knows them; null when no token is configured. */
    people: () => {
      const tokens = tokensOf(env);
      return tokens && createPeople(withPatience(createSlackCaller(tokens, env.SLACK_API_URL), waiting));
    },

    callerArn,
  };
}

export type OperatorServices = ReturnType<typeof buildOperatorServices>;

/** The command line proves no requests, so that the token alone is enough for it. */
function tokensOf(env: NodeJS.ProcessEnv) {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SECRETS_PARAMETER: secretsParameter } = env;
  if (botToken) {
    const read = async () => ({ botToken });
    return { read, refresh: read };
  }
  return secretsParameter ? createSecrets({ secretsParameter }) : null;
}
