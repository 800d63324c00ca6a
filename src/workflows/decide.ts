import { type Actor, type ApprovalBar, approvalBar, mayAssign, mayDecide } from '../domain/authorisation';
import type { Command, Finding } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import type { MessagingServices } from '../services';
import { type Changed, changeFinding } from './change-finding';

export type Decided =
  | Changed
  | { kind: 'barred'; finding: Finding; bar: ApprovalBar }
  /** Slack could not say who the approvers are. */
  | { kind: 'cannot_check'; cause: unknown }
  /** The person who is to own it left, is a guest or a bot. */
  | { kind: 'not_active' };

/** May this person see the finding's details and decide on it? */
export async function mayAct(services: MessagingServices, userId: string, finding: Finding): Promise<boolean> {
  const teamsLed = finding.owner?.userId === userId ? [] : await services.owners.teamsLedBy(userId);
  return isAllowed(services, { userId, teamsLed }, finding);
}

/** May this person see the finding? Whoever asked for the policy exception that is pending may, to answer questions. */
export async function maySee(services: MessagingServices, userId: string, finding: Finding): Promise<boolean> {
  return finding.request?.by === userId || mayAct(services, userId, finding);
}

/** Security is asked of Slack only when nothing else gives the right. */
async function isAllowed(
  services: MessagingServices,
  person: Pick<Actor, 'userId' | 'teamsLed'>,
  finding: Finding,
): Promise<boolean> {
  return mayDecide({ ...person, isSecurity: false }, finding) || isSecurity(services, person.userId);
}

/** A decision of the owner, their lead or security on the finding. */
export function decide(
  services: MessagingServices,
  click: { launch: Launch; userId: string; command: Command; now: Date },
): Promise<Decided> {
  const { launch, userId, command, now } = click;
  const teams = services.owners.teamsLedBy(userId);
  return changeFinding(
    services,
    launch,
    async (finding) => ((await isAllowed(services, { userId, teamsLed: await teams }, finding)) ? command : null),
    now,
  );
}

/** The answer to what security asked: of the requester, or of whoever may decide on the finding. */
export function answerQuestion(
  services: MessagingServices,
  click: { launch: Launch; userId: string; requestId: string; answer: string; now: Date },
): Promise<Decided> {
  const { launch, userId, requestId, answer, now } = click;
  return changeFinding(
    services,
    launch,
    async (finding) =>
      (await maySee(services, userId, finding)) ? { type: 'answer', by: userId, requestId, answer } : null,
    now,
  );
}

/** "Not mine" is the owner's own word. */
export function disown(
  services: MessagingServices,
  click: { launch: Launch; userId: string; proposed?: string; note?: string; now: Date },
): Promise<Decided> {
  const { launch, userId, proposed, note, now } = click;
  return changeFinding(
    services,
    launch,
    (finding) => (finding.owner?.userId === userId ? { type: 'disown', by: userId, proposed, note } : null),
    now,
  );
}

/** A lead of the finding's team, or security, names the owner, and can have the owner tag remembered. */
export async function assign(
  services: MessagingServices,
  click: { launch: Launch; userId: string; ownerId: string; remember: boolean; now: Date },
): Promise<Decided> {
  const { launch, userId, ownerId, remember, now } = click;
  const person = await services.directory.person(ownerId);
  if (!person?.active) return { kind: 'not_active' };
  const team = (await services.owners.person(ownerId))?.team ?? null;
  const [teamsLed, security] = await Promise.all([services.owners.teamsLedBy(userId), isSecurity(services, userId)]);
  const result = await changeFinding(
    services,
    launch,
    (finding) => {
      // Whoever says "it's mine" of a notebook that nobody wants takes a duty on, and no power over others.
      const claims = ownerId === userId && (finding.owner === null || finding.handover !== null);
      if (!claims && !mayAssign({ userId, teamsLed, isSecurity: security }, finding)) return null;
      const owner = { userId: ownerId, source: { kind: 'assigned' as const, by: userId }, timeZone: person.timeZone };
      return {
        type: 'assign_owner',
        by: userId,
        found: { owner, team, teamTag: finding.teamTag, search: finding.ownerSearch },
      };
    },
    now,
  );
  if (result.kind === 'changed' && remember) {
    const tag = result.finding.notebook.tags[services.policy.tags.owner]?.trim();
    if (tag && (security || (await isTheirs(services, tag, teamsLed)))) {
      await services.owners.learnTag(tag, {
        userId: ownerId,
        team,
        timeZone: person.timeZone,
        checkedAt: now.toISOString(),
      });
    }
  }
  return result;
}

type Judgement = Extract<Command, { type: 'approve' | 'deny' | 'ask' | 'revoke' }>;

/**
 * Approve, deny, ask or revoke: an approver's word, with four eyes where it decides. Membership is asked of Slack at every
 * click; when Slack cannot say, nothing happens.
 */
export async function judge(
  services: MessagingServices,
  click: {
    launch: Launch;
    userId: string;
    command: Judgement;
    now: Date;
  },
): Promise<Decided> {
  const { launch, userId, command, now } = click;
  let approvers: Approvers;
  try {
    approvers = await approversFor(services, userId);
  } catch (cause) {
    return { kind: 'cannot_check', cause };
  }
  const { members, isSecurity } = approvers;
  let bar: ApprovalBar | null = null;
  const result = await changeFinding(
    services,
    launch,
    (current) => {
      bar = barTo(command, { userId, isSecurity }, current);
      if (bar) return null;
      return command.type === 'approve' ? { ...command, members } : command;
    },
    now,
  );
  return result.kind === 'forbidden' && bar ? { kind: 'barred', finding: result.finding, bar } : result;
}

/** Who decides at this moment, as Slack says, and whether this person is one of them. */
export interface Approvers {
  members: string[];
  isSecurity: boolean;
}

/** Throws when Slack cannot say. */
export async function approversFor(services: MessagingServices, userId: string): Promise<Approvers> {
  const [members, person] = await Promise.all([
    services.directory.securityMembers(),
    services.directory.person(userId),
  ]);
  return { members, isSecurity: members.includes(userId) && person?.active === true };
}

/** Without the request pending there is nothing to decide on: the transition says what it moved on to. */
function barTo(
  { type, requestId }: Judgement,
  actor: Pick<Actor, 'userId' | 'isSecurity'>,
  finding: Finding,
): ApprovalBar | null {
  const { request } = finding;
  if (!actor.isSecurity) return 'not_an_approver';
  if (type === 'revoke' || request?.id !== requestId) return null;
  // A question decides nothing, so anybody of security may ask it; but not of themselves.
  if (type === 'ask') return actor.userId === request.by ? 'requester' : null;
  return approvalBar(actor, finding, request);
}

/** Can anybody decide on a request of this person for this finding today? False only when Slack says so for certain. */
export async function someoneCanApprove(
  services: MessagingServices,
  userId: string,
  finding: Finding,
): Promise<boolean> {
  const members = await services.directory.securityMembers();
  const request = { by: userId, ownerChangedBy: [] };
  const able = members.filter((member) => approvalBar({ userId: member, isSecurity: true }, finding, request) === null);
  return able.length > 0;
}

/** A lead teaches only what concerns tags that belong to their own team already. */
async function isTheirs(services: MessagingServices, tag: string, teamsLed: string[]): Promise<boolean> {
  const row = await services.owners.byTag(tag);
  return row?.team != null && teamsLed.includes(row.team);
}

async function isSecurity(services: MessagingServices, userId: string): Promise<boolean> {
  return (await services.directory.securityMembers()).includes(userId);
}
