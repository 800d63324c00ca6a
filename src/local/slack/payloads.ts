/** The payloads of interactions. https://docs.slack.dev/reference/interaction-payloads */
import type { JsonObject } from '../../slack/blocks/limits-parts';
import { messageObject } from './method';
import type { Conversation, Message, Store, StoredPerson } from './store';
import type { Values } from './view-state';
import { APP_ID, type View, type Views } from './views';

/** The deprecated verification token; present in every payload, trusted by nobody. */
const VERIFICATION_TOKEN = 'local-verification-token';

export interface Press {
  person: StoredPerson;
  action: JsonObject;
  triggerId: string;
}

export function messageActionPayload(
  store: Store,
  {
    press,
    conversation,
    message,
    values,
    responseUrl,
  }: { press: Press; conversation: Conversation; message: Message; values: Values; responseUrl: string },
): JsonObject {
  const ephemeral = message.visibleTo !== undefined;
  return {
    ...common('block_actions', store, press.person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    trigger_id: press.triggerId,
    channel: { id: conversation.id, name: conversation.kind === 'dm' ? 'directmessage' : conversation.name },
    // Slack does not send the text of an ephemeral message back.
    ...(ephemeral ? {} : { message: messageObject(message, store, { metadata: false, among: conversation.messages }) }),
    state: { values },
    response_url: responseUrl,
    actions: [press.action],
  };
}

export function viewActionPayload(store: Store, views: Views, press: Press, view: View): JsonObject {
  const payload = views.payload(view);
  return {
    ...common('block_actions', store, press.person),
    container: { type: 'view', view_id: view.id },
    trigger_id: press.triggerId,
    view: payload,
    actions: [press.action],
  };
}

export function submissionPayload(
  store: Store,
  { person, view, triggerId }: { person: StoredPerson; view: JsonObject; triggerId: string },
): JsonObject {
  return { ...common('view_submission', store, person), trigger_id: triggerId, view, response_urls: [] };
}

export function closedPayload(
  store: Store,
  { person, view, isCleared }: { person: StoredPerson; view: JsonObject; isCleared: boolean },
): JsonObject {
  return { ...common('view_closed', store, person), view, is_cleared: isCleared };
}

export function commandFields(
  store: Store,
  command: {
    person: StoredPerson;
    conversation: Conversation;
    name: string;
    text: string;
    triggerId: string;
    responseUrl: string;
  },
): Record<string, string> {
  const { person, conversation } = command;
  return {
    token: VERIFICATION_TOKEN,
    team_id: person.teamId ?? store.workspace.teamId,
    team_domain: domain(store),
    channel_id: conversation.id,
    channel_name: conversation.kind === 'dm' ? 'directmessage' : conversation.name,
    user_id: person.id,
    user_name: person.name,
    command: command.name,
    text: command.text,
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: command.responseUrl,
    trigger_id: command.triggerId,
  };
}

export function homeOpenedEvent(store: Store, person: StoredPerson, home: JsonObject | undefined): JsonObject {
  const ts = store.nextTs();
  const { bot, teamId } = store.workspace;
  return {
    token: VERIFICATION_TOKEN,
    team_id: teamId,
    api_app_id: APP_ID,
    event: {
      type: 'app_home_opened',
      user: person.id,
      channel: store.directMessage(person.id)?.id,
      tab: 'home',
      event_ts: ts,
      ...(home ? { view: home } : {}),
    },
    type: 'event_callback',
    event_id: `Ev${ts.replace('.', '')}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: teamId, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}

function common(type: string, store: Store, person: StoredPerson): JsonObject {
  const teamId = person.teamId ?? store.workspace.teamId;
  return {
    type,
    team: { id: store.workspace.teamId, domain: domain(store) },
    user: { id: person.id, username: person.name, name: person.name, team_id: teamId },
    api_app_id: APP_ID,
    token: VERIFICATION_TOKEN,
    enterprise: null,
    is_enterprise_install: false,
  };
}

const domain = (store: Store) => store.workspace.teamName.toLowerCase();
