import {
  CreateNotebookInstanceCommand,
  type CreateNotebookInstanceCommandInput,
  DeleteNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
  waitUntilNotebookInstanceDeleted,
} from '@aws-sdk/client-sagemaker';
import { startTestAws, type TestAws } from '../../support/aws';

const arn = (name: string) => `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/${name}`;
const home = { account: '111122223333', region: 'eu-west-1' };

let started: TestAws;
let client: SageMakerClient;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-11-24T09:00:00.123Z');
  started = await startTestAws({ now: () => now });
  client = new SageMakerClient(started.config);
});

afterEach(async () => {
  client.destroy();
  await started.close();
});

const input = (change: Partial<CreateNotebookInstanceCommandInput> = {}): CreateNotebookInstanceCommandInput => ({
  NotebookInstanceName: 'Churn-EDA',
  InstanceType: 'ml.t3.medium',
  RoleArn: 'arn:aws:iam::111122223333:role/Notebooks',
  ...change,
});
const create = (change?: Partial<CreateNotebookInstanceCommandInput>) =>
  client.send(new CreateNotebookInstanceCommand(input(change)));
const named = { NotebookInstanceName: 'Churn-EDA' };
const describeNotebook = () => client.send(new DescribeNotebookInstanceCommand(named));
const status = async () => (await describeNotebook()).NotebookInstanceStatus;
const stop = () => client.send(new StopNotebookInstanceCommand(named));
const start = () => client.send(new StartNotebookInstanceCommand(named));
const remove = () => client.send(new DeleteNotebookInstanceCommand(named));
const settle = () => started.aws.sagemaker.settleAll();

test('a launch without settings gets the defaults of the service', async () => {
  expect((await create()).NotebookInstanceArn).toBe(arn('churn-eda'));
  const notebook = await describeNotebook();
  for (const absent of ['SubnetId', 'SecurityGroups', 'KmsKeyId']) expect(notebook).not.toHaveProperty(absent);
  expect(notebook).toMatchObject({
    NotebookInstanceName: 'Churn-EDA',
    NotebookInstanceArn: arn('churn-eda'),
    NotebookInstanceStatus: 'Pending',
    DirectInternetAccess: 'Enabled',
    RootAccess: 'Enabled',
    PlatformIdentifier: 'notebook-al2023-v1',
    IpAddressType: 'ipv4',
    VolumeSizeInGB: 5,
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
    CreationTime: new Date('2026-11-24T09:00:00.123Z'),
  });
});

test('a launch with settings keeps them', async () => {
  await create({
    DirectInternetAccess: 'Disabled',
    SubnetId: 'subnet-1',
    SecurityGroupIds: ['sg-1', 'sg-2'],
    KmsKeyId: 'key',
    RootAccess: 'Disabled',
    VolumeSizeInGB: 50,
    IpAddressType: 'dualstack',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    DefaultCodeRepository: 'https://git.example/a',
    AdditionalCodeRepositories: ['https://git.example/b'],
  });
  expect(await describeNotebook()).toMatchObject({
    DirectInternetAccess: 'Disabled',
    SubnetId: 'subnet-1',
    SecurityGroups: ['sg-1', 'sg-2'],
    KmsKeyId: 'key',
    RootAccess: 'Disabled',
    VolumeSizeInGB: 50,
    IpAddressType: 'dualstack',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    DefaultCodeRepository: 'https://git.example/a',
    AdditionalCodeRepositories: ['https://git.example/b'],
  });
});

describe('a launch is refused', () => {
  test.each<[string, Partial<CreateNotebookInstanceCommandInput>, string | RegExp]>([
    ['without internet and without a subnet', { DirectInternetAccess: 'Disabled' }, /SubnetId/],
    [
      'with an underscore in the name',
      { NotebookInstanceName: 'a_b' },
      /'a_b' at 'notebookInstanceName'.*regular expression/,
    ],
    ['with a name that ends in a dash', { NotebookInstanceName: 'a-' }, /regular expression/],
    ['with a name of 64 characters', { NotebookInstanceName: 'a'.repeat(64) }, /length less than or equal to 63/],
    ['without a name', { NotebookInstanceName: undefined }, /'notebookInstanceName'.*must not be null/],
    ['with an unknown instance type', { InstanceType: 'big' as 'ml.t3.medium' }, /'instanceType'/],
    ['with a role that is no role', { RoleArn: 'me' }, /'roleArn'/],
    ['with six security groups', { SecurityGroupIds: ['1', '2', '3', '4', '5', '6'] }, /'securityGroupIds'/],
    ['with four repositories', { AdditionalCodeRepositories: ['1', '2', '3', '4'] }, /less than or equal to 3/],
    ['with a volume of 4 GB', { VolumeSizeInGB: 4 }, /greater than or equal to 5/],
    ['with a volume of 16385 GB', { VolumeSizeInGB: 16385 }, /less than or equal to 16384/],
    [
      'on a retired platform',
      { PlatformIdentifier: 'notebook-al2-v2' },
      'Platform identifier (notebook-al2-v2) is not supported for this service.',
    ],
    ['with a lifecycle configuration that does not exist', { LifecycleConfigName: 'nope' }, /does not exist/],
    ['with 51 tags', { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' })) }, /equal to 50/],
    ['with a reserved tag', { Tags: [{ Key: 'aws:x', Value: 'y' }] }, /aws: prefixed/],
    [
      'with a tag twice',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      /Duplicate tag keys/,
    ],
    ['with a tag of odd characters', { Tags: [{ Key: 'a', Value: '<b>' }] }, /'tags.0.value'/],
  ])('%s', async (_, change, message) => {
    await expect(create(change)).rejects.toMatchObject({
      name: 'ValidationException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    expect(started.aws.sagemaker.list(home.account, home.region)).toEqual([]);
  });

  test('with a name that exists, whatever its case', async () => {
    await create();
    await expect(create({ NotebookInstanceName: 'churn-eda' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Cannot create a duplicate Notebook Instance (${arn('churn-eda')})`,
    });
  });
});

describe('the status', () => {
  test('goes Pending, InService, Stopping, Stopped, Pending, Stopping, Stopped, Deleting, gone', async () => {
    await create();
    const seen = [await status()];
    for (const step of [settle, stop, settle, start, settle, stop, settle, remove]) {
      await step();
      seen.push(await status());
    }
    expect(seen).toEqual([
      'Pending',
      'InService',
      'Stopping',
      'Stopped',
      'Pending',
      'InService',
      'Stopping',
      'Stopped',
      'Deleting',
    ]);
    settle();
    await expect(status()).rejects.toMatchObject({ name: 'ValidationException', message: 'RecordNotFound' });
    await expect(waitUntilNotebookInstanceDeleted({ client, maxWaitTime: 60 }, named)).resolves.toMatchObject({
      state: 'SUCCESS',
    });
  });

  test('settles by itself after the delay', async () => {
    const statuses: string[] = [];
    let done: () => void = () => undefined;
    const inService = new Promise<void>((resolve) => {
      done = resolve;
    });
    const timed = await startTestAws({
      settle: 1,
      rules: [
        { functionName: 'f', bus: 'default', queued: false, pattern: { 'detail-type': [{ prefix: 'SageMaker' }] } },
      ],
      deliver: async (_, event) => {
        const { detail } = event as { detail: { NotebookInstanceStatus: string } };
        statuses.push(detail.NotebookInstanceStatus);
        if (detail.NotebookInstanceStatus === 'InService') done();
      },
    });
    const timedClient = new SageMakerClient(timed.config);
    await timedClient.send(new CreateNotebookInstanceCommand(input()));
    await inService;
    expect(statuses).toEqual(['Pending', 'InService']);
    timedClient.destroy();
    await timed.close();
  });

  test('allows only the changes that AWS allows, in its words', async () => {
    await create();
    const refused = (from: string, allowed: string, to: string) => ({
      name: 'ValidationException',
      message: `Status (${from}) not in ([${allowed}]). Unable to transition to (${to}) for Notebook Instance (${arn('churn-eda')}).`,
    });
    await expect(stop()).rejects.toMatchObject(refused('Pending', 'InService', 'Stopping'));
    settle();
    await expect(remove()).rejects.toMatchObject(refused('InService', 'Stopped, Failed', 'Deleting'));
    await expect(start()).rejects.toMatchObject(refused('InService', 'Stopped, Failed', 'Pending'));
    await expect(
      client.send(new UpdateNotebookInstanceCommand({ ...named, RootAccess: 'Disabled' })),
    ).rejects.toMatchObject(refused('InService', 'Stopped', 'Updating'));
    started.aws.sagemaker.failNotebook({ ...home, name: 'Churn-EDA' }, 'The lifecycle script took too long');
    expect(await describeNotebook()).toMatchObject({
      NotebookInstanceStatus: 'Failed',
      FailureReason: 'The lifecycle script took too long',
    });
    await expect(stop()).rejects.toMatchObject(refused('Failed', 'InService', 'Stopping'));
    await remove();
  });

  test('of a notebook that never was is RecordNotFound for every operation on it', async () => {
    for (const call of [describeNotebook, stop, start, remove]) {
      await expect(call()).rejects.toMatchObject({ name: 'ValidationException', message: 'RecordNotFound' });
    }
  });
});

describe('an update', () => {
  const update = (change: object) => client.send(new UpdateNotebookInstanceCommand({ ...named, ...change }));
  const seedStopped = (change: object = {}) =>
    started.aws.sagemaker.seed(home, { name: 'Churn-EDA', status: 'Stopped', createdAt: new Date(0), ...change });

  test('changes what can be changed in place, and the time of the last change', async () => {
    seedStopped({ volumeSize: 10, lifecycleConfig: 'old', additionalCodeRepositories: ['a'] });
    await update({
      RootAccess: 'Disabled',
      InstanceType: 'ml.m5.large',
      VolumeSizeInGB: 20,
      DisassociateLifecycleConfig: true,
      DisassociateAdditionalCodeRepositories: true,
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    });
    expect(await status()).toBe('Updating');
    settle();
    const notebook = await describeNotebook();
    expect(notebook).not.toHaveProperty('NotebookInstanceLifecycleConfigName');
    expect(notebook).not.toHaveProperty('AdditionalCodeRepositories');
    expect(notebook).toMatchObject({
      NotebookInstanceStatus: 'Stopped',
      RootAccess: 'Disabled',
      InstanceType: 'ml.m5.large',
      VolumeSizeInGB: 20,
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
      CreationTime: new Date(0),
      LastModifiedTime: now,
    });
  });

  test('cannot make the volume smaller, or choose a retired platform', async () => {
    seedStopped({ volumeSize: 10 });
    await expect(update({ VolumeSizeInGB: 5 })).rejects.toMatchObject({
      message: expect.stringContaining('increased'),
    });
    await expect(update({ PlatformIdentifier: 'notebook-al2-v3' })).rejects.toMatchObject({
      message: 'Platform identifier (notebook-al2-v3) is not supported for this service.',
    });
  });

  test('is what a stopped Amazon Linux 2 notebook needs before it can be started', async () => {
    seedStopped({ platform: 'notebook-al2-v2' });
    await expect(start()).rejects.toMatchObject({
      message: 'Platform identifier (notebook-al2-v2) is not supported for this service.',
    });
    await update({ PlatformIdentifier: 'notebook-al2023-v1' });
    settle();
    await start();
    expect(await status()).toBe('Pending');
  });
});

test('regions have notebooks of their own', async () => {
  await create();
  const other = new SageMakerClient({ ...started.config, region: 'us-east-1' });
  expect((await other.send(new ListNotebookInstancesCommand({}))).NotebookInstances).toEqual([]);
  other.destroy();
});

test('an operation that the stand-in does not know is refused as unknown', async () => {
  await expect(client.send(new ListTrainingJobsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});

describe('an ordered failure', () => {
  test('is limited to its operation, account, region and number of times', async () => {
    await create();
    started.aws.fail({ operation: 'DescribeNotebookInstance', code: 'ThrottlingException', region: 'us-east-1' });
    started.aws.fail({ operation: 'DescribeNotebookInstance', code: 'AccessDeniedException', times: 2 });
    await expect(describeNotebook()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(describeNotebook()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(await status()).toBe('Pending');
  });

  test('of the service itself is a 500, which the client may try again', async () => {
    await create();
    started.aws.fail({ operation: 'DescribeNotebookInstance', code: 'InternalFailure' });
    await expect(describeNotebook()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    started.aws.fail({ operation: 'DescribeNotebookInstance', code: 'InternalFailure' });
    const patient = new SageMakerClient({ ...started.config, maxAttempts: 2 });
    await expect(patient.send(new DescribeNotebookInstanceCommand(named))).resolves.toBeDefined();
    patient.destroy();
  });
});

test('the trace shows each call with its outcome', async () => {
  await create();
  await expect(start()).rejects.toThrow();
  const calls = started.trace.recent().filter((entry) => entry.lane === 'sagemaker');
  expect(calls).toEqual([
    expect.objectContaining({ title: 'CreateNotebookInstance', detail: 'Churn-EDA', ok: true }),
    expect.objectContaining({ title: 'StartNotebookInstance', ok: false }),
  ]);
});
