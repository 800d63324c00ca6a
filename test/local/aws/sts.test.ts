import {
  CreateNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfig, startTestAws, type TestAws } from '../../support/aws';

let started: TestAws;
let sts: STSClient;

beforeEach(async () => {
  started = await startTestAws();
  sts = new STSClient(started.config);
});

afterEach(async () => {
  sts.destroy();
  await started.close();
});

const assume = async (account: string, session = 'notebook-audit') => {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/path/Reader`, RoleSessionName: session }),
  );
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey) throw new Error('No credentials');
  return {
    ...clientConfig(started.aws.url),
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    },
  };
};

test('any key belongs to the home account', async () => {
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/LocalDeveloper/sdk',
  });
});

test('a session of a role belongs to the account of the role', async () => {
  const assumed = new STSClient(await assume('444455556666'));
  expect(await assumed.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '444455556666',
    Arn: 'arn:aws:sts::444455556666:assumed-role/Reader/notebook-audit',
  });
  assumed.destroy();
});

test('two accounts do not see each other’s notebooks', async () => {
  const clients = [
    new SageMakerClient(started.config),
    new SageMakerClient(await assume('444455556666')),
    new SageMakerClient(await assume('777788889999')),
  ];
  const [, member] = clients;
  await member?.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'theirs',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::444455556666:role/x',
    }),
  );
  const counts = await Promise.all(
    clients.map(async (client) => (await client.send(new ListNotebookInstancesCommand({}))).NotebookInstances?.length),
  );
  expect(counts).toEqual([0, 1, 0]);
  for (const client of clients) client.destroy();
});

test('a role that is no role, a session name with spaces and an unknown action are refused', async () => {
  await expect(
    sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:user/me-and-nobody', RoleSessionName: 'ok' })),
  ).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('is invalid') });
  await expect(assume('444455556666', 'two words')).rejects.toMatchObject({
    message: expect.stringContaining("'roleSessionName'"),
  });
  await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
});

test('a denied role is answered as AWS does, with hostile text escaped', async () => {
  started.aws.fail({ operation: 'AssumeRole', code: 'AccessDenied', message: 'User <b> & "co" may not', status: 403 });
  await expect(assume('444455556666')).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'User <b> & "co" may not',
    $metadata: { httpStatusCode: 403 },
  });
});
