import { Logger } from '@aws-lambda-powertools/logger';
import { loadConfig } from '../config';
import { buildServices } from '../services';
import { createSlackApp, type HttpResponse } from '../slack/app';
import { accountOf, type LambdaContext } from './lambda-context';

const logger = new Logger();
let answer: ReturnType<typeof createSlackApp> | undefined;

/** Everything Slack sends: button presses, submissions, commands. One decision each, answered within three seconds. */
export async function handler(event: unknown, context?: LambdaContext): Promise<HttpResponse> {
  answer ??= createSlackApp(buildServices(loadConfig(process.env), accountOf(context)), logger);
  return answer(event, new Date());
}
