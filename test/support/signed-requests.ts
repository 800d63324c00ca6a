import { signatureHeaders } from '../../src/local/slack/signing';
import { localWorkspace } from '../../src/local/workspace';
import { blockId, metadata, type Subject } from '../../src/slack/ids';
import { signingSecret } from './slack';

interface Request {
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: false;
}

/** Requests as Slack sends them, signed, for a press or a form that no open message or view has to offer. */

/** Who acts; another `teamId` makes them somebody of a workspace that shares a channel with ours. */
type By = string | { userId: string; teamId: string };

interface Press {
  actionId: string;
  subject: Subject;
  /** Chooses from an overflow menu. */
  value?: string;
  responseUrl?: string;
  /** One that Slack issued, for a press that opens a view. */
  triggerId?: string;
  /** What stands behind a button. */
  buttonValue?: string;
  /** The view that it was pressed in. */
  view?: Record<string, unknown>;
}

/** A press on the element with this action id. */
export function signedAction(
  by: By,
  { actionId, subject, value, responseUrl, triggerId = `${Date.now()}.1.trigger`, buttonValue, view }: Press,
): Request {
  return signedPayload({
    type: 'block_actions',
    ...person(by),
    trigger_id: triggerId,
    ...(responseUrl ? { response_url: responseUrl } : {}),
    ...(view ? { view } : {}),
    actions: [
      {
        type: value ? 'overflow' : 'button',
        action_id: actionId,
        block_id: blockId('card', subject, 1),
        ...(value ? { selected_option: { value } } : {}),
        ...(buttonValue === undefined ? {} : { value: buttonValue }),
      },
    ],
  });
}

/** A submitted form; `values` are `view.state.values`. Two requests with the same `viewId` are one submission. */
export function signedSubmission(
  by: By,
  { callback, subject, values, viewId }: { callback: string; subject: Subject; values: unknown; viewId: string },
): Request {
  return signedPayload({
    type: 'view_submission',
    ...person(by),
    view: {
      id: viewId,
      callback_id: callback,
      type: 'modal',
      private_metadata: metadata(subject),
      state: { values },
    },
  });
}

/** A slash command as it was typed. */
export function signedCommand(
  by: By,
  { text, channel, triggerId, responseUrl }: { text: string; channel: string; triggerId: string; responseUrl: string },
): Request {
  const { user, team } = person(by);
  return signed({
    command: '/notebook-audit',
    text,
    user_id: user.id,
    team_id: user.team_id,
    team_domain: team.id.toLowerCase(),
    channel_id: channel,
    trigger_id: triggerId,
    response_url: responseUrl,
  });
}

function person(by: By) {
  const team = { id: localWorkspace.teamId };
  const { userId, teamId } = typeof by === 'string' ? { userId: by, teamId: team.id } : by;
  return { user: { id: userId, team_id: teamId }, team };
}

function signedPayload(payload: Record<string, unknown>): Request {
  return signed({ payload: JSON.stringify(payload) });
}

function signed(fields: Record<string, string>): Request {
  const body = new URLSearchParams(fields).toString();
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...signatureHeaders(body, signingSecret, new Date()),
    },
    body,
    isBase64Encoded: false,
  };
}
