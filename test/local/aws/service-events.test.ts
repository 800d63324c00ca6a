import {
  AddTagsCommand,
  CreateNotebookInstanceCommand,
  DeleteNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { ssoCaller } from '../../../src/local/aws/callers';
import type { EventEnvelope } from '../../../src/local/aws/event-bus';
import { startTestAws, type TestAws } from '../../support/aws';

const home = { account: '111122223333', region: 'eu-west-1' };
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn';
const named = { NotebookInstanceName: 'Churn' };
const now = new Date('2026-11-24T09:00:00.500Z');

let started: TestAws;
let client: SageMakerClient;

beforeEach(async () => {
  started = await startTestAws({
    now: () => now,
    rules: [{ functionName: 'all', bus: 'default', queued: false, pattern: { source: ['aws.sagemaker'] } }],
  });
  client = new SageMakerClient(started.config);
});

afterEach(async () => {
  client.destroy();
  await started.close();
});

const create = (change: object = {}) =>
  client.send(
    new CreateNotebookInstanceCommand({
      ...named,
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/Notebooks',
      ...change,
    }),
  );

const events = async (detailType: string): Promise<(EventEnvelope & { detail: Record<string, unknown> })[]> => {
  await started.aws.bus.idle();
  return started.delivered
    .map(({ event }) => event as EventEnvelope & { detail: Record<string, unknown> })
    .filter((event) => event['detail-type'] === detailType);
};
const calls = () => events('AWS API Call via CloudTrail');
const changes = () => events('SageMaker Notebook Instance State Change');

test('a launch is recorded with members and tags in lower case, and with who called', async () => {
  await create({
    Tags: [{ Key: 'Owner', Value: 'dana' }],
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    VolumeSizeInGB: 10,
  });
  const [record, ...others] = await calls();
  expect(others).toEqual([]);
  expect(record).toMatchObject({
    source: 'aws.sagemaker',
    account: home.account,
    region: home.region,
    time: '2026-11-24T09:00:00Z',
    detail: {
      eventSource: 'sagemaker.amazonaws.com',
      eventName: 'CreateNotebookInstance',
      eventTime: '2026-11-24T09:00:00Z',
      recipientAccountId: home.account,
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/LocalDeveloper/sdk',
        sessionContext: { sessionIssuer: { userName: 'LocalDeveloper' } },
      },
      requestParameters: {
        notebookInstanceName: 'Churn',
        instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: '2' },
        volumeSizeInGB: 10,
        tags: [{ key: 'Owner', value: 'dana' }],
      },
      responseElements: { notebookInstanceArn: arn },
    },
  });
  expect(record?.detail).not.toHaveProperty('errorCode');
  expect(record?.detail.requestParameters).not.toHaveProperty('directInternetAccess');
});

test('a console user is recorded as a single sign-on session named by e-mail', async () => {
  const caller = ssoCaller({ ...home, email: 'dana@acme.example' });
  started.aws.sagemaker.seed(home, { name: 'Churn' });
  started.aws.sagemaker.run('StopNotebookInstance', named, caller);
  const [record] = await calls();
  expect(record?.detail).toMatchObject({
    userIdentity: {
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_DataScientist_0123456789abcdef/dana@acme.example',
      sessionContext: {
        sessionIssuer: {
          arn: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_DataScientist_0123456789abcdef',
        },
      },
    },
    responseElements: null,
  });
});

test('reads are not recorded, writes of every kind are', async () => {
  await create();
  started.aws.sagemaker.settleAll();
  await client.send(new DescribeNotebookInstanceCommand(named));
  await client.send(new StopNotebookInstanceCommand(named));
  started.aws.sagemaker.settleAll();
  await client.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'a', Value: 'b' }] }));
  await client.send(new DeleteNotebookInstanceCommand(named));
  expect((await calls()).map(({ detail }) => [detail.eventName, detail.responseElements === null])).toEqual([
    ['CreateNotebookInstance', false],
    ['StopNotebookInstance', true],
    ['AddTags', false],
    ['DeleteNotebookInstance', true],
  ]);
});

test('a refused call carries its error code and text', async () => {
  await expect(create({ DirectInternetAccess: 'Disabled' })).rejects.toThrow();
  const [record] = await calls();
  expect(record?.detail).toMatchObject({
    errorCode: 'ValidationException',
    errorMessage: expect.stringContaining('SubnetId'),
    requestParameters: { directInternetAccess: 'Disabled' },
    responseElements: null,
  });
  expect(await changes()).toEqual([]);
});

test('a guardrail refuses a launch with direct internet access, and the record shows no parameters', async () => {
  started.aws.sagemaker.setGuardrail(true);
  const text = expect.stringContaining('with an explicit deny in a service control policy');
  await expect(create()).rejects.toMatchObject({ name: 'AccessDeniedException', message: text });
  const [record] = await calls();
  expect(record?.detail).toMatchObject({
    errorCode: 'AccessDenied',
    errorMessage: text,
    requestParameters: null,
    responseElements: null,
  });
  await create({ DirectInternetAccess: 'Disabled', SubnetId: 'subnet-1' });
});

test('each change of status is an event with times in milliseconds and tags as an object', async () => {
  await create({ Tags: [{ Key: 'Owner', Value: 'dana' }] });
  const [pending] = await changes();
  expect(pending).toMatchObject({
    resources: [arn],
    detail: {
      NotebookInstanceName: 'Churn',
      NotebookInstanceStatus: 'Pending',
      DirectInternetAccess: 'Enabled',
      CreationTime: now.getTime(),
      LastModifiedTime: now.getTime(),
      Tags: { Owner: 'dana' },
    },
  });
  started.aws.sagemaker.settleAll();
  await client.send(new StopNotebookInstanceCommand(named));
  started.aws.sagemaker.settleAll();
  await client.send(new DeleteNotebookInstanceCommand(named));
  started.aws.sagemaker.settleAll();
  expect((await changes()).map(({ detail }) => detail.NotebookInstanceStatus)).toEqual([
    'Pending',
    'InService',
    'Stopping',
    'Stopped',
    'Deleting',
    'Deleting',
  ]);
});
