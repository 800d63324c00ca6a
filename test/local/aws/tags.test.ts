import {
  AddTagsCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  DeleteTagsCommand,
  DescribeNotebookInstanceLifecycleConfigCommand,
  ListTagsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { startTestAws, type TestAws } from '../../support/aws';

const home = { account: '111122223333', region: 'eu-west-1' };
let started: TestAws;
let client: SageMakerClient;
let ResourceArn: string;

beforeEach(async () => {
  started = await startTestAws();
  client = new SageMakerClient(started.config);
  ResourceArn = started.aws.sagemaker.seed(home, { name: 'Churn', tags: { Owner: 'dana', Team: 'growth' } }).arn;
});

afterEach(async () => {
  client.destroy();
  await started.close();
});

const list = async (change: object = {}) => client.send(new ListTagsCommand({ ResourceArn, ...change }));
const add = (tags: Record<string, string>) =>
  client.send(new AddTagsCommand({ ResourceArn, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }));

test('tags are listed, also by an ARN in mixed case', async () => {
  const Tags = [
    { Key: 'Owner', Value: 'dana' },
    { Key: 'Team', Value: 'growth' },
  ];
  expect((await list()).Tags).toEqual(Tags);
  expect((await list({ ResourceArn: ResourceArn.replace('churn', 'Churn') })).Tags).toEqual(Tags);
});

test('a tag with the same key is overwritten, and tags can be taken away', async () => {
  await add({ Owner: 'lena', Project: 'x' });
  await client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['Team', 'Absent'] }));
  expect((await list()).Tags).toEqual([
    { Key: 'Owner', Value: 'lena' },
    { Key: 'Project', Value: 'x' },
  ]);
});

test('fifty tags are the limit, counted together with those that are there', async () => {
  await expect(add(Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, ''])))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('limit of 50'),
  });
  expect((await list()).Tags).toHaveLength(2);
});

test('reserved keys, a small page and a notebook that does not exist are refused', async () => {
  await expect(add({ 'AWS:x': '1' })).rejects.toMatchObject({ message: expect.stringContaining('aws: prefixed') });
  await expect(list({ MaxResults: 49 })).rejects.toMatchObject({
    message: expect.stringContaining('greater than or equal to 50'),
  });
  const missing = ResourceArn.replace('churn', 'gone');
  await expect(list({ ResourceArn: missing })).rejects.toMatchObject({
    name: 'ValidationException',
    message: `Notebook Instance ${missing} does not exist`,
  });
});

describe('a lifecycle configuration', () => {
  const named = { NotebookInstanceLifecycleConfigName: 'idle' };
  const create = (Content = 'c2V0IC1l') =>
    client.send(new CreateNotebookInstanceLifecycleConfigCommand({ ...named, OnStart: [{ Content }] }));

  test('is described as it was created', async () => {
    await create();
    expect(await client.send(new DescribeNotebookInstanceLifecycleConfigCommand(named))).toMatchObject({
      ...named,
      OnStart: [{ Content: 'c2V0IC1l' }],
      OnCreate: [],
      CreationTime: expect.any(Date),
    });
  });

  test('is refused when it exists, is too long, or is unknown', async () => {
    await expect(client.send(new DescribeNotebookInstanceLifecycleConfigCommand(named))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(create('x'.repeat(16_385))).rejects.toMatchObject({ message: expect.stringContaining('16384') });
    await create();
    await expect(create()).rejects.toMatchObject({ message: expect.stringContaining('already exists') });
  });
});
