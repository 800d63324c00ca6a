import type { Finding, Status } from '../../src/domain/finding';
import type { Launched } from './quarter';

/** The numbers counted anew, from the whole histories and from what the company really did; shares no code with the bot. */
export function recount(findings: Finding[], launches: Launched[], { from, to }: { from: string; to: string }) {
  const start = Date.parse(from);
  const end = Date.parse(to);
  const within = (at: number) => at >= start && at < end;
  const open = (moment: number) => findings.filter((finding) => isOpen(statusAt(finding, moment))).length;
  const fixes: number[] = [];
  const decisions: number[] = [];
  for (const { history, firstSeenAt } of findings) {
    const past = history.filter(({ at }) => Date.parse(at) < end);
    const last = past.at(-1);
    const closing = past.findLast((entry) => entry.to === 'resolved' && entry.from !== 'resolved');
    const allowed = past.some((entry) => entry.to === 'exception_granted');
    if (last?.to === 'resolved' && closing && within(Date.parse(closing.at)) && !allowed) {
      fixes.push(Date.parse(closing.at) - Date.parse(firstSeenAt));
    }
    const choice = past.find((entry) =>
      ['acknowledged', 'migration_scheduled', 'exception_requested'].includes(entry.to),
    );
    if (choice && within(Date.parse(choice.at))) decisions.push(Date.parse(choice.at) - Date.parse(firstSeenAt));
  }
  const made = launches.filter(({ at }) => within(at));
  return {
    open: { now: open(end), before: open(start) },
    launches: { part: made.filter(({ good }) => good).length, all: made.length },
    fixed: { count: fixes.length, mean: mean(fixes), median: median(fixes) },
    decided: { count: decisions.length, median: median(decisions) },
  };
}

function statusAt({ history }: Finding, moment: number): Status | null {
  return history.findLast(({ at }) => Date.parse(at) < moment)?.to ?? null;
}

function isOpen(status: Status | null): boolean {
  return status !== null && status !== 'resolved' && status !== 'exception_granted';
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
