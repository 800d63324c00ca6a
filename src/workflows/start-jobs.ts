import type { ExportRequest, ReportRequest, ScanRequest } from '../domain/job-events';
import type { MessagingServices } from '../services';

/** Long work is asked for on the own bus; `worker` does it and reports in the caller's DM. */

/** Nobody's scan is repeated within this time. */
const SCAN_AGAIN_MS = 10 * 60_000;

/**
 * Asks for a look at everything in the account and region; null stands for all of them. False when the same was asked for
 * within ten minutes, by whomever.
 */
export async function startScan(
  { owners, events }: MessagingServices,
  { now, ...detail }: ScanRequest & { now: Date },
): Promise<boolean> {
  const { account, region } = detail;
  const key = `scan#${account ?? 'all'}#${region ?? 'all'}`;
  const expiresAt = new Date(now.getTime() + SCAN_AGAIN_MS).toISOString();
  if (!(await owners.once(key, { now: now.toISOString(), expiresAt }))) return false;
  try {
    await events.publish([{ detailType: 'ScanRequested', detail }]);
  } catch (error) {
    await owners.forget(key);
    throw error;
  }
  return true;
}

export async function startReport({ events }: MessagingServices, detail: ReportRequest): Promise<void> {
  await events.publish([{ detailType: 'ReportRequested', detail }]);
}

export async function startExport({ events }: MessagingServices, detail: ExportRequest): Promise<void> {
  await events.publish([{ detailType: 'ExportRequested', detail }]);
}
