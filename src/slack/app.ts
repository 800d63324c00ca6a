import { randomUUID } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import { App, AwsLambdaReceiver, LogLevel } from '@slack/bolt';
import type { Services } from '../services';
import { unsureWhetherSaved } from './blocks/refusals';
import { registerActions } from './listeners/actions';
import { asError } from './listeners/answer';
import { registerCommands } from './listeners/commands';
import { registerHome } from './listeners/home';
import { registerLists } from './listeners/lists';
import { registerOrphans } from './listeners/orphans';
import { registerReminders } from './listeners/reminders';
import { registerReviews } from './listeners/reviews';
import { registerShow } from './listeners/show';
import { registerViews } from './listeners/views';
import { isWellFormed, responseUrlOf } from './payloads';
import { bodyOf, contentTypeOf, isSigned, readRequest, type SlackRequest } from './request';
import { respond } from './respond';

export interface HttpResponse {
  statusCode: number;
  headers?: Record<string, string>;
  body: string;
}

/** What Bolt tells an extended error handler; its own type is not exported. */
interface FailedRequest {
  error: Error;
  body: unknown;
}

/**
 * Answers requests from Slack. The signature is checked here and not by Bolt, whose Lambda receiver parses a body before
 * it verifies it, accepts time stamps from the future and decodes base64 as ASCII. Never throws for a bad request: 400 for
 * what cannot be read, 401 for what Slack did not sign.
 */
export function createSlackApp(services: Services, logger: Logger) {
  // Verified before; the receiver still wants some secret.
  const receiver = new AwsLambdaReceiver({
    signingSecret: 'verified-already',
    signatureVerification: false,
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    ignoreSelf: false,
    extendedErrorHandler: true,
    // Without this Bolt asks auth.test first, a round trip that tells nothing we need.
    authorize: async () => ({ botToken: (await services.secrets.read()).botToken, botId: '', botUserId: '' }),
  });
  app.error(async ({ error, body }: FailedRequest) => {
    const reference = randomUUID().slice(0, 8);
    logger.error('a request from Slack failed', { error, reference });
    const responseUrl = responseUrlOf(body);
    // A submission was not answered yet: Slack itself tells the person that it failed.
    if (!responseUrl) throw error;
    await respond(responseUrl, unsureWhetherSaved(reference, services.policy));
  });
  registerActions(app, services, logger);
  registerViews(app, services, logger);
  registerReviews(app, services, logger);
  registerOrphans(app, services, logger);
  registerCommands(app, services, logger);
  registerLists(app, services, logger);
  registerShow(app, services, logger);
  registerHome(app, services);
  registerReminders(app, services, logger);
  const bolt = receiver.toHandler();

  async function isAuthentic(request: SlackRequest, now: Date): Promise<boolean> {
    const { signingSecret } = await services.secrets.read();
    if (isSigned(request, signingSecret, now)) return true;
    // The secret may have been rotated since it was read.
    try {
      const fresh = await services.secrets.refresh();
      return fresh.signingSecret !== signingSecret && isSigned(request, fresh.signingSecret, now);
    } catch (error) {
      logger.error('the secrets could not be read again', { error: asError(error) });
      return false;
    }
  }

  return async function answer(event: unknown, now: Date): Promise<HttpResponse> {
    const request = readRequest(event);
    if (!request) return { statusCode: 400, body: '' };
    if (!(await isAuthentic(request, now))) return { statusCode: 401, body: '' };
    const contentType = contentTypeOf(request);
    const body = contentType && bodyOf(request);
    if (!body || !isWellFormed(body)) return { statusCode: 400, body: '' };
    const answered = await bolt(
      {
        body: request.body,
        headers: { ...request.headers, 'content-type': contentType },
        isBase64Encoded: false,
        httpMethod: 'POST',
        path: '/slack/events',
        multiValueHeaders: {},
        multiValueQueryStringParameters: {},
        pathParameters: null,
        queryStringParameters: null,
        requestContext: {},
        resource: '',
        stageVariables: null,
      },
      {},
    );
    return { statusCode: answered.statusCode, headers: stringsOf(answered.headers), body: answered.body };
  };
}

function stringsOf(headers: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
