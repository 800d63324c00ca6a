import * as v from 'valibot';
import { type Subject, subjectOfBlockId, subjectOfMetadata } from './ids';

/** What Slack sends is parsed here; nothing else reads a payload. */

const id = v.string();
const user = v.object({ id, team_id: v.optional(v.string()) });
const team = v.optional(v.nullable(v.object({ id })));
const view = v.object({
  id,
  hash: v.optional(v.string()),
  callback_id: v.string(),
  private_metadata: v.string(),
  /** `modal` or `home`. */
  type: v.string(),
  /** The modal below, when this one was opened on top of another. */
  previous_view_id: v.optional(v.nullable(v.string())),
  state: v.object({ values: v.record(v.string(), v.record(v.string(), v.unknown())) }),
});

const blockActions = v.object({
  type: v.literal('block_actions'),
  user,
  team,
  trigger_id: v.string(),
  response_url: v.optional(v.string()),
  actions: v.pipe(
    v.array(
      v.object({
        action_id: v.string(),
        block_id: v.string(),
        value: v.optional(v.string()),
        selected_option: v.optional(v.nullable(v.object({ value: v.string() }))),
      }),
    ),
    v.minLength(1),
  ),
  view: v.optional(view),
});

export type ViewState = v.InferOutput<typeof view>;

/** A press on something of ours. */
export interface Click {
  userId: string;
  /** The person belongs to our own workspace, not to one that shares a channel with us. */
  ours: boolean;
  triggerId: string;
  /** The chosen option or the button's value. */
  value?: string;
  subject: Subject | null;
  /** Where an answer that only they see can be sent; absent in a modal. */
  responseUrl?: string;
  /** The modal it was pressed in; absent for a message and App Home. */
  view?: ViewState;
}

export function readClick(body: unknown): Click | null {
  const parsed = v.safeParse(blockActions, body);
  if (!parsed.success) return null;
  const {
    user: person,
    team: place,
    trigger_id: triggerId,
    response_url: responseUrl,
    actions,
    view: modal,
  } = parsed.output;
  const [action] = actions;
  if (!action) return null;
  return {
    userId: person.id,
    ours: isOurs(person.team_id, place?.id),
    triggerId,
    value: action.selected_option?.value ?? action.value,
    subject: subjectOfBlockId(action.block_id) ?? (modal ? subjectOfMetadata(modal.private_metadata) : null),
    responseUrl,
    view: modal?.type === 'home' ? undefined : modal,
  };
}

const viewSubmission = v.object({ type: v.literal('view_submission'), user, team, view });

/** A submitted modal. */
export interface Submitted {
  userId: string;
  ours: boolean;
  view: ViewState;
  subject: Subject | null;
}

export function readSubmission(body: unknown): Submitted | null {
  const parsed = v.safeParse(viewSubmission, body);
  if (!parsed.success) return null;
  const { user: person, team: place, view: modal } = parsed.output;
  return {
    userId: person.id,
    ours: isOurs(person.team_id, place?.id),
    view: modal,
    subject: subjectOfMetadata(modal.private_metadata),
  };
}

/** Without both ids (a single workspace may leave one out) there is nobody foreign to tell apart. */
function isOurs(personTeam: string | undefined, team: string | undefined): boolean {
  return personTeam === undefined || team === undefined || personTeam === team;
}

const command = v.object({
  user_id: id,
  text: v.optional(v.string(), ''),
  trigger_id: v.string(),
  response_url: v.string(),
});

export interface TypedCommand {
  userId: string;
  text: string;
  triggerId: string;
}

export function readCommand(body: unknown): TypedCommand | null {
  const parsed = v.safeParse(command, body);
  return parsed.success
    ? { userId: parsed.output.user_id, text: parsed.output.text.trim(), triggerId: parsed.output.trigger_id }
    : null;
}

/** Where an answer to whatever was sent can go, if it names such a place. */
export function responseUrlOf(body: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ response_url: v.string() }), body);
  return parsed.success ? parsed.output.response_url : undefined;
}

/** Who opened App Home, and the `private_metadata` of what stood there; null for its Messages tab and for anything else. */
export function readHomeOpened(body: unknown): { userId: string; metadata: string } | null {
  const event = v.object({
    type: v.literal('app_home_opened'),
    user: v.string(),
    tab: v.literal('home'),
    view: v.optional(v.object({ private_metadata: v.optional(v.string()) })),
  });
  const parsed = v.safeParse(v.object({ event }), body);
  if (!parsed.success) return null;
  const { user: userId, view: before } = parsed.output.event;
  return { userId, metadata: before?.private_metadata ?? '' };
}

/** A press in App Home on something that is about no single finding. */
export interface HomePress extends Pick<Click, 'userId' | 'ours' | 'triggerId'> {
  metadata: string;
  hash?: string;
}

export function readHomePress(body: unknown): HomePress | null {
  const parsed = v.safeParse(blockActions, body);
  if (!parsed.success || parsed.output.view?.type !== 'home') return null;
  const { user: person, team: place, trigger_id: triggerId, view: home } = parsed.output;
  const { private_metadata: metadata, hash } = home;
  return { userId: person.id, ours: isOurs(person.team_id, place?.id), triggerId, metadata, hash };
}

const eventCallback = v.object({ event: v.object({ type: v.string() }) });

/**
 * Is this something that Slack sends us, with all that we read of it? Bolt takes the shape of a payload for granted, so
 * that a malformed one would crash it.
 */
export function isWellFormed(body: Record<string, unknown>): boolean {
  switch (body.type) {
    case 'block_actions':
      return readClick(body) !== null;
    case 'view_submission':
      return readSubmission(body) !== null;
    case 'event_callback':
      return v.is(eventCallback, body);
    case 'url_verification':
      return typeof body.challenge === 'string';
    default:
      // A form: a slash command, or Slack checking our certificate.
      return 'ssl_check' in body || ('command' in body && readCommand(body) !== null);
  }
}
