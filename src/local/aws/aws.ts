import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Trace } from '../trace';
import { createCallers } from './callers';
import { createEventBus } from './event-bus';
import { createFailures, type Failure } from './failures';
import { listen, readBody } from './loopback';
import type { Rule } from './rules';
import { createSageMaker } from './sagemaker';
import { ServiceError } from './service-error';
import { answerSts, stsError } from './sts';

export interface AwsOptions {
  /** The account of every access key that AssumeRole did not give out. */
  accountId: string;
  region: string;
  now: () => Date;
  trace: Trace;
  rules: Rule[];
  /** Names of the event buses that exist beside `default`. */
  ownBuses: string[];
  /** Invokes a function with an event; rejects when the function fails. */
  deliver: (functionName: string, event: unknown) => Promise<void>;
  /** How long a change of a notebook's status takes, real ms; `manual` waits for `sagemaker.settleAll()`. */
  settle: 'manual' | number;
  /** Pauses before the retries of a failed asynchronous invocation, real ms. */
  retryDelaysMs?: number[];
}

/** EventBridge takes at most 1 MB of events, in JSON with escapes: more than that is never a valid request. */
const MAX_BODY = 8 * 1024 * 1024;

/** SageMaker, EventBridge and STS on one loopback address, for AWS clients that are given it as their endpoint. */
export async function startAws(options: AwsOptions) {
  const { trace, now } = options;
  const home = { account: options.accountId, region: options.region };
  const callers = createCallers(home);
  const failures = createFailures();
  const bus = createEventBus({
    rules: options.rules,
    ownBuses: options.ownBuses,
    deliver: options.deliver,
    retryDelaysMs: options.retryDelaysMs ?? [200, 1000],
    trace,
    now,
  });
  const sagemaker = createSageMaker({
    now,
    settle: options.settle,
    failures,
    trace,
    // Forwarding to the central account and home region is one hop, and every rule is there: here there is one bus.
    publish: (event) => bus.publish('default', event),
  });

  const traced = <T>(lane: string, title: string, call: () => T): T => {
    const started = performance.now();
    const record = (ok: boolean, detail?: string) =>
      trace.record({ lane, title, detail, ok, ms: Math.round(performance.now() - started) });
    try {
      const output = call();
      record(true);
      return output;
    } catch (fault) {
      record(false, fault instanceof Error ? fault.message : String(fault));
      throw fault;
    }
  };

  const json = (request: IncomingMessage, body: string): unknown => {
    const [service, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const caller = callers.of(request.headers.authorization);
    const input = parseJson(body);
    if (service === 'SageMaker') return sagemaker.run(operation, input, caller);
    if (service !== 'AWSEvents' || operation !== 'PutEvents') {
      throw new ServiceError('UnknownOperationException', '', 404);
    }
    return traced('events', operation, () => {
      failures.check({ operation, account: caller.account, region: caller.region });
      return bus.putEvents(input, caller);
    });
  };

  const sts = (request: IncomingMessage, body: string): string => {
    const form = new URLSearchParams(body);
    const caller = callers.of(request.headers.authorization);
    const operation = form.get('Action') ?? '';
    return traced('sts', operation, () => {
      failures.check({ operation, account: caller.account, region: caller.region });
      return answerSts(form, { caller, callers, now: now() });
    });
  };

  const server = await listen(async (request, response) => {
    const body = await readBody(request, MAX_BODY);
    const isQuery = /^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? '');
    try {
      if (body === null) throw new ServiceError('RequestEntityTooLargeException', 'Request is too large', 413);
      if (isQuery) send(response, 200, 'text/xml', sts(request, body));
      else sendJson(response, 200, json(request, body));
    } catch (fault) {
      if (!(fault instanceof ServiceError)) throw fault;
      if (isQuery) send(response, fault.status, 'text/xml', stsError(fault));
      else {
        response.setHeader('x-amzn-errortype', fault.code);
        sendJson(response, fault.status, { __type: fault.code, message: fault.message });
      }
    }
  });

  return {
    url: server.url,
    home,
    sagemaker,
    bus,
    /** Lets the next calls of an operation fail. */
    fail: (failure: Failure) => failures.order(failure),
    /** Forgets notebooks, dead letters and ordered failures. */
    reset: () => {
      sagemaker.clear();
      bus.clear();
      failures.clear();
    },
    close: async () => {
      sagemaker.clear();
      await server.close();
      await bus.close();
    },
  };
}

export type AwsStandIn = Awaited<ReturnType<typeof startAws>>;

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body || '{}');
  } catch (cause) {
    throw Object.assign(new ServiceError('SerializationException', 'The request is not valid JSON'), { cause });
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, {
      'content-type': type,
      'x-amzn-requestid': randomUUID(),
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}

const sendJson = (response: ServerResponse, status: number, output: unknown) =>
  send(response, status, 'application/x-amz-json-1.1', output === undefined ? '' : JSON.stringify(output));
