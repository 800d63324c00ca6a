import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Row } from './findings-codec';

/** All rows of several queries, in no order: the queries run side by side, one page of each at a time. */
export async function* rowsOf(client: DynamoDBDocumentClient, queries: QueryCommandInput[]): AsyncGenerator<Row> {
  for (let open = queries; open.length > 0; ) {
    const pages = await Promise.all(
      open.map(async (query) => ({ query, page: await client.send(new QueryCommand(query)) })),
    );
    for (const { page } of pages) yield* page.Items ?? [];
    open = pages.flatMap(({ query, page }) =>
      page.LastEvaluatedKey ? [{ ...query, ExclusiveStartKey: page.LastEvaluatedKey }] : [],
    );
  }
}

/** The first `count` rows of a query, or all when there are fewer. */
export async function firstRows(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
  count: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  // A page ends at 1 MB too, before its limit is reached.
  for await (const row of rowsOf(client, [{ ...query, Limit: count }])) {
    if (rows.push(row) === count) break;
  }
  return rows;
}
