import { Logger } from '@aws-lambda-powertools/logger';
import * as v from 'valibot';
import { loadConfig } from '../config';
import { FINDING_EVENTS } from '../domain/integration-events';
import { type JobEvent, jobEvent } from '../domain/job-events';
import { buildServices, type Services } from '../services';
import { exportFindings } from '../workflows/export-findings';
import { republishHomes } from '../workflows/home';
import { report } from '../workflows/report';
import { attend } from '../workflows/run-due';
import { scanTarget, startScan } from '../workflows/scan';
import { sendNotices } from '../workflows/send-notices';
import { accountOf, type LambdaContext } from './lambda-context';

const logger = new Logger();
let services: Services | undefined;

const changeEvent = v.object({
  'detail-type': v.picklist(FINDING_EVENTS),
  detail: v.object({
    account: v.string(),
    region: v.string(),
    name: v.string(),
    createdAt: v.string(),
    actor: v.string(),
  }),
});

type ChangeEvent = v.InferOutput<typeof changeEvent>;

/**
 * What is too slow for Slack's three seconds: after a change, every other message and Home that shows the finding; and
 * the long work that somebody asked for. Faults are thrown, and AWS tries again.
 */
export async function handler(event: unknown, context?: LambdaContext): Promise<void> {
  const change = v.safeParse(changeEvent, event);
  const job = v.safeParse(jobEvent, event);
  if (!change.success && !job.success) {
    logger.warn('event ignored', { reason: job.issues[0].message });
    return;
  }
  services ??= buildServices(loadConfig(process.env), accountOf(context));
  const now = new Date();
  if (change.success) await follow(services, change.output, now);
  if (job.success) await work(services, job.output, now);
}

async function follow(services: Services, { detail: { actor, ...launch } }: ChangeEvent, now: Date): Promise<void> {
  const finding = await attend(services, launch, now);
  if (!finding) return;
  await sendNotices(services, [finding], now);
  await republishHomes(services, finding, actor, now);
}

function work(services: Services, event: JobEvent, now: Date): Promise<void> {
  const { id } = event;
  switch (event['detail-type']) {
    case 'ReportRequested':
      return report(services, event.detail, { id, now });
    case 'ExportRequested':
      return exportFindings(services, event.detail, { now });
    case 'ScanRequested':
      return startScan(services, event.detail, { id, now });
    case 'ScanTargetRequested':
      return scanTarget(services, event.detail, () => new Date());
  }
}
