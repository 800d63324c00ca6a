import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { Trace } from '../trace';
import type { Caller } from './callers';
import { compilePattern } from './event-pattern';
import type { Rule } from './rules';
import { brokenConstraint, validation } from './service-error';

/** The envelope in which EventBridge delivers an event. */
export interface EventEnvelope {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

/** An event that was given up after all retries. */
export interface DeadLetter {
  functionName: string;
  event: unknown;
  reason: string;
}

export interface EventBusOptions {
  rules: Rule[];
  /** Names of the buses that exist beside `default`; all are one bus here. */
  ownBuses: string[];
  /** Invokes a function; rejects when the function fails. */
  deliver: (functionName: string, event: unknown) => Promise<void>;
  /** Pauses before the retries of a failed invocation, real ms. Lambda waits 1 and 2 minutes. */
  retryDelaysMs: number[];
  trace: Trace;
  now: () => Date;
}

/** PutEvents: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1024 * 1024;

const putEventsInput = v.object({
  Entries: v.array(
    v.object({
      Source: v.optional(v.string()),
      DetailType: v.optional(v.string()),
      Detail: v.optional(v.string()),
      EventBusName: v.optional(v.string(), 'default'),
      Resources: v.optional(v.array(v.string()), []),
      Time: v.optional(v.number()),
    }),
  ),
});

/** The default bus and the service's own bus, with rules that invoke functions as Lambda does for asynchronous events. */
export function createEventBus(options: EventBusOptions) {
  const rules = options.rules.map((rule) => ({ ...rule, matches: compilePattern(rule.pattern) }));
  const running = new Set<Promise<void>>();
  const stopped = new AbortController();
  let deadLetters: DeadLetter[] = [];

  const invoke = async (functionName: string, event: unknown) => {
    const attempts = options.retryDelaysMs.length + 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await options.deliver(functionName, event);
        return;
      } catch (fault) {
        const reason = fault instanceof Error ? fault.message : String(fault);
        const delay = options.retryDelaysMs[attempt - 1];
        if (delay === undefined) {
          deadLetters.push({ functionName, event, reason });
          options.trace.record({
            lane: 'events',
            title: 'dead letter',
            detail: `${functionName}: ${reason}`,
            ok: false,
          });
          return;
        }
        options.trace.record({
          lane: 'events',
          title: 'retry',
          detail: `${functionName}, attempt ${attempt} of ${attempts} failed: ${reason}`,
          ok: false,
        });
        const ended = await wait(delay, false, { signal: stopped.signal, ref: false }).catch(() => true);
        if (ended) return;
      }
    }
  };

  const publish = (bus: Rule['bus'], event: EventEnvelope) => {
    const wanted = rules.filter((rule) => rule.bus === bus && rule.matches(event));
    options.trace.record({
      lane: 'events',
      title: event['detail-type'],
      detail: `${bus} bus → ${wanted.map((rule) => rule.functionName).join(', ') || 'no rule'}`,
      ok: true,
    });
    for (const { functionName, queued } of wanted) {
      const delivery: Promise<void> = Promise.resolve()
        .then(() => invoke(functionName, queued ? queueEvent(event, options.now()) : structuredClone(event)))
        .finally(() => running.delete(delivery));
      running.add(delivery);
    }
  };

  return {
    /** Puts an event of a service, such as SageMaker, on a bus. Returns at once; deliveries follow. */
    publish,
    /** The PutEvents operation. Throws ServiceError when the whole request is refused. */
    putEvents: (input: unknown, caller: Caller) => {
      const { Entries } = v.parse(putEventsInput, input);
      if (Entries.length < 1 || Entries.length > MAX_ENTRIES) {
        const bound = Entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ENTRIES}`;
        throw brokenConstraint('[PutEventsRequestEntry]', 'entries', `Member must have length ${bound}`);
      }
      if (Entries.reduce((sum, entry) => sum + entrySize(entry), 0) > MAX_BYTES) {
        throw validation('Total size of the entries in the request is over the limit.');
      }
      const answers = Entries.map((entry) => {
        const { Source, DetailType, Detail } = entry;
        if (Source === undefined) return missing('Source');
        if (DetailType === undefined) return missing('DetailType');
        if (Detail === undefined) return missing('Detail');
        if (Source.startsWith('aws.')) {
          return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
        }
        const detail = parseObject(Detail);
        if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
        const event = envelope({
          caller,
          source: Source,
          detailType: DetailType,
          detail,
          resources: entry.Resources,
          time: entry.Time === undefined ? options.now() : new Date(entry.Time * 1000),
        });
        const name = entry.EventBusName.split('/').at(-1) ?? '';
        if (name === 'default') publish('default', event);
        else if (options.ownBuses.includes(name)) publish('own', event);
        return { EventId: event.id };
      });
      return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
    },
    /** Resolves when no delivery or retry is under way, those started meanwhile included. */
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    deadLetters: () => deadLetters,
    clear: () => {
      deadLetters = [];
    },
    /** Gives up waiting retries and resolves when running invocations have ended. */
    close: async () => {
      stopped.abort();
      await Promise.all(running);
    },
  };
}

export type EventBus = ReturnType<typeof createEventBus>;

export function envelope(event: {
  caller: Pick<Caller, 'account' | 'region'>;
  source: string;
  detailType: string;
  detail: unknown;
  resources: string[];
  time: Date;
}): EventEnvelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: event.caller.account,
    time: event.time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: event.caller.region,
    resources: event.resources,
    detail: event.detail,
  };
}

/** What a function that reads a queue is invoked with: one record whose body is the event. */
const queueEvent = (event: EventEnvelope, now: Date) => ({
  Records: [
    {
      messageId: randomUUID(),
      receiptHandle: randomUUID(),
      body: JSON.stringify(event),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(now.getTime()),
        SenderId: 'events.amazonaws.com',
        ApproximateFirstReceiveTimestamp: String(now.getTime()),
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${event.region}:${event.account}:local`,
      awsRegion: event.region,
    },
  ],
});

const missing = (member: string) => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${member} is not valid. Reason: ${member} is a required argument.`,
});

/** How EventBridge counts: 14 bytes for a time, then the UTF-8 bytes of the texts. */
const entrySize = (entry: v.InferOutput<typeof putEventsInput>['Entries'][number]) =>
  (entry.Time === undefined ? 0 : 14) +
  [entry.Source, entry.DetailType, entry.Detail, ...entry.Resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ''),
    0,
  );

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
