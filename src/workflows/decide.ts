import {
  type Actor,
  type ApprovalBar,
  approvalBar,
  mayAssign,
  mayDecide,
  type TooFewApprovers,
} from '../domain/authorisation';
import type { Command, Finding } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import { quorumFor } from '../domain/policy';
import type { MessagingServices } from '../services';
import { type Changed, changeFinding } from './change-finding';

export type Decided =
  | Changed
  | { kind: 'barred'; finding: Finding; bar: ApprovalBar }
  /** Slack could not say who the approvers are. */
  | { kind: 'cannot_check'; cause: unknown }
  /** Slack could not say whether the person belongs to security, which alone would give the right. */
  | { kind: 'right_unknown'; cause: unknown }
  /** The person who is to own it left, is a guest or a bot. */
  | { kind: 'not_active' };

/** Whether a person has a right, as far as it can be said. */
export type Right = { kind: 'yes' | 'no' } | { kind: 'right_unknown'; cause: unknown };

const YES: Right = { kind: 'yes' };

/** May this person see the finding's details and decide on it? */
export async function mayAct(services: MessagingServices, userId: string, finding: Finding): Promise<Right> {
  const teamsLed = finding.owner?.userId === userId ? [] : await services.owners.teamsLedBy(userId);
  return isAllowed(services, { userId, teamsLed }, finding);
}

/** May this person see the finding? Whoever asked for the policy exception that is pending may, to answer questions. */
export async function maySee(services: MessagingServices, userId: string, finding: Finding): Promise<Right> {
  return finding.request?.by === userId ? YES : mayAct(services, userId, finding);
}

/** Security is asked of Slack only when nothing else gives the right. */
async function isAllowed(
  services: MessagingServices,
  person: Pick<Actor, 'userId' | 'teamsLed'>,
  finding: Finding,
): Promise<Right> {
  return mayDecide({ ...person, isSecurity: false }, finding) ? YES : asSecurity(services, person.userId);
}

async function asSecurity({ directory }: MessagingServices, userId: string): Promise<Right> {
  try {
    return { kind: (await directory.isSecurity(userId)) ? 'yes' : 'no' };
  } catch (cause) {
    return { kind: 'right_unknown', cause };
  }
}

interface Click {
  launch: Launch;
  userId: string;
  now: Date;
}

/** Changes the finding by the command when the person has the right to it, judged on the finding as it is then. */
async function changeByRight(
  services: MessagingServices,
  { launch, now }: Click,
  rightTo: (finding: Finding) => Promise<Right>,
  commandFor: (finding: Finding) => Command,
): Promise<Decided> {
  const judged: { right?: Right } = {};
  const result = await changeFinding(
    services,
    launch,
    async (finding) => {
      judged.right = await rightTo(finding);
      return judged.right.kind === 'yes' ? commandFor(finding) : null;
    },
    now,
  );
  return result.kind === 'forbidden' && judged.right?.kind === 'right_unknown' ? judged.right : result;
}

/** A decision of the owner, their lead or security on the finding. */
export function decide(services: MessagingServices, click: Click & { command: Command }): Promise<Decided> {
  const { userId, command } = click;
  const teams = services.owners.teamsLedBy(userId);
  // Read beside the finding; that it failed is told where it is awaited.
  teams.catch(() => undefined);
  return changeByRight(
    services,
    click,
    async (finding) => isAllowed(services, { userId, teamsLed: await teams }, finding),
    () => command,
  );
}

/** The answer to what security asked: of the requester, or of whoever may decide on the finding. */
export function answerQuestion(
  services: MessagingServices,
  click: Click & { requestId: string; answer: string },
): Promise<Decided> {
  const { userId, requestId, answer } = click;
  return changeByRight(
    services,
    click,
    (finding) => maySee(services, userId, finding),
    () => ({ type: 'answer', by: userId, requestId, answer }),
  );
}

/** "Not mine" is the owner's own word. */
export function disown(
  services: MessagingServices,
  click: Click & { proposed?: string; note?: string },
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
  click: Click & { ownerId: string; remember: boolean },
): Promise<Decided> {
  const { userId, ownerId, remember, now } = click;
  const person = await services.directory.person(ownerId);
  if (!person?.active) return { kind: 'not_active' };
  const [known, teamsLed] = await Promise.all([services.owners.person(ownerId), services.owners.teamsLedBy(userId)]);
  const team = known?.team ?? null;
  const owner = { userId: ownerId, source: { kind: 'assigned' as const, by: userId }, timeZone: person.timeZone };
  const result = await changeByRight(
    services,
    click,
    async (finding) => {
      // Whoever says "it's mine" of a notebook that nobody wants takes a duty on, and no power over others.
      const claims = ownerId === userId && (finding.owner === null || finding.handover !== null);
      if (claims || mayAssign({ userId, teamsLed, isSecurity: false }, finding)) return YES;
      return asSecurity(services, userId);
    },
    ({ teamTag, ownerSearch }) => ({
      type: 'assign_owner',
      by: userId,
      found: { owner, team, teamTag, search: ownerSearch },
    }),
  );
  if (result.kind === 'changed' && remember) {
    const tag = result.finding.notebook.tags[services.policy.tags.owner]?.trim();
    if (tag && ((await isTheirs(services, tag, teamsLed)) || (await asSecurity(services, userId)).kind === 'yes')) {
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
export async function judge(services: MessagingServices, click: Click & { command: Judgement }): Promise<Decided> {
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

/**
 * Why a request of this person for this finding cannot be granted today: too few people may approve it. Null when enough
 * may, and when Slack does not say who they are.
 */
export async function tooFewApprovers(
  { directory, policy }: MessagingServices,
  userId: string,
  finding: Finding,
): Promise<TooFewApprovers | null> {
  const members = await directory.securityMembers().catch(() => null);
  const request = { by: userId, ownerChangedBy: [] };
  const isAble = (member: string) => approvalBar({ userId: member, isSecurity: true }, finding, request) === null;
  const able = members?.filter(isAble).length ?? 0;
  const needed = quorumFor(policy, finding.sensitivity);
  return members && able < needed ? { able, needed, isApprover: members.includes(userId) } : null;
}

/** A lead teaches only what concerns tags that belong to their own team already. */
async function isTheirs(services: MessagingServices, tag: string, teamsLed: string[]): Promise<boolean> {
  const row = await services.owners.byTag(tag);
  return row?.team != null && teamsLed.includes(row.team);
}
