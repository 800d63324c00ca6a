import { findingsCsv, launchesCsv } from '../domain/export';
import type { Finding } from '../domain/finding';
import type { ExportRequest } from '../domain/job-events';
import type { LaunchRecord } from '../domain/launch-record';
import type { MessagingServices } from '../services';
import { isInScope, type Scope, scopeOf } from './scope';

/** How far back the launches of an export go. */
const LAUNCHES_MS = 90 * 24 * 60 * 60_000;

/**
 * Uploads to the person's DM what they may see: every finding, resolved ones included, and for leads and security the
 * launches of the last 90 days. The one place that reads the whole table. Throws when Slack takes no files: AWS tries
 * again, and files whose answer was lost may come twice.
 */
export async function exportFindings(
  services: MessagingServices,
  { userId }: ExportRequest,
  { now }: { now: Date },
): Promise<void> {
  const scope = await scopeOf(services, userId);
  const [findings, launches] = await Promise.all([findingsOf(services, scope), launchesOf(services, scope, now)]);
  const day = now.toISOString().slice(0, 10);
  await services.reports.uploadExport({
    to: userId,
    facts: { findings: findings.length, launches: launches?.length ?? null },
    files: [
      { name: `notebooks-${day}.csv`, title: `Notebooks, ${day}`, content: findingsCsv(findings) },
      ...(launches
        ? [{ name: `launches-${day}.csv`, title: `Launches of 90 days, ${day}`, content: launchesCsv(launches) }]
        : []),
    ],
  });
}

async function findingsOf({ findings }: MessagingServices, scope: Scope): Promise<Finding[]> {
  const visible: Finding[] = [];
  for await (const finding of findings.all()) {
    if (isInScope(scope, finding)) visible.push(finding);
  }
  return visible.sort((one, other) => one.firstSeenAt.localeCompare(other.firstSeenAt));
}

/** Launches have no owner, so that only those of a whole team are shown. Null when the person may see none. */
async function launchesOf({ findings }: MessagingServices, scope: Scope, now: Date): Promise<LaunchRecord[] | null> {
  const { teams, isSecurity } = scope;
  if (!isSecurity && teams.length === 0) return null;
  const visible: LaunchRecord[] = [];
  const from = new Date(now.getTime() - LAUNCHES_MS).toISOString();
  for await (const launch of findings.launchesBetween(from, now.toISOString())) {
    if (isSecurity || (launch.team !== null && teams.includes(launch.team))) visible.push(launch);
  }
  return visible.sort((one, other) => one.launch.createdAt.localeCompare(other.launch.createdAt));
}
