import type { Status } from './finding';
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
}
