import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { LaunchRecord } from '../domain/launch-record';
import { wholeSeconds } from '../domain/notebook';
import { conditional } from './conditional';
import { launchItemOf, launchRecordOf, shardKeys } from './findings-codec';
import { rowsOf } from './queries';

/** What the first look at every launch saw, found again by the month of the launch. */
export function createLaunchRecords(client: DynamoDBDocumentClient, table: string) {
  /** Stores what the first look saw. The first one wins: a later one changes nothing. */
  async function recordLaunch(record: LaunchRecord): Promise<void> {
    const Item = launchItemOf(record);
    await conditional(
      client.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
    );
  }

  /** The records of launches created at or after `from` and before `to` (UTC ISO), in no order. */
  async function* launchesBetween(from: string, to: string): AsyncGenerator<LaunchRecord> {
    const first = secondsUp(from);
    const last = secondsUp(to) - 1;
    // Month by month: a long period would be hundreds of queries at once.
    for (const month of monthsBetween(first, last)) {
      const queries = shardKeys(month).map((shard) => ({
        TableName: table,
        IndexName: 'byMonth',
        KeyConditionExpression: 'monthShard = :shard AND launchedAt BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':shard': shard, ':first': momentOf(first), ':last': momentOf(last) },
      }));
      for await (const row of rowsOf(client, queries)) yield launchRecordOf(row);
    }
  }

  return { recordLaunch, launchesBetween };
}

/** Launches are dated in whole seconds: the first of them that is not before the moment. */
const secondsUp = (moment: string) => Math.ceil(Date.parse(moment) / 1000);
const momentOf = (seconds: number) => wholeSeconds(new Date(seconds * 1000));

/** `2026-11`, `2026-12`, …: none when the first second comes after the last. */
function monthsBetween(first: number, last: number): string[] {
  const months: string[] = [];
  const start = new Date(first * 1000);
  for (let count = 0; ; count += 1) {
    const month = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count);
    if (first > last || month > last * 1000) return months;
    months.push(new Date(month).toISOString().slice(0, 7));
  }
}
