import type { MessagingServices } from '../services';

/** What a person may see: their own findings, those of the teams they lead, and for security all. */
export interface Scope {
  userId: string;
  /** Teams they lead, in lower case. */
  teams: string[];
  isSecurity: boolean;
}

/** Asked live at every command: authority is never cached. Throws when Slack cannot say who belongs to security. */
export async function scopeOf(services: MessagingServices, userId: string): Promise<Scope> {
  const [teams, isSecurity] = await Promise.all([
    services.owners.teamsLedBy(userId),
    services.directory.isSecurity(userId),
  ]);
  return { userId, teams, isSecurity };
}

export function isInScope(
  { userId, teams, isSecurity }: Scope,
  { owner, team }: { owner: { userId: string } | null; team: string | null },
): boolean {
  return isSecurity || owner?.userId === userId || (team !== null && teams.includes(team));
}
