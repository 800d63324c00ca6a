import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MessageView, PageState } from '../page-state';
import { formatSlackDate, isoDay } from './blocks/dates';
import { Composer } from './composer';
import { Message } from './message';
import { useDateView, usePage } from './page-context';

interface ConversationProps {
  conversation: PageState['conversations'][number];
  /** The visitor asks where to launch. */
  onLaunch: () => void;
}

export function Conversation({ conversation, onLaunch }: ConversationProps) {
  const { state, send } = usePage();
  const messages = state.messages[conversation.id] ?? [];
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const count = messages.length;

  const scrollToNewest = () => {
    if (list.current) showNewest(list.current);
  };
  const noteEnd = () => {
    if (list.current) atEnd.current = isAtEnd(list.current);
  };
  useLayoutEffect(() => {
    scrollToNewest();
    noteEnd();
  }, [count]);
  // A message may change in place and grow: whoever reads the end goes on reading the end.
  useLayoutEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [messages]);
  useEffect(() => {
    if (conversation.unread > 0) void send('/api/slack/read', { conversation: conversation.id });
  }, [conversation.id, conversation.unread]);

  const isDeveloper = state.people.some(({ id, role }) => id === state.me && role === 'Developer');
  const isChannel = conversation.kind === 'channel';
  const title = isChannel ? `#${conversation.name}` : conversation.name;
  return (
    <section class="conversation" aria-label={title}>
      <header class="conversation-header">
        <h1>
          {isChannel && <span aria-hidden="true"># </span>}
          {conversation.name}
        </h1>
        <p>{conversation.topic ?? (isChannel ? '' : 'App, direct message')}</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list must be reachable by keyboard */}
      <div class="messages" role="log" aria-label="Messages" tabIndex={0} ref={list} onScroll={noteEnd}>
        <div class="messages-inner">
          {count === 0 &&
            (isChannel || !isDeveloper ? <p class="empty">Nothing here yet.</p> : <EmptyDm onLaunch={onLaunch} />)}
          <MessageList channel={conversation.id} messages={messages} />
        </div>
      </div>
      <Composer conversation={conversation.id} title={title} withBot={!isChannel} onGrow={scrollToNewest} />
    </section>
  );
}

function isAtEnd({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean {
  return scrollTop + clientHeight > scrollHeight - 8;
}

/** Scrolls to the end, but never past the start of the newest message: a long card is read from its top. */
function showNewest(list: HTMLElement) {
  const newest = [...list.querySelectorAll<HTMLElement>('.message')].at(-1);
  list.scrollTop = list.scrollHeight;
  if (!newest) return;
  const above = list.getBoundingClientRect().top - newest.getBoundingClientRect().top;
  if (above > 0) list.scrollTop -= above;
}

function EmptyDm({ onLaunch }: { onLaunch: () => void }) {
  const toLaunchButton = () => {
    onLaunch();
    requestAnimationFrame(() => document.getElementById('launch')?.focus());
  };
  return (
    <div class="empty">
      <span class="empty-mark" aria-hidden="true">
        ◆
      </span>
      <p>No cards yet.</p>
      <button type="button" class="link-button" onClick={toLaunchButton}>
        Launch one →
      </button>
    </div>
  );
}

const TOGETHER_S = 300;

function MessageList({ channel, messages }: { channel: string; messages: MessageView[] }) {
  const view = useDateView();
  const top = messages.filter((message) => !message.threadTs || message.threadTs === message.ts);
  const known = new Set(top.map((message) => message.ts));
  const orphans = messages.filter((message) => message.threadTs && !known.has(message.threadTs));
  const shown = [...top, ...orphans.filter((orphan) => !top.includes(orphan))].sort(
    (a, b) => Number(a.ts) - Number(b.ts),
  );
  const dayOf = (message: MessageView) => isoDay(new Date(Number(message.ts) * 1000), view.timeZone);
  return (
    <>
      {shown.map((message, index) => {
        const before = shown[index - 1];
        const newDay = !before || dayOf(before) !== dayOf(message);
        const replies = messages.filter((reply) => reply.threadTs === message.ts && reply.ts !== message.ts);
        return (
          <div key={message.ts}>
            {newDay && (
              <p class="day">
                <span>{formatSlackDate(Number(message.ts), '{day_divider_pretty}', view)}</span>
              </p>
            )}
            <Message channel={channel} message={message} compact={!newDay && isFollowUp(before, message)} />
            {replies.length > 0 && <Thread channel={channel} replies={replies} />}
          </div>
        );
      })}
    </>
  );
}

function Thread({ channel, replies }: { channel: string; replies: MessageView[] }) {
  const view = useDateView();
  const last = Number(replies.at(-1)?.ts);
  return (
    <details class="thread" open>
      <summary>
        {replies.length === 1 ? '1 reply' : `${replies.length} replies`}
        <small>Last reply {formatSlackDate(last, '{date_short_pretty} at {time}', view).replace(/^T/, 't')}</small>
      </summary>
      {replies.map((reply, index) => (
        <Message key={reply.ts} channel={channel} message={reply} compact={isFollowUp(replies[index - 1], reply)} />
      ))}
    </details>
  );
}

function isFollowUp(before: MessageView | undefined, message: MessageView): boolean {
  if (!before || before.ephemeral !== message.ephemeral) return false;
  return before.user === message.user && Number(message.ts) - Number(before.ts) < TOGETHER_S;
}
