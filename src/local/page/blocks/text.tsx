import type { TextObject } from '@slack/types';
import { useDateView, usePage } from '../page-context';
import { formatSlackDate } from './dates';
import { emojiCharacter, withEmoji } from './emoji';
import { isSafeUrl, type MrkdwnNode, parseMrkdwn } from './mrkdwn';

/** A text object of any block. */
export function Text({ text }: { text: TextObject }) {
  if (text.type === 'plain_text') return <>{withEmoji(text.text)}</>;
  return <Mrkdwn text={text.text} verbatim={text.verbatim} />;
}

export function Mrkdwn({ text, verbatim }: { text: string; verbatim?: boolean }) {
  return <Nodes nodes={parseMrkdwn(text, { verbatim })} />;
}

function Nodes({ nodes }: { nodes: MrkdwnNode[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <Node key={index} node={node} />
      ))}
    </>
  );
}

function Node({ node }: { node: MrkdwnNode }) {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'bold':
      return (
        <strong>
          <Nodes nodes={node.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Nodes nodes={node.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.children} />
        </s>
      );
    case 'code':
      return (
        <code>
          <Nodes nodes={node.children} />
        </code>
      );
    case 'pre':
      return (
        <pre>
          <Nodes nodes={node.children} />
        </pre>
      );
    case 'quote':
      return (
        <blockquote>
          <Nodes nodes={node.children} />
        </blockquote>
      );
    case 'link':
      return <Link url={node.url} label={node.label} />;
    case 'user':
      return <UserMention id={node.id} label={node.label} />;
    case 'channel':
      return <ChannelMention id={node.id} label={node.label} />;
    case 'group':
      return <GroupMention id={node.id} label={node.label} />;
    case 'broadcast':
      return <Broadcast range={node.range} />;
    case 'date':
      return <SlackDate {...node} />;
    case 'emoji':
      return <Emoji name={node.name} />;
    default:
      return node satisfies never;
  }
}

export function Link({ url, label }: { url: string; label: string }) {
  if (!isSafeUrl(url)) return <>{label}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}

/** A known emoji, read out by its name; an unknown one as it was written. */
export function Emoji({ name }: { name: string }) {
  const character = emojiCharacter(name);
  if (!character) return <>{`:${name}:`}</>;
  return (
    <span class={`emoji emoji-${name}`} role="img" aria-label={name.replaceAll('_', ' ')}>
      {character}
    </span>
  );
}

export function UserMention({ id, label }: { id: string; label?: string }) {
  const { state } = usePage();
  const name = state.users[id]?.realName ?? label ?? id;
  return <span class={id === state.me ? 'mention mention-me' : 'mention'}>@{name}</span>;
}

export function ChannelMention({ id, label }: { id: string; label?: string }) {
  const { state } = usePage();
  const name = state.conversations.find((conversation) => conversation.id === id)?.name ?? label ?? id;
  return <span class="mention">#{name}</span>;
}

export function GroupMention({ id, label }: { id: string; label?: string }) {
  const { state } = usePage();
  const name = state.userGroups[id] ?? label ?? id;
  return <span class="mention">@{name.replace(/^@/, '')}</span>;
}

/** A live broadcast: loud, so that one that slipped through from somebody's text is seen at once. */
export function Broadcast({ range }: { range: string }) {
  return (
    <span class="broadcast" data-broadcast={range}>
      @{range}
    </span>
  );
}

export function SlackDate(date: { seconds: number; format: string; url?: string; fallback: string }) {
  const view = useDateView();
  const words = formatSlackDate(date.seconds, date.format, view) || date.fallback;
  const full = formatSlackDate(date.seconds, '{date_long} at {time}', view);
  return (
    <time dateTime={new Date(date.seconds * 1000).toISOString()} title={`${full} (${view.timeZone})`}>
      {date.url ? <Link url={date.url} label={words} /> : words}
    </time>
  );
}
