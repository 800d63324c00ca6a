import { Logger } from '@aws-lambda-powertools/logger';
import * as v from 'valibot';
import { loadConfig } from '../config';
import { buildMessagingServices, type MessagingServices } from '../services';
import { attend } from '../workflows/run-due';
import { sendNotices } from '../workflows/send-notices';

const logger = new Logger();
let services: MessagingServices | undefined;

const findingEvent = v.object({
  'detail-type': v.picklist(['FindingOpened', 'FindingChanged', 'FindingResolved', 'PolicyExceptionDecided']),
  detail: v.object({ account: v.string(), region: v.string(), name: v.string(), createdAt: v.string() }),
});

/**
 * What is too slow for Slack's three seconds: after a change, every other message that shows the finding. Faults are
 * thrown, and AWS tries again.
 */
export async function handler(event: unknown): Promise<void> {
  const parsed = v.safeParse(findingEvent, event);
  if (!parsed.success) {
    logger.warn('event ignored', { reason: parsed.issues[0].message });
    return;
  }
  services ??= buildMessagingServices(loadConfig(process.env));
  const now = new Date();
  const finding = await attend(services, parsed.output.detail, now);
  if (finding) await sendNotices(services, [finding], now);
}
