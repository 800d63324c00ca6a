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
  /** Its owner said "Not mine", and nobody has settled it. */
  disowned: boolean;
}

/** Nobody has it, or whoever has it says that it is not theirs: somebody has to name an owner. */
export function isOwnerless({ ownerId, disowned }: Pick<FindingSummary, 'ownerId' | 'disowned'>): boolean {
  return ownerId === null || disowned;
}

/** A summary with what the numbers are computed from. */
export interface FindingRecord extends FindingSummary {
  timeline: TimelineEntry[];
}

/**
 * What a list is made of: the unresolved findings of an owner or of a team, or all findings with a status. Resolved ones
 * are only listed by their status, and by nothing else in the same list.
 */
export type ListSource =
  | { by: 'owner'; userId: string }
  | { by: 'team'; team: string }
  | { by: 'status'; status: Status };

/** How far a list was read, for the next page: the sort key and the launch id of its last row. */
export interface ListCursor {
  sort: string;
  id: string;
}
