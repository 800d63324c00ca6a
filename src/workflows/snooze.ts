import type { Finding } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import { leadAskedAt } from '../domain/reminder-steps';
import type { MessagingServices } from '../services';
import { type Changed, changeFinding } from './change-finding';
import { leadOfOwner } from './lead-of-owner';

/** What the owner is told after putting a reminder off. Moments are UTC ISO. */
export interface Snoozed {
  until: string;
  /** Who is asked when, if nobody decides until then; null when the team has no lead but the owner. */
  lead: { userId: string; at: string } | null;
}

/** Puts the owner's next reminder off until tomorrow; it moves neither the date nor the lead's turn. */
export async function snooze(
  services: MessagingServices,
  { launch, userId, now }: { launch: Launch; userId: string; now: Date },
): Promise<Changed> {
  return changeFinding(
    services,
    launch,
    (finding) => (finding.owner?.userId === userId ? { type: 'snooze', by: userId } : null),
    now,
  );
}

/** Null when nothing is put off. */
export async function snoozedUntil(services: MessagingServices, finding: Finding): Promise<Snoozed | null> {
  const { snoozedUntil: until, leadAnnouncedAt } = finding.reminded;
  if (!until || !leadAnnouncedAt) return null;
  const userId = await leadOfOwner(services, finding);
  return { until, lead: userId ? { userId, at: leadAskedAt(finding, services.policy, leadAnnouncedAt) } : null };
}
