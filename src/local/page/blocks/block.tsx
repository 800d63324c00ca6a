import type { ContextBlock, InputBlock, SectionBlock } from '@slack/types';
import { type ComponentChildren, Fragment } from 'preact';
import { useErrorBoundary, useId } from 'preact/hooks';
import { Chart } from './chart';
import { ElementView } from './element';
import { withEmoji } from './emoji';
import { ImageBox } from './image';
import { RichText } from './rich-text';
import { useSurface } from './surface';
import { DataTable, Table } from './table';
import { Text } from './text';
import { blockIdOf, isKnownBlock, type PageBlock } from './values';

interface BlockListProps {
  blocks: unknown[];
  /** What the preview adds below a block. */
  below?: (block: PageBlock) => ComponentChildren;
}

/** Every block in order. One that is unknown or broken says so in its place; the others still show. */
export function BlockList({ blocks, below }: BlockListProps) {
  return (
    <div class="blocks">
      {blocks.map((block, index) =>
        isKnownBlock(block) ? (
          <Fragment key={blockIdOf(block, index)}>
            <GuardedBlock block={block} blockId={blockIdOf(block, index)} />
            {below?.(block)}
          </Fragment>
        ) : (
          <Unshowable key={index} />
        ),
      )}
    </div>
  );
}

interface BlockProps {
  block: PageBlock;
  blockId: string;
}

function GuardedBlock(props: BlockProps) {
  const [error] = useErrorBoundary();
  return error ? <Unshowable /> : <Block {...props} />;
}

function Unshowable() {
  return (
    <p class="block-warning" role="note">
      ⚠ This block cannot be shown
    </p>
  );
}

function Block({ block, blockId }: BlockProps) {
  const { type } = block;
  switch (type) {
    case 'header':
      return <h3 class="block-header">{withEmoji(block.text.text)}</h3>;
    case 'divider':
      return <hr />;
    case 'section':
      return <Section block={block} blockId={blockId} />;
    case 'context':
      return <Context block={block} />;
    case 'actions':
      return (
        <div class="block-actions">
          {block.elements.map((element, index) => (
            <ElementView key={element.action_id ?? index} blockId={blockId} element={element} />
          ))}
        </div>
      );
    case 'input':
      return <Input block={block} blockId={blockId} />;
    case 'image':
      return (
        <figure class="block-image">
          {block.title && <figcaption>{withEmoji(block.title.text)}</figcaption>}
          <ImageBox image={block} className="image" />
        </figure>
      );
    case 'rich_text':
      return <RichText block={block} />;
    case 'table':
      return <Table block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'data_visualization':
      return <Chart block={block} />;
    case 'alert':
      return (
        <div class={`alert alert-${block.level ?? 'default'}`} role="note">
          <span>
            <Text text={block.text} />
          </span>
        </div>
      );
    case 'card':
    case 'carousel':
    case 'container':
    case 'context_actions':
    case 'file':
    case 'markdown':
    case 'plan':
    case 'task_card':
    case 'video':
      return <Unshowable />;
    default:
      return type satisfies never;
  }
}

function Section({ block, blockId }: { block: SectionBlock; blockId: string }) {
  return (
    <div class="block-section">
      <div class="section-body">
        {block.text && (
          <div class="text">
            <Text text={block.text} />
          </div>
        )}
        {block.fields && (
          <div class="fields">
            {block.fields.map((field, index) => (
              <div class="text" key={index}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && (
        <div class="accessory">
          <ElementView blockId={blockId} element={block.accessory} />
        </div>
      )}
    </div>
  );
}

function Context({ block }: { block: ContextBlock }) {
  return (
    <div class="block-context">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          <ImageBox key={index} image={element} className="context-image" />
        ) : (
          <span class="text" key={index}>
            <Text text={element} />
          </span>
        ),
      )}
    </div>
  );
}

function Input({ block, blockId }: { block: InputBlock; blockId: string }) {
  const id = useId();
  const { errors } = useSurface();
  const error = errors[blockId];
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ');
  const field = {
    id,
    labelId: `${id}-label`,
    describedBy: describedBy || undefined,
    invalid: Boolean(error),
    optional: block.optional === true,
    dispatch: block.dispatch_action === true,
  };
  return (
    <div class="block-input" data-invalid={field.invalid}>
      <label id={field.labelId} for={id}>
        {withEmoji(block.label.text)}
        {block.optional && <span class="optional"> (optional)</span>}
      </label>
      <ElementView blockId={blockId} element={block.element} field={field} />
      {error && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p class="hint" id={`${id}-hint`}>
          {withEmoji(block.hint.text)}
        </p>
      )}
    </div>
  );
}
