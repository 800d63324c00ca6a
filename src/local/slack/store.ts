import type { JsonObject } from '../../slack/blocks/limits-parts';
import type { Person, Workspace } from '../workspace';

/** A person as the stand-in keeps them; tests may turn them into guests or people of another workspace. */
export interface StoredPerson extends Person {
  isUltraRestricted?: boolean;
  /** Another team makes them a stranger of Slack Connect. */
  teamId?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  bytes: Buffer;
}

export interface Message {
  /** `seconds.microseconds`, unique and increasing over the whole workspace. */
  ts: string;
  user: string;
  text: string;
  blocks: unknown[];
  metadata?: JsonObject;
  threadTs?: string;
  edited?: { user: string; ts: string };
  /** Set on an ephemeral message: the one person who sees it. */
  visibleTo?: string;
  files?: StoredFile[];
}

export interface Conversation {
  id: string;
  kind: 'channel' | 'dm';
  name: string;
  topic: string;
  isPrivate: boolean;
  members: string[];
  messages: Message[];
  /** Up to which `ts` each person has read. */
  read: Map<string, string>;
}

export type Store = ReturnType<typeof createStore>;

/** People, groups, conversations and messages of one workspace: the only place that holds them. */
export function createStore(workspace: Workspace) {
  let people = new Map<string, StoredPerson>();
  let groups: Workspace['userGroups'] = [];
  let conversations = new Map<string, Conversation>();
  let lastMicros = 0;
  const listeners = new Set<() => void>();

  const changed = () => {
    for (const listener of listeners) listener();
  };

  const fill = () => {
    people = new Map(workspace.people.map((person) => [person.id, { ...person }]));
    const { userId, name } = workspace.bot;
    people.set(userId, { id: userId, name: handle(name), realName: name, email: '', tz: 'Etc/UTC', isBot: true });
    groups = workspace.userGroups.map((group) => ({ ...group, users: [...group.users] }));
    const channels = workspace.channels.map((channel) => ({
      ...channel,
      kind: 'channel' as const,
      members: [...channel.members],
      messages: [],
      read: new Map(),
    }));
    const direct = workspace.people.filter((person) => !person.isBot).map((person) => directWith(person.id));
    conversations = new Map([...channels, ...direct].map((conversation) => [conversation.id, conversation]));
    lastMicros = 0;
  };

  const directWith = (user: string): Conversation => ({
    id: `D${user.slice(1)}`,
    kind: 'dm',
    name: workspace.bot.name,
    topic: '',
    isPrivate: true,
    members: [user, workspace.bot.userId],
    messages: [],
    read: new Map(),
  });

  const nextTs = () => {
    lastMicros = Math.max(Date.now() * 1000, lastMicros + 1);
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
  };

  fill();

  return {
    workspace,
    people: () => [...people.values()],
    person: (id: string) => people.get(id),
    groups: () => groups,
    conversations: () => [...conversations.values()],
    conversation: (id: string) => conversations.get(id),
    /** The DM between a person and the bot. */
    directMessage: (user: string) => conversations.get(directWith(user).id),
    nextTs,

    editPerson(id: string, change: Partial<StoredPerson>) {
      const person = people.get(id);
      if (!person) throw new Error(`no person ${id}`);
      people.set(id, { ...person, ...change });
      changed();
    },
    setGroup(id: string, users: string[]) {
      groups = groups.map((group) => (group.id === id ? { ...group, users } : group));
      changed();
    },
    setMembers(id: string, members: string[]) {
      const conversation = conversations.get(id);
      if (!conversation) throw new Error(`no conversation ${id}`);
      conversation.members = members;
      changed();
    },

    post(conversation: Conversation, draft: Omit<Message, 'ts'>): Message {
      const message = { ...draft, ts: nextTs() };
      conversation.messages.push(message);
      changed();
      return message;
    },
    change(conversation: Conversation, ts: string, change: Partial<Message>) {
      conversation.messages = conversation.messages.map((message) =>
        message.ts === ts ? { ...message, ...change } : message,
      );
      changed();
    },
    remove(conversation: Conversation, ts: string) {
      conversation.messages = conversation.messages.filter((message) => message.ts !== ts);
      changed();
    },

    markRead(conversation: Conversation, user: string) {
      conversation.read.set(user, conversation.messages.at(-1)?.ts ?? '0');
      changed();
    },
    /** Messages of others not yet read. An update makes nothing unread, nor does a thread in a channel. */
    unread(conversation: Conversation, user: string): number {
      const read = conversation.read.get(user) ?? '0';
      return conversation.messages.filter(
        (message) =>
          message.ts > read &&
          message.user !== user &&
          message.visibleTo === undefined &&
          (conversation.kind === 'dm' || message.threadTs === undefined),
      ).length;
    },

    changed,
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    reset() {
      fill();
      changed();
    },
  };
}

function handle(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}
