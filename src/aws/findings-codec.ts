import { createHash } from 'node:crypto';
import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { Finding } from '../domain/finding';
import type { FindingRecord, FindingSummary, ListCursor } from '../domain/finding-summary';
import type { LaunchRecord } from '../domain/launch-record';
import { type Launch, launchId, type Target } from '../domain/notebook';

const SHARDS = 8;

/** A stored row as the document client gives it. We wrote it ourselves, so it is trusted. */
export type Row = Record<string, NativeAttributeValue>;

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

/** In `activeDeadline`: what is unresolved, and what is resolved. */
export const UNRESOLVED = '1#';
export const RESOLVED = '0#';

/**
 * The range key of lists: `1#<deadline>` while unresolved (`1#9999` without one), `0#<when resolved>` afterwards. The
 * launch id behind it makes it unique: the order of rows that share a range key is not defined, and a page has to begin
 * somewhere.
 */
function listKey({ launch, deadline, resolution }: Finding): string {
  const sort = resolution ? `${RESOLVED}${resolution.at}` : `${UNRESOLVED}${deadline ?? '9999'}`;
  return keyOfCursor({ sort, id: launchId(launch) });
}

export const keyOfCursor = ({ sort, id }: ListCursor) => `${sort}#${id}`;

/** The cursor behind a row of a list. */
export function cursorOf(row: Row): ListCursor {
  const id = launchId(launchOfRow(row));
  return { sort: row.activeDeadline.slice(0, -id.length - 1), id };
}

/**
 * All attributes that a change of the finding writes, bookkeeping (`observedAt`, `publishedVersion`, `history`,
 * `messages`) excepted. `state` is the finding itself, `timeline` stands beside it for an index; the others are keys
 * (`statusShard` is `open#3`) and summaries for the indexes. An index key cannot be null: `ownerId` and `team` are
 * undefined, and so absent, when there is none.
 */
export function changingAttributes(finding: Finding, nextDueAt: string | null) {
  const { version, observedAt, publishedVersion, history, messages, timeline, ...state } = finding;
  const { launch, notebook } = finding;
  return {
    // As pairs: `__proto__` is a tag key that AWS allows, and a map with it cannot be stored.
    state: { ...state, notebook: { ...notebook, tags: Object.entries(notebook.tags) } },
    version,
    timeline,
    ...dueAttributes(launch, nextDueAt),
    ownerId: finding.owner?.userId,
    team: finding.team ?? undefined,
    activeDeadline: listKey(finding),
    statusShard: `${finding.status}#${shardOf(launch)}`,
    reference: finding.reference,
    name: notebook.name,
    status: finding.status,
    severity: finding.severity,
    deadline: finding.deadline,
    title: finding.violations.map(({ rule }) => rule).join(','),
    firstSeenAt: finding.firstSeenAt,
    grantUntil: finding.grant?.until,
    answerDueAt: finding.request?.timeoutAt,
    disowned: finding.handover ? true : undefined,
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

export function findingOf({ state, version, timeline, observedAt, publishedVersion, history, messages }: Row): Finding {
  const notebook = { ...state.notebook, tags: Object.fromEntries(state.notebook.tags) };
  return { ...state, notebook, version, timeline, observedAt, publishedVersion, history, messages };
}

/** The launch of a row of the table or of any of its indexes: the table's own keys are in all of them. */
export function launchOfRow({ pk, sk }: Row): Launch {
  const [account, region] = pk.split('#');
  const [, name, createdAt] = sk.split('#');
  return { account, region, name, createdAt };
}

/** The summary in a row of the indexes `byOwner`, `byTeam` and `byStatus`. */
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
    grantUntil: row.grantUntil ?? null,
    answerDueAt: row.answerDueAt ?? null,
    disowned: row.disowned ?? false,
  };
}

/** The record in a row of the index `byStatus`. */
export function recordOf(row: Row): FindingRecord {
  return { ...summaryOf(row), timeline: row.timeline };
}

/** The item of a launch's first look. In the index `byMonth`: `monthShard` is `2026-11#3`. */
export function launchItemOf({ launch, name, team, rules, lookedAt }: LaunchRecord): Row {
  return {
    pk: partitionOf(launch),
    sk: `L#${launch.name}#${launch.createdAt}`,
    monthShard: `${launch.createdAt.slice(0, 7)}#${shardOf(launch)}`,
    launchedAt: launch.createdAt,
    name,
    team: team ?? undefined,
    rules,
    lookedAt,
  };
}

/** The record in a row of the index `byMonth`. */
export function launchRecordOf(row: Row): LaunchRecord {
  const { name, team, rules, lookedAt } = row;
  return { launch: launchOfRow(row), name, team: team ?? null, rules, lookedAt };
}
