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

/** A press on the element with this action id; `value` chooses from an overflow menu. */
export function signedAction(
  userId: string,
  {
    actionId,
    subject,
    value,
    responseUrl,
  }: { actionId: string; subject: Subject; value?: string; responseUrl?: string },
): Request {
  return signedPayload({
    type: 'block_actions',
    ...person(userId),
    trigger_id: `${Date.now()}.1.trigger`,
    ...(responseUrl ? { response_url: responseUrl } : {}),
    actions: [
      {
        type: value ? 'overflow' : 'button',
        action_id: actionId,
        block_id: blockId('card', subject, 1),
        ...(value ? { selected_option: { value } } : {}),
      },
    ],
  });
}

/** A submitted form; `values` are `view.state.values`. Two requests with the same `viewId` are one submission. */
export function signedSubmission(
  userId: string,
  { callback, subject, values, viewId }: { callback: string; subject: Subject; values: unknown; viewId: string },
): Request {
  return signedPayload({
    type: 'view_submission',
    ...person(userId),
    view: {
      id: viewId,
      callback_id: callback,
      type: 'modal',
      private_metadata: metadata(subject),
      state: { values },
    },
  });
}

function person(userId: string) {
  const team = { id: localWorkspace.teamId };
  return { user: { id: userId, team_id: team.id }, team };
}

function signedPayload(payload: Record<string, unknown>): Request {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...signatureHeaders(body, signingSecret, new Date()),
    },
    body,
    isBase64Encoded: false,
  };
}
