import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Finding } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import { conditional } from './conditional';
import { findingKey, findingOf } from './findings-codec';

interface Records {
  client: DynamoDBDocumentClient;
  table: string;
  get(launch: Launch): Promise<Finding | null>;
}

/** What is noted about the delivery of a finding's messages. None of it changes the finding's version. */
export function createMessageRecords({ client, table, get }: Records) {
  interface Change {
    update: string;
    condition: string;
    values: Record<string, unknown>;
    names?: Record<string, string>;
  }

  /** A reserved word. */
  const names = { '#final': 'final' };

  /** Changes one message, written `#m` in the expressions; null when the condition does not hold. */
  async function change(launch: Launch, key: string, change: Change): Promise<Finding | null> {
    const expand = (expression: string) => expression.replaceAll('#m', 'messages.#key');
    const written = client.send(
      new UpdateCommand({
        TableName: table,
        Key: findingKey(launch),
        UpdateExpression: expand(change.update),
        ConditionExpression: expand(`attribute_exists(#m) AND ${change.condition}`),
        ExpressionAttributeNames: { '#key': key, ...change.names },
        ExpressionAttributeValues: change.values,
        ReturnValues: 'ALL_NEW',
      }),
    );
    const { Attributes } = (await conditional(written)) ?? {};
    return Attributes ? findingOf(Attributes) : null;
  }

  async function newest(launch: Launch): Promise<Finding> {
    const finding = await get(launch);
    if (!finding) throw new Error(`The finding of ${launch.name} (${launch.createdAt}) is not stored any more`);
    return finding;
  }

  return {
    /**
     * Takes a message for sending until `leaseUntil` and counts the try. The finding as it is then; null when the message
     * was posted, somebody else holds it, or it is not to be sent yet.
     */
    claimMessage: (
      launch: Launch,
      key: string,
      { now, leaseUntil }: { now: string; leaseUntil: string },
    ): Promise<Finding | null> =>
      change(launch, key, {
        update:
          'SET #m.attempt = #m.attempt + :one, #m.firstTriedAt = if_not_exists(#m.firstTriedAt, :now), #m.leaseUntil = :lease',
        condition:
          'attribute_not_exists(#m.ts) AND (attribute_not_exists(#m.leaseUntil) OR #m.leaseUntil <= :now) AND (attribute_not_exists(#m.notBefore) OR #m.notBefore <= :now)',
        values: { ':one': 1, ':now': now, ':lease': leaseUntil },
      }),

    /** Leaves a message alone until another moment, for a back-off. Posting or showing it ends that. */
    postponeMessage: async (launch: Launch, key: string, until: string): Promise<void> => {
      await change(launch, key, {
        update: 'SET #m.leaseUntil = :until',
        condition: '#m.#final = :open',
        names,
        values: { ':until': until, ':open': false },
      });
    },

    /**
     * Notes where the message is in Slack, and since when (UTC ISO); the first one wins. Answers the newest finding: when its version is above
     * `shownVersion`, or another message was noted, there is more to show.
     */
    posted: async (
      launch: Launch,
      key: string,
      at: {
        channel: string;
        ts: string;
        postedAt: string;
        shownVersion: number;
        greeting: boolean;
        final: boolean;
      },
    ): Promise<Finding> =>
      (await change(launch, key, {
        update:
          'SET #m.channel = :channel, #m.ts = :ts, #m.postedAt = :at, #m.shownVersion = :shown, #m.greeting = :greeting, #m.#final = :final REMOVE #m.leaseUntil',
        condition: 'attribute_not_exists(#m.ts)',
        names,
        values: {
          ':channel': at.channel,
          ':ts': at.ts,
          ':at': at.postedAt,
          ':shown': at.shownVersion,
          ':greeting': at.greeting,
          ':final': at.final,
        },
      })) ?? newest(launch),

    /** Notes which version the message shows. Only rises: when it shows a newer one, nothing changes. */
    shown: async (
      launch: Launch,
      key: string,
      { shownVersion, final }: { shownVersion: number; final: boolean },
    ): Promise<Finding> =>
      (await change(launch, key, {
        update: 'SET #m.shownVersion = :shown, #m.#final = :final REMOVE #m.leaseUntil',
        condition: '#m.shownVersion <= :shown',
        names,
        values: { ':shown': shownVersion, ':final': final },
      })) ?? newest(launch),

    /** Notes which version other systems were told of. Only rises. */
    published: async (launch: Launch, version: number): Promise<void> => {
      await conditional(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: findingKey(launch),
            UpdateExpression: 'SET publishedVersion = :version',
            ConditionExpression: 'publishedVersion < :version',
            ExpressionAttributeValues: { ':version': version },
          }),
        ),
      );
    },
  };
}
