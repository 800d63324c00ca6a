import { isDeepStrictEqual } from 'node:util';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { findingKey, findingOf, type Row } from '../../../src/aws/findings-codec';
import { nextDueAt } from '../../../src/domain/due';
import type { Finding } from '../../../src/domain/finding';
import { ACTIONS, metadata, type Subject, VIEWS } from '../../../src/slack/ids';
import { signedAction, signedCommand, signedSubmission } from '../signed-requests';
import { textOf } from '../views';
import { POLICY, startWorld, type World } from '../world';
import {
  company,
  companyOwners,
  companyPolicy,
  enter,
  FOREIGN_TEAM,
  leave,
  ROLE_NAMES,
  ROLES,
  type Role,
  requesterFor,
} from './people';
import { STATUSES, type StatusName, standing } from './statuses';
import type { Table } from './table';

/** Something that can be pressed, sent or typed, and how its outcomes are told apart. */
export interface Deed {
  /** Sends it, signed, as Slack would. */
  send(by: Sender, finding: Finding): Promise<unknown>;
  /** Is this the change that the person asked for? */
  changes?(before: Finding, after: Finding, userId: string): boolean;
  /** The title of the view that it opens. */
  opens?: RegExp;
  /** Words for what it answers or shows, by what they say; before those that all deeds share. */
  answers?: [word: string, says: RegExp][];
  /** It looks at the notebook, and writes what it saw. */
  looks?: boolean;
  /** The job that it starts for whoever is given what they asked for, and for nobody else. */
  starts?: string;
  /** Makes everything beside the finding as it was before anybody did this. */
  before?(world: World): Promise<unknown>;
}

/** A deed, and what is to come of it. */
export interface Right extends Deed {
  /** The id of what is pressed or sent, or what is typed. */
  name: string;
  may: Table;
  /** The statuses that make a difference; all of them unless told otherwise. */
  statuses?: readonly StatusName[];
}

export interface Sender {
  userId: string;
  by: { userId: string; teamId: string };
  dm: string;
  triggerId: string;
  responseUrl: string;
  world: World;
}

/** What a person is told, in one word. */
const ANSWERS: [word: string, says: RegExp][] = [
  ['unsure', /I could not check/],
  ['unsaved', /I am not sure whether it went through/],
  ['unknown', /I know no notebook|answers only people of the workspace/],
  ['notYours', /Only the owner, their lead or security can decide/],
  ['approvers', /Approvals need|is assigned by .*Nothing was changed/],
  ['ownRequest', /You asked for this one/],
  ['ownNotebook', /You own this notebook or did before/],
  ['ownLaunch', /You launched this notebook/],
  ['ownChange', /You changed its owner/],
  ['inactive', /Only an active colleague/],
  ['already', /already did that/],
  ['resolved', /is resolved since/],
  ['noRequest', /request is no longer there/],
  ['noQuestion', /There is no question/],
  ['movedOn', /Nothing was changed; the card now shows it|This moved on/],
];

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** A world with the company of the tables and one notebook in AWS, whose finding each trial replaces. */
export async function setStage() {
  const world = await startWorld({ workspace: company, owners: companyOwners, policy: companyPolicy(POLICY) });
  world.slack.editPerson(ROLES.stranger, { teamId: FOREIGN_TEAM });
  await world.launch('matrix', {
    Tags: Object.entries({ Owner: 'owner', Project: 'churn', Team: 'growth', DataSensitivity: 'internal' }).map(
      ([Key, Value]) => ({ Key, Value }),
    ),
  });
  await world.settleAll();
  await world.deliver();
  const [first] = await world.findings('matrix');
  if (!first) throw new Error('the notebook has no finding');
  const { policy, findings } = world.services;
  const key = { TableName: world.names.findings, Key: findingKey(first.launch) };

  /** The item as it is stored. */
  async function stored(): Promise<Row> {
    const { Item = {} } = await world.dynamo.send(new GetCommand({ ...key, ConsistentRead: true }));
    return Item;
  }

  async function replace(finding: Finding): Promise<Row> {
    await world.dynamo.send(new DeleteCommand(key));
    await findings.open(finding, nextDueAt(finding, policy));
    return stored();
  }

  function senderOf(userId: string, role: Role): Sender {
    const dm = `D${userId.slice(1)}`;
    const teamId = role === 'stranger' ? FOREIGN_TEAM : company.teamId;
    return { userId, by: { userId, teamId }, dm, world, ...world.slack.permits(userId, dm) };
  }

  /** Everything that the press made the person see since, as text, and the title of a view that opened. */
  async function watch({ userId, dm }: Sender, act: () => Promise<unknown>) {
    const told = world.slack.messages(dm).length;
    const before = world.slack.seat(userId).modal();
    const home = world.slack.calls('views.publish').length;
    const answer = await act();
    const replies = world.slack.messages(dm).slice(told);
    const published = world.slack.calls('views.publish').slice(home);
    const now = world.slack.seat(userId).modal();
    const view = now && (now.id !== before?.id || now.hash !== before?.hash) ? now : undefined;
    const seen = [
      answerText(answer),
      textOf(replies.filter(({ visibleTo }) => visibleTo === userId)),
      textOf(view?.blocks),
      ...published.flatMap(({ user_id, view: shown }) => (user_id === userId ? textOf(JSON.parse(String(shown))) : [])),
    ];
    return { text: seen.filter(Boolean).join('\n'), title: view?.title ?? titleOf(answer) };
  }

  /** What comes of a deed by one role, in a word, and the item afterwards. */
  async function outcome(deed: Deed, role: Role, item: Row): Promise<{ word: string; after: Row }> {
    const sender = senderOf(ROLES[role], role);
    const before = findingOf(item);
    await deed.before?.(world);
    world.events.length = 0;
    const { text, title } = await watch(sender, () => deed.send(sender, before));
    const after = await stored();
    const word = changeOf(deed, sender, before, findingOf(after)) ?? answered();
    const isGiven = word === 'given' || word === 'opened';
    const isStarted = world.events.some(({ event }) => isJob(event, deed.starts, sender.userId));
    return { after, word: deed.starts && isGiven !== isStarted ? `${word}, and no more` : word };

    function answered(): string {
      if (!deed.looks && !isDeepStrictEqual(item, after)) return `written: ${text}`;
      if (title && deed.opens?.test(title)) return 'opened';
      const word = [...(deed.answers ?? []), ...ANSWERS].find(([, says]) => says.test(text))?.[0];
      return word ?? (text === '' ? 'nothing' : `told: ${title ?? ''} ${text}`);
    }
  }

  /** Null when nothing was decided. */
  function changeOf(deed: Deed, { userId }: Sender, before: Finding, after: Finding): string | null {
    const last = after.history.at(-1);
    if (after.version === before.version || (deed.looks && last?.actor === 'bot')) return null;
    const isMeant = after.version === before.version + 1 && deed.changes?.(before, after, userId);
    return isMeant ? 'done' : `changed by ${last?.command}`;
  }

  return {
    world,

    /** What comes of it for every role, in every status that makes a difference. */
    async trial({ statuses = STATUSES, ...deed }: Right): Promise<Table> {
      await replace(standing(first, 'open', ROLES.owner, policy));
      await leave(world, (userId) => deed.send(senderOf(userId, 'left'), first));
      const found = Object.fromEntries(ROLE_NAMES.map((role) => [role, {}])) as Table;
      for (const status of statuses) {
        // Written anew only when the one before was changed, or somebody else is to have asked.
        let now: { by: string; item: Row; isFresh: boolean } | null = null;
        for (const role of ROLE_NAMES) {
          const by = requesterFor(role);
          const item: Row =
            now?.isFresh && now.by === by ? now.item : await replace(standing(first, status, by, policy));
          enter(world, role);
          const { word, after } = await outcome(deed, role, item);
          found[role][status] = word;
          now = { by, item, isFresh: isDeepStrictEqual(item, after) };
        }
      }
      world.events.length = 0;
      return found;
    },

    close: () => world.close(),
  };
}

function isJob(event: unknown, detailType: string | undefined, userId: string): boolean {
  const { detail, ...envelope } = event as { 'detail-type': string; detail: { userId?: string } };
  return envelope['detail-type'] === detailType && detail.userId === userId;
}

/** Slack's own shape, or the body of the answer to a submission or command. */
function answerText(answer: unknown): string {
  const body = bodyOf(answer);
  if (typeof body === 'string') return body;
  const errors = 'errors' in body && typeof body.errors === 'object' ? Object.values(body.errors ?? {}).join('\n') : '';
  return [textOf(body), errors].filter(Boolean).join('\n');
}

function titleOf(answer: unknown): string | undefined {
  const body = bodyOf(answer);
  if (typeof body === 'string' || !('view' in body)) return undefined;
  return textOf({ ...(body.view as object), blocks: [], submit: null, close: null });
}

function bodyOf(answer: unknown): string | object {
  const { statusCode, body } = answer as { statusCode: number; body: string };
  if (statusCode !== 200) return `failed with ${statusCode}`;
  try {
    return JSON.parse(body) as object;
  } catch {
    return body;
  }
}

let submissions = 0;

/** A press on a button in a message, or with a `menu` value a choice from its menu. */
export function press(
  actionId: string,
  { menu, about = pending, value }: { menu?: string; about?: About; value?: string } = {},
): Deed['send'] {
  return ({ by, world, triggerId, responseUrl }, finding) =>
    world.slackHandler(
      signedAction(by, { actionId, subject: about(finding), value: menu, buttonValue: value, triggerId, responseUrl }),
    );
}

/** A press in App Home. */
export function pressHome(actionId: string): Deed['send'] {
  return ({ by, world, triggerId }, { launch }) => {
    const view = { id: 'VHOME', type: 'home', callback_id: '', private_metadata: '', state: { values: {} } };
    return world.slackHandler(signedAction(by, { actionId, subject: { launch }, triggerId, view }));
  };
}

/** Chooses a reason in the form for a policy exception, of which nothing but a word is there. */
export function chooseReason(reason: string): Deed['send'] {
  return async ({ userId, by, dm, world, triggerId }, { launch }) => {
    const modal = { type: 'modal' as const, callback_id: VIEWS.exception, private_metadata: metadata({ launch }) };
    const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'probe' } }];
    const title = { type: 'plain_text' as const, text: 'Probe' };
    const { view: opened } = await world.slackClient.views.open({
      trigger_id: world.slack.permits(userId, dm).triggerId,
      view: { ...modal, title, blocks },
    });
    const view = { ...modal, id: opened?.id, hash: opened?.hash, state: { values: {} } };
    return world.slackHandler(
      signedAction(by, {
        actionId: ACTIONS.exceptionCategory,
        subject: { launch },
        buttonValue: reason,
        triggerId,
        view,
      }),
    );
  };
}

/** A form that was sent, filled in with `values` by block_id. */
export function sent(callback: string, values: (finding: Finding) => Values, about: About = pending): Deed['send'] {
  return ({ by, world }, finding) => {
    submissions += 1;
    const filled = Object.fromEntries(Object.entries(values(finding)).map(([id, value]) => [id, { value }]));
    return world.slackHandler(
      signedSubmission(by, { callback, subject: about(finding), values: filled, viewId: `VSENT${submissions}` }),
    );
  };
}

/** `/notebook-audit` with these words. */
export function typed(text: string): Deed['send'] {
  return ({ by, world, dm, triggerId, responseUrl }) =>
    world.slackHandler(signedCommand(by, { text, channel: dm, triggerId, responseUrl }));
}

type Values = Record<string, Record<string, unknown>>;
export type About = (finding: Finding) => Subject;

/** The request that waits; without one, the one whose card may still be there. */
export const pending: About = ({ launch, request, closedRequests }) => ({
  launch,
  requestId: request?.id ?? closedRequests.at(-1)?.id ?? 'VNEVER',
});

/** The exception that is granted. */
export const granted: About = ({ launch, grant }) => ({ launch, requestId: grant?.requestId ?? 'VNEVER' });
