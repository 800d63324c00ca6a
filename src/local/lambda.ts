import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import type { Trace } from './trace';

export interface HttpRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  rawBody: string;
}

export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const bundle = v.object({ handler: v.function() });
const httpAnswer = v.object({
  statusCode: v.optional(v.number(), 200),
  headers: v.optional(
    v.record(v.string(), v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))),
    {},
  ),
  body: v.optional(v.string(), ''),
});

/** API Gateway ends a request after 30 s; the asynchronous functions get the same here. */
const TIMEOUT_MS = 30_000;

/** Runs the built functions of `directory` (`<name>.js`, exporting `handler`) in this process, as Lambda would. */
export function createLambda(options: { directory: string; account: string; region: string; trace: Trace }) {
  const load = createRequire(join(options.directory, 'index.js'));

  /** Invokes a function and answers what it returned. Rejects with what it threw, or when it takes too long. */
  const invoke = async (name: string, event: unknown): Promise<unknown> => {
    const started = performance.now();
    const record = (ok: boolean, detail?: string) =>
      options.trace.record({ lane: 'lambda', title: name, detail, ok, ms: Math.round(performance.now() - started) });
    try {
      const { handler } = v.parse(bundle, load(`./${name}.js`));
      const answer = await withinTime(Promise.resolve(handler(event, contextOf(name, started, options))));
      record(true);
      return answer;
    } catch (fault) {
      record(false, fault instanceof Error ? fault.message : String(fault));
      throw fault;
    }
  };

  return {
    invoke,
    /** Loads a function before it is first needed, so that the first event does not wait for it. */
    warm: (name: string): void => {
      load(`./${name}.js`);
    },
    /** Sends one request through the HTTP API; a fault of the function becomes the gateway's own 500. */
    http: async (name: string, request: HttpRequest): Promise<HttpAnswer> => {
      try {
        return v.parse(httpAnswer, await invoke(name, httpEvent(request, options)));
      } catch (fault) {
        console.error(fault);
        return { statusCode: 500, headers: {}, body: '{"message":"Internal Server Error"}' };
      }
    },
  };
}

export type Lambda = ReturnType<typeof createLambda>;

async function withinTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Task timed out after ${TIMEOUT_MS / 1000} seconds`)), TIMEOUT_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function contextOf(name: string, started: number, at: { account: string; region: string }): Context {
  const functionName = `notebook-audit-${name}`;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${at.region}:${at.account}:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(TIMEOUT_MS - (performance.now() - started))),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, version 2.0 */
function httpEvent({ method, path, headers, rawBody }: HttpRequest, at: { account: string }) {
  const now = new Date();
  const [rawPath = '/', rawQueryString = ''] = path.split('?');
  const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    version: '2.0',
    routeKey: `${method} ${rawPath}`,
    rawPath,
    rawQueryString,
    headers: lowerCased,
    requestContext: {
      accountId: at.account,
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'local',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: lowerCased['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: `${method} ${rawPath}`,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    body: rawBody,
    isBase64Encoded: false,
  };
}
