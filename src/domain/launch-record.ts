import type { Launch } from './notebook';
import type { RuleId } from './policy';

/** What the first look at a launch saw, compliant or not; never changed afterwards. It makes "% of launches compliant" true. */
export interface LaunchRecord {
  launch: Launch;
  /** In the case its creator chose. */
  name: string;
  /** The team of its owner as the owners table knew it then, else the Team tag in lower case; null when neither says. */
  team: string | null;
  /** The rules it failed at the first look; empty when it was good from the start. */
  rules: RuleId[];
  /** When the first look began, UTC ISO. */
  lookedAt: string;
}
