import type { Button, Overflow } from '@slack/types';
import { Menu } from '../menu';
import { usePress } from './confirm';
import type { ElementProps } from './element';
import { withEmoji } from './emoji';
import { isSafeUrl } from './mrkdwn';

/** A button; one with a url opens it and tells the app too. */
export function ButtonElement({ blockId, element }: ElementProps<Button>) {
  const { press, busy, beside } = usePress(blockId, element);
  const className = element.style ? `button button-${element.style}` : 'button';
  const details = { text: element.text, ...(element.value === undefined ? {} : { value: element.value }) };
  const label = withEmoji(element.text.text);
  if (element.url && isSafeUrl(element.url)) {
    return (
      <a
        class={className}
        href={element.url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={element.accessibility_label}
        onClick={() => press(details)}
      >
        {label}
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        class={className}
        aria-label={element.accessibility_label}
        aria-busy={busy}
        onClick={() => press(details)}
      >
        {label}
      </button>
      {beside}
    </>
  );
}

export function OverflowElement({ blockId, element }: ElementProps<Overflow>) {
  const { press, busy, beside } = usePress(blockId, element);
  const items = element.options.map((option) => ({
    label: withEmoji(option.text.text),
    description: option.description?.text,
    onSelect: () => {
      if (option.url && isSafeUrl(option.url)) window.open(option.url, '_blank', 'noopener,noreferrer');
      press({ selected_option: option });
    },
  }));
  return (
    <>
      <Menu label="More actions" className="button button-overflow" items={items} busy={busy}>
        <span aria-hidden="true">•••</span>
      </Menu>
      {beside}
    </>
  );
}
