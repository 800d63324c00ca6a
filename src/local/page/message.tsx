import type { MessageView } from '../page-state';
import { BlockList } from './blocks/block';
import { formatSlackDate } from './blocks/dates';
import { SurfaceProvider, useForm, useSurfaceFor } from './blocks/surface';
import { Mrkdwn } from './blocks/text';
import { Files } from './files';
import { useDateView, usePage } from './page-context';
import { RunCommand } from './run-command';

interface MessageProps {
  channel: string;
  message: MessageView;
  /** Follows another message of the same person at once: no picture and name. */
  compact: boolean;
}

export function Message({ channel, message, compact }: MessageProps) {
  const { state } = usePage();
  const view = useDateView();
  const author = state.users[message.user];
  const seconds = Number(message.ts);
  const time = formatSlackDate(seconds, '{time}', view);
  return (
    <article class="message" data-compact={compact} data-ephemeral={message.ephemeral}>
      <div class="gutter">
        {compact ? (
          <span class="gutter-time">{time}</span>
        ) : (
          <Avatar name={author?.realName ?? '?'} bot={author?.isBot} />
        )}
      </div>
      <div class="message-body">
        {message.ephemeral && <p class="only-you">Only visible to you</p>}
        {!compact && (
          <header>
            <strong>{author?.realName ?? message.user}</strong>
            {author?.isBot && <span class="app-badge">APP</span>}
            <time
              dateTime={new Date(seconds * 1000).toISOString()}
              title={formatSlackDate(seconds, '{date_long} at {time_secs}', view)}
            >
              {time}
            </time>
          </header>
        )}
        <MessageContent channel={channel} message={message} />
        {message.files && <Files files={message.files} />}
        {message.edited && <span class="edited">(edited)</span>}
        <RunCommand blocks={message.blocks} />
      </div>
    </article>
  );
}

function MessageContent({ channel, message }: { channel: string; message: MessageView }) {
  const surface = useSurfaceFor({ kind: 'message', channel, ts: message.ts }, useForm(message.blocks));
  if (message.blocks.length === 0) {
    if (message.text === '') return null;
    return (
      <div class="text">
        <Mrkdwn text={message.text} />
      </div>
    );
  }
  return (
    <SurfaceProvider value={surface}>
      <BlockList blocks={message.blocks} />
    </SurfaceProvider>
  );
}

function Avatar({ name, bot }: { name: string; bot?: boolean }) {
  const initials = name
    .split(' ')
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');
  const hue = [...name].reduce((sum, character) => sum + character.charCodeAt(0) * 7, 0) % 360;
  return (
    <span class={bot ? 'avatar avatar-bot' : 'avatar'} style={{ '--hue': String(hue) }} aria-hidden="true">
      {bot ? '◆' : initials}
    </span>
  );
}
