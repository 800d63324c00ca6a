import * as v from 'valibot';
import { parse } from 'yaml';

/** A rule of the event bus: events on `bus` that match `pattern` invoke the function. */
export interface Rule {
  functionName: string;
  bus: 'default' | 'own';
  pattern: Record<string, unknown>;
  /** The rule's target is a queue that invokes the function with one record a time. */
  queued: boolean;
}

export interface Schedule {
  functionName: string;
  /** `rate(5 minutes)` or `cron(…)`. */
  rate: string;
  input?: unknown;
}

const pattern = v.record(v.string(), v.unknown());
const eventBridge = v.object({
  eventBridge: v.object({ eventBus: v.optional(v.unknown()), pattern: v.optional(pattern) }),
});
const rate = v.union([
  v.string(),
  v.pipe(
    v.array(v.string()),
    v.minLength(1),
    v.transform((rates) => rates[0] ?? ''),
  ),
]);
const timed = v.union([rate, v.object({ rate, input: v.optional(v.unknown()) })]);
const schedule = v.union([
  v.object({ schedule: timed }),
  v.pipe(
    v.object({ eventBridge: v.object({ schedule: timed }) }),
    v.transform(({ eventBridge }) => eventBridge),
  ),
]);
const queue = v.object({ sqs: v.object({ arn: v.unknown() }) });
const definition = v.object({
  functions: v.record(v.string(), v.object({ events: v.optional(v.array(v.unknown()), []) })),
  resources: v.optional(v.object({ Resources: v.optional(v.record(v.string(), v.unknown()), {}) })),
});
const queueRule = v.object({
  Type: v.literal('AWS::Events::Rule'),
  Properties: v.object({
    EventBusName: v.optional(v.unknown()),
    EventPattern: pattern,
    Targets: v.array(v.object({ Arn: v.unknown() })),
  }),
});

/**
 * Reads which function is invoked by which event from the text of serverless.yml, so that local mode follows what is
 * deployed. A rule in `resources` counts when it feeds a queue that a function reads.
 * @throws when the file is not a service definition.
 */
export function readRules(yaml: string): { rules: Rule[]; schedules: Schedule[] } {
  const service = v.parse(definition, parse(yaml, { customTags: cloudFormationTags, logLevel: 'silent', merge: true }));
  const events = Object.entries(service.functions).flatMap(([functionName, { events }]) =>
    events.map((event) => ({ functionName, event })),
  );
  const queueRules = Object.values(service.resources?.Resources ?? {}).filter((r) => v.is(queueRule, r));
  const rules = events.flatMap(({ functionName, event }): Rule[] => {
    if (v.is(eventBridge, event) && event.eventBridge.pattern) {
      const { eventBus, pattern } = event.eventBridge;
      return [{ functionName, bus: busOf(eventBus), pattern, queued: false }];
    }
    if (!v.is(queue, event)) return [];
    return queueRules
      .filter(({ Properties }) => Properties.Targets.some((target) => sameResource(target.Arn, event.sqs.arn)))
      .map(({ Properties }) => ({
        functionName,
        bus: busOf(Properties.EventBusName),
        pattern: Properties.EventPattern,
        queued: true,
      }));
  });
  const schedules = events.flatMap(({ functionName, event }): Schedule[] => {
    const parsed = v.safeParse(schedule, event);
    if (!parsed.success) return [];
    const value = parsed.output.schedule;
    return [typeof value === 'string' ? { functionName, rate: value } : { functionName, ...value }];
  });
  return { rules, schedules };
}

const busOf = (name: unknown): Rule['bus'] => (name === undefined || name === 'default' ? 'default' : 'own');

/** `!GetAtt Queue.Arn`, `Fn::GetAtt: [Queue, Arn]` and `!Ref Queue` name the same resource. */
const sameResource = (a: unknown, b: unknown) => logicalId(a) !== '' && logicalId(a) === logicalId(b);

function logicalId(reference: unknown): string {
  if (typeof reference === 'string') return reference.replace(/^\$\{|\}$/g, '').split('.')[0] ?? '';
  if (Array.isArray(reference)) return logicalId(reference[0]);
  if (typeof reference === 'object' && reference !== null) return logicalId(Object.values(reference)[0]);
  return '';
}

/** CloudFormation's short forms keep only their value: here nothing but the name of a resource matters. */
const NAMES = ['Ref', 'GetAtt', 'Sub', 'Join', 'Select', 'Split', 'If', 'Equals', 'Not', 'And', 'Or', 'ImportValue'];
const cloudFormationTags = NAMES.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => text },
  { tag: `!${name}`, collection: 'seq' as const },
  { tag: `!${name}`, collection: 'map' as const },
]);
