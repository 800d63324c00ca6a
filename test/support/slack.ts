import { LogLevel, WebClient } from '@slack/web-api';
import type { AppRequest, AppResponse, Deliver } from '../../src/local/slack/delivery';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../src/local/slack/slack';
import { createTrace, type Trace } from '../../src/local/trace';
import { localWorkspace } from '../../src/local/workspace';

export const botToken = 'xoxb-local-test';
export const signingSecret = 'local-signing-secret';

export interface TestSlack {
  slack: SlackStandIn;
  client: WebClient;
  trace: Trace;
  /** Every signed request the app was sent, oldest first. */
  requests: AppRequest[];
  /** What the app does with the next requests; answers 200 with an empty body at first. */
  answerWith: (handler: Deliver) => void;
}

/** A workspace for one test file, with the real WebClient on it. Start in beforeAll, `slack.close()` in afterAll. */
export async function startTestSlack(options: Partial<SlackOptions> = {}): Promise<TestSlack> {
  const trace = createTrace();
  const requests: AppRequest[] = [];
  let handler: Deliver = async () => appAnswer('');
  const slack = await startSlack({
    workspace: localWorkspace,
    botToken,
    signingSecret,
    trace,
    commands: [{ command: '/notebook-audit', description: 'Where things stand', usageHint: '[help]' }],
    deliver: (request) => {
      requests.push(request);
      return handler(request);
    },
    ...options,
  });
  return {
    slack,
    client: slackClient(slack.url),
    trace,
    requests,
    answerWith: (next) => {
      handler = next;
    },
  };
}

/** The real WebClient: no retries and no log, so that each refusal is seen at once. */
export function slackClient(slackApiUrl: string, token: string = botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: silent,
  });
}

/** The HTTP answer of an app: an object becomes JSON. */
export function appAnswer(body: string | object, statusCode = 200): AppResponse {
  const json = typeof body === 'object';
  return {
    statusCode,
    headers: { 'content-type': json ? 'application/json' : 'text/plain' },
    body: json ? JSON.stringify(body) : body,
  };
}

const nothing = () => undefined;
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
