import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { UNRESOLVED_STATUSES } from '../domain/finding';
import type { FindingRecord, FindingSummary, ListCursor, ListSource } from '../domain/finding-summary';
import { type Launch, launchId } from '../domain/notebook';
import {
  cursorOf,
  keyOfCursor,
  launchOfRow,
  RESOLVED,
  type Row,
  recordOf,
  shardKeys,
  summaryOf,
  UNRESOLVED,
} from './findings-codec';
import { firstRows, rowsOf } from './queries';

/** A condition on the range key of a list. */
interface Range {
  condition: string;
  values: Record<string, string>;
}

/** The findings by owner, team, status, due time and reference, from indexes that may be a moment behind. */
export function createFindingLists(client: DynamoDBDocumentClient, table: string) {
  /** One query an index partition that holds rows of the source, narrowed by a condition on the range key. */
  function queriesOf(source: ListSource, range: Range) {
    const { index, attribute, keys } = partitionsOf(source);
    return keys.map(
      (key): QueryCommandInput => ({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: `#key = :key AND ${range.condition}`,
        ExpressionAttributeNames: { '#key': attribute },
        ExpressionAttributeValues: { ':key': key, ...range.values },
      }),
    );
  }

  /**
   * A page of at most `limit` findings of all sources, each launch once, and where the next page begins (null at the end).
   * Unresolved ones come by date, the earliest first and those without one last; resolved ones the newest first. Costs the
   * same however many there are: each partition is asked for at most `limit` + 1 rows. Throws when resolved ones are to be
   * mixed with others.
   */
  async function list(
    sources: ListSource[],
    { after, limit }: { after: ListCursor | null; limit: number },
  ): Promise<{ rows: FindingSummary[]; next: ListCursor | null }> {
    const resolved = sources.filter((source) => source.by === 'status' && source.status === 'resolved').length;
    if (resolved > 0 && resolved < sources.length) throw new Error('Resolved findings are listed by themselves');
    const range = resolved > 0 ? newestFirst(after) : earliestFirst(after);
    const queries = sources.flatMap((source) => queriesOf(source, range));
    const parts = await Promise.all(
      queries.map((query) => firstRows(client, { ...query, ScanIndexForward: resolved === 0 }, limit + 1)),
    );
    const sorted = parts.flat().sort(byKey);
    const rows = [...firstOfEach(resolved > 0 ? sorted.reverse() : sorted)];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { rows: page.map(summaryOf), next: last && rows.length > limit ? cursorOf(last) : null };
  }

  /** All unresolved findings of the sources, each launch once, in no order. */
  async function* unresolved(sources: ListSource[]): AsyncGenerator<FindingSummary> {
    const seen = new Set<string>();
    for await (const row of rowsOf(
      client,
      sources.flatMap((source) => queriesOf(source, earliestFirst(null))),
    )) {
      if (isNew(row, seen)) yield summaryOf(row);
    }
  }

  /** What is unresolved now, and what was last resolved at or after `since` (UTC ISO), each launch once, in no order. */
  async function* records(since: string): AsyncGenerator<FindingRecord> {
    const queries = [
      ...UNRESOLVED_STATUSES.flatMap((status) => queriesOf({ by: 'status', status }, earliestFirst(null))),
      ...queriesOf(
        { by: 'status', status: 'resolved' },
        { condition: 'activeDeadline >= :since', values: { ':since': `${RESOLVED}${since}` } },
      ),
    ];
    const seen = new Set<string>();
    for await (const row of rowsOf(client, queries)) {
      if (isNew(row, seen)) yield recordOf(row);
    }
  }

  /** At most `limit` launches whose moment has come, longest waiting first. */
  async function due(now: string, limit: number): Promise<Launch[]> {
    const shards = await Promise.all(
      shardKeys('due').map((shard) =>
        client.send(
          new QueryCommand({
            TableName: table,
            IndexName: 'due',
            KeyConditionExpression: 'dueShard = :shard AND nextDueAt <= :now',
            ExpressionAttributeValues: { ':shard': shard, ':now': now },
            Limit: limit,
          }),
        ),
      ),
    );
    return shards
      .flatMap(({ Items }) => Items ?? [])
      .sort((one, other) => (one.nextDueAt < other.nextDueAt ? -1 : 1))
      .slice(0, limit)
      .map(launchOfRow);
  }

  /** The launches with this reference; more than one is possible, since a reference is short. */
  async function byReference(reference: string): Promise<Launch[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byReference',
        KeyConditionExpression: '#reference = :reference',
        ExpressionAttributeNames: { '#reference': 'reference' },
        ExpressionAttributeValues: { ':reference': reference },
      }),
    );
    return Items.map(launchOfRow);
  }

  return { list, unresolved, records, due, byReference };
}

function partitionsOf(source: ListSource): { index: string; attribute: string; keys: string[] } {
  switch (source.by) {
    case 'owner':
      return { index: 'byOwner', attribute: 'ownerId', keys: [source.userId] };
    case 'team':
      return { index: 'byTeam', attribute: 'team', keys: [source.team] };
    case 'status':
      return { index: 'byStatus', attribute: 'statusShard', keys: shardKeys(source.status) };
  }
}

function earliestFirst(after: ListCursor | null): Range {
  if (!after) return { condition: 'begins_with(activeDeadline, :unresolved)', values: { ':unresolved': UNRESOLVED } };
  return { condition: 'activeDeadline > :after', values: { ':after': keyOfCursor(after) } };
}

function newestFirst(after: ListCursor | null): Range {
  return { condition: 'activeDeadline < :before', values: { ':before': after ? keyOfCursor(after) : UNRESOLVED } };
}

/** The order of DynamoDB: by code point, which for ASCII is that of the text. */
function byKey(one: Row, other: Row): number {
  if (one.activeDeadline === other.activeDeadline) return 0;
  return one.activeDeadline < other.activeDeadline ? -1 : 1;
}

function* firstOfEach(rows: Row[]): Generator<Row> {
  const seen = new Set<string>();
  for (const row of rows) if (isNew(row, seen)) yield row;
}

function isNew(row: Row, seen: Set<string>): boolean {
  const id = launchId(launchOfRow(row));
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}
