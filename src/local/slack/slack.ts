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
import { type Seat, seatOf } from './seat';
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
  /** A file shared in a conversation this person is in. */
  file(as: string, id: string): StoredFile | undefined;
  onChange(listener: () => void): () => void;
  /** The workspace as it was at the start: no messages, modals, calls or faults. */
  reset(): void;
  close(): Promise<void>;

  /** Every message of a conversation, oldest first, ephemeral ones too. */
  messages(conversation: string): Message[];
  files(): StoredFile[];
  /** The workspace through one person's eyes and hands. */
  seat(as: string): Seat;
  /** What an interaction of this person in a conversation lets the app do, for a request that no element makes. */
  permits(as: string, conversation: string): { triggerId: string; responseUrl: string };
  /** The arguments of every call of a Web API method, oldest first. */
  calls(method: string): Record<string, unknown>[];
  failNext(method: string, fault: Fault, times?: number): void;
  /** Fails every call of a method until it is called again with null. */
  outage(method: string, fault: Fault | null): void;
  /** From now on answers `invalid_blocks` to every message with such a block, as a workspace that does not know it. */
  refuseBlocks(types: string[]): void;
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
  const content = { newId: views.newId, refused: new Set<string>() };
  const server = await startServer({
    webApi: () => webApi,
    files: () => files,
    respond: (id, body) => applyReply({ store, content }, tickets.redeemResponse(id), body),
  });
  const files = createFiles((id) => `${server.origin}/upload/${id}`);
  const webApi = createWebApi({
    api: { store, views, tickets, files, scopes: options.scopes, content },
    botToken: options.botToken,
    trace: options.trace,
  });
  const delivery = createDelivery({ ...options, limitMs: options.limitMs ?? 3000 });
  const responseUrl = (id: string) => `${server.origin}/response/${id}`;
  const parts = { store, views, tickets, delivery, responseUrl, content };
  const interactions = createInteractions(parts);
  const messageBox = createMessageBox({ ...parts, commands: options.commands.map(({ command }) => command) });
  const seat = (as: string) => seatOf(as, { store, views, ...interactions, ...messageBox });

  return {
    ...interactions,
    ...messageBox,
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
      content.refused.clear();
      store.reset();
    },
    close: server.close,
    messages: (id) => store.conversation(id)?.messages ?? [],
    files: files.list,
    file: (as, id) => seat(as).file(id),
    seat,
    permits: (user, channel) => ({
      triggerId: tickets.issueTrigger(user),
      responseUrl: responseUrl(tickets.issueResponse({ channel, user })),
    }),
    calls: webApi.calls,
    failNext: webApi.failNext,
    outage: webApi.outage,
    refuseBlocks: (types) => {
      content.refused = new Set(types);
    },
    editPerson: store.editPerson,
    setGroup: store.setGroup,
    setMembers: store.setMembers,
  };
}
