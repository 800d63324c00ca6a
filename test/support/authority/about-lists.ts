import { EVERYTHING } from '../../../src/domain/list-filter';
import { ACTIONS, VIEWS } from '../../../src/slack/ids';
import { firstPage, pageValue } from '../../../src/slack/paging';
import { ROLES } from './people';
import type { StatusName } from './statuses';
import { row, table } from './table';
import { chooseReason, press, pressHome, type Right, typed } from './trial';

/** Nothing about them depends on where the finding stands. */
const ONCE: StatusName[] = ['open'];

/** The statuses that Home and lists tell apart. */
const FEW: StatusName[] = ['open', 'granted', 'resolved', 'ownerless'];

/** A list names the finding, or is there without it. */
const NAMED: Right['answers'] = [
  ['named', /\bmatrix\b/],
  ['without', /that you can see/],
];

const LOOKED_AT = table(`
  security    | opened
  owner lead  | opened opened opened opened opened opened opened opened opened opened unknown
  outsiders stranger | unknown
  secUnsure ownerUnsure | unsure
`);

const LISTED = table(`
  security    | named named named named named named named named without named named
  owner lead  | named named named named named named named named without named without
  outsiders stranger | without
  secUnsure ownerUnsure | unsure
`);

/** Whoever leads a team, or belongs to security, has what is typed; others are told who has. */
const FOR_POWER = table(`
  security lead otherLead | given
  owner requester developer guest gone left stranger | refused
  secUnsure ownerUnsure | unsure
`);

const FOR_ALL = table('owner lead security outsiders stranger | given\nsecUnsure ownerUnsure | unsure');

const STARTED: Right['answers'] = [['given', /^Started:/]];

const ASSIGNED = table(`
  security    | empty empty empty empty empty empty empty empty empty named named
  lead        | empty empty empty empty empty empty empty empty empty named empty
  otherLead   | empty
  owner requester developer guest gone left stranger | approvers
  secUnsure ownerUnsure | unsure
`);

const ASSIGN_ANSWERS: Right['answers'] = [
  ['named', /\bmatrix\b/],
  ['empty', /Every notebook has an owner|None on this page/],
];

const HOME: Right['answers'] = [
  ['named', /\bmatrix\b/],
  ['shown', /./],
];

const OWN_HOME = table(`
  owner ownerUnsure | named named named named named named named named shown named shown
  lead security outsiders secUnsure | shown
  stranger | nothing
`);

/** What is asked for by typing, and what is pressed in a list or in App Home. */
export const ABOUT_LISTS: Right[] = [
  {
    name: ACTIONS.showNow,
    send: press(ACTIONS.showNow),
    opens: /^NB-/,
    looks: true,
    may: LOOKED_AT,
  },
  { name: 'show matrix', send: typed('show matrix'), opens: /^NB-/, looks: true, may: LOOKED_AT },
  { name: 'list', send: typed('list'), answers: NAMED, may: LISTED },
  {
    name: 'list resolved',
    send: typed('list resolved'),
    answers: NAMED,
    statuses: ['open', 'resolved'],
    may: table(`
      owner lead security | without without without without without without without without named without without
      outsiders stranger | without
      secUnsure ownerUnsure | unsure
    `),
  },
  {
    name: 'exceptions',
    send: typed('exceptions'),
    answers: NAMED,
    may: table(`
      owner lead security | without without without named named named named named without without without
      outsiders stranger | without
      secUnsure ownerUnsure | unsure
    `),
  },
  {
    name: 'no words',
    send: typed(''),
    answers: [
      ['idle', /\*Nothing needs you( now)?\.\*/],
      ['quiet', /\*Team \w+: nothing needs you\*/],
      ['counted', /needs? something|open/],
    ],
    may: table(`
      security  | counted
      owner     | counted counted counted idle  idle  idle  idle  idle  idle  counted idle
      lead      | counted counted counted quiet quiet quiet quiet quiet quiet counted quiet
      otherLead | quiet
      requester developer guest gone left stranger | idle
      secUnsure ownerUnsure | unsure
    `),
  },
  ...[ACTIONS.listEarlier, ACTIONS.listLater].map(
    (name): Right => ({
      name,
      send: press(name, { value: pageValue(firstPage(EVERYTHING)) }),
      answers: NAMED,
      statuses: FEW,
      may: { ...LISTED, ...row('stranger', 'unknown') },
    }),
  ),
  ...[ACTIONS.assignOwners, ACTIONS.orphansEarlier, ACTIONS.orphansLater].map(
    (name): Right => ({
      name,
      send: press(name),
      answers: ASSIGN_ANSWERS,
      statuses: ['open', 'resolved', 'disowned', 'ownerless'],
      may: ASSIGNED,
    }),
  ),
  {
    name: ACTIONS.reviewRequests,
    send: press(ACTIONS.reviewRequests),
    opens: /^Review/,
    may: table(`
      security    | opened
      owner lead outsiders stranger | approvers
      secUnsure ownerUnsure | unsure
    `),
  },
  {
    name: ACTIONS.exceptionCategory,
    send: chooseReason('packages'),
    answers: [
      ['updated', /In your words/],
      ['nothing', /^probe$/],
    ],
    may: table(`
      security    | updated
      owner lead  | updated updated updated updated updated updated updated updated updated updated nothing
      outsiders secUnsure | nothing
      stranger    | unknown
      ownerUnsure | updated updated updated updated updated updated updated updated updated updated nothing
    `),
  },
  {
    name: 'help',
    send: typed('help'),
    answers: [
      ['withScan', /scan ml-dev/],
      ['plain', /show churn-eda/],
    ],
    statuses: ONCE,
    may: table(`
      security lead otherLead | withScan
      owner requester developer guest gone left stranger | plain
      secUnsure ownerUnsure | unsure
    `),
  },
  {
    name: 'policy',
    send: typed('policy'),
    answers: [['given', /./]],
    statuses: ONCE,
    may: table('owner lead security outsiders stranger secUnsure ownerUnsure | given'),
  },
  {
    name: 'guardrail',
    send: typed('guardrail'),
    answers: [
      ['refused', /is for team leads and security/],
      ['given', /"Effect"|Deny/],
    ],
    statuses: ONCE,
    may: FOR_POWER,
  },
  {
    name: 'scan',
    send: typed('scan'),
    before: ({ services }) => services.owners.forget('scan#all#all'),
    answers: [['refused', /Only team leads and security start a scan/], ...STARTED],
    starts: 'ScanRequested',
    statuses: ONCE,
    may: FOR_POWER,
  },
  {
    name: 'owner',
    send: typed(`owner owner <@${ROLES.developer}>`),
    before: ({ services }) => services.owners.learnTag('owner', { userId: ROLES.owner, team: 'growth' }),
    answers: [
      ['refused', /Only team leads and security say/],
      ['otherTeam', /not a tag of a team that you lead/],
      ['given', /means <@U0DEV000010> from now on/],
    ],
    statuses: ONCE,
    may: { ...FOR_POWER, ...row('otherLead', 'otherTeam') },
  },
  {
    name: 'report',
    send: typed('report'),
    answers: [['refused', /numbers are for team leads and security/], ...STARTED],
    starts: 'ReportRequested',
    statuses: ONCE,
    may: FOR_POWER,
  },
  {
    name: 'report team:growth',
    send: typed('report team:growth'),
    answers: [['refused', /I know no team/], ...STARTED],
    starts: 'ReportRequested',
    statuses: ONCE,
    may: { ...FOR_POWER, ...row('otherLead', 'refused') },
  },
  { name: 'export', send: typed('export'), answers: STARTED, starts: 'ExportRequested', statuses: ONCE, may: FOR_ALL },
  { name: ACTIONS.homeMine, send: pressHome(ACTIONS.homeMine), answers: HOME, statuses: FEW, may: OWN_HOME },
  {
    name: ACTIONS.homeTeam,
    send: pressHome(ACTIONS.homeTeam),
    answers: HOME,
    statuses: FEW,
    // Who leads no team is shown their own.
    may: { ...OWN_HOME, ...row('lead', 'named named named named named named named named shown named shown') },
  },
  {
    name: ACTIONS.homeSecurity,
    send: pressHome(ACTIONS.homeSecurity),
    answers: [['security', /waits for security|Review Requests|Assign Owners/], ...HOME],
    statuses: FEW,
    may: {
      ...OWN_HOME,
      ...table(`
      security | security
      owner ownerUnsure | named named named named named named named named shown named shown
      lead outsiders secUnsure | shown
      stranger | nothing
    `),
    },
  },
  ...[ACTIONS.refreshHome, ACTIONS.homeEarlier, ACTIONS.homeLater].map(
    (name): Right => ({ name, send: pressHome(name), answers: HOME, statuses: ONCE, may: OWN_HOME }),
  ),
  ...[
    [ACTIONS.report, 'ReportRequested'] as const,
    [ACTIONS.exportToDm, 'ExportRequested'] as const,
    [ACTIONS.readyCommand, undefined] as const,
  ].map(
    ([name, starts]): Right => ({
      name,
      send: pressHome(name),
      opens: /./,
      starts,
      statuses: ONCE,
      may: table('owner lead security outsiders secUnsure ownerUnsure | opened\nstranger | nothing'),
    }),
  ),
];

/** Nothing is decided or shown with these. */
export const NO_RIGHT_NEEDED: Record<string, string> = {
  [ACTIONS.link]: 'a link button: Slack opens the address itself',
  [ACTIONS.menu]: 'each of its options is in the tables by its own value',
  open_in_aws: 'an option that is a link: Slack opens the address itself',
  [VIEWS.orphans]: 'a list without a button to send it',
  [VIEWS.info]: 'views without a button to send them',
};
