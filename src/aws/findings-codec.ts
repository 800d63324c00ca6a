import { createHash } from 'node:crypto';
import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { Finding } from '../domain/finding';
import type { FindingSummary } from '../domain/finding-summary';
import { type Launch, launchId, type Target } from '../domain/notebook';

const SHARDS = 8;

/** A stored row as the document client gives it. We wrote it ourselves, so it is trusted. */
type Row = Record<string, NativeAttributeValue>;

export const partitionOf = (target: Target) => `${target.account}#${target.region}`;

/** Where a finding is stored. Names hold no `#`. */
export const findingKey = (launch: Launch) => ({
  pk: partitionOf(launch),
  sk: `F#${launch.name}#${launch.createdAt}`,
});

/** Where part of a finding's history is stored; `first` is the version of the oldest entry in it. */
export const archiveKey = (launch: Launch, first: number) => ({
  pk: partitionOf(launch),
  sk: `${archivePrefix(launch)}${String(first).padStart(8, '0')}`,
});

export const archivePrefix = (launch: Launch) => `H#${launch.name}#${launch.createdAt}#`;

export const clearKey = (target: Target, name: string) => ({ pk: partitionOf(target), sk: `G#${name.toLowerCase()}` });

/** 0 to 7, always the same for a launch: it spreads an index over several partitions, so that no key runs hot. */
export function shardOf(launch: Launch): number {
  return createHash('sha256').update(launchId(launch)).digest().readUInt32BE(4) % SHARDS;
}

/** The key of every shard of an index. */
export const shardKeys = (prefix: string) => Array.from({ length: SHARDS }, (_, shard) => `${prefix}#${shard}`);

/**
 * Keys of the index `due`: `due#shard` and the moment, or nothing to do. Undefined attributes are absent from the item,
 * and an item without them is not in the index.
 */
export function dueAttributes(launch: Launch, nextDueAt: string | null) {
  return nextDueAt === null
    ? { dueShard: undefined, nextDueAt: undefined }
    : { dueShard: `due#${shardOf(launch)}`, nextDueAt };
}

/**
 * All attributes that a change of the finding writes, bookkeeping (`observedAt`, `publishedVersion`, `history`,
 * `messages`) excepted. `state` is the finding itself; the others are keys and summaries for the indexes:
 * - `activeDeadline`: `1#<deadline>` while unresolved (`1#9999` without one), `0#<when resolved>` afterwards
 * - `statusShard`, `monthShard`: `open#3`, `2026-11#3`
 * An index key cannot be null: `ownerId` and `team` are undefined, and so absent, when there is none.
 */
export function changingAttributes(finding: Finding, nextDueAt: string | null) {
  const { version, observedAt, publishedVersion, history, messages, ...state } = finding;
  const { launch, notebook } = finding;
  const shard = shardOf(launch);
  return {
    // As pairs: `__proto__` is a tag key that AWS allows, and a map with it cannot be stored.
    state: { ...state, notebook: { ...notebook, tags: Object.entries(notebook.tags) } },
    version,
    ...dueAttributes(launch, nextDueAt),
    ownerId: finding.owner?.userId,
    team: finding.team ?? undefined,
    activeDeadline: finding.resolution ? `0#${finding.resolution.at}` : `1#${finding.deadline ?? '9999'}`,
    statusShard: `${finding.status}#${shard}`,
    openedAt: finding.openedAt,
    monthShard: `${launch.createdAt.slice(0, 7)}#${shard}`,
    launchedAt: launch.createdAt,
    reference: finding.reference,
    name: notebook.name,
    account: launch.account,
    region: launch.region,
    created: launch.createdAt,
    status: finding.status,
    severity: finding.severity,
    deadline: finding.deadline,
    title: finding.violations.map(({ rule }) => rule).join(','),
    firstSeenAt: finding.firstSeenAt,
  };
}

/** The whole item of a finding. */
export function itemOf(finding: Finding, nextDueAt: string | null): Row {
  const { observedAt, publishedVersion, history, messages } = finding;
  return {
    ...findingKey(finding.launch),
    ...changingAttributes(finding, nextDueAt),
    observedAt,
    publishedVersion,
    history,
    messages,
  };
}

export function findingOf({ state, version, observedAt, publishedVersion, history, messages }: Row): Finding {
  const notebook = { ...state.notebook, tags: Object.fromEntries(state.notebook.tags) };
  return { ...state, notebook, version, observedAt, publishedVersion, history, messages };
}

/** The launch of a row of any index. */
export function launchOfRow({ account, region, name, created }: Row): Launch {
  return { account, region, name: name.toLowerCase(), createdAt: created };
}

/** The summary in a row of the index `byOwner`. */
export function summaryOf(row: Row): FindingSummary {
  const { reference, name, status, ownerId, team, severity, deadline, title, firstSeenAt, version } = row;
  return {
    launch: launchOfRow(row),
    reference,
    name,
    status,
    ownerId: ownerId ?? null,
    team: team ?? null,
    severity,
    deadline,
    rules: title === '' ? [] : title.split(','),
    firstSeenAt,
    version,
  };
}
