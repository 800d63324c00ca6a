import {
  CreateTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { parseDocument } from 'yaml';

const keySchema = v.array(v.object({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) }));

const properties = v.object({
  BillingMode: v.literal('PAY_PER_REQUEST'),
  KeySchema: keySchema,
  AttributeDefinitions: v.array(
    v.object({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B'] as const) }),
  ),
  GlobalSecondaryIndexes: v.array(
    v.object({
      IndexName: v.string(),
      KeySchema: keySchema,
      Projection: v.object({
        ProjectionType: v.picklist(['ALL', 'KEYS_ONLY', 'INCLUDE']),
        NonKeyAttributes: v.optional(v.array(v.string())),
      }),
    }),
  ),
  SSESpecification: v.optional(v.object({ SSEEnabled: v.boolean() })),
  TimeToLiveSpecification: v.optional(v.object({ AttributeName: v.string(), Enabled: v.boolean() })),
  PointInTimeRecoverySpecification: v.optional(v.object({ PointInTimeRecoveryEnabled: v.boolean() })),
});

const template = v.object({
  resources: v.object({
    Resources: v.object({
      FindingsTable: v.object({ Properties: properties }),
      OwnersTable: v.object({ Properties: properties }),
    }),
  }),
});

/** A table as CloudFormation's `AWS::DynamoDB::Table` describes it. */
export type TableDefinition = v.InferOutput<typeof properties>;

/** The two tables that the text of serverless.yml declares. Throws when they are not there or not understood. */
export function tableDefinitions(serverlessYaml: string): { findings: TableDefinition; owners: TableDefinition } {
  // The tags of CloudFormation (`!Ref` and so on) are unknown to YAML; none stands in a table's definition.
  const document = parseDocument(serverlessYaml, { logLevel: 'silent' });
  const parsed = v.safeParse(template, document.toJS());
  if (!parsed.success) {
    throw new Error(`serverless.yml does not declare the tables as expected: ${v.summarize(parsed.issues)}`);
  }
  const { FindingsTable, OwnersTable } = parsed.output.resources.Resources;
  return { findings: FindingsTable.Properties, owners: OwnersTable.Properties };
}

/**
 * Creates the two tables as serverless.yml declares them and waits until they can be used, at most a minute each.
 * Tables that exist are left alone. Answers the names of both kinds.
 */
export async function createTables(
  client: DynamoDBClient,
  names: { findings: string; owners: string },
  serverlessYaml: string,
): Promise<{ created: string[]; existing: string[] }> {
  const { findings, owners } = tableDefinitions(serverlessYaml);
  const created: string[] = [];
  const existing: string[] = [];
  for (const [name, definition] of [
    [names.findings, findings],
    [names.owners, owners],
  ] as const) {
    (await createTable(client, name, definition)) ? created.push(name) : existing.push(name);
  }
  return { created, existing };
}

async function createTable(client: DynamoDBClient, name: string, definition: TableDefinition): Promise<boolean> {
  const { SSESpecification, TimeToLiveSpecification, PointInTimeRecoverySpecification, ...table } = definition;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        ...table,
        ...(SSESpecification && { SSESpecification: { Enabled: SSESpecification.SSEEnabled } }),
      }),
    );
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw new Error(`Cannot create the table ${name}`, { cause: error });
  }
  const waited = await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: name });
  if (waited.state !== 'SUCCESS') throw new Error(`The table ${name} is not ready after a minute`);
  if (TimeToLiveSpecification) {
    await whereKnown(client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification })));
  }
  if (PointInTimeRecoverySpecification) {
    await whereKnown(
      client.send(new UpdateContinuousBackupsCommand({ TableName: name, PointInTimeRecoverySpecification })),
    );
  }
  return true;
}

/** Emulators lack expiry and backups: they work without. */
async function whereKnown(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UnknownOperationException')) throw error;
  }
}
