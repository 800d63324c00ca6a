import { type DynamoDBDocumentClient, type NativeAttributeValue, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { HomePlace, HomeViewer } from '../domain/home';
import { conditional } from './conditional';
import { rowsOf } from './queries';

/** A day's viewers are of no use the day after; two days cover every time zone. */
const REMEMBER_SECONDS = 2 * 86_400;

/** What a Home showed, and to whom. */
export interface ShownHome extends Pick<HomeViewer, 'userId' | 'teams' | 'isSecurity'> {
  place: HomePlace;
  /** When what it shows began to be read, UTC ISO. */
  at: string;
  /** Slack's hash of the published view. */
  hash: string | null;
}

/**
 * Whose App Home is to be kept up to date on a day (`YYYY-MM-DD`, the company's), what it shows and how old that is, in
 * the owners table. Moments are UTC ISO.
 */
export function createHomeViewers(client: DynamoDBDocumentClient, ownersTable: string) {
  interface Change {
    day: string;
    userId: string;
    update: string;
    condition?: string;
    values: Record<string, NativeAttributeValue>;
    now: string;
  }

  /** False when the condition does not hold. */
  async function change({ day, userId, update, condition, values, now }: Change): Promise<boolean> {
    const written = client.send(
      new UpdateCommand({
        TableName: ownersTable,
        Key: { pk: `home#${day}`, sk: userId },
        UpdateExpression: `SET expiresAt = :expiresAt, ${update}`,
        ConditionExpression: condition,
        ExpressionAttributeValues: { ...values, ':expiresAt': Math.floor(Date.parse(now) / 1000) + REMEMBER_SECONDS },
      }),
    );
    return (await conditional(written)) !== null;
  }

  return {
    /** Everybody whose Home was published or is to be published on that day, strongly consistent. */
    async today(day: string): Promise<HomeViewer[]> {
      const viewers: HomeViewer[] = [];
      const query = {
        TableName: ownersTable,
        KeyConditionExpression: 'pk = :day',
        ExpressionAttributeValues: { ':day': `home#${day}` },
        ConsistentRead: true,
      };
      for await (const row of rowsOf(client, [query])) viewers.push(viewerOf(row));
      return viewers;
    },

    /** Notes what was published. One that was read earlier than what is shown changes nothing. */
    async shown(day: string, { userId, teams, isSecurity, place, at, hash }: ShownHome): Promise<void> {
      await change({
        day,
        userId,
        update: 'shownPlace = :place, teams = :teams, isSecurity = :security, viewHash = :hash, shownAt = :at',
        condition: 'attribute_not_exists(shownAt) OR shownAt <= :at',
        values: { ':place': place, ':teams': teams, ':security': isSecurity, ':hash': hash, ':at': at },
        now: at,
      });
    },

    /**
     * Takes the Home for publishing after a change; false when that was done after `notSince` already. Until `shown` it
     * counts as out of date.
     */
    claim(day: string, userId: string, { now, notSince }: { now: string; notSince: string }): Promise<boolean> {
      return change({
        day,
        userId,
        update: 'claimedAt = :now, staleAt = :now',
        condition: 'attribute_not_exists(claimedAt) OR claimedAt <= :notSince',
        values: { ':now': now, ':notSince': notSince },
        now,
      });
    },

    /** The Home does not show everything that changed until now. */
    async markStale(day: string, userId: string, now: string): Promise<void> {
      await change({ day, userId, update: 'staleAt = :now', values: { ':now': now }, now });
    },
  };
}

export type HomeViewers = ReturnType<typeof createHomeViewers>;

/** We wrote it ourselves, so it is trusted. */
function viewerOf(row: Record<string, NativeAttributeValue>): HomeViewer {
  const { sk, shownPlace, teams, isSecurity, viewHash, shownAt, staleAt } = row;
  return {
    userId: sk,
    place: shownPlace ?? null,
    teams: teams ?? [],
    isSecurity: isSecurity ?? false,
    hash: viewHash ?? null,
    isStale: staleAt !== undefined && (shownAt === undefined || staleAt > shownAt),
  };
}
