import type { OwnerImport } from '../../../src/aws/owner-entries';
import { localWorkspace, type Person, type Workspace } from '../../../src/local/workspace';
import { SECURITY, type World } from '../world';

const GROUP = 'S0APPROVERS';

/** Who presses. Every one but the last two presses while Slack says who belongs to security. */
export const ROLES = {
  owner: 'U0OWNER0001',
  lead: 'U0LEAD00002',
  otherLead: 'U0OTHER0003',
  security: 'U0SEC000004',
  /** Security, and asked for the policy exception. */
  secAsked: 'U0SECASK005',
  /** Security, and owned the notebook before. */
  secOwned: 'U0SECOWN006',
  /** Security, and launched it. */
  secLaunched: 'U0SECLAU007',
  /** Security, and changed its owner while the request waits. */
  secChanged: 'U0SECCHG008',
  /** Asked for the policy exception and owns the notebook no more. */
  requester: 'U0ASKED0009',
  developer: 'U0DEV000010',
  /** Belongs to the group of approvers all the same. */
  guest: 'U0GUEST0011',
  /** Of a workspace that shares a channel, in the group of approvers all the same. */
  stranger: 'U0FOREIGN12',
  /** Named by the policy as one of security, and deactivated. */
  gone: 'U0GONE00013',
  /** Left the group of approvers after a press that Slack still counted them for. */
  left: 'U0LEFT00014',
  /** Security, while Slack cannot say who is. */
  secUnsure: 'U0SEC000004',
  /** The owner, while Slack cannot say who belongs to security. */
  ownerUnsure: 'U0OWNER0001',
} as const;

export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** Another approver: asks the question and gives the first of two approvals in the findings of the tables. */
export const ANOTHER = 'U0SEC200015';
/** Somebody who is made the owner. */
export const NEWCOMER = 'U0NEWCO0016';

export const FOREIGN_TEAM = 'T0PARTNER01';

/** Everyone of security at first: with the guest, the stranger and the one who leaves. */
const MEMBERS = [
  ROLES.security,
  ROLES.secAsked,
  ROLES.secOwned,
  ROLES.secLaunched,
  ROLES.secChanged,
  ROLES.guest,
  ROLES.stranger,
  ANOTHER,
];

const ids = [...new Set([...Object.values(ROLES), ANOTHER, NEWCOMER])];

const handleOf = (id: string) => id.slice(2).toLowerCase();

const people = ids.map(
  (id): Person => ({
    id,
    name: handleOf(id),
    realName: handleOf(id),
    email: `${handleOf(id)}@acme.example`,
    tz: 'Europe/Berlin',
    isRestricted: id === ROLES.guest,
    deleted: id === ROLES.gone,
  }),
);

export const company: Workspace = {
  ...localWorkspace,
  people,
  channels: localWorkspace.channels.map((channel) => ({
    ...channel,
    members: channel.id === SECURITY ? [ANOTHER, localWorkspace.bot.userId] : [localWorkspace.bot.userId],
  })),
  userGroups: [{ id: GROUP, handle: 'notebook-approvers', name: 'Notebook approvers', users: MEMBERS }],
};

/** The owners table: the owner's tag and team, and who leads which team. */
export const companyOwners: OwnerImport[] = [
  { userId: ROLES.owner, tag: 'owner', email: null, team: 'growth', lead: false },
  { userId: ROLES.lead, tag: null, email: null, team: 'growth', lead: true },
  { userId: ROLES.otherLead, tag: null, email: null, team: 'risk', lead: true },
  { userId: NEWCOMER, tag: null, email: null, team: 'growth', lead: false },
];

/** The policy, which names somebody of security beside the group. */
export function companyPolicy(policy: string): string {
  const group = `user_group: ${GROUP}`;
  if (!policy.includes(group)) throw new Error(`the policy does not say ${group}`);
  return policy.replace(group, `${group}\n  users: [${ROLES.gone}]`);
}

/** Who asked for the policy exception: it matters only to those who may not decide on it, or may see it, for that. */
export function requesterFor(role: Role): string {
  return role === 'secAsked' || role === 'requester' ? ROLES[role] : ROLES.owner;
}

/** Somebody leaves the group of approvers a moment after a press. */
export async function leave(world: World, press: (userId: string) => Promise<unknown>): Promise<void> {
  world.slack.outage('usergroups.users.list', null);
  world.slack.setGroup(GROUP, [...MEMBERS, ROLES.left]);
  await press(ROLES.left);
  world.slack.setGroup(GROUP, MEMBERS);
}

/** Makes Slack able to say who belongs to security, or unable. */
export function enter(world: World, role: Role): void {
  const isUnsure = role === 'secUnsure' || role === 'ownerUnsure';
  world.slack.outage('usergroups.users.list', isUnsure ? { kind: 'error', error: 'internal_error' } : null);
}
