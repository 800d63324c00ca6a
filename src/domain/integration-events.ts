import * as v from 'valibot';
import { type CommandType, type Finding, type HistoryEntry, STATUSES } from './finding';
import { RULE_IDS } from './policy';

/** Grows when a field goes or changes its meaning; a new field does not change it. docs/events.md says what a reader may rely on. */
const SCHEMA_VERSION = 1;

const moment = v.pipe(v.string(), v.isoTimestamp());
const slackUser = v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]+$/));
const severity = v.picklist(['critical', 'high', 'medium', 'low']);

/** What happened to a finding, and how it stands; the `detail` of every event for other systems. */
export const findingEventDetail = v.object({
  schemaVersion: v.literal(SCHEMA_VERSION),
  /** `NB-7F3K` */
  reference: v.pipe(v.string(), v.regex(/^NB-[0-9A-Z]{4,}$/)),
  account: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  region: v.string(),
  /** The name in lower case; with `createdAt` it identifies the launch. */
  name: v.string(),
  createdAt: moment,
  /** The name in the case that its creator chose. */
  notebook: v.string(),
  /** Of the finding after this; with the launch it identifies the event. */
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  at: moment,
  command: v.string(),
  /** A Slack user, or `bot`. */
  actor: v.union([v.literal('bot'), slackUser]),
  from: v.nullable(v.picklist(STATUSES)),
  status: v.picklist(STATUSES),
  violations: v.array(v.object({ rule: v.picklist(RULE_IDS), severity, fix: v.picklist(['in_place', 'recreate']) })),
  severity,
  owner: v.nullable(slackUser),
  team: v.nullable(v.string()),
  deadline: v.nullable(moment),
});

export type FindingEventDetail = v.InferOutput<typeof findingEventDetail>;

export const FINDING_EVENTS = ['FindingOpened', 'FindingChanged', 'FindingResolved', 'PolicyExceptionDecided'] as const;

export interface FindingEvent {
  detailType: (typeof FINDING_EVENTS)[number];
  detail: FindingEventDetail;
}

/** One event an entry of the history that was not published yet. `from` and `status` are the entry's, the rest is the finding as it stands. */
export function unpublishedEvents(finding: Finding): FindingEvent[] {
  return finding.history
    .filter(({ version }) => version > finding.publishedVersion)
    .map((entry) => ({ detailType: detailTypeOf(entry), detail: detailOf(finding, entry) }));
}

/** What was decided on a request or a grant, beside its approval; no answer in time is one, too. */
const DECISIONS: readonly CommandType[] = ['deny', 'time_out', 'revoke'];

function detailTypeOf({ command, to }: HistoryEntry): FindingEvent['detailType'] {
  if (command === 'open' || command === 'reopen') return 'FindingOpened';
  if (to === 'resolved') return 'FindingResolved';
  const isGranted = command === 'approve' && to !== 'exception_requested';
  return isGranted || DECISIONS.includes(command) ? 'PolicyExceptionDecided' : 'FindingChanged';
}

function detailOf(finding: Finding, { version, at, command, actor, from, to }: HistoryEntry): FindingEventDetail {
  const { reference, launch, notebook, violations, severity: worst, owner, team, deadline } = finding;
  return {
    schemaVersion: SCHEMA_VERSION,
    reference,
    ...launch,
    notebook: notebook.name,
    version,
    at,
    command,
    actor,
    from,
    status: to,
    violations: violations.map(({ rule, severity: weight, fix }) => ({ rule, severity: weight, fix })),
    severity: worst,
    owner: owner?.userId ?? null,
    team,
    deadline,
  };
}
