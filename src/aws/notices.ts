import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Notice, NoticeBox } from '../domain/notice';
import { conditional } from './conditional';

/** Enough to tell how many a reader got today, whatever happens in one day. */
const MOST_REMEMBERED = 10;

/**
 * The notices of each reader, kept in the owners table: at most one under way, and when the last ones were posted. `to` is
 * a Slack user, or the security channel by its name in the outbox. Moments are UTC ISO.
 */
export function createNotices(client: DynamoDBDocumentClient, ownersTable: string) {
  interface Change {
    update: string;
    condition: string;
    values: Record<string, unknown>;
    names?: Record<string, string>;
  }

  /** Changes the reader's row, in which `#current` is the notice under way; null when the condition does not hold. */
  async function change(to: string, { update, condition, values, names }: Change): Promise<NoticeBox | null> {
    const written = client.send(
      new UpdateCommand({
        TableName: ownersTable,
        Key: keyOf(to),
        UpdateExpression: update,
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#current': 'current', ...names },
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
      }),
    );
    const answer = await conditional(written);
    return answer && boxOf(answer.Attributes ?? {});
  }

  /** The reader's notices, strongly consistent. */
  async function box(to: string): Promise<NoticeBox> {
    const { Item } = await client.send(
      new GetCommand({ TableName: ownersTable, Key: keyOf(to), ConsistentRead: true }),
    );
    return boxOf(Item ?? {});
  }

  /** Puts a notice under way, with its tries and lease as they are given; false when one is under way already. */
  async function begin(to: string, notice: Notice): Promise<boolean> {
    const begun = await change(to, {
      update: 'SET #current = :notice',
      condition: 'attribute_not_exists(#current)',
      values: { ':notice': notice },
    });
    return begun !== null;
  }

  /**
   * Takes the notice for sending until `leaseUntil` and counts the try. The notice as it is then; null when it was posted,
   * somebody else holds it, or another or none is under way.
   */
  async function claim(
    to: string,
    id: string,
    { now, leaseUntil }: { now: string; leaseUntil: string },
  ): Promise<Notice | null> {
    const claimed = await change(to, {
      update: 'SET #current.attempt = #current.attempt + :one, #current.leaseUntil = :lease',
      condition: '#current.id = :id AND attribute_not_exists(#current.posted) AND #current.leaseUntil <= :now',
      values: { ':id': id, ':one': 1, ':lease': leaseUntil, ':now': now },
    });
    return claimed?.current ?? null;
  }

  /** Notes where the notice is in Slack and when it got there; the first one wins. Counts as one that the reader got. */
  async function posted(to: string, id: string, place: NonNullable<Notice['posted']>): Promise<void> {
    const { current, sent } = await box(to);
    if (current?.id !== id || current.posted) return;
    // What was sent before changes only with a notice that is posted: while this one is not, it is as it was read.
    await change(to, {
      update: 'SET #current.posted = :place, #sent = :sent',
      condition: '#current.id = :id AND attribute_not_exists(#current.posted)',
      names: { '#sent': 'sent' },
      values: { ':id': id, ':place': place, ':sent': [...sent, place.at].slice(-MOST_REMEMBERED) },
    });
  }

  /** Leaves the notice alone until another moment. */
  async function postpone(to: string, id: string, until: string): Promise<void> {
    await change(to, {
      update: 'SET #current.leaseUntil = :until',
      condition: '#current.id = :id',
      values: { ':id': id, ':until': until },
    });
  }

  /** The notice is done with: the next one may begin. */
  async function end(to: string, id: string): Promise<void> {
    await change(to, { update: 'REMOVE #current', condition: '#current.id = :id', values: { ':id': id } });
  }

  return { box, begin, claim, posted, postpone, end };
}

export type Notices = ReturnType<typeof createNotices>;

/** Nothing lists these rows: the same text for both keys keeps them in partitions of their own. */
const keyOf = (to: string) => ({ pk: `notice#${to}`, sk: `notice#${to}` });

/** We wrote it ourselves, so it is trusted. */
const boxOf = ({ current, sent }: Record<string, unknown>): NoticeBox => ({
  current: (current as Notice | undefined) ?? null,
  sent: (sent as string[] | undefined) ?? [],
});
