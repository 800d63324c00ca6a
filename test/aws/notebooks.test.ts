import { createNotebooks } from '../../src/aws/notebooks';
import { listen } from '../../src/local/aws/loopback';
import { awsEnvironment, HOME_ACCOUNT, HOME_REGION, startTestAws, type TestAws } from '../support/aws';

// Many requests a test: a busy machine needs longer than Jest's five seconds.
jest.setTimeout(30_000);

const home = { account: HOME_ACCOUNT, region: HOME_REGION };
const other = { account: '444455556666', region: 'us-east-1' };
const role_arn = `arn:aws:iam::${other.account}:role/notebook-audit-reader`;

let now: number;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  environment = process.env;
  now = Date.now();
});
afterEach(() => {
  process.env = environment;
});

/** The endpoints of everything below, for clients that read the environment. */
const useEndpoint = (url: string) => {
  process.env = { ...environment, ...awsEnvironment({ aws: url, dynamodb: url }) };
};

describe('looking at a notebook', () => {
  let stand: TestAws;
  beforeEach(async () => {
    stand = await startTestAws({ now: () => new Date(now) });
    useEndpoint(stand.aws.url);
  });
  afterEach(() => stand.close());

  const notebooks = (accounts = {}, homeAccount: string | undefined = HOME_ACCOUNT) =>
    createNotebooks({ accounts, homeAccount, now: () => now });
  const calls = (title: string) => stand.trace.recent().filter((entry) => entry.title === title).length;

  test('tells everything that AWS tells, with its tags', async () => {
    stand.aws.sagemaker.seed(home, {
      name: 'Churn-Model',
      createdAt: new Date('2026-11-24T09:12:30.987Z'),
      instanceType: 'ml.g5.xlarge',
      roleArn: 'arn:aws:iam::111122223333:role/Notebooks',
      subnetId: 'subnet-1',
      securityGroups: ['sg-1', 'sg-2'],
      directInternetAccess: 'Disabled',
      rootAccess: 'Disabled',
      kmsKeyId: 'key-1',
      volumeSize: 50,
      imds: '2',
      platform: 'notebook-al2-v3',
      lifecycleConfig: 'stop-when-idle',
      defaultCodeRepository: 'https://git.example.com/churn',
      additionalCodeRepositories: ['https://git.example.com/lib'],
      tags: { Owner: 'maria', Team: 'growth', Empty: '' },
    });
    expect(await notebooks().look(home, 'Churn-Model')).toEqual({
      kind: 'found',
      notebook: {
        ...home,
        name: 'Churn-Model',
        createdAt: '2026-11-24T09:12:30Z',
        status: 'InService',
        instanceType: 'ml.g5.xlarge',
        roleArn: 'arn:aws:iam::111122223333:role/Notebooks',
        directInternetAccess: 'Disabled',
        rootAccess: 'Disabled',
        subnetId: 'subnet-1',
        securityGroups: ['sg-1', 'sg-2'],
        kmsKeyId: 'key-1',
        volumeSizeGb: 50,
        platform: 'notebook-al2-v3',
        imdsVersion: '2',
        lifecycleConfig: 'stop-when-idle',
        defaultCodeRepository: 'https://git.example.com/churn',
        additionalCodeRepositories: ['https://git.example.com/lib'],
        tags: { Owner: 'maria', Team: 'growth', Empty: '' },
      },
    });
    expect([calls('DescribeNotebookInstance'), calls('ListTags')]).toEqual([1, 1]);
  });

  test('passes on that it is being deleted', async () => {
    stand.aws.sagemaker.seed(home, { name: 'nb', status: 'Deleting' });
    expect(await notebooks().look(home, 'nb')).toMatchObject({ kind: 'found', notebook: { status: 'Deleting' } });
  });

  test('says gone only where the service knows no such notebook', async () => {
    stand.aws.sagemaker.seed(other, { name: 'nb' });
    const { look } = notebooks({ [other.account]: { name: 'other', role_arn } });
    expect(await look(home, 'nb')).toEqual({ kind: 'gone' });
    expect(await look({ ...home, region: other.region }, 'nb')).toEqual({ kind: 'gone' });
    expect(await look(other, 'nb')).toMatchObject({ kind: 'found', notebook: other });
  });

  test('missing rights are no evidence', async () => {
    stand.aws.sagemaker.seed(home, { name: 'nb' });
    for (const operation of ['DescribeNotebookInstance', 'ListTags']) {
      stand.aws.fail({ operation, code: 'AccessDeniedException' });
      expect(await notebooks().look(home, 'nb')).toEqual({
        kind: 'unknown',
        reason: expect.stringMatching(/^AccessDeniedException: .*not authorized/),
      });
    }
  });

  test('missing rights for the tags do not hide that it is gone', async () => {
    stand.aws.fail({ operation: 'ListTags', code: 'AccessDeniedException' });
    expect(await notebooks().look(home, 'nb')).toEqual({ kind: 'gone' });
  });

  test('missing tags alone are no evidence either', async () => {
    stand.aws.sagemaker.seed(home, { name: 'nb' });
    const missing = { operation: 'ListTags', code: 'ValidationException', message: 'RecordNotFound' };
    stand.aws.fail(missing);
    expect(await notebooks().look(home, 'nb')).toMatchObject({ kind: 'unknown' });
  });

  test('a throttled call is repeated', async () => {
    stand.aws.sagemaker.seed(home, { name: 'nb' });
    stand.aws.fail({ operation: 'DescribeNotebookInstance', code: 'ThrottlingException' });
    expect(await notebooks().look(home, 'nb')).toMatchObject({ kind: 'found' });
  });

  test('a service that keeps failing is a fault with its cause', async () => {
    stand.aws.fail({ operation: 'DescribeNotebookInstance', code: 'InternalFailure', times: 4 });
    await expect(notebooks().look(home, 'nb')).rejects.toMatchObject({
      message: `Cannot look at the notebook nb in ${HOME_ACCOUNT} ${HOME_REGION}`,
      cause: { name: 'InternalFailure' },
    });
    expect(calls('DescribeNotebookInstance')).toBe(4);
  });

  test('a refused request is a fault, not a notebook that is gone', async () => {
    await expect(notebooks().look(home, 'no_such_name!')).rejects.toMatchObject({
      cause: { name: 'ValidationException' },
    });
  });

  test('asks AWS once whose credentials these are when nobody says', async () => {
    const { look } = createNotebooks({ accounts: {} });
    expect(await look(home, 'nb')).toEqual({ kind: 'gone' });
    expect(await look(home, 'nb-2')).toEqual({ kind: 'gone' });
    expect(calls('GetCallerIdentity')).toBe(1);
  });

  describe('in another account', () => {
    test('needs a role of that account in the policy', async () => {
      for (const accounts of [
        {},
        { [other.account]: { name: 'other' } },
        { [other.account]: { name: 'other', role_arn: `arn:aws:iam::${HOME_ACCOUNT}:role/reader` } },
      ]) {
        expect(await notebooks(accounts).look(other, 'nb')).toEqual({
          kind: 'unknown',
          reason: `policy.yml names no role in account ${other.account}`,
        });
      }
      expect(calls('DescribeNotebookInstance')).toBe(0);
    });

    test('takes the role once for all regions, and again before it ends', async () => {
      const { look } = notebooks({ [other.account]: { name: 'other', role_arn, external_id: 'x1' } });
      await look(other, 'nb');
      await look({ ...other, region: 'eu-central-1' }, 'nb');
      now += 54 * 60_000;
      await look(other, 'nb');
      expect(calls('AssumeRole')).toBe(1);
      now += 60_000;
      await look(other, 'nb');
      await look(other, 'nb');
      expect(calls('AssumeRole')).toBe(2);
    });

    test('a role that may not be taken is no evidence, and is tried again', async () => {
      stand.aws.sagemaker.seed(other, { name: 'nb' });
      stand.aws.fail({ operation: 'AssumeRole', code: 'AccessDenied', message: 'not authorized to assume' });
      const { look } = notebooks({ [other.account]: { name: 'other', role_arn } });
      expect(await look(other, 'nb')).toEqual({
        kind: 'unknown',
        reason: expect.stringMatching(/^AccessDenied: .*not authorized to assume/),
      });
      expect(await look(other, 'nb')).toMatchObject({ kind: 'found' });
    });
  });
});

describe('an answer that lacks what AWS calls optional', () => {
  let described: Record<string, unknown>[];
  let tagPages: Record<string, unknown>[];
  let asked: { target: string; body: Record<string, unknown> }[];
  let server: Awaited<ReturnType<typeof listen>>;

  beforeEach(async () => {
    described = [{ NotebookInstanceName: 'nb', CreationTime: 1764000000.9 }];
    tagPages = [{}];
    asked = [];
    server = await listen(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const target = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      asked.push({ target, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const answer = target === 'ListTags' ? tagPages.shift() : described.shift();
      const missing = { __type: 'ValidationException', message: 'RecordNotFound' };
      response
        .writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer ?? missing));
    });
    useEndpoint(server.url);
  });
  afterEach(() => server.close());

  const look = (region = HOME_REGION, name = 'nb') =>
    createNotebooks({ accounts: {}, homeAccount: HOME_ACCOUNT }).look({ account: HOME_ACCOUNT, region }, name);

  test('is judged by the open defaults, and never as a supported platform', async () => {
    expect(await look()).toEqual({
      kind: 'found',
      notebook: {
        ...home,
        name: 'nb',
        createdAt: '2025-11-24T16:00:00Z',
        status: 'Unknown',
        instanceType: 'unknown',
        directInternetAccess: 'Enabled',
        rootAccess: 'Enabled',
        securityGroups: [],
        volumeSizeGb: 5,
        platform: 'unknown',
        imdsVersion: '1',
        additionalCodeRepositories: [],
        tags: {},
      },
    });
  });

  test('without a creation time is no evidence of any launch', async () => {
    described = [{ NotebookInstanceName: 'nb' }];
    expect(await look()).toMatchObject({ kind: 'unknown' });
  });

  test('may come just before the notebook goes', async () => {
    tagPages = [];
    expect(await look()).toEqual({ kind: 'gone' });
    expect(asked.filter(({ target }) => target === 'DescribeNotebookInstance')).toHaveLength(2);
  });

  test('gives its tags page by page', async () => {
    tagPages = [{ Tags: [{ Key: 'Owner', Value: 'maria' }], NextToken: 'next' }, { Tags: [{ Key: 'Team' }] }];
    expect(await look()).toMatchObject({ notebook: { tags: { Owner: 'maria', Team: '' } } });
  });

  test.each([
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('in %s is asked for by the ARN of its partition, in lower case', async (region, partition) => {
    await look(region, 'Churn-Model');
    expect(asked).toContainEqual({
      target: 'ListTags',
      body: { ResourceArn: `arn:${partition}:sagemaker:${region}:${HOME_ACCOUNT}:notebook-instance/churn-model` },
    });
    expect(asked).toContainEqual({
      target: 'DescribeNotebookInstance',
      body: { NotebookInstanceName: 'Churn-Model' },
    });
  });
});

describe('the list of an account and region', () => {
  let stand: TestAws;
  beforeEach(async () => {
    stand = await startTestAws({ now: () => new Date(now) });
    useEndpoint(stand.aws.url);
  });
  afterEach(() => stand.close());

  const list = (target = home, accounts = {}) =>
    createNotebooks({ accounts, homeAccount: HOME_ACCOUNT, now: () => now }).list(target);

  test('is complete, over all its pages of a hundred', async () => {
    for (let index = 0; index < 230; index += 1) {
      stand.aws.sagemaker.seed(home, { name: `nb-${index}`, createdAt: new Date('2026-01-01T00:00:00.900Z') });
    }
    const result = await list();
    const notebooks = result.kind === 'listed' ? result.notebooks : [];
    expect(new Set(notebooks.map(({ name }) => name)).size).toBe(230);
    expect(notebooks[0]).toEqual({
      name: 'nb-0',
      createdAt: '2026-01-01T00:00:00Z',
      lastModifiedAt: '2026-01-01T00:00:00Z',
    });
    expect(stand.trace.recent().filter(({ title }) => title === 'ListNotebookInstances')).toHaveLength(3);
  });

  test('is unknown without rights or a role, and nobody is taken for having none', async () => {
    stand.aws.fail({ operation: 'ListNotebookInstances', code: 'AccessDeniedException' });
    expect(await list()).toEqual({ kind: 'unknown', reason: expect.stringContaining('AccessDeniedException') });
    expect(await list(other)).toEqual({ kind: 'unknown', reason: expect.stringContaining('names no role') });
  });

  test('throws what AWS answered when it breaks', async () => {
    stand.aws.fail({ operation: 'ListNotebookInstances', code: 'InternalFailure', times: 4 });
    await expect(list()).rejects.toMatchObject({
      message: 'Cannot list the notebooks in 111122223333 eu-west-1',
      cause: expect.objectContaining({ name: 'InternalFailure' }),
    });
  });

  test('goes on after a page that is empty, and keeps a notebook of which little is told', async () => {
    const pages: object[] = [
      { NotebookInstances: [{ NotebookInstanceName: 'first' }], NextToken: 'a' },
      { NotebookInstances: [], NextToken: 'b' },
      { NextToken: 'c' },
      { NotebookInstances: [{ NotebookInstanceName: 'last', CreationTime: 1764000000.9 }] },
    ];
    const tokens: unknown[] = [];
    const server = await listen(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      tokens.push(JSON.parse(Buffer.concat(chunks).toString()).NextToken);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(pages.shift()));
    });
    useEndpoint(server.url);
    expect(await list()).toEqual({
      kind: 'listed',
      notebooks: [
        { name: 'first', createdAt: null, lastModifiedAt: null },
        { name: 'last', createdAt: '2025-11-24T16:00:00Z', lastModifiedAt: null },
      ],
    });
    expect(tokens).toEqual([undefined, 'a', 'b', 'c']);
    await server.close();
  });
});
