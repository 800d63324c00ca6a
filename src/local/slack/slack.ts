import type {
  ActionRequest,
  CloseRequest,
  HomeRequest,
  MessageRequest,
  Outcome,
  PageState,
  ReadRequest,
  SubmitRequest,
} from '../page-state';
import type { Trace } from '../trace';
import type { Workspace } from '../workspace';
import { createMessageBox } from './commands';
import { createDelivery, type Deliver } from './delivery';
import { createFiles } from './files';
import { createInteractions } from './interactions';
import { applyReply } from './replies';
import { startServer } from './server';
import { type SlackSnapshot, snapshotFor } from './snapshot';
import { createStore, type Message, type StoredFile, type StoredPerson } from './store';
import { createTickets } from './tickets';
import { createViews } from './views';
import { createWebApi, type Fault } from './web-api';

export interface SlackOptions {
  workspace: Workspace;
  botToken: string;
  signingSecret: string;
  deliver: Deliver;
  trace: Trace;
  commands: PageState['commands'];
  /** The bot scopes the app was installed with; without it every scope is granted. */
  scopes?: string[];
  /** How long the app may take to answer, ms. Slack gives it 3000. */
  limitMs?: number;
}

export interface SlackStandIn {
  /** For WebClient's `slackApiUrl`. */
  url: string;
  snapshot(as: string): SlackSnapshot;
  action(request: ActionRequest): Promise<Outcome>;
  submit(request: SubmitRequest): Promise<Outcome>;
  closeModal(request: CloseRequest): Promise<Outcome>;
  send(request: MessageRequest): Promise<Outcome>;
  openHome(request: HomeRequest): Promise<Outcome>;
  read(request: ReadRequest): Outcome;
  onChange(listener: () => void): () => void;
  /** The workspace as it was at the start: no messages, modals, calls or faults. */
  reset(): void;
  close(): Promise<void>;

  /** Every message of a conversation, oldest first, ephemeral ones too. */
  messages(conversation: string): Message[];
  files(): StoredFile[];
  /** The arguments of every call of a Web API method, oldest first. */
  calls(method: string): Record<string, unknown>[];
  failNext(method: string, fault: Fault, times?: number): void;
  editPerson(id: string, change: Partial<StoredPerson>): void;
  setGroup(id: string, users: string[]): void;
  setMembers(channel: string, members: string[]): void;
}

/**
 * Starts a Slack workspace on this computer: the Web API over loopback HTTP, and really signed requests to the app.
 * It refuses what Slack refuses: scopes, membership, trigger ids, Block Kit limits, three seconds.
 */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const store = createStore(options.workspace);
  const views = createViews(store);
  const tickets = createTickets();
  const server = await startServer({
    webApi: () => webApi,
    files: () => files,
    respond: (id, body) => applyReply({ store, views }, tickets.redeemResponse(id), body),
  });
  const files = createFiles((id) => `${server.origin}/upload/${id}`);
  const webApi = createWebApi({
    api: { store, views, tickets, files, scopes: options.scopes },
    botToken: options.botToken,
    trace: options.trace,
  });
  const delivery = createDelivery({ ...options, limitMs: options.limitMs ?? 3000 });
  const responseUrl = (id: string) => `${server.origin}/response/${id}`;
  const parts = { store, views, tickets, delivery, responseUrl };

  return {
    ...createInteractions(parts),
    ...createMessageBox({ ...parts, commands: options.commands.map(({ command }) => command) }),
    url: `${server.origin}/api/`,
    snapshot: (as) => snapshotFor(as, { store, views, commands: options.commands }),
    read: ({ as, conversation: id }) => {
      const conversation = store.conversation(id);
      if (!conversation?.members.includes(as)) return { ok: false, error: 'channel_not_found' };
      store.markRead(conversation, as);
      return { ok: true };
    },
    onChange: store.onChange,
    reset: () => {
      views.reset();
      tickets.reset();
      files.reset();
      webApi.reset();
      store.reset();
    },
    close: server.close,
    messages: (id) => store.conversation(id)?.messages ?? [],
    files: files.list,
    calls: webApi.calls,
    failNext: webApi.failNext,
    editPerson: store.editPerson,
    setGroup: store.setGroup,
    setMembers: store.setMembers,
  };
}
