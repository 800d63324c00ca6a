import type { Finding } from '../../../src/domain/finding';
import { FIELDS } from '../../../src/slack/blocks/modals/form';
import { reviewFields } from '../../../src/slack/blocks/modals/review';
import { ACTIONS, MENU, VIEWS } from '../../../src/slack/ids';
import { choice, day, words } from './fields';
import { ANOTHER } from './people';
import { row, table } from './table';
import { granted, pending, press, type Right, sent } from './trial';

const requestEnds = (before: Finding, after: Finding) => before.request !== null && after.request === null;

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

/** What can be pressed or sent about a policy exception. */
export const ABOUT_REQUESTS: Right[] = [
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
