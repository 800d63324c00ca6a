import { parse } from 'csv-parse/sync';

/** The numbers as docs/kpis.md tells to compute them from the two files of an export, and from nothing else. */
export function recompute(
  files: { notebooks: string; launches: string },
  { from, to, team }: { from: string; to: string; team: string | null },
) {
  const notebooks = rowsOf(files.notebooks).map((row) => ({ row, past: pastOf(row.timeline ?? '') }));
  const isIn = (at: string | undefined) =>
    at !== undefined && Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(to);
  const isOurs = (step: { team: string | null } | undefined) =>
    step !== undefined && (team === null || step.team === team);
  const until = (past: Step[], moment: string) => past.filter(({ at }) => Date.parse(at) < Date.parse(moment));
  const openAt = (moment: string) =>
    notebooks.filter(({ past }) => {
      const last = until(past, moment).at(-1);
      return isOurs(last) && last?.status !== 'resolved' && last?.status !== 'exception_granted';
    });
  const fixed = notebooks.flatMap(({ row, past: whole }) => {
    const past = until(whole, to);
    const resolution = past[past.findLastIndex(({ status }) => status !== 'resolved') + 1];
    return resolution && isIn(resolution.at) && isOurs(resolution) ? [{ row, past, at: resolution.at }] : [];
  });
  const seconds = fixed
    .filter(({ past }) => past.every(({ status }) => status !== 'exception_granted'))
    .map(({ row, at }) => secondsBetween(row.first_seen_at, at));
  const decisions = notebooks.flatMap(({ row, past }) => {
    const step = past.find(({ at }) => at === row.first_decision_at);
    return step && isIn(step.at) && isOurs(step) ? [secondsBetween(row.first_seen_at, step.at)] : [];
  });
  const launches = rowsOf(files.launches).filter(
    (row) => isIn(row.launched_at) && (team === null || row.team === team),
  );
  return {
    openNow: openAt(to).length,
    openBefore: openAt(from).length,
    directInternet: openAt(to).filter(({ row }) => row.violations?.includes('notebook-no-direct-internet-access'))
      .length,
    goodLaunches: launches.filter((row) => row.good_from_the_start === 'yes').length,
    launches: launches.length,
    fixed: fixed.length,
    opened: notebooks.filter(({ past }) => isIn(past[0]?.at) && isOurs(past[0])).length,
    exceptionsEnded: notebooks.flatMap(({ past }) => {
      const steps = until(past, to).filter(({ status }) => status !== 'exception_requested');
      return steps.filter(
        (step, index) =>
          step.status === 'open' && steps[index - 1]?.status === 'exception_granted' && isIn(step.at) && isOurs(step),
      );
    }).length,
    medianSeconds: median(seconds),
    meanSeconds: seconds.length === 0 ? null : seconds.reduce((sum, one) => sum + one, 0) / seconds.length,
    medianSecondsToDecision: median(decisions),
  };
}

function secondsBetween(from: string | undefined, to: string): number {
  return (Date.parse(to) - Date.parse(from ?? '')) / 1000;
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

interface Step {
  at: string;
  status: string;
  team: string | null;
}

function pastOf(text: string): Step[] {
  return text.split('; ').map((step) => {
    const [, at = '', status = '', team] = /^(\S+) (\S+)(?: \((.*)\))?$/.exec(step) ?? [];
    return { at, status, team: team ?? null };
  });
}

function rowsOf(file: string): Record<string, string | undefined>[] {
  return parse(file, { bom: true, columns: true });
}
