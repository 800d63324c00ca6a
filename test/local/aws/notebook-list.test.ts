import { ListNotebookInstancesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { startTestAws, type TestAws } from '../../support/aws';

const home = { account: '111122223333', region: 'eu-west-1' };

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

describe('the list', () => {
  const list = (change: object = {}) => client.send(new ListNotebookInstancesCommand(change));
  const names = async (change?: object) => (await list(change)).NotebookInstances?.map((n) => n.NotebookInstanceName);

  beforeEach(() => {
    for (let index = 0; index < 25; index += 1) {
      started.aws.sagemaker.seed(home, {
        name: `nb-${String(index).padStart(2, '0')}`,
        createdAt: new Date(index * 1000),
        status: index === 7 ? 'Stopped' : 'InService',
        lifecycleConfig: index === 3 ? 'idle' : undefined,
      });
    }
  });

  test('comes in pages of ten, sorted by name', async () => {
    const first = await list();
    expect(first.NotebookInstances).toHaveLength(10);
    const second = await list({ NextToken: first.NextToken });
    const third = await list({ NextToken: second.NextToken });
    expect(third.NextToken).toBeUndefined();
    const all = [first, second, third].flatMap((page) => page.NotebookInstances?.map((n) => n.NotebookInstanceName));
    expect(all).toEqual(Array.from({ length: 25 }, (_, index) => `nb-${String(index).padStart(2, '0')}`));
  });

  test('shows no settings of the network', async () => {
    const [notebook] = (await list({ MaxResults: 1 })).NotebookInstances ?? [];
    expect(notebook).toMatchObject({ NotebookInstanceStatus: 'InService', CreationTime: new Date(0) });
    expect(notebook).not.toHaveProperty('DirectInternetAccess');
  });

  test('filters by name, status, lifecycle configuration and time', async () => {
    expect(await names({ NameContains: '-1', MaxResults: 100 })).toHaveLength(10);
    expect(await names({ StatusEquals: 'Stopped' })).toEqual(['nb-07']);
    expect(await names({ NotebookInstanceLifecycleConfigNameContains: 'idl' })).toEqual(['nb-03']);
    expect(await names({ CreationTimeAfter: new Date(22_000) })).toEqual(['nb-23', 'nb-24']);
    expect(await names({ LastModifiedTimeBefore: new Date(1000) })).toEqual(['nb-00']);
  });

  test('sorts by creation time, newest first, when asked', async () => {
    expect((await names({ SortBy: 'CreationTime', SortOrder: 'Descending' }))?.[0]).toBe('nb-24');
  });

  test('refuses pages of more than a hundred, and a token it did not give', async () => {
    await expect(list({ MaxResults: 101 })).rejects.toMatchObject({ message: expect.stringContaining("'maxResults'") });
    await expect(list({ NextToken: 'x' })).rejects.toMatchObject({ message: 'Invalid NextToken' });
  });
});
