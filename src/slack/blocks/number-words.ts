import type { Kpis, Share } from '../../domain/kpis';
import type { ReportNumbers } from '../../domain/report-numbers';
import { sentenceList } from './text';
import { ruleName } from './wording';

/** How the numbers read. mrkdwn without anything that people wrote. Few are counts, many are percentages. */

/** `*9 of 11* launches good from the start`, `*92 %* of 45 launches good from the start`. */
export function goodWords({ part, all, share }: Share): string {
  if (all === 0) return 'no launches';
  if (share === null) return `*${part} of ${all}* ${all === 1 ? 'launch' : 'launches'} good from the start`;
  return `*${percent(share)}* of ${all} launches good from the start`;
}

/** `median 1.4 days, mean 2.1 days`; null when nothing counts. */
export function fixTimeWords({ timeToFix: { medianMs, meanMs } }: Pick<Kpis, 'timeToFix'>): string | null {
  return medianMs === null || meanMs === null ? null : `median ${span(medianMs)}, mean ${span(meanMs)}`;
}

/** All numbers of a period in one line, with what changed against the period before. */
export function numbersLine({ kpis, before, fourWeeks }: ReportNumbers, { withDecisions }: { withDecisions: boolean }) {
  const { open, timeToDecision } = kpis;
  const fix = fixTimeWords(kpis);
  return [
    `*${open.now} open*${kpis.isFirst ? '' : ` (${signed(open.now - open.before)})`}${internetWords(kpis)}`,
    goodWords(kpis.launches),
    ...(fix ? [`time to fix: ${fix}${changeOfMean(kpis, before)}`] : []),
    ...(withDecisions && timeToDecision.medianMs !== null
      ? [`time to a first decision: median ${span(timeToDecision.medianMs)}`]
      : []),
    ...reductionWords(kpis, fourWeeks),
  ].join(' · ');
}

function internetWords({ open }: Kpis): string {
  return open.directInternet > 0 ? `, ${open.directInternet} with direct internet access` : '';
}

function changeOfMean(kpis: Kpis, before: Kpis): string {
  const [now, then] = [kpis.timeToFix.meanMs, before.timeToFix.meanMs];
  if (now === null || then === null) return '';
  const days = tenths(now - then);
  return days === 0 ? ' (no change)' : ` (${signed(days)} ${Math.abs(days) === 1 ? 'day' : 'days'})`;
}

/** A week says little: a digest compares with four weeks before. */
function reductionWords(kpis: Kpis, fourWeeks: Kpis | null): string[] {
  if (kpis.isFirst) return [fourWeeks ? 'first week, nothing to compare' : 'nothing before to compare with'];
  if (!fourWeeks) return kpis.change === null ? [] : [`*${signedPercent(kpis.change)}* against the period before`];
  if (fourWeeks.isFirst) return [];
  const { change, open } = fourWeeks;
  return [change === null ? `${open.before} open 4 weeks before` : `*${signedPercent(change)}* against 4 weeks before`];
}

/** `8 fixed, 5 new and 2 exceptions ended`; null when nothing changed. */
export function changeWords({ fixed, opened, exceptionsEnded }: Kpis): string | null {
  const parts = [
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(opened > 0 ? [`${opened} new`] : []),
    ...(exceptionsEnded > 0 ? [`${exceptionsEnded} ${exceptionsEnded === 1 ? 'exception' : 'exceptions'} ended`] : []),
  ];
  return parts.length === 0 ? null : sentenceList(parts);
}

/** `nothing open, 4 launches, all good`; null when the period was not quiet. */
export function quietWords(kpis: Kpis): string | null {
  const { open, launches } = kpis;
  if (open.now > 0 || changeWords(kpis) !== null) return null;
  if (launches.all === 0) return 'nothing open, no launches';
  const count = `${launches.all} ${launches.all === 1 ? 'launch' : 'launches'}`;
  const verdict =
    launches.part < launches.all ? `${launches.part} good from the start` : launches.all === 1 ? 'good' : 'all good';
  return `nothing open, ${count}, ${verdict}`;
}

/** `4 of 5 new ones needed a fix for direct internet access.`; null when the new ones have too little in common. */
export function commonestWords({ commonest, opened }: Kpis): string | null {
  return commonest && `${commonest.count} of ${opened} new ones needed a fix for ${ruleName(commonest.rule)}.`;
}

const HOUR_MS = 60 * 60_000;

/** `1.4 days`, below a day `5 h`, below an hour `20 min`. */
function span(ms: number): string {
  if (ms < HOUR_MS) return `${Math.max(1, Math.round(ms / 60_000))} min`;
  if (ms < 24 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} h`;
  return tenths(ms) === 1 ? '1 day' : `${tenths(ms)} days`;
}

/** Days, to a tenth. */
function tenths(ms: number): number {
  return Math.round(ms / (2.4 * HOUR_MS)) / 10;
}

/** `+2`, `−3` (a true minus), `no change`. */
function signed(value: number): string {
  if (value === 0) return 'no change';
  return value > 0 ? `+${value}` : `−${-value}`;
}

/** Rounded down: 100 % means all. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

function signedPercent(share: number): string {
  const rounded = Math.round(share * 100);
  return rounded === 0 ? '±0 %' : `${signed(rounded)} %`;
}
