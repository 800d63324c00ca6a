import type { MessageView, PageState } from '../../src/local/page-state';
import { localWorkspace as workspace } from '../../src/local/workspace';
import { ownerCard, report, requestCard, resolvedCard } from './fixture-cards';

export const now = '2026-11-24T10:03:00.000Z';
const bot = workspace.bot.userId;
export const dm = 'D0DANA00001';
const security = 'C0SECURITY1';

const seconds = Date.parse(now) / 1000;
/** A message of the bot, this many minutes ago. */
export const message = (minutesAgo: number, more: Partial<MessageView>): MessageView => ({
  ts: `${seconds - minutesAgo * 60}.000100`,
  user: bot,
  text: '',
  blocks: [],
  edited: false,
  ephemeral: false,
  ...more,
});

export const messages: Record<string, MessageView[]> = {
  [dm]: [
    message(1440, {
      text: "Hello, I'm Notebook Audit, run by platform@acme.example. I read notebook _settings_, never what is inside, and change nothing by myself.",
    }),
    message(24, { blocks: resolvedCard, edited: true }),
    message(3, { blocks: ownerCard }),
    message(1, {
      text: 'Looked just now (11:02): direct internet access is still *Enabled*.',
      ephemeral: true,
    }),
  ],
  [security]: [
    message(50, { blocks: report }),
    message(4, { blocks: requestCard }),
    message(2, { user: 'U0SAMI00003', text: 'Who runs the API?', threadTs: `${seconds - 4 * 60}.000100` }),
    message(1, { text: 'Heads up <!here>: 3 requests are due today.' }),
  ],
};

/** Everything the page can show, for one person. */
export function fixtureState(as: string): PageState {
  const { account, bot: app } = workspace;
  const users = [...workspace.people, { id: bot, name: 'notebook-audit', realName: app.name, tz: 'UTC', isBot: true }];
  return {
    revision: 1,
    clock: { now, offsetMs: 0 },
    me: as,
    people: workspace.people.flatMap(({ id, role, name, realName }) =>
      role ? [{ id, role, name: `${realName} (@${name})`, unread: role === 'Security' ? 2 : 0 }] : [],
    ),
    users: Object.fromEntries(users.map((user) => [user.id, { isBot: false, ...user, deleted: false }])),
    userGroups: { S0APPROVERS: 'notebook-approvers' },
    conversations: [
      {
        id: security,
        name: 'security-exceptions',
        kind: 'channel',
        unread: 2,
        topic: 'Policy exceptions and notebooks without an owner',
      },
      { id: 'C0HELP00001', name: 'help-notebooks', kind: 'channel', unread: 0, topic: 'Questions about notebooks' },
      { id: dm, name: app.name, kind: 'dm', unread: 0 },
    ],
    messages: as === 'U0LENA00002' ? {} : messages,
    modals: [],
    home: null,
    commands: [
      {
        command: '/notebook-audit',
        description: 'Where things stand, and what is next',
        usageHint: '[list | show | exceptions | policy | report | help]',
      },
    ],
    account,
    notebooks: [
      notebook({ name: 'churn-eda', directInternetAccess: 'Enabled', rootAccess: 'Enabled', subnetId: undefined }),
      notebook({ name: 'forecast-lab', status: 'Stopped', rootAccess: 'Enabled' }),
      notebook({ name: 'search-ranking', status: 'Pending' }),
    ],
    approvedNetwork: { subnetId: 'subnet-0a1b2c3d4e5f60001', securityGroupIds: ['sg-0a1b2c3d4e5f60001'] },
    tour: [
      { id: 'launch', text: 'Launch a notebook', done: true },
      { id: 'request', text: 'Read the card, request an exception', done: true },
      { id: 'approve', text: 'Be security: approve it shorter', done: false },
      { id: 'clock', text: 'Move the clock to the day before it ends', done: false },
      { id: 'fix', text: 'Be the developer: run the corrected launch, delete the old one', done: false },
      { id: 'resolved', text: 'Watch it resolve with evidence', done: false },
    ],
    nextDue: '2026-11-25T16:00:00.000Z',
    grantEnds: null,
    sample: { week: null, weeks: 12, isFilled: false },
    trace: trace(),
  };
}

function notebook(more: Partial<PageState['notebooks'][number]>): PageState['notebooks'][number] {
  return {
    name: 'notebook',
    status: 'InService',
    createdAt: '2026-11-24T09:58:00.000Z',
    directInternetAccess: 'Disabled',
    rootAccess: 'Disabled',
    subnetId: 'subnet-0a1b2c3d4e5f60001',
    instanceType: 'ml.t3.medium',
    platform: 'notebook-al2023-v1',
    imds: '2',
    tags: { Owner: 'dana@acme.example', Project: 'churn', Team: 'growth', DataSensitivity: 'internal' },
    ...more,
  };
}

function trace(): PageState['trace'] {
  const rows: [string, string, number | undefined, string, boolean][] = [
    ['page', 'Launch churn-eda', undefined, 'Dana Okafor', true],
    ['sagemaker', 'CreateNotebookInstance', 4, 'churn-eda', true],
    ['events', 'CloudTrail CreateNotebookInstance', 1, 'default bus → notebookEvents', true],
    ['sagemaker', 'DescribeNotebookInstance', 6, 'churn-eda', true],
    ['sagemaker', 'ListTags', 5, '4 tags', true],
    ['dynamodb', 'GetItem', 3, 'owner dana@acme.example', true],
    ['slack', 'conversations.open', 7, 'U0DANA00001', true],
    ['dynamodb', 'UpdateItem', 4, 'finding NB-7F3K, claim', true],
    ['slack', 'chat.postMessage', 9, 'invalid_blocks', false],
    ['slack', 'chat.postMessage', 11, 'D0DANA00001, 11 blocks', true],
    ['lambda', 'notebookEvents', 58, 'carded NB-7F3K', true],
  ];
  return [
    ...rows.map(([lane, title, ms, detail, ok], index) => ({ seq: index + 1, at: now, lane, title, ms, detail, ok })),
    {
      seq: rows.length + 1,
      at: now,
      lane: 'dynamodb',
      title: 'UpdateItem',
      ms: 3,
      detail: 'not needed: somebody else was first',
      ok: true,
      notNeeded: true,
    },
  ];
}
