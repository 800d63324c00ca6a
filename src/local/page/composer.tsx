import { useLayoutEffect, useState } from 'preact/hooks';
import { usePage } from './page-context';

interface ComposerProps {
  conversation: string;
  title: string;
  /** A DM with the bot, which listens to no messages. */
  withBot: boolean;
  /** The box has become higher, and the messages above it have less room. */
  onGrow: () => void;
}

/**
 * The message box. Enter sends, Shift+Enter starts a line; a text that starts with `/` is a command, whose name Tab and
 * Enter complete. As in Slack, what may follow the name is only hinted.
 */
export function Composer({ conversation, title, withBot, onGrow }: ComposerProps) {
  const { state, send } = usePage();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const [unheard, setUnheard] = useState(false);
  const typedCommand = /^\/\S*$/.test(text);
  const hints = text.startsWith('/')
    ? state.commands.filter(({ command }) => command.startsWith(text.split(' ')[0] ?? ''))
    : [];

  useLayoutEffect(() => {
    if (unheard) onGrow();
  }, [unheard]);

  const submit = async () => {
    const sent = text.trim();
    if (sent === '' || busy) return;
    setBusy(true);
    setError('');
    const outcome = await send('/api/slack/message', { conversation, text: sent });
    setBusy(false);
    setUnheard(outcome.ok && withBot && !sent.startsWith('/'));
    if (outcome.ok) setText('');
    else setError(outcome.error ?? 'That did not go through.');
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {hints.length > 0 && (
        <ul class="command-hints" aria-label="Commands">
          {hints.map(({ command, description, usageHint }) => (
            <li key={command}>
              <button type="button" disabled={!typedCommand} onClick={() => setText(`${command} `)}>
                <strong>{command}</strong> <span>{usageHint}</span>
                <small>{description}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
      {error && (
        <p class="field-error" role="alert">
          ⚠ {error}
        </p>
      )}
      <div class="composer-box">
        <textarea
          rows={1}
          value={text}
          aria-label={`Message ${title}`}
          placeholder={withBot ? 'Type /notebook-audit' : `Message ${title}`}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.shiftKey || event.isComposing || (event.key !== 'Enter' && event.key !== 'Tab')) return;
            const completed =
              typedCommand && hints[0] && hints[0].command !== text ? `${hints[0].command} ` : undefined;
            if (event.key === 'Tab' && !completed) return;
            event.preventDefault();
            if (completed) setText(completed);
            else void submit();
          }}
        />
        <button type="submit" class="send" aria-label="Send" aria-busy={busy} disabled={text.trim() === ''}>
          <span aria-hidden="true">➤</span>
        </button>
      </div>
      {unheard && (
        <p class="composer-hint" role="status">
          <span>Preview</span> Notebook Audit reads only /notebook-audit and its buttons.
        </p>
      )}
    </form>
  );
}
