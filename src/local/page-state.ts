/**
 * What the local page is shown, and what it may ask for: the JSON between the page server and the browser.
 * `GET /api/state?as=U…` answers PageState, `GET /api/slack/file` a shared file; `GET /api/stream` is a server-sent event `changed` after every change,
 * upon which the page asks for the state again; everything else is a POST that answers Outcome.
 */
import type { TraceEntry } from './trace';

export interface PageState {
  /** Grows with every change. */
  revision: number;
  clock: { now: string; offsetMs: number };
  /** The Slack user the visitor acts as. */
  me: string;
  /** The people the visitor may act as, in order. `unread` counts messages they have not seen. */
  people: { id: string; role: string; name: string; unread: number }[];
  users: Record<string, SlackUserView>;
  userGroups: Record<string, string>;
  /** Every conversation `me` can see: channels first, then the DM with the bot. */
  conversations: { id: string; name: string; kind: 'channel' | 'dm'; unread: number; topic?: string }[];
  /** By conversation id, oldest first. Ephemeral messages appear only for the person they were sent to. */
  messages: Record<string, MessageView[]>;
  /** Open modals of `me`, bottom to top. */
  modals: ModalView[];
  /** The App Home of `me`, null until the bot has published one. */
  home: { blocks: unknown[] } | null;
  commands: { command: string; description: string; usageHint: string }[];
  account: { id: string; name: string; region: string };
  notebooks: NotebookView[];
  /** A network the policy approves, for the launch form's compliant preset. */
  approvedNetwork?: { subnetId: string; securityGroupIds: string[] };
  tour: { id: string; text: string; done: boolean }[];
  /** The next moment at which the bot has something to do, UTC ISO; null when nothing is due. */
  nextDue: string | null;
  /** The end of the policy exception that ends first and whose day before is still to come, UTC ISO; null without one. */
  grantEnds: string | null;
  sample: SampleState;
  trace: TraceEntry[];
}

/** *Fill with a sample quarter*. */
export interface SampleState {
  /** The week that is being lived through, from 1; null when none is. */
  week: number | null;
  weeks: number;
  /** The sample is there. */
  isFilled: boolean;
  /** Why it cannot be filled in here. */
  refusal?: string;
}

export interface SlackUserView {
  id: string;
  name: string;
  realName: string;
  isBot: boolean;
  deleted: boolean;
  tz: string;
}

export interface MessageView {
  ts: string;
  user: string;
  text: string;
  /** Block Kit blocks exactly as the bot sent them. */
  blocks: unknown[];
  edited: boolean;
  ephemeral: boolean;
  /** The `ts` of the message this one replies to. */
  threadTs?: string;
  /** Absent without files. `GET /api/slack/file?as=U…&id=F…` answers the bytes of one. */
  files?: FileView[];
}

export interface FileView {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  /** Bytes. */
  size: number;
}

export interface ModalView {
  id: string;
  title: string;
  submit?: string;
  close?: string;
  blocks: unknown[];
  /** Errors of the last submission, by block id. */
  errors: Record<string, string>;
  hash: string;
}

export interface NotebookView {
  name: string;
  status: string;
  createdAt: string;
  directInternetAccess: string;
  rootAccess: string;
  subnetId?: string;
  instanceType: string;
  platform: string;
  imds: string;
  kmsKeyId?: string;
  lifecycleConfig?: string;
  tags: Record<string, string>;
}

/** Answer of every POST. `error` is what the real service would say; `errors` are modal field errors by block id. */
export interface Outcome {
  ok: boolean;
  error?: string;
  errors?: Record<string, string>;
}

/** `POST /api/slack/action`: a press on an interactive element. `action` is the `actions[0]` Slack would send. */
export interface ActionRequest {
  as: string;
  container: { kind: 'message'; channel: string; ts: string } | { kind: 'modal'; viewId: string } | { kind: 'home' };
  action: { type: string; action_id: string; block_id: string; [value: string]: unknown };
  /** Slack's `state.values`: what is filled in around the element now. */
  values: Record<string, Record<string, unknown>>;
}

/** `POST /api/slack/submit`. */
export interface SubmitRequest {
  as: string;
  viewId: string;
  values: Record<string, Record<string, unknown>>;
}

/** `POST /api/slack/close` (a modal), `/api/slack/read` (a conversation), `/api/slack/home` (open App Home). */
export interface CloseRequest {
  as: string;
  viewId: string;
}
export interface ReadRequest {
  as: string;
  conversation: string;
}
export interface HomeRequest {
  as: string;
}

/** `POST /api/slack/message`: a text starting with `/` is a slash command. */
export interface MessageRequest {
  as: string;
  conversation: string;
  text: string;
}

/** `POST /api/aws/create`: CreateNotebookInstance's own input, or a whole `aws sagemaker create-notebook-instance …` line. */
export interface CreateRequest {
  as: string;
  input?: Record<string, unknown>;
  command?: string;
  /** A pipeline's role calls instead of the acting person. */
  by?: 'pipeline';
}

/**
 * `POST /api/aws/stop|start|delete`; and `/api/aws/old`: a notebook of the acting person appears that was created two
 * years ago on Amazon Linux 2, which AWS makes no more (only where AWS is the stand-in).
 */
export interface NotebookRequest {
  as: string;
  name: string;
}

/** `POST /api/aws/update`: UpdateNotebookInstance's own input (with its name), and `tags` to add or change. */
export interface UpdateRequest {
  as: string;
  input: Record<string, unknown>;
  tags?: Record<string, string>;
}

/** `POST /api/clock`; `POST /api/reset` and `/api/sample` have no body. */
export interface ClockRequest {
  to: 'hour' | 'day' | 'next' | 'before_grant_ends';
}
