import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type Policy, type PolicyProblem, parsePolicy } from './domain/policy-file';

const wanted = (name: string) => v.pipe(v.string(`${name} is not set`), v.nonEmpty(`${name} is empty`));

const environment = v.object({
  FINDINGS_TABLE: wanted('FINDINGS_TABLE'),
  OWNERS_TABLE: wanted('OWNERS_TABLE'),
  EVENT_BUS_NAME: wanted('EVENT_BUS_NAME'),
  SECURITY_CHANNEL: wanted('SECURITY_CHANNEL'),
  POLICY_FILE: v.optional(v.string(), 'policy.yml'),
  SLACK_API_URL: v.optional(v.string()),
  SLACK_BOT_TOKEN: v.optional(v.string()),
  SLACK_SIGNING_SECRET: v.optional(v.string()),
  SLACK_SECRETS_PARAMETER: v.optional(v.string()),
});

/** Everything the bot is told from outside, read and validated once. */
export interface Config {
  findingsTable: string;
  ownersTable: string;
  eventBusName: string;
  /** Slack channel id. */
  securityChannel: string;
  policy: Policy;
  slack: { apiUrl?: string; botToken?: string; signingSecret?: string; secretsParameter?: string };
}

/** Reads the environment and the policy file it names. Throws with all that is wrong: nothing can start without it. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = v.safeParse(environment, env);
  if (!parsed.success) throw new Error(`environment: ${parsed.issues.map(({ message }) => message).join('; ')}`);
  const settings = parsed.output;
  const direct = settings.SLACK_BOT_TOKEN && settings.SLACK_SIGNING_SECRET;
  if (!direct && !settings.SLACK_SECRETS_PARAMETER) {
    throw new Error('environment: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_SECRETS_PARAMETER');
  }
  return {
    findingsTable: settings.FINDINGS_TABLE,
    ownersTable: settings.OWNERS_TABLE,
    eventBusName: settings.EVENT_BUS_NAME,
    securityChannel: settings.SECURITY_CHANNEL,
    policy: loadPolicy(settings.POLICY_FILE),
    slack: {
      apiUrl: settings.SLACK_API_URL,
      botToken: settings.SLACK_BOT_TOKEN,
      signingSecret: settings.SLACK_SIGNING_SECRET,
      secretsParameter: settings.SLACK_SECRETS_PARAMETER,
    },
  };
}

/** One setting of the environment. Throws when it is not set. */
export function setting(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`environment: ${name} is not set`);
  return value;
}

/** Throws with every problem, each with its line. */
export function loadPolicy(file: string): Policy {
  const parsed = parsePolicy(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problemText(file, problem)).join('\n'));
  return parsed.policy;
}

/** `policy.yml:12 rules.notebook-in-vpc.severity: a severity is critical, high, medium or low` */
export function problemText(file: string, { line, key, message }: PolicyProblem): string {
  return `${file}:${line} ${key ? `${key}: ` : ''}${message}`;
}
