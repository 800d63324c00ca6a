import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../src/aws/document-client';
import { createTables } from '../../src/aws/tables';

const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

export const serverlessYaml = readFileSync(join(__dirname, '../../serverless.yml'), 'utf8');

/** An empty DynamoDB in this process, and a client for it. */
export async function startDynamoDb() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    client,
    close: async () => {
      client.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
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
