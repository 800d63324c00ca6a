import type { Standing } from '../../domain/home';
import type { Kpis } from '../../domain/kpis';
import { number } from './home-rows';
import { percent } from './number-words';
import { duration } from './text';

/** How numbers read in a Home. mrkdwn. */

/** `5 open (1 with direct internet access) · 1 date has passed` */
export function standingWords({ total, allowed, direct, overdue, more }: Standing): string {
  const open = total - allowed;
  return [
    `${more ? 'more than ' : ''}*${number(open)} open*${direct > 0 ? ` (${number(direct)} with direct internet access)` : ''}`,
    ...(overdue > 0 ? [`${number(overdue)} ${overdue === 1 ? 'date has' : 'dates have'} passed`] : []),
    ...(allowed > 0 ? [`${number(allowed)} allowed for now`] : []),
  ].join(' · ');
}

/** `9 of 11 launches good from the start` below 20 of them, `95 % of 40 launches …` above. */
export function launchWords({ launches: { part, all, share } }: Kpis): string {
  if (all === 0) return 'no launches';
  if (share === null) return `${part} of ${all} ${all === 1 ? 'launch' : 'launches'} good from the start`;
  return `${percent(share)} of ${number(all)} launches good from the start`;
}

/** `time to fix: median 34 h, mean 2 days`; what was ever allowed has none. */
export function fixWords({ fixed, timeToFix: { medianMs, meanMs } }: Kpis): string {
  if (medianMs === null || meanMs === null) return fixed === 0 ? 'nothing fixed yet' : 'no time to fix to count';
  return `time to fix: median ${duration(medianMs)}, mean ${duration(meanMs)}`;
}

/** The same with the change to the period before, where that is known. */
export function comparedWords(kpis: Kpis, before: Kpis): string[] {
  if (kpis.isFirst) return [launchWords(kpis), fixWords(kpis), 'nothing before to compare with'];
  return [
    `${signed(kpis.open.now - kpis.open.before)} open`,
    `${launchWords(kpis)} (before: ${launchShare(before)})`,
    `${fixWords(kpis)}${before.timeToFix.medianMs === null ? '' : ` (before: median ${duration(before.timeToFix.medianMs)})`}`,
    `${number(kpis.fixed)} fixed (before: ${number(before.fixed)})`,
  ];
}

function launchShare({ launches: { part, all, share } }: Kpis): string {
  if (all === 0) return 'none';
  return share === null ? `${part} of ${all}` : percent(share);
}

function signed(change: number): string {
  if (change === 0) return 'as many';
  return change > 0 ? `${number(change)} more` : `${number(-change)} fewer`;
}
