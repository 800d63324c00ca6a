import type { Finding, HistoryEntry } from '../domain/finding';
import type { MessagingServices } from '../services';

/** The version of the event schema below; it grows when a field changes its meaning or goes. */
const SCHEMA_VERSION = 1;

/**
 * Tells other systems, and our own worker, what happened to the finding since it was last told: one event an entry of the
 * history. At least once: a repeated event has the same `finding` and `version`.
 */
export async function publishChanges(services: MessagingServices, finding: Finding): Promise<void> {
  const news = finding.history.filter(({ version }) => version > finding.publishedVersion);
  if (news.length === 0) return;
  await services.events.publish(
    news.map((entry) => ({ detailType: detailTypeOf(entry), detail: detailOf(finding, entry) })),
  );
  await services.findings.published(finding.launch, finding.version);
}

function detailTypeOf({ command, to }: HistoryEntry): string {
  if (command === 'open' || command === 'reopen') return 'FindingOpened';
  if (to === 'resolved') return 'FindingResolved';
  if (command === 'deny' || command === 'time_out') return 'PolicyExceptionDecided';
  return command === 'approve' && to !== 'exception_requested' ? 'PolicyExceptionDecided' : 'FindingChanged';
}

function detailOf(finding: Finding, entry: HistoryEntry): Record<string, unknown> {
  return {
    schemaVersion: SCHEMA_VERSION,
    reference: finding.reference,
    ...finding.launch,
    notebook: finding.notebook.name,
    version: entry.version,
    at: entry.at,
    command: entry.command,
    actor: entry.actor,
    from: entry.from,
    status: entry.to,
    violations: finding.violations.map(({ rule, severity, fix }) => ({ rule, severity, fix })),
    severity: finding.severity,
    owner: finding.owner?.userId ?? null,
    team: finding.team,
    deadline: finding.deadline,
  };
}
