import type { FindingRecord } from '../domain/finding-summary';
import { type KpiHistory, type Kpis, kpisOf } from '../domain/kpis';
import type { LaunchRecord } from '../domain/launch-record';
import type { Period } from '../domain/weeks';
import type { MessagingServices } from '../services';

/** The numbers of a team, or of the whole company (null), for any period, the past included. */
export async function numbersFor(
  services: Pick<MessagingServices, 'findings'>,
  { team, from, to }: Period & { team: string | null },
): Promise<Kpis> {
  return kpisOf({ ...(await readHistory(services, { from, to })), team, from, to });
}

/** All that numbers about any part of the period are computed from. */
export async function readHistory(
  { findings }: Pick<MessagingServices, 'findings'>,
  { from, to }: Period,
): Promise<KpiHistory> {
  const [records, launches] = await Promise.all([
    gather(findings.records(from)),
    gather(findings.launchesBetween(from, to)),
  ]);
  return { records, launches };
}

async function gather<T extends FindingRecord | LaunchRecord>(found: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of found) all.push(one);
  return all;
}
