import type { DataTableBlock, RawNumberElement, RawTextElement, RichTextBlock, TableBlock } from '@slack/types';
import { useState } from 'preact/hooks';
import { RichText } from './rich-text';

type Cell = RawTextElement | RawNumberElement | RichTextBlock;

export function Table({ block }: { block: TableBlock }) {
  return <Grid rows={block.rows} align={block.column_settings?.map((column) => column.align ?? 'left')} />;
}

/** A data_table: its first row is the head; long ones are paged. */
export function DataTable({ block }: { block: DataTableBlock }) {
  const [page, setPage] = useState(0);
  const [head, ...body] = block.rows;
  const size = block.page_size ?? (body.length || 1);
  const pages = Math.max(1, Math.ceil(body.length / size));
  const shown = Math.min(page, pages - 1);
  return (
    <figure class="data-table">
      <figcaption>{block.caption}</figcaption>
      <Grid
        rows={[...(head ? [head] : []), ...body.slice(shown * size, (shown + 1) * size)]}
        label={block.caption}
        rowHeader={block.row_header_column_index}
      />
      {pages > 1 && (
        <div class="pager">
          <button type="button" class="button" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
            Earlier rows
          </button>
          <span>
            {shown + 1} of {pages}
          </span>
          <button type="button" class="button" disabled={shown === pages - 1} onClick={() => setPage(shown + 1)}>
            Later rows
          </button>
        </div>
      )}
    </figure>
  );
}

interface GridProps {
  rows: Cell[][];
  align?: string[];
  label?: string;
  rowHeader?: number;
}

function Grid({ rows, align, label, rowHeader }: GridProps) {
  const [head, ...body] = rows;
  const alignOf = (column: number) => align?.[column] ?? (body[0]?.[column]?.type === 'raw_number' ? 'right' : 'left');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable by keyboard
    <section class="table-scroll" aria-label={label ?? 'Table'} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.map((cell, column) => (
              <th key={column} scope="col" class={`align-${alignOf(column)}`}>
                <CellText cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => {
                const Tag = column === rowHeader ? 'th' : 'td';
                return (
                  <Tag key={column} class={`align-${alignOf(column)}`}>
                    <CellText cell={cell} />
                  </Tag>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CellText({ cell }: { cell: Cell }) {
  if (cell.type === 'rich_text') return <RichText block={cell} />;
  return cell.text;
}
