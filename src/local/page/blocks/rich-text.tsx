import type { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { Broadcast, ChannelMention, Emoji, GroupMention, Link, SlackDate, UserMention } from './text';

/** A rich_text block. Its text is shown letter by letter: nothing in it is parsed. */
export function RichText({ block }: { block: RichTextBlock }) {
  return (
    <div class="rich-text">
      {block.elements.map((element, index) => (
        <Part key={index} element={element} />
      ))}
    </div>
  );
}

function Part({ element }: { element: RichTextBlockElement }) {
  switch (element.type) {
    case 'rich_text_section':
      return (
        <p>
          <Pieces elements={element.elements} />
        </p>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Pieces elements={element.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          {element.elements.map((piece, index) =>
            piece.type === 'text' ? <Words key={index} text={piece.text} /> : <Piece key={index} element={piece} />,
          )}
        </pre>
      );
    case 'rich_text_list': {
      const List = element.style === 'ordered' ? 'ol' : 'ul';
      return (
        <List class={`indent-${element.indent ?? 0}`}>
          {element.elements.map((item, index) => (
            <li key={index}>
              <Pieces elements={item.elements} />
            </li>
          ))}
        </List>
      );
    }
    default:
      return element satisfies never;
  }
}

/** Keeps each word of a command whole: a line must not break inside `--direct-internet-access`. */
function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\s+)/).map((word, index) =>
        /^\s*$/.test(word) ? (
          word
        ) : (
          <span key={index} class="word">
            {word}
          </span>
        ),
      )}
    </>
  );
}

function Pieces({ elements }: { elements: RichTextElement[] }) {
  return (
    <>
      {elements.map((element, index) => (
        <Styled key={index} style={element.style}>
          <Piece element={element} />
        </Styled>
      ))}
    </>
  );
}

function Piece({ element }: { element: RichTextElement }) {
  switch (element.type) {
    case 'text':
      return <>{element.text}</>;
    case 'link':
      return <Link url={element.url} label={element.text ?? element.url} />;
    case 'user':
      return <UserMention id={element.user_id} />;
    case 'usergroup':
      return <GroupMention id={element.usergroup_id} />;
    case 'channel':
      return <ChannelMention id={element.channel_id} />;
    case 'broadcast':
      return <Broadcast range={element.range} />;
    case 'emoji':
      return <Emoji name={element.name} />;
    case 'date':
      return (
        <SlackDate
          seconds={element.timestamp}
          format={element.format}
          url={element.url}
          fallback={element.fallback ?? ''}
        />
      );
    case 'color':
      return <>{element.value}</>;
    case 'team':
      return <>{element.team_id}</>;
    default:
      return element satisfies never;
  }
}

function Styled({ style, children }: { style: RichTextElement['style']; children: ComponentChildren }) {
  let styled = <>{children}</>;
  if (style?.code) styled = <code>{styled}</code>;
  if (style?.strike) styled = <s>{styled}</s>;
  if (style?.italic) styled = <em>{styled}</em>;
  if (style?.bold) styled = <strong>{styled}</strong>;
  return styled;
}
