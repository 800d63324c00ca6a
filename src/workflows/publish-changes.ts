import type { Finding } from '../domain/finding';
import { unpublishedEvents } from '../domain/integration-events';
import type { MessagingServices } from '../services';

/**
 * Tells other systems, and our own worker, what happened to the finding since it was last told. At least once: a repeated
 * event has the same launch and `version`.
 */
export async function publishChanges(services: MessagingServices, finding: Finding): Promise<void> {
  const news = unpublishedEvents(finding);
  if (news.length === 0) return;
  await services.events.publish(news);
  await services.findings.published(finding.launch, finding.version);
}
