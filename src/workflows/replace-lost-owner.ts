import type { Finding } from '../domain/finding';
import type { MessagingServices } from '../services';
import { changeFinding } from './change-finding';
import { findOwner } from './find-owner';

/**
 * Slack cannot reach the person a message is for. When that is the owner, the finding falls to the next rung of the
 * ladder: answers it with its next owner, or without one. What was for somebody else is given up: null.
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
  const { to } = message;
  if (to !== finding.owner?.userId) {
    await close();
    return null;
  }
  const { notebook, launchedBy: caller } = finding;
  const without = [...finding.lostOwners, to];
  const found = await findOwner(services, { notebook, caller, now, without });
  const result = await changeFinding(
    services,
    finding.launch,
    // Unless somebody else has it by now.
    ({ owner }) => (owner?.userId === to ? { type: 'assign_owner', by: null, lost: true, found } : null),
    now,
  );
  // Only now: had the search failed, the card would still be due, and the next try would search again.
  await close();
  return result.kind === 'changed' ? result.finding : null;
}
