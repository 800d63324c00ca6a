import type { Status, TimelineEntry } from './finding';
import type { Launch } from './notebook';
import type { RuleId, Severity } from './policy';

/**
 * What lists show of a finding: the attributes that the indexes carry, as they stood a moment ago. Read the finding
 * itself before acting on it.
 */
export interface FindingSummary {
  launch: Launch;
  reference: string;
  /** In the case its creator chose. */
  name: string;
  status: Status;
  ownerId: string | null;
  team: string | null;
  severity: Severity;
  deadline: string | null;
  rules: RuleId[];
  firstSeenAt: string;
  version: number;
  /** The end of a live grant, and when a pending request times out; null without one. UTC ISO. */
  grantUntil: string | null;
  answerDueAt: string | null;
}

/** A summary with what the numbers are computed from. */
export interface FindingRecord extends FindingSummary {
  timeline: TimelineEntry[];
}

/** How far a list was read, for the next page: the sort key and the id of its last row. */
export interface ListCursor {
  sort: string;
  id: string;
}
