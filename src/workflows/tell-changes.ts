import type { Finding } from '../domain/finding';
import type { MessagingServices } from '../services';
import { deliverMessages } from './deliver-messages';
import { throwTogether } from './faults';
import { publishChanges } from './publish-changes';

/** After a change: every message that shows the finding, and the events that tell others. Safe to repeat. */
export async function tellChanges(services: MessagingServices, finding: Finding, now: Date): Promise<void> {
  const results = await Promise.allSettled([
    deliverMessages(services, finding, now),
    publishChanges(services, finding),
  ]);
  throwTogether(results, finding.reference);
}
