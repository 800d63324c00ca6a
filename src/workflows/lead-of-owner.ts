import type { Finding } from '../domain/finding';
import type { MessagingServices } from '../services';

/** The lead who can step in for the owner; null when the team has none, or the owner leads it. */
export async function leadOfOwner(
  { owners }: Pick<MessagingServices, 'owners'>,
  { team, owner }: Pick<Finding, 'team' | 'owner'>,
): Promise<string | null> {
  const lead = team === null ? null : await owners.leadOf(team);
  return lead && lead.userId !== owner?.userId ? lead.userId : null;
}
