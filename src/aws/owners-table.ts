import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  type NativeAttributeValue,
  PutCommand,
  paginateQuery,
  paginateScan,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { folded } from '../domain/owner-keys';
import { conditional } from './conditional';
import {
  entriesThatDiffer,
  type ImportChange,
  type OwnerEntry,
  type OwnerImport,
  type OwnerRow,
  ownerEntries,
} from './owner-entries';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MOST_WRITES = 25;
const WRITE_TRIES = 8;

/** A sort key holds 1024 bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST_KEY = 1000;

/** Who owns what: tags, e-mail addresses, people and team leads. Tags, addresses and teams are trimmed and lower-cased. */
export function createOwnersTable(client: DynamoDBDocumentClient, table: string) {
  async function row(key: Key): Promise<OwnerRow | null> {
    // Somebody may put anything into a tag. What does not fit is not stored.
    if (Buffer.byteLength(key.sk) > LONGEST_KEY) return null;
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item ? ownerRowOf(Item) : null;
  }

  async function put(key: Key, { userId, team, timeZone, checkedAt }: OwnerRow): Promise<void> {
    const Item = { ...key, userId, team: team && folded(team), timeZone, checkedAt };
    await client.send(new PutCommand({ TableName: table, Item }));
  }

  /** False when the condition does not hold. */
  async function putIf(
    Item: Record<string, unknown>,
    condition: string,
    values: Record<string, unknown>,
  ): Promise<boolean> {
    const written = client.send(
      new PutCommand({
        TableName: table,
        Item,
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
      }),
    );
    return (await conditional(written)) !== null;
  }

  async function* leadRows(team: string) {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'pk = :team AND begins_with(sk, :lead)',
        ExpressionAttributeValues: { ':team': `team#${folded(team)}`, ':lead': 'lead#' },
        ConsistentRead: true,
      },
    );
    for await (const page of pages) yield* page.Items ?? [];
  }

  async function leadOf(team: string): Promise<{ userId: string } | null> {
    for await (const { userId } of leadRows(team)) return { userId };
    return null;
  }

  /** Writes and deletes in the order given, 25 a call. */
  async function batch(requests: BatchRequest[]): Promise<void> {
    for (let start = 0; start < requests.length; start += MOST_WRITES) {
      let left: BatchRequest[] = requests.slice(start, start + MOST_WRITES);
      for (let attempt = 1; left.length > 0; attempt += 1) {
        if (attempt > WRITE_TRIES) throw new Error(`${left.length} rows could not be written to ${table}`);
        if (attempt > 1) await wait(50 * 2 ** attempt);
        const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
        left = UnprocessedItems?.[table] ?? [];
      }
    }
  }

  /** Every row that says who owns what, in no order. Reads the whole table: for the operator's command line only. */
  async function* all(): AsyncGenerator<OwnerEntry> {
    for await (const page of paginateScan({ client }, { TableName: table })) {
      for (const found of page.Items ?? []) {
        const entry = entryOf(found);
        if (entry) yield entry;
      }
    }
  }

  return {
    byTag: (value: string): Promise<OwnerRow | null> => row(tagKey(value)),
    byEmail: (email: string): Promise<OwnerRow | null> => row(emailKey(email)),

    /** Remembers whose address it is. */
    saveEmail: (email: string, owner: OwnerRow): Promise<void> => put(emailKey(email), owner),

    /** Remembers whose tag value it is, whoever it was before. */
    learnTag: (value: string, owner: OwnerRow): Promise<void> => put(tagKey(value), owner),

    /** Notes that Slack said at `checkedAt` that the owner of a tag is an active user. */
    stampChecked: async (tag: string, { userId, checkedAt }: { userId: string; checkedAt: string }): Promise<void> => {
      await conditional(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: tagKey(tag),
            UpdateExpression: 'SET checkedAt = :at',
            ConditionExpression: 'userId = :user',
            ExpressionAttributeValues: { ':at': checkedAt, ':user': userId },
          }),
        ),
      );
    },

    /** What the table says about a Slack user; null when it does not know them. */
    person: async (userId: string): Promise<{ team: string | null; timeZone?: string } | null> => {
      const found = await row(keyOf(`person#${userId}`));
      return found && { team: found.team, timeZone: found.timeZone };
    },

    leadOf,

    /** Every team that has a lead, in lower case, with its lead, in the order of the teams. */
    leads: async (): Promise<{ team: string; userId: string }[]> => {
      const teams: string[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: 'pk = :teams',
          ExpressionAttributeValues: { ':teams': TEAMS },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) teams.push(...Items.map(({ team }) => team));
      // The list only says which teams there are: who leads one is said in one place.
      const leads = await Promise.all(teams.map(async (team) => ({ team, lead: await leadOf(team) })));
      return leads.flatMap(({ team, lead }) => (lead ? [{ team, userId: lead.userId }] : []));
    },

    /** Teams that a person leads, in lower case. */
    teamsLedBy: async (userId: string): Promise<string[]> => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'inverted',
          KeyConditionExpression: 'sk = :lead',
          ExpressionAttributeValues: { ':lead': `lead#${userId}` },
        }),
      );
      return Items.map(({ team }) => team);
    },

    /**
     * True for the first message ever to a person. `message` names it: when the same message is tried again after a
     * crash, it is still the first.
     */
    greet: (userId: string, message: string): Promise<boolean> =>
      putIf({ ...keyOf(`greeted#${userId}`), greetedBy: message }, 'attribute_not_exists(pk) OR greetedBy = :message', {
        ':message': message,
      }),

    /** True for the first to ask with this key until `expiresAt`, both UTC ISO. */
    once: (key: string, { now, expiresAt }: { now: string; expiresAt: string }): Promise<boolean> =>
      // DynamoDB deletes an expired item some days later: until then it is there and must not count.
      putIf(
        { ...keyOf(`once#${key}`), expiresAt: epochSeconds(expiresAt) },
        'attribute_not_exists(pk) OR expiresAt <= :now',
        { ':now': epochSeconds(now) },
      ),

    /** Did somebody ask `once` with this key, so that nobody else would be the first at `now` (UTC ISO)? */
    isTaken: async (key: string, now: string): Promise<boolean> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(`once#${key}`), ConsistentRead: true }),
      );
      return Item !== undefined && Item.expiresAt > epochSeconds(now);
    },

    /** Takes `once` back, because what was to be done did not happen: it counts as expired. */
    forget: async (key: string): Promise<void> => {
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(`once#${key}`), expiresAt: 0 } }));
    },

    /**
     * Writes the rows of an import over what is there; all else stays. The lead that a row names replaces the team's
     * former one. `checkedAt` is undefined when Slack was not asked about the users.
     */
    importRows: async (rows: OwnerImport[], checkedAt: string | undefined): Promise<void> => {
      const entries = ownerEntries(rows);
      const former: BatchRequest[] = [];
      for (const entry of entries) {
        if (entry.kind !== 'lead') continue;
        for await (const { pk, sk, userId } of leadRows(entry.key)) {
          if (userId !== entry.userId) former.push({ DeleteRequest: { Key: { pk, sk } } });
        }
      }
      // Former leads first: two at once would both have power. A team is listed before it has a lead, so that a crash
      // in between leaves no lead that is not found.
      await batch(former);
      await batch(
        entries.flatMap(({ kind, key }) => (kind === 'lead' ? [{ PutRequest: { Item: teamItem(key) } }] : [])),
      );
      await batch(entries.map((entry) => ({ PutRequest: { Item: itemOf(entry, checkedAt) } })));
    },

    /** What `importRows` would change. Reads the whole table. */
    difference: async (rows: OwnerImport[]): Promise<ImportChange[]> => {
      const stored: OwnerEntry[] = [];
      for await (const entry of all()) stored.push(entry);
      return entriesThatDiffer(stored, ownerEntries(rows));
    },

    all,
  };
}

export type OwnersTable = ReturnType<typeof createOwnersTable>;

interface Key {
  pk: string;
  sk: string;
}

type BatchRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

/** We wrote it ourselves, so it is trusted. */
type Row = Record<string, NativeAttributeValue>;

/** Rows that nothing lists have the same text for both keys, so that no partition of the index runs hot. */
const keyOf = (key: string): Key => ({ pk: key, sk: key });

/** The partition that lists which teams ever had a lead. */
const TEAMS = 'teams';
const teamItem = (team: string) => ({ pk: TEAMS, sk: `team#${team}`, team });

const tagKey = (value: string) => keyOf(`tag#${folded(value)}`);
const emailKey = (email: string) => keyOf(`email#${folded(email)}`);

const epochSeconds = (moment: string) => Math.floor(Date.parse(moment) / 1000);

function ownerRowOf(row: Row): OwnerRow {
  const { userId, team, timeZone, checkedAt } = row;
  return { userId, team, timeZone, checkedAt };
}

function itemOf(
  { kind, key, userId, team, timeZone }: OwnerEntry,
  checkedAt: string | undefined,
): Record<string, unknown> {
  return kind === 'lead'
    ? { pk: `team#${key}`, sk: `lead#${userId}`, userId, team }
    : { ...keyOf(`${kind}#${key}`), userId, team, timeZone, checkedAt };
}

/** Null for rows that only remember what was done. */
function entryOf(row: Row): OwnerEntry | null {
  const { pk, userId, team, timeZone } = row;
  const [, prefix, key = ''] = /^(tag|email|person|team)#(.*)$/s.exec(pk) ?? [];
  if (!prefix) return null;
  return { kind: prefix === 'team' ? 'lead' : (prefix as OwnerEntry['kind']), key, userId, team, timeZone };
}
