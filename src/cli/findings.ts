import type { Finding, Status } from '../domain/finding';
import type { OperatorServices } from '../services';
import { tableOf } from './table';
import { EXIT, type Terminal } from './terminal';

/** Prints every finding that was asked for, the earliest fix date first and resolved ones last. */
export async function listFindings(
  terminal: Terminal,
  services: OperatorServices,
  options: { json?: boolean; status?: Status; open?: boolean },
): Promise<number> {
  const findings: Finding[] = [];
  for await (const finding of services.findings().all()) {
    if (options.status && finding.status !== options.status) continue;
    if (options.open && finding.status === 'resolved') continue;
    findings.push(finding);
  }
  findings.sort(byUrgency);
  if (options.json) {
    terminal.out(`${JSON.stringify(findings.map(recordOf), null, 2)}\n`);
    return EXIT.ok;
  }
  if (findings.length > 0) terminal.out(tableOf(terminal, HEAD, findings.map(rowOf)));
  terminal.err(`${findings.length === 1 ? '1 finding' : `${findings.length} findings`}\n`);
  return EXIT.ok;
}

function byUrgency(one: Finding, other: Finding): number {
  return urgency(one) < urgency(other) ? -1 : 1;
}

function urgency({ status, deadline, resolution, reference }: Finding): string {
  return [status === 'resolved' ? '1' : '0', resolution?.at ?? deadline ?? '9999', reference].join(' ');
}

/** What `findings --json` prints of a finding: docs/cli.md describes every field, and other programs rely on them. */
export function recordOf(finding: Finding) {
  const { launch, notebook, owner } = finding;
  return {
    reference: finding.reference,
    notebook: notebook.name,
    account: launch.account,
    region: launch.region,
    createdAt: launch.createdAt,
    status: finding.status,
    owner: owner?.userId ?? null,
    ownerSource: owner?.source ?? null,
    team: finding.team,
    violations: finding.violations.map(({ rule, observed, severity, fix, deadline }) => ({
      rule,
      observed,
      severity,
      fix,
      deadline,
    })),
    severity: finding.severity,
    firstSeenAt: finding.firstSeenAt,
    deadline: finding.deadline,
    request: finding.request,
    grant: finding.grant,
    migration: finding.migration,
    resolution: finding.resolution,
    history: finding.history,
  };
}

const HEAD = [
  'REFERENCE',
  'NOTEBOOK',
  'ACCOUNT',
  'REGION',
  'STATUS',
  'SEVERITY',
  'OWNER',
  'TEAM',
  'DEADLINE',
  'LAST CHANGE',
  'VIOLATIONS',
];

function rowOf(finding: Finding): string[] {
  const { launch, notebook, history } = finding;
  const last = history.at(-1);
  return [
    finding.reference,
    notebook.name,
    launch.account,
    launch.region,
    finding.status,
    finding.severity,
    finding.owner?.userId ?? '-',
    finding.team ?? '-',
    finding.deadline ? minutes(finding.deadline) : '-',
    last ? `${minutes(last.at)} ${last.command} by ${last.actor}` : '-',
    finding.violations.map(({ rule, observed }) => `${rule} (${observed})`).join(', ') || '-',
  ];
}

/** `2026-12-01T16:00Z` */
const minutes = (moment: string) => `${moment.slice(0, 16)}Z`;
