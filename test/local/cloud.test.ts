import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { ssoCaller } from '../../src/local/aws/callers';
import { sdkCloud, standInCloud } from '../../src/local/cloud';
import { HOME_ACCOUNT, HOME_REGION, startTestAws, type TestAws } from '../support/aws';

const account = { id: HOME_ACCOUNT, name: 'ml-dev', region: HOME_REGION };
const home = { account: HOME_ACCOUNT, region: HOME_REGION };
const dana = ssoCaller({ ...home, email: 'dana@acme.example' });
const NotebookInstanceName = 'churn';
const launch = { NotebookInstanceName, InstanceType: 'ml.t3.medium', RoleArn: 'arn:aws:iam::111122223333:role/x' };

let started: TestAws;
let client: SageMakerClient;

beforeEach(async () => {
  started = await startTestAws();
  client = new SageMakerClient(started.config);
});

afterEach(async () => {
  client.destroy();
  await started.close();
});

test('notebooks look the same through the stand-in and through the SDK', async () => {
  started.aws.sagemaker.seed(home, {
    name: 'One',
    createdAt: new Date('2026-01-02T03:04:05.678Z'),
    subnetId: 'subnet-1',
    kmsKeyId: 'key',
    lifecycleConfig: 'idle',
    imds: '2',
    tags: { Owner: 'dana' },
  });
  started.aws.sagemaker.seed(home, { name: 'two', createdAt: new Date('2026-02-02T00:00:00Z') });
  const views = await standInCloud(started.aws, account).notebooks();
  expect(views.map((view) => view.name)).toEqual(['One', 'two']);
  expect(views[0]).toMatchObject({ createdAt: '2026-01-02T03:04:05.678Z', imds: '2', tags: { Owner: 'dana' } });
  expect(await sdkCloud({ client, readOnly: true, onWrite: () => undefined }).notebooks()).toEqual(views);
});

test('every operation goes through, is told of, and is seen at the next look', async () => {
  const written: string[] = [];
  const cloud = sdkCloud({
    client,
    readOnly: false,
    onWrite: (operation, _, caller) => written.push(`${operation} ${caller.session}`),
  });
  const run = async (...[operation, input]: [Parameters<typeof cloud.run>[0], Record<string, unknown>]) => {
    expect(await cloud.run(operation, input, dana)).toEqual({ ok: true });
    started.aws.sagemaker.settleAll();
    return (await cloud.notebooks())[0];
  };
  const named = { NotebookInstanceName };
  const ResourceArn = `arn:aws:sagemaker:${HOME_REGION}:${HOME_ACCOUNT}:notebook-instance/churn`;
  expect(await run('CreateNotebookInstance', launch)).toMatchObject({ status: 'InService' });
  expect(await run('StopNotebookInstance', named)).toMatchObject({ status: 'Stopped' });
  expect(await run('UpdateNotebookInstance', { ...named, RootAccess: 'Disabled' })).toMatchObject({
    rootAccess: 'Disabled',
  });
  expect(await run('AddTags', { ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] })).toMatchObject({ tags: { a: 'b' } });
  expect(await run('StartNotebookInstance', named)).toMatchObject({ status: 'InService' });
  await run('StopNotebookInstance', named);
  expect(await run('DeleteNotebookInstance', named)).toBeUndefined();
  expect(written).toHaveLength(7);
  expect(written[0]).toBe('CreateNotebookInstance dana@acme.example');
});

test('a refusal of AWS is an outcome in its words, and nobody is told of a write', async () => {
  const onWrite = jest.fn();
  const cloud = sdkCloud({ client, readOnly: false, onWrite });
  expect(await cloud.run('StopNotebookInstance', { NotebookInstanceName }, dana)).toEqual({
    ok: false,
    error: 'ValidationException: RecordNotFound',
  });
  expect(onWrite).not.toHaveBeenCalled();
});

test('a real account is never written to', async () => {
  const onWrite = jest.fn();
  const cloud = sdkCloud({ client, readOnly: true, onWrite });
  expect(await cloud.run('CreateNotebookInstance', launch, dana)).toMatchObject({ ok: false });
  expect(started.aws.sagemaker.list(HOME_ACCOUNT, HOME_REGION)).toEqual([]);
  expect(started.trace.recent()).toEqual([]);
  expect(onWrite).not.toHaveBeenCalled();
});
