import type { Finding } from '../../../src/domain/finding';
import { FIELDS } from '../../../src/slack/blocks/modals/form';
import { ACTIONS, MENU, VIEWS } from '../../../src/slack/ids';
import { choice, day } from './fields';
import { NEWCOMER } from './people';
import { row, table } from './table';
import { press, type Right, sent } from './trial';

const statusIs = (status: Finding['status']) => (_before: Finding, after: Finding) => after.status === status;

/** Whoever may decide on the finding gets to see it, whatever its status. */
const SHOWN = table(`
  owner lead security | opened opened opened opened opened opened opened opened opened opened opened
  owner lead          | opened opened opened opened opened opened opened opened opened opened notYours
  outsiders           | notYours
  stranger            | unknown
  secUnsure           | unsure
  ownerUnsure         | opened opened opened opened opened opened opened opened opened opened unsure
`);

const LOOK = table(`
  security    | looked looked looked looked looked looked looked looked resolved looked looked
  owner lead  | looked looked looked looked looked looked looked looked resolved looked notYours
  outsiders   | notYours
  stranger    | unknown
  secUnsure   | unsure
  ownerUnsure | looked looked looked looked looked looked looked looked resolved looked unsure
`);

/** What can be pressed or sent about a finding and whose it is. */
export const ABOUT_FINDINGS: Right[] = [
  {
    name: ACTIONS.acknowledge,
    send: press(ACTIONS.acknowledge),
    changes: statusIs('acknowledged'),
    may: table(`
      security    | done already movedOn movedOn movedOn movedOn movedOn movedOn resolved done done
      owner lead  | done already movedOn movedOn movedOn movedOn movedOn movedOn resolved done notYours
      outsiders   | notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | done already movedOn movedOn movedOn movedOn movedOn movedOn resolved done unsure
    `),
  },
  {
    name: ACTIONS.scheduleMigration,
    send: press(ACTIONS.scheduleMigration),
    opens: /^Schedule migration$/,
    may: table(`
      security    | opened opened opened opened opened opened opened opened resolved opened opened
      owner lead  | opened opened opened opened opened opened opened opened resolved opened notYours
      outsiders   | notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | opened opened opened opened opened opened opened opened resolved opened unsure
    `),
  },
  {
    name: VIEWS.migration,
    send: sent(VIEWS.migration, () => ({ [FIELDS.date]: day(4), [FIELDS.files]: choice('safe_elsewhere') })),
    changes: (before, after) =>
      after.migration !== null && after.migration.at !== before.migration?.at && after.request === null,
    may: table(`
      security    | done done done done done done done done resolved done done
      owner lead  | done done done done done done done done resolved done notYours
      outsiders   | notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | done done done done done done done done resolved done unsure
    `),
  },
  {
    name: ACTIONS.checkAgain,
    send: press(ACTIONS.checkAgain),
    answers: [['looked', /Looked just now/]],
    looks: true,
    may: LOOK,
  },
  {
    name: MENU.checkAgain,
    send: press(ACTIONS.menu, { menu: MENU.checkAgain }),
    answers: [['looked', /Looked just now/]],
    looks: true,
    may: LOOK,
  },
  { name: ACTIONS.showPlan, send: press(ACTIONS.showPlan), opens: /^Migration plan$/, may: SHOWN },
  { name: MENU.why, send: press(ACTIONS.menu, { menu: MENU.why }), opens: /^What works instead$/, may: SHOWN },
  {
    name: MENU.correctedCommand,
    send: press(ACTIONS.menu, { menu: MENU.correctedCommand }),
    opens: /^Corrected command$/,
    may: SHOWN,
  },
  { name: MENU.history, send: press(ACTIONS.menu, { menu: MENU.history }), opens: /^History$/, may: SHOWN },
  {
    name: ACTIONS.open,
    send: press(ACTIONS.open),
    opens: /^NB-/,
    may: {
      ...SHOWN,
      // Who asked is the only outsider that sees it, while the request waits.
      ...row('requester', 'notYours notYours notYours opened opened opened notYours opened notYours notYours notYours'),
    },
  },
  {
    name: MENU.notMine,
    send: press(ACTIONS.menu, { menu: MENU.notMine }),
    opens: /^Not mine$/,
    answers: [['ownersWord', /Only its owner says that/]],
    may: table(`
      security    | ownersWord ownersWord ownersWord ownersWord ownersWord ownersWord ownersWord ownersWord resolved ownersWord ownersWord
      lead        | ownersWord ownersWord ownersWord ownersWord ownersWord ownersWord ownersWord ownersWord resolved ownersWord notYours
      owner       | opened opened opened opened opened opened opened opened resolved already notYours
      outsiders   | notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | opened opened opened opened opened opened opened opened resolved already unsure
    `),
  },
  {
    name: VIEWS.notMine,
    send: sent(VIEWS.notMine, () => ({ [FIELDS.whose]: choice('unknown') })),
    changes: (before, after, userId) => before.handover === null && after.handover?.by === userId,
    may: table(`
      owner ownerUnsure | done done done done done done done done resolved already notYours
      lead security outsiders secUnsure | notYours
      stranger    | unknown
    `),
  },
  {
    name: ACTIONS.assignOwner,
    send: press(ACTIONS.assignOwner),
    opens: /^Assign owner$/,
    may: SHOWN,
  },
  {
    name: VIEWS.assignOwner,
    send: sent(VIEWS.assignOwner, () => ({ [FIELDS.person]: { selected_user: NEWCOMER } })),
    changes: (before, after, userId) =>
      after.owner?.userId === NEWCOMER && (!before.request || after.request?.ownerChangedBy.includes(userId) === true),
    may: table(`
      security  | done done done done done done done done resolved done done
      lead      | done done done done done done done done resolved done notYours
      owner outsiders | notYours
      stranger  | unknown
      secUnsure ownerUnsure | unsure
    `),
  },
  {
    name: ACTIONS.mine,
    send: press(ACTIONS.mine),
    changes: (_before, after, userId) => after.owner?.userId === userId && after.handover === null,
    may: table(`
      security    | done done done done done done done done resolved done done
      lead        | done done done done done done done done resolved done done
      owner otherLead requester developer left | notYours notYours notYours notYours notYours notYours notYours notYours notYours done done
      guest gone  | inactive
      stranger    | unknown
      secUnsure ownerUnsure | unsure unsure unsure unsure unsure unsure unsure unsure unsure done done
    `),
  },
  {
    name: ACTIONS.snooze,
    send: press(ACTIONS.snooze),
    changes: (before, after) =>
      after.reminded.snoozes === before.reminded.snoozes + 1 && after.status === before.status,
    may: table(`
      owner ownerUnsure | done movedOn movedOn movedOn movedOn movedOn movedOn movedOn resolved noSnooze notYours
      lead security outsiders secUnsure | notYours
      stranger    | unknown
    `),
    answers: [['noSnooze', /cannot be put off any more/]],
  },
];
