import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { createTables, tableDefinitions } from '../../src/aws/tables';
import { serverlessYaml, startDynamoDb } from '../support/tables';

const names = { findings: 'nb-findings', owners: 'nb-owners' };

test('serverless.yml declares both tables with their indexes', () => {
  const { findings, owners } = tableDefinitions(serverlessYaml);
  expect(findings.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName)).toEqual([
    'byOwner',
    'byTeam',
    'byStatus',
    'due',
    'byMonth',
    'byReference',
  ]);
  expect(owners.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName)).toEqual(['inverted']);
  expect(findings.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
});

test('a text without the tables is refused with the place', () => {
  expect(() => tableDefinitions('resources: { Resources: { FindingsTable: !Ref Other } }')).toThrow(/OwnersTable/);
});

describe('creating the tables', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamoDb>>;
  beforeEach(async () => {
    dynamo = await startDynamoDb();
  });
  afterEach(() => dynamo.close());

  test('creates both, ready for use, with every index', async () => {
    const result = await createTables(dynamo.client, names, serverlessYaml);
    expect(result).toEqual({ created: ['nb-findings', 'nb-owners'], existing: [] });
    const { Table } = await dynamo.client.send(new DescribeTableCommand({ TableName: 'nb-findings' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.GlobalSecondaryIndexes).toHaveLength(6);
  });

  test('leaves tables alone that exist and says so', async () => {
    await createTables(dynamo.client, names, serverlessYaml);
    const again = await createTables(dynamo.client, { ...names, owners: 'nb-owners-2' }, serverlessYaml);
    expect(again).toEqual({ created: ['nb-owners-2'], existing: ['nb-findings'] });
  });

  test('a fault names the table and keeps its cause', async () => {
    await expect(createTables(dynamo.client, { ...names, findings: '!' }, serverlessYaml)).rejects.toMatchObject({
      message: 'Cannot create the table !',
      cause: { name: 'ValidationException' },
    });
  });
});
