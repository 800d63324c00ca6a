import * as fc from 'fast-check';
import { parseNotebookEvent } from '../../src/domain/notebook-event';

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-model';
const maria = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/maria@example.com',
  accountId: '111122223333',
  sessionContext: { sessionIssuer: { type: 'Role', userName: 'DataScientist' } },
};

function event(detail: unknown, over: Record<string, unknown> = {}) {
  return {
    version: '0',
    id: '0f0e0d0c-1111-2222-3333-444455556666',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.sagemaker',
    account: '111122223333',
    region: 'eu-west-1',
    time: '2026-11-24T09:12:31Z',
    resources: [],
    detail,
    ...over,
  };
}

function call(over: Record<string, unknown> = {}) {
  return event({
    eventVersion: '1.11',
    eventSource: 'sagemaker.amazonaws.com',
    eventName: 'CreateNotebookInstance',
    readOnly: false,
    userIdentity: maria,
    requestParameters: {
      notebookInstanceName: 'Churn-Model',
      directInternetAccess: 'Enabled',
      tags: [],
      disableEFA: true,
    },
    responseElements: { notebookInstanceArn: ARN },
    ...over,
  });
}

function signal(value: unknown) {
  const parsed = parseNotebookEvent(value);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.signal;
}

function callerOf(userIdentity: unknown) {
  const found = signal(call({ userIdentity }));
  if (found.kind === 'ignored') throw new Error(found.reason);
  return found.caller;
}

describe('a launch', () => {
  it('is worth a look at its name, in the account and region of the envelope', () => {
    expect(
      parseNotebookEvent(
        call({ userIdentity: { ...maria, accountId: '999999999999' }, recipientAccountId: '888888888888' }),
      ),
    ).toEqual({
      ok: true,
      signal: {
        kind: 'look',
        what: 'CreateNotebookInstance',
        at: '2026-11-24T09:12:31Z',
        account: '111122223333',
        region: 'eu-west-1',
        name: 'Churn-Model',
        caller: { name: 'maria@example.com', role: 'DataScientist' },
        launched: true,
      },
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['were null', { requestParameters: null }],
    ['were omitted', { requestParameters: undefined }],
    [
      'were replaced by a note that they were too large',
      { requestParameters: { omitted: true, originalSize: 123456 } },
    ],
    ['are of another shape', { requestParameters: 'too large' }],
    ['hold a name that is none', { requestParameters: { notebookInstanceName: '../churn' } }],
  ])('whose parameters %s is named by the answer, in lower case as AWS writes ARNs', (_what, over) => {
    expect(signal(call(over))).toMatchObject({ kind: 'look', name: 'churn-model', launched: true });
  });

  it('that names nothing is ignored', () => {
    const nothing = call({ requestParameters: null, responseElements: null });
    expect(signal(nothing)).toMatchObject({ kind: 'ignored', reason: 'the call names no notebook' });
  });
});

describe('other calls', () => {
  it.each(['UpdateNotebookInstance', 'StartNotebookInstance', 'StopNotebookInstance', 'DeleteNotebookInstance'])(
    '%s is a look that is no launch',
    (eventName) => {
      expect(signal(call({ eventName, responseElements: null }))).toMatchObject({ kind: 'look', launched: false });
    },
  );

  it.each(['AddTags', 'DeleteTags'])('%s on a notebook is a look, by ARN', (eventName) => {
    const tagged = call({
      eventName,
      requestParameters: { resourceArn: ARN, tags: [{ key: 'Team', value: 'growth' }] },
    });
    expect(signal(tagged)).toMatchObject({ kind: 'look', name: 'churn-model', launched: false });
  });

  it('in another partition are read too', () => {
    const resourceArn = ARN.replace('arn:aws:', 'arn:aws-us-gov:');
    const governed = { ...call({ eventName: 'AddTags', requestParameters: { resourceArn } }), region: 'us-gov-west-1' };
    expect(signal(governed)).toMatchObject({ kind: 'look', name: 'churn-model', region: 'us-gov-west-1' });
    expect(signal({ ...call(), region: 'eusc-de-east-1' })).toMatchObject({ kind: 'look', region: 'eusc-de-east-1' });
  });

  it.each([
    'arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-model',
    'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance-lifecycle-config/churn-model',
    'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-model/more',
  ])('AddTags on %s is ignored', (resourceArn) => {
    const tagged = call({ eventName: 'AddTags', requestParameters: { resourceArn }, responseElements: null });
    expect(signal(tagged)).toMatchObject({ kind: 'ignored', reason: 'the call names no notebook' });
  });
});

describe('who called', () => {
  it.each<[string, unknown, unknown]>([
    ['a role session, by its session', maria, { name: 'maria@example.com', role: 'DataScientist' }],
    [
      'a single sign-on session, whose name need be no e-mail',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Data_0123456789abcdef/MariaRossi',
        sessionContext: { sessionIssuer: { userName: 'AWSReservedSSO_Data_0123456789abcdef' } },
      },
      { name: 'MariaRossi', role: 'AWSReservedSSO_Data_0123456789abcdef' },
    ],
    [
      'a pipeline, as what it is',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/deploy/GitHubActions',
        invokedBy: 'cloudformation.amazonaws.com',
        sessionContext: { sessionIssuer: { userName: 'deploy' } },
      },
      { name: 'GitHubActions', role: 'deploy' },
    ],
    [
      'an IAM user with an empty session issuer',
      {
        type: 'IAMUser',
        userName: 'maria',
        arn: 'arn:aws:iam::111122223333:user/maria',
        sessionContext: { sessionIssuer: {} },
      },
      { name: 'maria' },
    ],
    [
      'an IAM user by ARN alone',
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/team/maria' },
      { name: 'maria' },
    ],
    [
      'a federated user',
      { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/maria' },
      { name: 'maria' },
    ],
    ['no type, only a service', { accountId: '111122223333', invokedBy: 'sagemaker.amazonaws.com' }, null],
    ['no type, but a session', { arn: maria.arn, sessionContext: null }, { name: 'maria@example.com' }],
    ['an AWS service', { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' }, null],
    ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root' }, null],
    ['root with an alias', { type: 'Root', userName: 'our-account', arn: 'arn:aws:iam::111122223333:root' }, null],
    [
      'an Identity Center user, who has no name here',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: '0123' } },
      null,
    ],
    ['another account', { type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDA' }, null],
    ['nobody', null, null],
    ['nobody at all', undefined, null],
  ])('is read from %s', (_who, identity, caller) => {
    expect(callerOf(identity)).toEqual(caller);
  });
});

describe('a call that failed', () => {
  const byPolicy =
    'User: arn:aws:sts::111122223333:assumed-role/DataScientist/maria is not authorized to perform: sagemaker:CreateNotebookInstance on resource: x with an explicit deny in a service control policy';

  it.each(['AccessDenied', 'AccessDeniedException'])('with %s by a service control policy was blocked', (errorCode) => {
    const blocked = call({ errorCode, errorMessage: byPolicy, requestParameters: null, responseElements: null });
    expect(signal(blocked)).toMatchObject({ kind: 'blocked', name: null, caller: { name: 'maria@example.com' } });
    expect(signal(call({ errorCode, errorMessage: byPolicy, responseElements: null }))).toMatchObject({
      kind: 'blocked',
      name: 'Churn-Model',
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['denied by an identity policy', { errorCode: 'AccessDenied', errorMessage: 'no identity-based policy allows it' }],
    [
      'denied by a boundary',
      { errorCode: 'AccessDenied', errorMessage: 'with an explicit deny in a permissions boundary' },
    ],
    ['denied without a message', { errorCode: 'AccessDenied', errorMessage: null }],
    ['not valid', { errorCode: 'ValidationException', errorMessage: byPolicy }],
    ['over the limit', { errorCode: 'ResourceLimitExceeded', errorMessage: 'The account-level service limit is 8' }],
    ['another call', { eventName: 'UpdateNotebookInstance', errorCode: 'AccessDenied', errorMessage: byPolicy }],
  ])('because it was %s is ignored', (_why, over) => {
    const found = signal(call({ responseElements: null, ...over }));
    expect(found).toMatchObject({ kind: 'ignored', reason: `the call failed (${over.errorCode})` });
  });
});

describe('a state change', () => {
  const state = (detail: unknown) => event(detail, { 'detail-type': 'SageMaker Notebook Instance State Change' });

  it.each<[string, unknown]>([
    ['a list', [{ Key: 'Team', Value: 'growth' }]],
    ['a map', { Team: 'growth' }],
    ['absent', undefined],
  ])('with tags as %s is a look at its name', (_how, Tags) => {
    const detail = { NotebookInstanceName: 'Churn-Model', NotebookInstanceStatus: 'InService', Tags };
    expect(signal(state(detail))).toMatchObject({ kind: 'look', name: 'Churn-Model', caller: null, launched: false });
  });

  it.each([
    {},
    { NotebookInstanceName: null },
    { NotebookInstanceName: '' },
    { NotebookInstanceName: 'a'.repeat(64) },
    { NotebookInstanceName: 'a b' },
  ])('that names no notebook is refused: %j', (detail) => {
    expect(parseNotebookEvent(state(detail))).toEqual({ ok: false, reason: 'the state change names no notebook' });
  });
});

describe('what is not a notebook event', () => {
  it.each<[string, unknown, RegExp]>([
    ['another source', event({}, { source: 'aws.ec2' }), /^source aws\.ec2 is not aws\.sagemaker$/],
    ['a source of our own making', event({}, { source: 'notebook-audit' }), /is not aws\.sagemaker/],
    ['another detail-type', event({}, { 'detail-type': 'SageMaker Training Job State Change' }), /is not handled$/],
    ['a call of another service', call({ eventSource: 'ec2.amazonaws.com' }), /^not a SageMaker API call: eventSource/],
    ['an account that is none', event({}, { account: '1' }), /^not an EventBridge event: account/],
    ['a region that is none', event({}, { region: 'x/../y' }), /^not an EventBridge event: region/],
    ['no detail', event(null), /^not an EventBridge event: detail/],
    ['nothing', undefined, /^not an EventBridge event/],
  ])('%s is refused with a reason', (_what, value, reason) => {
    const parsed = parseNotebookEvent(value);
    expect(parsed).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('never throws, whatever it is', () => {
    void fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (value, parameters, identity) => {
        expect(parseNotebookEvent(value).ok).toBe(false);
        const odd = call({ requestParameters: parameters, userIdentity: identity, responseElements: value });
        expect(typeof parseNotebookEvent(odd).ok).toBe('boolean');
        expect(typeof parseNotebookEvent(event(value)).ok).toBe('boolean');
      }),
    );
  });
});
