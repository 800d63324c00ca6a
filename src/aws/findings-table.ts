import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Finding, HistoryEntry } from '../domain/finding';
import type { Launch, Target } from '../domain/notebook';
import { assignment, conditional } from './conditional';
import { createFindingLists } from './finding-lists';
import {
  archiveKey,
  archivePrefix,
  changingAttributes,
  clearKey,
  dueAttributes,
  findingKey,
  findingOf,
  itemOf,
  partitionOf,
} from './findings-codec';
import { createLaunchRecords } from './launch-records';
import { createMessageRecords } from './message-records';

/** An item holds 400 KB (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html). */
const MOST_ENTRIES = 150;
const ENTRIES_PER_ARCHIVE = 100;

/** Longer than any event or retry that still speaks of the time before: those live a day and six hours at most. */
const REMEMBER_CLEAR_DAYS = 30;

/**
 * The table of findings. Moments are UTC ISO in one format, compared as text. Commands (`save`) are conditional on the
 * finding's version; bookkeeping never changes the version, and a `save` running at the same time does not undo it.
 */
export function createFindingsTable(client: DynamoDBDocumentClient, table: string) {
  /** The finding of a launch, strongly consistent. Its history lacks what was archived: see `history`. */
  async function get(launch: Launch): Promise<Finding | null> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: findingKey(launch), ConsistentRead: true }),
    );
    return Item ? findingOf(Item) : null;
  }

  /**
   * Stores a new finding; false when the launch has one already. It is due at `nextDueAt`, at once unless told otherwise,
   * so that a crash after this is repaired.
   */
  async function open(finding: Finding, nextDueAt: string | null = finding.openedAt): Promise<boolean> {
    const written = client.send(
      new PutCommand({
        TableName: table,
        Item: itemOf(finding, nextDueAt),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return (await conditional(written)) !== null;
  }

  /**
   * Stores what a transition made of `before`: the state, the history entries and messages that `after` has beyond it.
   * Messages that are stored already stay as they are. False when somebody else changed the finding since `before` was
   * read, or a newer look was noted: read it again.
   */
  async function save(before: Finding, after: Finding, nextDueAt: string | null): Promise<boolean> {
    const { set, remove, names, values } = assignment(changingAttributes(after, nextDueAt));
    const conditions = ['#version = :versionBefore'];
    const extraNames: Record<string, string> = { '#history': 'history' };
    const extraValues: Record<string, unknown> = { ':versionBefore': before.version };

    if (after.observedAt !== before.observedAt) {
      set.push('observedAt = :observedAt');
      conditions.push('observedAt <= :observedAt');
      extraValues[':observedAt'] = after.observedAt;
    }

    const added = after.history.slice(before.history.length);
    const archives = before.history.length >= MOST_ENTRIES;
    if (archives) {
      await archive(before);
      set.push('#history = :history');
      extraValues[':history'] = [...before.history.slice(ENTRIES_PER_ARCHIVE), ...added];
      extraNames['#archived'] = 'archived';
      extraValues[':archived'] = ENTRIES_PER_ARCHIVE;
    } else {
      set.push('#history = list_append(#history, :history)');
      extraValues[':history'] = added;
    }

    for (const [index, key] of Object.keys(after.messages).entries()) {
      if (before.messages[key]) continue;
      set.push(`messages.#message${index} = if_not_exists(messages.#message${index}, :message${index})`);
      extraNames[`#message${index}`] = key;
      extraValues[`:message${index}`] = after.messages[key];
    }

    const written = client.send(
      new UpdateCommand({
        TableName: table,
        Key: findingKey(before.launch),
        UpdateExpression: [
          `SET ${set.join(', ')}`,
          ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
          ...(archives ? ['ADD #archived :archived'] : []),
        ].join(' '),
        ConditionExpression: conditions.join(' AND '),
        ExpressionAttributeNames: { ...names, ...extraNames },
        ExpressionAttributeValues: { ...values, ...extraValues },
      }),
    );
    return (await conditional(written)) !== null;
  }

  /**
   * Copies the oldest entries to an item of their own, before the conditional write that trims them. The entries only
   * grow at the end, so a repeat after a crash, or by somebody slower, writes the same content to the same place.
   */
  async function archive({ launch, history }: Finding): Promise<void> {
    const entries = history.slice(0, ENTRIES_PER_ARCHIVE);
    const key = archiveKey(launch, entries[0]?.version ?? 0);
    await client.send(new PutCommand({ TableName: table, Item: { ...key, entries } }));
  }

  /** The whole history of a finding, oldest first, with what was archived. */
  async function history(finding: Finding): Promise<HistoryEntry[]> {
    const oldest = finding.history[0]?.version ?? 0;
    const archived: HistoryEntry[] = [];
    for await (const row of rowsBelow(partitionOf(finding.launch), archivePrefix(finding.launch))) {
      const entries: HistoryEntry[] = row.entries;
      // An archive whose trim never happened repeats what the finding still holds.
      if (entries[0] && entries[0].version < oldest) archived.push(...entries);
    }
    return [...archived, ...finding.history];
  }

  async function* rowsBelow(pk: string, prefix: string) {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
        ConsistentRead: true,
      },
    );
    for await (const page of pages) yield* page.Items ?? [];
  }

  /** Unresolved findings of every launch of a name, oldest launch first, strongly consistent. */
  async function unresolvedOfName(target: Target, name: string): Promise<Finding[]> {
    const found: Finding[] = [];
    for await (const row of rowsBelow(partitionOf(target), `F#${name.toLowerCase()}#`)) {
      const finding = findingOf(row);
      if (finding.status !== 'resolved') found.push(finding);
    }
    return found;
  }

  /** Notes that a look which began at `observedAt` found the notebook there. Only rises; changes nothing else. */
  async function observed(launch: Launch, observedAt: string): Promise<void> {
    await conditional(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: findingKey(launch),
          UpdateExpression: 'SET observedAt = :at',
          ConditionExpression: 'observedAt < :at',
          ExpressionAttributeValues: { ':at': observedAt },
        }),
      ),
    );
  }

  /**
   * Notes that a look which began at `observedAt` found nothing wrong under the name: no notebook, or one that meets all
   * rules. Only rises; kept for 30 days.
   */
  async function recordClear(target: Target, name: string, observedAt: string): Promise<void> {
    const expiresAt = Math.floor(Date.parse(observedAt) / 1000) + REMEMBER_CLEAR_DAYS * 86_400;
    await conditional(
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...clearKey(target, name), clearAt: observedAt, expiresAt },
          ConditionExpression: 'attribute_not_exists(pk) OR clearAt < :at',
          ExpressionAttributeValues: { ':at': observedAt },
        }),
      ),
    );
  }

  /** When the newest look began that found nothing wrong under the name; null when none did lately. */
  async function clearAt(target: Target, name: string): Promise<string | null> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: clearKey(target, name), ConsistentRead: true }),
    );
    return Item?.clearAt ?? null;
  }

  /** Sets when the finding needs attention next, null for never. False when it changed since it was read. */
  async function setDue(finding: Finding, nextDueAt: string | null): Promise<boolean> {
    const { set, remove, names, values } = assignment(dueAttributes(finding.launch, nextDueAt));
    const written = client.send(
      new UpdateCommand({
        TableName: table,
        Key: findingKey(finding.launch),
        UpdateExpression: set.length > 0 ? `SET ${set.join(', ')}` : `REMOVE ${remove.join(', ')}`,
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { ...names, '#version': 'version' },
        ExpressionAttributeValues: { ...values, ':version': finding.version },
      }),
    );
    return (await conditional(written)) !== null;
  }

  /**
   * The newest launch of a name in each target, resolved or not, strongly consistent. Its history lacks what was archived.
   */
  async function ofName(targets: Target[], name: string): Promise<Finding[]> {
    const answers = await Promise.all(
      targets.map((target) =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': partitionOf(target), ':prefix': `F#${name.toLowerCase()}#` },
            ConsistentRead: true,
            ScanIndexForward: false,
            Limit: 1,
          }),
        ),
      ),
    );
    return answers.flatMap(({ Items = [] }) => Items.map(findingOf));
  }

  /** Every finding with its whole history, in no order. Reads the whole table: for exports only. */
  async function* all(): AsyncGenerator<Finding> {
    const pages = paginateScan(
      { client },
      {
        TableName: table,
        FilterExpression: 'begins_with(sk, :findings)',
        ExpressionAttributeValues: { ':findings': 'F#' },
      },
    );
    for await (const page of pages) {
      for (const row of page.Items ?? []) {
        const finding = findingOf(row);
        yield row.archived ? { ...finding, history: await history(finding) } : finding;
      }
    }
  }

  return {
    get,
    open,
    save,
    history,
    observed,
    unresolvedOfName,
    recordClear,
    clearAt,
    ofName,
    setDue,
    all,
    ...createFindingLists(client, table),
    ...createLaunchRecords(client, table),
    ...createMessageRecords({ client, table, get }),
  };
}

export type FindingsTable = ReturnType<typeof createFindingsTable>;
