import { randomUUID } from 'node:crypto';
import { type Caller, principalId, sessionArn } from './callers';
import { type EventEnvelope, envelope } from './event-bus';
import { described } from './notebook-operations';
import type { Notebook, Place } from './notebook-store';
import type { ServiceError } from './service-error';

/**
 * The events that SageMaker puts on the default bus.
 * Record: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function apiCallEvent(call: {
  operation: string;
  input: unknown;
  output: unknown;
  error?: ServiceError;
  caller: Caller;
  now: Date;
}): EventEnvelope {
  const { caller, error } = call;
  const denied = error?.code === 'AccessDeniedException';
  const detail = {
    eventVersion: '1.11',
    userIdentity: userIdentity(caller, call.now),
    eventTime: call.now.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'sagemaker.amazonaws.com',
    eventName: call.operation,
    awsRegion: caller.region,
    sourceIPAddress: '203.0.113.10',
    userAgent: 'aws-sdk-js/3',
    ...(error && { errorCode: denied ? 'AccessDenied' : error.code, errorMessage: error.message }),
    requestParameters: denied ? null : lowerFirstKeys(call.input),
    responseElements: error || isEmpty(call.output) ? null : lowerFirstKeys(call.output),
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: caller.account,
    eventCategory: 'Management',
  };
  return envelope({
    caller,
    source: 'aws.sagemaker',
    detailType: 'AWS API Call via CloudTrail',
    detail,
    resources: [],
    time: call.now,
  });
}

/** Times are epoch milliseconds and tags an object here, unlike in the API. */
export function stateChangeEvent(place: Place, notebook: Notebook, now: Date): EventEnvelope {
  return envelope({
    caller: place,
    source: 'aws.sagemaker',
    detailType: 'SageMaker Notebook Instance State Change',
    detail: {
      ...described(notebook, place),
      CreationTime: notebook.createdAt.getTime(),
      LastModifiedTime: notebook.modifiedAt.getTime(),
      Tags: Object.fromEntries(notebook.tags),
    },
    resources: [notebook.arn],
    time: now,
  });
}

function userIdentity(caller: Caller, now: Date) {
  const path = caller.role.startsWith('AWSReservedSSO_') ? `aws-reserved/sso.amazonaws.com/${caller.region}/` : '';
  return {
    type: 'AssumedRole',
    principalId: principalId(caller),
    arn: sessionArn(caller),
    accountId: caller.account,
    accessKeyId: caller.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: principalId(caller).split(':')[0],
        arn: `arn:aws:iam::${caller.account}:role/${path}${caller.role}`,
        accountId: caller.account,
        userName: caller.role,
      },
      attributes: { creationDate: now.toISOString().replace(/\.\d+Z$/, 'Z'), mfaAuthenticated: 'false' },
    },
  };
}

/** CloudTrail writes each member of the API with a lower-case first letter. */
function lowerFirstKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirstKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerFirstKeys(child)]),
  );
}

const isEmpty = (output: unknown) =>
  output === undefined || (typeof output === 'object' && output !== null && Object.keys(output).length === 0);
