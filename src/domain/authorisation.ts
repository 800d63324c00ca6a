import type { ExceptionRequest, Finding } from './finding';

/** The person who presses, as far as we know them. `teamsLed` from the owners table, `isSecurity` from the policy. */
export interface Actor {
  userId: string;
  teamsLed: string[];
  isSecurity: boolean;
}

/** Owner, that team's lead, or security. The Team tag gives no power: anybody who can tag could choose it. */
export function mayDecide(actor: Actor, finding: Finding): boolean {
  return actor.userId === finding.owner?.userId || leads(actor, finding) || actor.isSecurity;
}

/** Only a lead of the finding's own team, or security, makes somebody else the owner. */
export function mayAssign(actor: Actor, finding: Finding): boolean {
  return leads(actor, finding) || actor.isSecurity;
}

function leads(actor: Actor, finding: Finding): boolean {
  return finding.team !== null && actor.teamsLed.includes(finding.team);
}

export type ApprovalBar = 'not_an_approver' | 'requester' | 'owner' | 'launcher' | 'changed_owner';

/**
 * Four eyes: why this person may not decide on the request, or null. Nobody decides who asked for it, owns or ever owned
 * the notebook, launched it, or changed its owner while the request was pending.
 */
export function approvalBar(
  actor: Pick<Actor, 'userId' | 'isSecurity'>,
  finding: Finding,
  request: Pick<ExceptionRequest, 'by' | 'ownerChangedBy'>,
): ApprovalBar | null {
  const { userId } = actor;
  if (!actor.isSecurity) return 'not_an_approver';
  if (userId === request.by) return 'requester';
  if (userId === finding.owner?.userId || finding.owners.includes(userId)) return 'owner';
  if (userId === finding.launchedBy?.userId) return 'launcher';
  if (request.ownerChangedBy.includes(userId)) return 'changed_owner';
  return null;
}

/** Fewer people than have to approve can: how many can, and whether the person who asks is of security. */
export interface TooFewApprovers {
  able: number;
  needed: number;
  isApprover: boolean;
}
