/** The people, channels and account of the local workspace. Ids are shaped like Slack's own. */
export interface Person {
  id: string;
  /** Shown on the "Acting as" switch; absent for people the visitor cannot act as. */
  role?: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
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
    },
    {
      id: 'U0LENA00002',
      role: 'Team lead',
      name: 'lena',
      realName: 'Lena Novak',
      email: 'lena@acme.example',
      tz: 'Europe/Berlin',
    },
    {
      id: 'U0SAMI00003',
      role: 'Security',
      name: 'sami',
      realName: 'Sami Rahal',
      email: 'sami@acme.example',
      tz: 'Europe/London',
    },
    { id: 'U0MINA00004', name: 'mina', realName: 'Mina Costa', email: 'mina@acme.example', tz: 'Europe/Berlin' },
    { id: 'U0RAVI00005', name: 'ravi', realName: 'Ravi Iyer', email: 'ravi@acme.example', tz: 'Asia/Kolkata' },
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
      members: ['U0DANA00001', 'U0LENA00002', 'U0SAMI00003', 'U0MINA00004', 'U0RAVI00005', 'U0NBAUDIT01'],
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
