import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoDb, UNTRACED_CLIENT } from '../../src/local/dynamodb';
import { createTrace } from '../../src/local/trace';
import { clientConfig } from '../support/aws';

const key = { pk: { S: 'a' } };
const createTable = new CreateTableCommand({
  TableName: 'things',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
});

test('a table takes items at once, and the trace shows the calls of all but the page', async () => {
  const trace = createTrace();
  const dynamodb = await startDynamoDb({ trace });
  const client = new DynamoDBClient(clientConfig(dynamodb.url));
  const page = new DynamoDBClient({ ...clientConfig(dynamodb.url), customUserAgent: UNTRACED_CLIENT });
  await client.send(createTable);
  await client.send(new PutItemCommand({ TableName: 'things', Item: key }));
  expect((await page.send(new GetItemCommand({ TableName: 'things', Key: key }))).Item).toEqual(key);
  await expect(client.send(new GetItemCommand({ TableName: 'absent', Key: key }))).rejects.toThrow();
  client.destroy();
  page.destroy();
  await dynamodb.close();
  expect(trace.recent().map(({ lane, title, ok }) => [lane, title, ok])).toEqual([
    ['dynamodb', 'CreateTable', true],
    ['dynamodb', 'PutItem', true],
    ['dynamodb', 'GetItem', false],
  ]);
});

test('a condition that does not hold is told as not needed, and is no failure', async () => {
  const trace = createTrace();
  const dynamodb = await startDynamoDb({ trace });
  const client = new DynamoDBClient(clientConfig(dynamodb.url));
  const put = () =>
    client.send(
      new PutItemCommand({ TableName: 'things', Item: key, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
  await client.send(createTable);
  await put();
  await expect(put()).rejects.toThrow('conditional');
  client.destroy();
  await dynamodb.close();
  expect(trace.recent().map(({ ok, notNeeded, detail }) => [ok, notNeeded, detail])).toEqual([
    [true, undefined, undefined],
    [true, undefined, undefined],
    [true, true, 'not needed: somebody else was first'],
  ]);
});

test('data in a directory survives a restart', async () => {
  const path = mkdtempSync(join(tmpdir(), 'notebook-audit-data-'));
  const first = await startDynamoDb({ trace: createTrace(), path });
  const writer = new DynamoDBClient(clientConfig(first.url));
  await writer.send(createTable);
  await writer.send(new PutItemCommand({ TableName: 'things', Item: key }));
  writer.destroy();
  await first.close();

  const second = await startDynamoDb({ trace: createTrace(), path });
  const reader = new DynamoDBClient(clientConfig(second.url));
  expect((await reader.send(new GetItemCommand({ TableName: 'things', Key: key }))).Item).toEqual(key);
  reader.destroy();
  await second.close();
  rmSync(path, { recursive: true });
});
