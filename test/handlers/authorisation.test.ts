import type { Finding } from '../../src/domain/finding';
import { FIELDS } from '../../src/slack/blocks/modals/form';
import { reviewFields } from '../../src/slack/blocks/modals/review';
import { ACTIONS, MENU, VIEWS } from '../../src/slack/ids';
import { ANOTHER, NEWCOMER } from '../support/authority/people';
import { inDays } from '../support/authority/statuses';
import { differences, type Table, table } from '../support/authority/table';
import { type Deed, granted, pending, press, type Stage, sent, setStage } from '../support/authority/trial';

/**
 * Who may do what to a finding, and when: everything that can be pressed or sent about one, by every role, in every
 * status. A refusal writes nothing at all.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

interface Right extends Deed {
  name: string;
  may: Table;
}

const day = (days: number) => ({ selected_date: inDays(days).slice(0, 10) });
const choice = (value: string) => ({ selected_option: { value } });
const words = (value: string) => ({ value });

const statusIs = (status: Finding['status']) => (_before: Finding, after: Finding) => after.status === status;
const requestEnds = (before: Finding, after: Finding) => before.request !== null && after.request === null;

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

const ASK_FOR_EXCEPTION = table(`
  security    | opened opened opened movedOn movedOn movedOn opened movedOn resolved opened opened
  owner lead  | opened opened opened movedOn movedOn movedOn opened movedOn resolved opened notYours
  outsiders   | notYours
  stranger    | unknown
  secUnsure   | unsure
  ownerUnsure | opened opened opened movedOn movedOn movedOn opened movedOn resolved opened unsure
`);

/** The forms of a decision on the request that waits. Whether the reader may decide is judged when they send it. */
const REQUEST_FORM = table(`
  security    | movedOn movedOn movedOn opened opened opened movedOn opened resolved movedOn movedOn
  owner lead  | movedOn movedOn movedOn opened opened opened movedOn opened resolved movedOn notYours
  outsiders   | notYours
  stranger    | unknown
  secUnsure   | unsure
  ownerUnsure | movedOn movedOn movedOn opened opened opened movedOn opened resolved movedOn unsure
`);

/** Four eyes: a decision of security on the request that waits. */
const DECISION = table(`
  security    | noRequest noRequest noRequest done        done        done        movedOn done        noRequest noRequest noRequest
  secAsked    | noRequest noRequest noRequest ownRequest  ownRequest  ownRequest  movedOn ownRequest  noRequest noRequest noRequest
  secOwned    | noRequest noRequest noRequest ownNotebook ownNotebook ownNotebook movedOn ownNotebook noRequest noRequest noRequest
  secLaunched | noRequest noRequest noRequest ownLaunch   ownLaunch   ownLaunch   movedOn ownLaunch   noRequest noRequest noRequest
  secChanged  | noRequest noRequest noRequest ownChange   ownChange   ownChange   movedOn ownChange   noRequest noRequest noRequest
  owner lead outsiders | approvers
  stranger    | unknown
  secUnsure ownerUnsure | unsure
`);

const RIGHTS: Right[] = [
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
    name: ACTIONS.requestException,
    send: press(ACTIONS.requestException),
    opens: /^Request policy exception$/,
    may: ASK_FOR_EXCEPTION,
  },
  {
    name: MENU.requestException,
    send: press(ACTIONS.menu, { menu: MENU.requestException }),
    opens: /^Request policy exception$/,
    may: ASK_FOR_EXCEPTION,
  },
  {
    name: VIEWS.exception,
    send: sent(VIEWS.exception, ({ violations }) => ({
      [FIELDS.rules]: { selected_options: violations.map(({ rule }) => ({ value: rule })) },
      [FIELDS.category]: choice('other'),
      [FIELDS.reason]: words('The partner is reached over the internet.'),
      [FIELDS.until]: choice('14_days'),
    })),
    changes: (before, after, userId) =>
      before.request === null && after.request?.by === userId && after.status === 'exception_requested',
    may: table(`
      security    | done done done movedOn movedOn movedOn done movedOn resolved done done
      owner lead  | done done done movedOn movedOn movedOn done movedOn resolved done notYours
      outsiders   | notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | done done done movedOn movedOn movedOn done movedOn resolved done unsure
    `),
  },
  {
    name: ACTIONS.withdraw,
    send: press(ACTIONS.withdraw),
    changes: (before, after, userId) => requestEnds(before, after) && after.closedRequests.at(-1)?.closedBy === userId,
    may: table(`
      security    | noRequest noRequest noRequest done done done movedOn done noRequest noRequest noRequest
      owner lead  | noRequest noRequest noRequest done done done movedOn done noRequest noRequest notYours
      outsiders   | notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | noRequest noRequest noRequest done done done movedOn done noRequest noRequest unsure
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
  { name: ACTIONS.approve, send: press(ACTIONS.approve), changes: isApproved, may: DECISION },
  { name: ACTIONS.approveShorter, send: press(ACTIONS.approveShorter), opens: /^Approve shorter$/, may: REQUEST_FORM },
  {
    name: VIEWS.approveShorter,
    send: sent(VIEWS.approveShorter, ({ request }) => ({
      [FIELDS.date]: day(7),
      [FIELDS.rules]: { selected_options: (request?.rules ?? []).map((value) => ({ value })) },
    })),
    changes: isApproved,
    may: DECISION,
  },
  { name: ACTIONS.deny, send: press(ACTIONS.deny), opens: /^Deny request$/, may: REQUEST_FORM },
  {
    name: VIEWS.deny,
    send: sent(VIEWS.deny, () => ({ [FIELDS.reason]: words('NAT reaches the partner as well.') })),
    changes: (before, after) => requestEnds(before, after) && after.closedRequests.at(-1)?.outcome === 'denied',
    may: DECISION,
  },
  {
    name: MENU.ask,
    send: press(ACTIONS.menu, { menu: MENU.ask }),
    opens: /^Ask the requester$/,
    may: {
      ...REQUEST_FORM,
      ...row(
        'secAsked',
        'movedOn movedOn movedOn ownRequest ownRequest ownRequest movedOn ownRequest resolved movedOn movedOn',
      ),
      // In the tables the owner is who asked.
      ...row(
        'owner',
        'movedOn movedOn movedOn ownRequest ownRequest ownRequest movedOn ownRequest resolved movedOn notYours',
      ),
      ...row(
        'ownerUnsure',
        'movedOn movedOn movedOn ownRequest ownRequest ownRequest movedOn ownRequest resolved movedOn unsure',
      ),
    },
  },
  {
    name: VIEWS.ask,
    send: sent(VIEWS.ask, () => ({ [FIELDS.question]: words('How long is it needed?') })),
    changes: (before, after) =>
      after.request?.questions.length === (before.request?.questions.length ?? 0) + 1 && after.status === before.status,
    may: {
      ...DECISION,
      // A question decides nothing: of security only who asked for the exception may not.
      ...table(`
        security | noRequest noRequest noRequest done done done movedOn done noRequest noRequest noRequest
        secAsked | noRequest noRequest noRequest ownRequest ownRequest ownRequest movedOn ownRequest noRequest noRequest noRequest
        owner lead outsiders | approvers
        stranger | unknown
        secUnsure ownerUnsure | unsure
      `),
    },
  },
  {
    name: ACTIONS.answer,
    send: press(ACTIONS.answer),
    opens: /^Answer security$/,
    may: table(`
      security    | movedOn movedOn movedOn noQuestion noQuestion opened movedOn noQuestion resolved movedOn movedOn
      owner lead  | movedOn movedOn movedOn noQuestion noQuestion opened movedOn noQuestion resolved movedOn notYours
      outsiders   | notYours
      requester   | notYours notYours notYours noQuestion noQuestion opened notYours noQuestion notYours notYours notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | movedOn movedOn movedOn noQuestion noQuestion opened movedOn noQuestion resolved movedOn unsure
    `),
  },
  {
    name: VIEWS.answer,
    send: sent(VIEWS.answer, () => ({ [FIELDS.answer]: words('Until the end of the trial.') })),
    changes: (before, after, userId) =>
      after.request?.questions.at(-1)?.answer?.by === userId && after.status === before.status,
    may: table(`
      security    | noRequest noRequest noRequest noQuestion noQuestion done movedOn noQuestion noRequest noRequest noRequest
      owner lead  | noRequest noRequest noRequest noQuestion noQuestion done movedOn noQuestion noRequest noRequest notYours
      outsiders   | notYours
      requester   | notYours notYours notYours noQuestion noQuestion done notYours noQuestion notYours notYours notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | noRequest noRequest noRequest noQuestion noQuestion done movedOn noQuestion noRequest noRequest unsure
    `),
  },
  {
    name: ACTIONS.revoke,
    send: press(ACTIONS.revoke, { about: granted }),
    opens: /^Revoke exception$/,
    may: table(`
      security    | movedOn movedOn movedOn movedOn movedOn movedOn opened opened resolved movedOn movedOn
      owner lead  | movedOn movedOn movedOn movedOn movedOn movedOn opened opened resolved movedOn notYours
      outsiders   | notYours
      stranger    | unknown
      secUnsure   | unsure
      ownerUnsure | movedOn movedOn movedOn movedOn movedOn movedOn opened opened resolved movedOn unsure
    `),
  },
  {
    name: VIEWS.revoke,
    send: sent(VIEWS.revoke, () => ({ [FIELDS.reason]: words('The partner was breached.') }), granted),
    changes: (before, after) => before.grant !== null && after.grant === null,
    // Taking a permission back needs no second pair of eyes.
    may: table(`
      security    | movedOn movedOn movedOn movedOn movedOn movedOn done done resolved movedOn movedOn
      owner lead outsiders | approvers
      stranger    | unknown
      secUnsure ownerUnsure | unsure
    `),
  },
  {
    name: VIEWS.review,
    send: sent(VIEWS.review, (finding) => ({
      [reviewFields(pending(finding).requestId ?? '').decision]: choice('approve'),
    })),
    changes: isApproved,
    answers: [['movedOn', /approved this/]],
    may: DECISION,
  },
];

function isApproved(before: Finding, after: Finding, userId: string): boolean {
  const first = before.request?.approvals.length ?? 0;
  const approvers = [...(first > 0 ? [ANOTHER] : []), userId];
  return after.request === null && JSON.stringify(after.grant?.approvers) === JSON.stringify(approvers);
}

function row(role: keyof Table, cells: string): Partial<Table> {
  const all = table(`owner lead security outsiders stranger secUnsure ownerUnsure | ${cells}`);
  return { [role]: all[role] };
}

it.each(RIGHTS)('$name: who may, and when', async ({ may, ...right }) => {
  expect(differences(await stage.trial(right), may)).toEqual([]);
});
