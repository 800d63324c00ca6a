/** The people, channels and account of the local workspace. Ids are shaped like Slack's own. */
export interface Person {
  id: string;
  /** Shown on the "Acting as" switch; absent for people the visitor cannot act as. */
  role?: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  /** Whose team they are in; absent for people in none. */
  team?: string;
  /** They lead their team. */
  lead?: boolean;
  isBot?: boolean;
  isRestricted?: boolean;
  deleted?: boolean;
}

export interface Workspace {
  teamId: string;
  teamName: string;
  people: Person[];
  bot: { userId: string; botId: string; name: string };
  channels: { id: string; name: string; topic: string; members: string[]; isPrivate: boolean }[];
  userGroups: { id: string; handle: string; name: string; users: string[] }[];
  account: { id: string; name: string; region: string };
}

/** Somebody the visitor cannot act as. */
function colleague(id: string, realName: string, rest: { tz: string; team: string; lead?: boolean }): Person {
  const name = realName.split(' ')[0]?.toLowerCase() ?? '';
  return { id, name, realName, email: `${name}@acme.example`, ...rest };
}

export const localWorkspace: Workspace = {
  teamId: 'T0LOCAL0001',
  teamName: 'Acme',
  people: [
    {
      id: 'U0DANA00001',
      role: 'Developer',
      name: 'dana',
      realName: 'Dana Okafor',
      email: 'dana@acme.example',
      tz: 'Europe/Berlin',
      team: 'growth',
    },
    {
      id: 'U0LENA00002',
      role: 'Team lead',
      name: 'lena',
      realName: 'Lena Novak',
      email: 'lena@acme.example',
      tz: 'Europe/Berlin',
      team: 'growth',
      lead: true,
    },
    {
      id: 'U0SAMI00003',
      role: 'Security',
      name: 'sami',
      realName: 'Sami Rahal',
      email: 'sami@acme.example',
      tz: 'Europe/London',
      team: 'security',
    },
    colleague('U0MINA00004', 'Mina Costa', { tz: 'Europe/Berlin', team: 'security' }),
    colleague('U0RAVI00005', 'Ravi Iyer', { tz: 'Asia/Kolkata', team: 'growth' }),
    colleague('U0AMARA0006', 'Amara Diallo', { tz: 'America/New_York', team: 'growth' }),
    colleague('U0NOOR00007', 'Noor Haddad', { tz: 'Europe/Berlin', team: 'search', lead: true }),
    colleague('U0TOMAS0008', 'Tomas Lindqvist', { tz: 'Europe/Stockholm', team: 'search' }),
    colleague('U0YUKI00009', 'Yuki Tanaka', { tz: 'Asia/Tokyo', team: 'search' }),
  ],
  bot: { userId: 'U0NBAUDIT01', botId: 'B0NBAUDIT01', name: 'Notebook Audit' },
  channels: [
    {
      id: 'C0SECURITY1',
      name: 'security-exceptions',
      topic: 'Policy exceptions and notebooks without an owner',
      members: ['U0SAMI00003', 'U0MINA00004', 'U0NBAUDIT01'],
      isPrivate: false,
    },
    {
      id: 'C0HELP00001',
      name: 'help-notebooks',
      topic: 'Questions about notebooks, networks and packages',
      members: [
        'U0DANA00001',
        'U0LENA00002',
        'U0SAMI00003',
        'U0MINA00004',
        'U0RAVI00005',
        'U0AMARA0006',
        'U0NOOR00007',
        'U0TOMAS0008',
        'U0YUKI00009',
        'U0NBAUDIT01',
      ],
      isPrivate: false,
    },
  ],
  userGroups: [
    {
      id: 'S0APPROVERS',
      handle: 'notebook-approvers',
      name: 'Notebook approvers',
      users: ['U0SAMI00003', 'U0MINA00004'],
    },
  ],
  account: { id: '111122223333', name: 'ml-dev', region: 'eu-west-1' },
};
