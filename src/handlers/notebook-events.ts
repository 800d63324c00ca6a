import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { loadConfig } from '../config';
import { parseNotebookEvent } from '../domain/notebook-event';
import { buildServices, type Services } from '../services';
import { auditNotebook } from '../workflows/audit-notebook';
import { explainBlockedLaunch } from '../workflows/explain-blocked-launch';
import { accountOf, type LambdaContext } from './lambda-context';

const logger = new Logger();
const metrics = new Metrics();
let services: Services | undefined;

/** What became of an event; also the function's answer, for people who invoke it by hand. */
export interface Handled {
  outcome: string;
  reason?: string;
}

/**
 * CloudTrail calls about notebooks and their native state changes. An event that cannot be read is logged and done with:
 * trying it again would not help. Faults are thrown, and AWS tries again.
 */
export async function handler(event: unknown, context?: LambdaContext): Promise<Handled> {
  const parsed = parseNotebookEvent(event);
  if (!parsed.ok) return ignored(parsed.reason);
  const { signal } = parsed;
  if (signal.kind === 'ignored') return ignored(`${signal.what}: ${signal.reason}`);
  services ??= buildServices(loadConfig(process.env), accountOf(context));
  const now = new Date();
  if (signal.kind === 'blocked') {
    const outcome = await explainBlockedLaunch(services, signal, now);
    logger.info('a launch was blocked by a guardrail', { account: signal.account, region: signal.region, outcome });
    return { outcome };
  }
  const audited = await auditNotebook(services, signal, now);
  const facts = { what: signal.what, account: signal.account, region: signal.region, notebook: signal.name };
  if (audited.kind === 'unknown') {
    metrics.addMetric('NotebookNotLooked', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
    logger.warn('could not look at the notebook, so nothing is concluded', { ...facts, reason: audited.reason });
    return { outcome: 'unknown', reason: audited.reason };
  }
  logger.info('looked at the notebook', { ...facts, outcome: audited.kind });
  return { outcome: audited.kind };
}

function ignored(reason: string): Handled {
  logger.info('event ignored', { reason });
  return { outcome: 'ignored', reason };
}
