import type { Settings } from './settings';

export const TABLES = { findings: 'notebook-audit-findings', owners: 'notebook-audit-owners' };
export const OWN_BUS = 'notebook-audit-local';

/** Set to `undefined`: taken out of the environment. */
export type Environment = Record<string, string | undefined>;

/**
 * The environment in which the handlers run: everything points to this computer. Real AWS credentials are replaced by
 * dummies unless a real account was asked for; DynamoDB and EventBridge are local in any case.
 */
export function handlerEnvironment(options: {
  settings: Settings;
  region: string;
  urls: { aws: string; dynamodb: string; slack?: string };
  signingSecret: string;
  policyFile: string;
  env: NodeJS.ProcessEnv;
}): Environment {
  const { settings, urls } = options;
  return {
    FINDINGS_TABLE: TABLES.findings,
    OWNERS_TABLE: TABLES.owners,
    EVENT_BUS_NAME: OWN_BUS,
    POLICY_FILE: options.policyFile,
    SLACK_SIGNING_SECRET: options.signingSecret,
    SLACK_SECRETS_PARAMETER: undefined,
    AWS_REGION: options.region,
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_ENDPOINT_URL_EVENTBRIDGE: urls.aws,
    POWERTOOLS_SERVICE_NAME: 'notebook-audit',
    POWERTOOLS_METRICS_NAMESPACE: 'NotebookAudit',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: options.env.POWERTOOLS_LOG_LEVEL ?? 'ERROR',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...awsEnvironment(settings, urls.aws),
    ...(settings.slack.kind === 'real'
      ? {
          SLACK_BOT_TOKEN: settings.slack.botToken,
          SLACK_API_URL: undefined,
          SECURITY_CHANNEL: settings.slack.securityChannel,
        }
      : { SLACK_BOT_TOKEN: 'xoxb-local', SLACK_API_URL: urls.slack, SECURITY_CHANNEL: 'C0SECURITY1' }),
  };
}

function awsEnvironment({ aws }: Settings, standInUrl: string): Environment {
  if (aws.kind === 'real') return { AWS_ENDPOINT_URL: undefined };
  return {
    AWS_ENDPOINT_URL: aws.kind === 'endpoint' ? aws.url : standInUrl,
    AWS_ACCESS_KEY_ID: 'AKIALOCALLOCALLOCAL0',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

export function apply(environment: Environment): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
