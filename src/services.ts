import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { documentClient } from './aws/document-client';
import { createEventBus } from './aws/event-bus';
import { createFindingsTable } from './aws/findings-table';
import { createNotebooks } from './aws/notebooks';
import { createOwnersTable } from './aws/owners-table';
import { createSecrets } from './aws/secrets';
import type { Config } from './config';
import { createDirectory } from './slack/directory';
import { createNotifier } from './slack/notifier';
import { createSlackCaller } from './slack/web-client';

/** The parts for telling people what is already known. */
export function buildMessagingServices(config: Config) {
  const { policy } = config;
  const secrets = createSecrets(config.slack);
  const slack = createSlackCaller(secrets, config.slack.apiUrl);
  const dynamo = documentClient(new DynamoDBClient({}));
  return {
    policy,
    secrets,
    slack,
    findings: createFindingsTable(dynamo, config.findingsTable),
    owners: createOwnersTable(dynamo, config.ownersTable),
    events: createEventBus(new EventBridgeClient({}), config.eventBusName),
    directory: createDirectory(slack, policy),
    notifier: createNotifier(slack, { policy, securityChannel: config.securityChannel }),
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
