import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../src/aws/document-client';
import { createTables } from '../../src/aws/tables';
import { startTestDynamoDb } from './aws';

export const serverlessYaml = readFileSync(join(__dirname, '../../serverless.yml'), 'utf8');

/** An empty DynamoDB in this process, and a client for it. */
export async function startDynamoDb() {
  const dynamo = await startTestDynamoDb();
  const client = new DynamoDBClient(dynamo.config);
  return {
    client,
    close: async () => {
      client.destroy();
      await dynamo.close();
    },
  };
}

/** The two tables of serverless.yml, empty, in a DynamoDB of their own. */
export async function startTables() {
  const { client, close } = await startDynamoDb();
  const names = { findings: 'findings', owners: 'owners' };
  await createTables(client, names, serverlessYaml);
  return { client, documents: documentClient(client), names, close };
}
