import type { FileView, MessageView, ModalView, PageState, SlackUserView } from '../page-state';
import type { Conversation, Message, Store, StoredFile, StoredPerson } from './store';
import { plainTextOf, type View, type Views } from './views';

export type SlackSnapshot = Pick<
  PageState,
  'me' | 'people' | 'users' | 'userGroups' | 'conversations' | 'messages' | 'modals' | 'home' | 'commands'
>;

/** The workspace as one person sees it. */
export function snapshotFor(
  as: string,
  { store, views, commands }: { store: Store; views: Views; commands: PageState['commands'] },
): SlackSnapshot {
  const mine = conversationsOf(as, store);
  const home = views.home(as);
  return {
    me: as,
    people: store.people().flatMap((person) => (person.role ? [actor(person, person.role, store)] : [])),
    users: Object.fromEntries(store.people().map((person) => [person.id, userView(person)])),
    userGroups: Object.fromEntries(store.groups().map((group) => [group.id, group.handle])),
    conversations: mine.map((conversation) => ({
      id: conversation.id,
      name: conversation.name,
      kind: conversation.kind,
      unread: store.unread(conversation, as),
      ...(conversation.topic ? { topic: conversation.topic } : {}),
    })),
    messages: Object.fromEntries(mine.map((conversation) => [conversation.id, seenMessages(conversation, as)])),
    modals: views.stack(as).map(modalView),
    home: home ? { blocks: home.content.blocks } : null,
    commands,
  };
}

/** The messages of a conversation that this person sees. */
export function seenMessages(conversation: Conversation, as: string): MessageView[] {
  return conversation.messages.filter((message) => (message.visibleTo ?? as) === as).map(messageView);
}

/** Channels first, then the DM with the bot. */
function conversationsOf(user: string, store: Store): Conversation[] {
  const mine = store.conversations().filter((conversation) => conversation.members.includes(user));
  return [
    ...mine.filter((conversation) => conversation.kind === 'channel'),
    ...mine.filter((conversation) => conversation.kind === 'dm'),
  ];
}

function actor(person: StoredPerson, role: string, store: Store): PageState['people'][number] {
  const unread = conversationsOf(person.id, store).reduce((sum, one) => sum + store.unread(one, person.id), 0);
  return { id: person.id, role, name: person.realName, unread };
}

function userView({ id, name, realName, isBot, deleted, tz }: StoredPerson): SlackUserView {
  return { id, name, realName, isBot: isBot === true, deleted: deleted === true, tz };
}

function messageView(message: Message): MessageView {
  return {
    ts: message.ts,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    edited: message.edited !== undefined,
    ephemeral: message.visibleTo !== undefined,
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    ...(message.files ? { files: message.files.map(fileView) } : {}),
  };
}

function fileView({ id, name, title, mimetype, bytes }: StoredFile): FileView {
  return { id, name, title, mimetype, size: bytes.length };
}

export function modalView(view: View): ModalView {
  const { title, submit, close, blocks } = view.content;
  return {
    id: view.id,
    title: plainTextOf(title) ?? '',
    submit: plainTextOf(submit),
    close: plainTextOf(close),
    blocks,
    errors: view.errors,
    hash: view.hash,
  };
}
