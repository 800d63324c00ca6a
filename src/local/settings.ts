import { parseArgs } from 'node:util';

/** What local mode was asked to do. */
export interface Settings {
  /** Port of the page; another one is taken when it is in use. */
  port: number;
  /** Directory that keeps the tables, the notebooks and the clock, not the Slack preview; memory when absent. */
  dataDirectory?: string;
  aws:
    | { kind: 'stand-in' }
    /** SageMaker and STS of an emulator. */
    | { kind: 'endpoint'; url: string }
    /** A real account with the credentials of the environment, only looked at. */
    | { kind: 'real' };
  slack: { kind: 'stand-in' } | { kind: 'real'; botToken: string; appToken: string; securityChannel: string };
  /** Another policy file than the one of local mode. */
  policyFile?: string;
}

export type ParsedSettings = { ok: true; settings: Settings } | { ok: false; error: string };

const DEFAULT_PORT = 4600;

/** Reads the arguments and the environment of `npm start`. */
export function parseSettings(args: string[], env: NodeJS.ProcessEnv): ParsedSettings {
  let options: { data?: string; 'real-aws'?: boolean };
  try {
    options = parseArgs({ args, options: { data: { type: 'string' }, 'real-aws': { type: 'boolean' } } }).values;
  } catch (fault) {
    return { ok: false, error: fault instanceof Error ? fault.message : String(fault) };
  }
  const port = Number(env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { ok: false, error: `PORT is no port: ${env.PORT}` };
  const slack = slackOf(env);
  if (typeof slack === 'string') return { ok: false, error: slack };
  return {
    ok: true,
    settings: { port, dataDirectory: options.data, aws: awsOf(options, env), slack, policyFile: env.POLICY_FILE },
  };
}

function awsOf(options: { 'real-aws'?: boolean }, env: NodeJS.ProcessEnv): Settings['aws'] {
  if (options['real-aws']) return { kind: 'real' };
  return env.AWS_ENDPOINT_URL ? { kind: 'endpoint', url: env.AWS_ENDPOINT_URL } : { kind: 'stand-in' };
}

function slackOf({
  SLACK_BOT_TOKEN,
  SLACK_APP_TOKEN,
  SECURITY_CHANNEL,
}: NodeJS.ProcessEnv): Settings['slack'] | string {
  if (!SLACK_BOT_TOKEN || !SLACK_APP_TOKEN) return { kind: 'stand-in' };
  if (!SECURITY_CHANNEL)
    return 'To join a real workspace, SECURITY_CHANNEL must name the channel of the security team.';
  return { kind: 'real', botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, securityChannel: SECURITY_CHANNEL };
}
