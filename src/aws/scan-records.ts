import {
  type DynamoDBDocumentClient,
  GetCommand,
  type NativeAttributeValue,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { FindingRecord } from '../domain/finding-summary';
import type { Target } from '../domain/notebook';
import { endOf, type FullScan, type Scan, type TargetResult } from '../domain/scan';
import { conditional } from './conditional';
import { partitionOf, RESOLVED, recordOf, UNRESOLVED } from './findings-codec';
import { rowsOf } from './queries';

/** A scan is of interest while it runs and to whoever asks again; its findings are kept elsewhere. */
const REMEMBER_SECONDS = 30 * 86_400;

const HEAD = 'scan';
const LAST = { pk: 'scans', sk: 'last' };

/** Scans that people asked for, in the findings table: a head and a row for every target. Moments are UTC ISO. */
export function createScanRecords(client: DynamoDBDocumentClient, findingsTable: string) {
  const put = async (Item: Record<string, NativeAttributeValue>, condition: string, values = {}): Promise<boolean> => {
    const written = client.send(
      new PutCommand({
        TableName: findingsTable,
        Item,
        ConditionExpression: condition,
        ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
      }),
    );
    return (await conditional(written)) !== null;
  };

  /** Notes a scan with neither message nor results; false when it was noted before. */
  async function begin(scan: Omit<Scan, 'posted' | 'tellings' | 'results'>): Promise<boolean> {
    const { id, ...head } = scan;
    const expiresAt = expiryOf(scan.startedAt);
    const begun = await put({ ...headKey(id), ...head, tellings: 0, expiresAt }, 'attribute_not_exists(pk)');
    await put(
      { ...placeKey(scan.place), scanId: id, startedAt: scan.startedAt, expiresAt },
      'attribute_not_exists(pk) OR startedAt <= :at',
      { ':at': scan.startedAt },
    );
    return begun;
  }

  /** The scan with all its results, strongly consistent; null when there is none. */
  async function get(id: string): Promise<Scan | null> {
    const query = {
      TableName: findingsTable,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': scanKey(id) },
      ConsistentRead: true,
    };
    const rows: Record<string, NativeAttributeValue>[] = [];
    for await (const row of rowsOf(client, [query])) rows.push(row);
    const head = rows.find(({ sk }) => sk === HEAD);
    return head ? scanOf(id, head, rows) : null;
  }

  /** The newest scan of a place, as it stands; null when there was none lately. */
  async function newest(place: Scan['place']): Promise<Scan | null> {
    const { Item } = await client.send(
      new GetCommand({ TableName: findingsTable, Key: placeKey(place), ConsistentRead: true }),
    );
    return Item ? get(Item.scanId) : null;
  }

  /** Notes where the message is that tells how the scan stands. The first one wins. */
  async function posted(id: string, { channel, ts }: { channel: string; ts: string }): Promise<void> {
    await conditional(
      client.send(
        new UpdateCommand({
          TableName: findingsTable,
          Key: headKey(id),
          UpdateExpression: 'SET posted = :place',
          ConditionExpression: 'attribute_not_exists(posted)',
          ExpressionAttributeValues: { ':place': { channel, ts } },
        }),
      ),
    );
  }

  /** Notes how the look at a target stands. One that is done stays as it is: what is delivered again counts once. */
  async function record(id: string, result: TargetResult): Promise<void> {
    await put(
      {
        pk: scanKey(id),
        sk: `T#${partitionOf(result)}`,
        result,
        done: result.state === 'done',
        expiresAt: expiryOf(result.at),
      },
      'attribute_not_exists(pk) OR done = :not',
      { ':not': false },
    );
  }

  /**
   * Takes the scan's message for an update; null when that was done after `notSince` (null: it may always be taken). The
   * number of the taking tells whether somebody took it afterwards.
   */
  async function claimTelling(
    id: string,
    { now, notSince }: { now: string; notSince: string | null },
  ): Promise<number | null> {
    const claimed = await conditional(
      client.send(
        new UpdateCommand({
          TableName: findingsTable,
          Key: headKey(id),
          UpdateExpression: 'SET toldAt = :now, tellings = tellings + :one',
          ConditionExpression: notSince
            ? 'attribute_not_exists(toldAt) OR toldAt <= :notSince'
            : 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':now': now, ':one': 1, ...(notSince ? { ':notSince': notSince } : {}) },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    return claimed?.Attributes?.tellings ?? null;
  }

  /** Notes a scan of everything that came to its end; one that began earlier than what is noted changes nothing. */
  async function finished(scan: Scan, notChecked: string[]): Promise<void> {
    await put(
      { ...LAST, at: endOf(scan), startedAt: scan.startedAt, targets: scan.targets, notChecked },
      'attribute_not_exists(pk) OR startedAt <= :startedAt',
      { ':startedAt': scan.startedAt },
    );
  }

  /** The last look at everything that came to its end; null before the first one did. */
  async function last(): Promise<FullScan | null> {
    const { Item } = await client.send(new GetCommand({ TableName: findingsTable, Key: LAST }));
    return Item ? { at: Item.at, targets: Item.targets, notChecked: Item.notChecked } : null;
  }

  /** Findings of a target that are unresolved, or were resolved at or after `since`, strongly consistent, in no order. */
  async function* findingsOf(target: Target, since: string): AsyncGenerator<FindingRecord> {
    const query = {
      TableName: findingsTable,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :findings)',
      FilterExpression: 'begins_with(activeDeadline, :unresolved) OR activeDeadline >= :resolved',
      ExpressionAttributeValues: {
        ':pk': partitionOf(target),
        ':findings': 'F#',
        ':unresolved': UNRESOLVED,
        ':resolved': `${RESOLVED}${since}`,
      },
      ConsistentRead: true,
    };
    for await (const row of rowsOf(client, [query])) yield recordOf(row);
  }

  return { begin, get, newest, posted, record, claimTelling, finished, last, findingsOf };
}

export type ScanRecords = ReturnType<typeof createScanRecords>;

const scanKey = (id: string) => `scan#${id}`;
const headKey = (id: string) => ({ pk: scanKey(id), sk: HEAD });
const placeKey = ({ account, region }: Scan['place']) => ({
  pk: 'scans',
  sk: `place#${account ?? ''}#${region ?? ''}`,
});

const expiryOf = (moment: string) => Math.floor(Date.parse(moment) / 1000) + REMEMBER_SECONDS;

/** We wrote it ourselves, so it is trusted. */
function scanOf(
  id: string,
  head: Record<string, NativeAttributeValue>,
  rows: Record<string, NativeAttributeValue>[],
): Scan {
  const { userId, teams, place, targets, startedAt, posted, tellings } = head;
  const results = rows.flatMap(({ result }) => result ?? []);
  return { id, userId, teams, place, targets, startedAt, posted: posted ?? null, tellings, results };
}
