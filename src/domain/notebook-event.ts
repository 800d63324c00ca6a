import * as v from 'valibot';
import type { Target } from './notebook';

/**
 * What an event tells: only that this name is worth a look now, who called, and whether the call was blocked. Its
 * parameters are never judged: CloudTrail may omit them, and defaults are filled in by the service.
 */
export type NotebookSignal = Target & {
  /** The call or state change, in AWS's own words. */
  what: string;
  at: string;
} & (
    | { kind: 'look'; name: string; caller: CallerIdentity | null; launched: boolean }
    | { kind: 'blocked'; eventId: string; name: string | null; caller: CallerIdentity | null }
    | { kind: 'ignored'; reason: string }
  );

/** Who called. `name` is the session or user name, the last part of the principal. */
export interface CallerIdentity {
  name: string;
  /** The role, where it was an assumed role. */
  role?: string;
}

const text = v.optional(v.nullable(v.string()));
const lenient = <T extends v.ObjectEntries>(entries: T) => v.optional(v.nullable(v.object(entries)));

const envelope = v.object({
  'detail-type': v.string(),
  source: v.string(),
  account: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  region: v.pipe(v.string(), v.regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/)),
  time: v.pipe(v.string(), v.isoTimestamp()),
  detail: v.record(v.string(), v.unknown()),
});

const userIdentity = lenient({
  type: text,
  arn: text,
  userName: text,
  sessionContext: lenient({ sessionIssuer: lenient({ userName: text }) }),
});

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const apiCall = v.object({
  eventSource: v.literal('sagemaker.amazonaws.com'),
  eventName: v.string(),
  eventID: text,
  errorCode: text,
  errorMessage: text,
  userIdentity,
  requestParameters: v.optional(v.unknown()),
  responseElements: v.optional(v.unknown()),
});

const parameters = v.object({ notebookInstanceName: text, resourceArn: text });

/** The native event; only the name matters, everything else is looked up. */
const stateChange = v.object({ NotebookInstanceName: v.string() });

const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
const NOTEBOOK_ARN = /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:notebook-instance\/([a-zA-Z0-9-]{1,63})$/;

export type ParsedEvent = { ok: true; signal: NotebookSignal } | { ok: false; reason: string };

/** Reads an EventBridge event. Never throws; what is not a notebook event is refused with a reason. */
export function parseNotebookEvent(event: unknown): ParsedEvent {
  const parsed = v.safeParse(envelope, event);
  if (!parsed.success) return { ok: false, reason: `not an EventBridge event: ${issueOf(parsed.issues[0])}` };
  const { account, region, time, detail, source } = parsed.output;
  if (source !== 'aws.sagemaker') return { ok: false, reason: `source ${source} is not aws.sagemaker` };
  const base = { account, region, at: time };
  switch (parsed.output['detail-type']) {
    case 'AWS API Call via CloudTrail':
      return apiCallSignal(base, detail);
    case 'SageMaker Notebook Instance State Change': {
      const state = v.safeParse(stateChange, detail);
      if (!state.success || !isName(state.output.NotebookInstanceName)) {
        return { ok: false, reason: 'the state change names no notebook' };
      }
      const name = state.output.NotebookInstanceName;
      return { ok: true, signal: { ...base, kind: 'look', what: 'State Change', name, caller: null, launched: false } };
    }
    default:
      return { ok: false, reason: `detail-type ${parsed.output['detail-type']} is not handled` };
  }
}

function apiCallSignal(base: Target & { at: string }, detail: Record<string, unknown>): ParsedEvent {
  const parsed = v.safeParse(apiCall, detail);
  if (!parsed.success) return { ok: false, reason: `not a SageMaker API call: ${issueOf(parsed.issues[0])}` };
  const { eventName: what, errorCode, errorMessage } = parsed.output;
  const caller = callerOf(parsed.output.userIdentity);
  const name = nameOf(parsed.output.requestParameters);
  const launched = what === 'CreateNotebookInstance';
  if (errorCode) {
    const denied =
      /AccessDenied/.test(errorCode) && /explicit deny in a service control policy/i.test(errorMessage ?? '');
    return launched && denied
      ? {
          ok: true,
          signal: { ...base, kind: 'blocked', eventId: parsed.output.eventID ?? base.at, what, name, caller },
        }
      : { ok: true, signal: { ...base, kind: 'ignored', what, reason: `the call failed (${errorCode})` } };
  }
  const called = name ?? nameFromResponse(parsed.output.responseElements);
  if (!called) return { ok: true, signal: { ...base, kind: 'ignored', what, reason: 'the call names no notebook' } };
  return { ok: true, signal: { ...base, kind: 'look', what, name: called, caller, launched } };
}

/** From the request: by name, or by ARN for tag calls. Null when it is not about a notebook, or was omitted. */
function nameOf(requestParameters: unknown): string | null {
  const parsed = v.safeParse(parameters, requestParameters);
  if (!parsed.success) return null;
  const { notebookInstanceName, resourceArn } = parsed.output;
  if (notebookInstanceName && isName(notebookInstanceName)) return notebookInstanceName;
  return (resourceArn && NOTEBOOK_ARN.exec(resourceArn)?.[1]) || null;
}

function nameFromResponse(responseElements: unknown): string | null {
  const parsed = v.safeParse(v.object({ notebookInstanceArn: v.string() }), responseElements);
  return (parsed.success && NOTEBOOK_ARN.exec(parsed.output.notebookInstanceArn)?.[1]) || null;
}

function isName(text: string): boolean {
  return text.length <= 63 && NAME.test(text);
}

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html - the type may
 * be missing, an AWS service has no ARN, a role session carries its name in the ARN alone.
 */
function callerOf(identity: v.InferOutput<typeof userIdentity>): CallerIdentity | null {
  if (!identity || identity.type === 'AWSService') return null;
  const role = identity.sessionContext?.sessionIssuer?.userName ?? undefined;
  const name = identity.userName ?? identity.arn?.split('/').at(-1) ?? null;
  if (!name || identity.type === 'Root') return null;
  return role ? { name, role } : { name };
}

function issueOf(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'event'}: ${issue.message}`;
}
