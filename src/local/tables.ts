import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../aws/document-client';
import { createFindingsTable } from '../aws/findings-table';
import type { OwnerImport } from '../aws/owner-entries';
import { createOwnersTable } from '../aws/owners-table';
import { createTables } from '../aws/tables';
import type { Finding } from '../domain/finding';
import { UNTRACED_CLIENT } from './dynamodb';
import { TABLES } from './environment';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MOST_WRITES = 25;

/** Local mode's own look at the tables, which leaves no trace. `definition` is the text of serverless.yml. */
export function createLocalTables(options: { url: string; region: string; definition: string }) {
  const client = new DynamoDBClient({
    endpoint: options.url,
    region: options.region,
    credentials: { accessKeyId: 'AKIALOCALLOCALLOCAL0', secretAccessKey: 'local' },
    customUserAgent: UNTRACED_CLIENT,
  });
  const documents = documentClient(client);
  const table = createFindingsTable(documents, TABLES.findings);

  return {
    /** Writes who owns what over what is there. */
    importOwners: (rows: OwnerImport[], now: Date) =>
      createOwnersTable(documents, TABLES.owners).importRows(rows, now.toISOString()),
    /** Creates what is missing. */
    create: () => createTables(client, TABLES, options.definition),
    /** Empties both tables. */
    clear: async () => {
      for (const TableName of Object.values(TABLES)) {
        const keys = { TableName, ProjectionExpression: 'pk, sk' };
        for await (const { Items = [] } of paginateScan({ client: documents, pageSize: MOST_WRITES }, keys)) {
          const deletes = Items.map((Key) => ({ DeleteRequest: { Key } }));
          if (deletes.length > 0)
            await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: deletes } }));
        }
      }
    },
    findings: async (): Promise<Finding[]> => {
      const findings: Finding[] = [];
      for await (const finding of table.all()) findings.push(finding);
      return findings;
    },
    /** The earliest moment after `now` at which something is due, UTC ISO; null when nothing is. */
    nextDue: async (now: Date): Promise<string | null> => {
      let next: string | null = null;
      const scan = { TableName: TABLES.findings, IndexName: 'due', ProjectionExpression: 'nextDueAt' };
      for await (const page of paginateScan({ client: documents }, scan)) {
        for (const { nextDueAt } of page.Items ?? []) {
          const due = String(nextDueAt);
          if (Date.parse(due) > now.getTime() && (next === null || due < next)) next = due;
        }
      }
      return next;
    },
    close: () => client.destroy(),
  };
}
