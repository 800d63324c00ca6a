import { TZDate } from '@date-fns/tz';
import { dateIn } from '../domain/business-hours';
import type { FindingSummary } from '../domain/finding-summary';
import type { MessagingServices } from '../services';
import { gatherUnresolved, sourcesOf } from './list-findings';
import type { Scope } from './scope';

/** What a person's scope holds at a moment, for a look at a glance. */
export interface Stand {
  scope: Scope;
  /** Unresolved and their own. */
  own: FindingSummary[];
  /** Everything unresolved in the scope, their own included; `complete` when these are all. */
  rows: FindingSummary[];
  complete: boolean;
  /** Launches of this month by the teams they lead, and how many of them needed nothing; null when it took too long. */
  launches: { good: number; all: number } | null;
}

/** More launches in a month than a command has time to count. */
const MOST_LAUNCHES = 5000;

export async function standOf(services: MessagingServices, scope: Scope, now: Date): Promise<Stand> {
  const [{ rows, complete }, launches] = await Promise.all([
    gatherUnresolved(services, scope, sourcesOf(scope)),
    scope.teams.length > 0 ? launchesThisMonth(services, scope.teams, now) : null,
  ]);
  return { scope, own: rows.filter(({ ownerId }) => ownerId === scope.userId), rows, complete, launches };
}

async function launchesThisMonth(services: MessagingServices, teams: string[], now: Date): Promise<Stand['launches']> {
  const { time_zone } = services.policy.business_hours;
  const month = dateIn(now.toISOString(), services.policy.business_hours).slice(0, 7);
  const [year = 0, number = 1] = month.split('-').map(Number);
  const from = new Date(new TZDate(year, number - 1, 1, time_zone).getTime()).toISOString();
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
