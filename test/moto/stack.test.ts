import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { tableDefinitions } from '../../src/aws/tables';
import { startMoto } from './programs';

const root = join(__dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'notebook-audit-stack-'));
const region = 'eu-west-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let moto: Awaited<ReturnType<typeof startMoto>>;
let endpoint: string;
let outputs: Record<string, string>;

const aws = (...args: string[]) =>
  execFileSync('aws', ['--region', region, '--endpoint-url', endpoint, '--output', 'json', ...args], {
    env: { PATH: process.env.PATH, HOME: work, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    encoding: 'utf8',
  });

/** Packages the service and creates its stack from what was packaged, as a deploy does. */
function createStack(): Record<string, string> {
  const packaged = join(work, 'package');
  execFileSync(join(root, 'node_modules/.bin/serverless'), ['package', '--package', packaged], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: work },
    stdio: 'pipe',
  });
  const template = JSON.parse(readFileSync(join(packaged, 'cloudformation-template-update-stack.json'), 'utf8'));
  for (const resource of Object.values<{ Type: string; Properties: { Code: { S3Key: string } } }>(template.Resources)) {
    if (resource.Type !== 'AWS::Lambda::Function') continue;
    const key = basename(resource.Properties.Code.S3Key);
    Object.assign(resource.Properties.Code, { S3Bucket: 'packages', S3Key: key });
  }
  writeFileSync(join(packaged, 'template.json'), JSON.stringify(template));
  aws('s3', 'mb', 's3://packages');
  aws('s3', 'cp', '--recursive', packaged, 's3://packages/');
  const url = 'http://packages.s3.amazonaws.com/template.json';
  aws(
    'cloudformation',
    'create-stack',
    '--stack-name',
    'bot',
    '--template-url',
    url,
    '--capabilities',
    'CAPABILITY_IAM',
  );
  const [stack] = JSON.parse(aws('cloudformation', 'describe-stacks', '--stack-name', 'bot')).Stacks;
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  return Object.fromEntries(
    stack.Outputs.map((output: { OutputKey: string; OutputValue: string }) => [output.OutputKey, output.OutputValue]),
  );
}

beforeAll(async () => {
  moto = await startMoto();
  endpoint = moto.url;
  outputs = createStack();
}, 180_000);

afterAll(async () => {
  await moto?.stop();
  rmSync(work, { recursive: true, force: true });
});

it('creates both tables as setup-tables would', async () => {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const { findings, owners } = tableDefinitions(readFileSync(join(root, 'serverless.yml'), 'utf8'));
  for (const [name, definition] of [
    [outputs.FindingsTableName, findings],
    [outputs.OwnersTableName, owners],
  ] as const) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    expect(Table?.KeySchema).toEqual(definition.KeySchema);
    const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    }));
    expect(indexes).toEqual(definition.GlobalSecondaryIndexes);
  }
  client.destroy();
});

it('creates rules that hand on to a function and to a dead-letter queue', async () => {
  const client = new EventBridgeClient({ endpoint, region, credentials });
  const names: string[] = [];
  for (const EventBusName of ['default', outputs.EventBusName]) {
    const { Rules } = await client.send(new ListRulesCommand({ EventBusName }));
    for (const { Name } of Rules ?? []) {
      const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
      expect(Targets).toEqual([
        expect.objectContaining({
          Arn: expect.stringContaining(':function:'),
          DeadLetterConfig: { Arn: expect.stringContaining('UndeliveredQueue') },
        }),
      ]);
      names.push(Name ?? '');
    }
  }
  const functions = names.map((name) => /^notebook-audit-prod-(\w+)-rule-\d$/.exec(name)?.[1]);
  expect(new Set(functions)).toEqual(new Set(['notebookEvents', 'worker', 'remind', 'digest']));
  client.destroy();
});
