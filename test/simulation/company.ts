import type { OwnerImport } from '../../src/aws/owner-entries';
import { localWorkspace, type Person, type Workspace } from '../../src/local/workspace';

/** How somebody treats messages of the bot: how long they take, and whether they do anything at all. */
export type Temper = 'prompt' | 'slow' | 'silent';

export interface Colleague {
  userId: string;
  email: string;
  team: string;
  timeZone: string;
  temper: Temper;
}

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Tokyo'];
const TEAMS = ['growth', 'risk', 'search', 'vision'];
const TEMPERS: Temper[] = ['prompt', 'slow', 'silent'];

/** Forty people in four teams and four time zones; the first of each team leads it. Three more decide for security. */
export function aCompany() {
  const staff: Colleague[] = Array.from({ length: 40 }, (_, index) => ({
    userId: `U0STAFF${String(index).padStart(3, '0')}`,
    email: `staff${index}@acme.example`,
    team: TEAMS[index % TEAMS.length] ?? 'growth',
    timeZone: ZONES[(index >> 2) % ZONES.length] ?? 'Europe/Berlin',
    temper: TEMPERS[index % TEMPERS.length] ?? 'slow',
  }));
  const approvers = ['U0SECUR001', 'U0SECUR002', 'U0SECUR003'];
  const leads = new Map(TEAMS.map((team) => [team, staff.find((person) => person.team === team)?.userId ?? '']));
  const people: Person[] = [
    ...staff.map(({ userId, email, timeZone }) => ({
      id: userId,
      name: email.split('@')[0] ?? userId,
      realName: email,
      email,
      tz: timeZone,
    })),
    ...approvers.map((id) => ({ id, name: id, realName: id, email: `${id}@acme.example`, tz: 'Europe/Berlin' })),
  ];
  const workspace: Workspace = {
    ...localWorkspace,
    people,
    channels: localWorkspace.channels.map((channel) => ({
      ...channel,
      members: [...approvers, localWorkspace.bot.userId],
    })),
    userGroups: localWorkspace.userGroups.map((group) => ({ ...group, users: approvers })),
  };
  const owners: OwnerImport[] = staff.map(({ userId, email, team, timeZone }) => ({
    userId,
    tag: email.split('@')[0] ?? null,
    email,
    team,
    lead: leads.get(team) === userId,
    timeZone,
  }));
  return { staff, approvers, leads, workspace, owners };
}

export type Company = ReturnType<typeof aCompany>;
