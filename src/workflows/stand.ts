import type { FindingSummary } from '../domain/finding-summary';
import { monthStart } from '../domain/home';
import type { FullScan } from '../domain/scan';
import type { MessagingServices } from '../services';
import { gatherUnresolved } from './list-findings';
import type { Scope } from './scope';

/** What a person's scope holds at a moment, for a look at a glance. */
export interface Stand {
  /** Unresolved and their own. */
  own: FindingSummary[];
  /** Everything unresolved in the scope, their own included; `complete` when these are all. */
  rows: FindingSummary[];
  complete: boolean;
  /** Launches of this month by the teams they lead, and how many of them needed nothing; null when it took too long. */
  launches: { good: number; all: number } | null;
  /** The last look at everything, for security alone; null before the first one. */
  lastScan: FullScan | null;
}

/** More launches in a month than a command has time to count. */
const MOST_LAUNCHES = 5000;

export async function standOf(services: MessagingServices, scope: Scope, now: Date): Promise<Stand> {
  const [{ rows, complete }, launches, lastScan] = await Promise.all([
    gatherUnresolved(services, scope),
    scope.teams.length > 0 ? launchesThisMonth(services, scope.teams, now) : null,
    scope.isSecurity ? services.scans.last() : null,
  ]);
  return { own: rows.filter(({ ownerId }) => ownerId === scope.userId), rows, complete, launches, lastScan };
}

async function launchesThisMonth(services: MessagingServices, teams: string[], now: Date): Promise<Stand['launches']> {
  const from = monthStart(now.toISOString(), services.policy.business_hours);
  let read = 0;
  let all = 0;
  let good = 0;
  for await (const { team, rules } of services.findings.launchesBetween(from, now.toISOString())) {
    read += 1;
    if (read > MOST_LAUNCHES) return null;
    if (team === null || !teams.includes(team)) continue;
    all += 1;
    if (rules.length === 0) good += 1;
  }
  return { good, all };
}
