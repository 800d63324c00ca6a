import type { Finding } from '../domain/finding';
import type { MessagingServices } from '../services';
import { changeFinding } from './change-finding';
import { findOwner } from './find-owner';

/**
 * Slack cannot reach the person a message is for. A card falls to the next rung of the ladder: answers the finding with
 * its next owner, or without one. A line is given up, for the card says the same: null.
 */
export async function replaceLostOwner(
  services: MessagingServices,
  finding: Finding,
  key: string,
  now: Date,
): Promise<Finding | null> {
  const message = finding.messages[key];
  if (!message) return null;
  const close = () => services.findings.shown(finding.launch, key, { shownVersion: finding.version, final: true });
  if (message.kind !== 'card' || message.to !== finding.owner?.userId) {
    await close();
    return null;
  }
  const { notebook, launchedBy: caller } = finding;
  const without = [...finding.lostOwners, message.to];
  const found = await findOwner(services, { notebook, caller, now, without });
  const result = await changeFinding(
    services,
    finding.launch,
    () => ({ type: 'assign_owner', by: null, lost: true, found }),
    now,
  );
  // Only now: had the search failed, the card would still be due, and the next try would search again.
  await close();
  return result.kind === 'changed' ? result.finding : null;
}
