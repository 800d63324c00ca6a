import type { DataTableBlock, RawNumberElement, RawTextElement, RichTextBlock, TableBlock } from '@slack/types';
import { useState } from 'preact/hooks';
import { RichText } from './rich-text';
import { nextSorting, type Sorting, sortedRows } from './table-sort';

type Cell = RawTextElement | RawNumberElement | RichTextBlock;

export function Table({ block }: { block: TableBlock }) {
  return <Grid rows={block.rows} align={block.column_settings?.map((column) => column.align ?? 'left')} />;
}

/** A data_table: its first row is the head, whose cells sort; long ones are paged. */
export function DataTable({ block }: { block: DataTableBlock }) {
  const [page, setPage] = useState(0);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [head, ...rows] = block.rows;
  const body = sortedRows(rows, sorting);
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
        sorting={sorting}
        onSort={(column) => {
          setSorting(nextSorting(sorting, column));
          setPage(0);
        }}
      />
      {pages > 1 && (
        <div class="pager">
          <button type="button" class="button button-small" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
            Earlier rows
          </button>
          <span>
            {shown * size + 1}-{Math.min(body.length, (shown + 1) * size)} of {body.length}
          </span>
          <button
            type="button"
            class="button button-small"
            disabled={shown === pages - 1}
            onClick={() => setPage(shown + 1)}
          >
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
  sorting?: Sorting | null;
  /** Absent where the columns cannot be sorted. */
  onSort?: (column: number) => void;
}

function Grid({ rows, align, label, rowHeader, sorting, onSort }: GridProps) {
  const [head, ...body] = rows;
  const alignOf = (column: number) => align?.[column] ?? (body[0]?.[column]?.type === 'raw_number' ? 'right' : 'left');
  const sortOf = (column: number) => {
    if (sorting?.column !== column) return undefined;
    return sorting.descending ? 'descending' : 'ascending';
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable by keyboard
    <section class="table-scroll" aria-label={label ?? 'Table'} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.map((cell, column) => (
              <th key={column} scope="col" class={`align-${alignOf(column)}`} aria-sort={sortOf(column)}>
                {onSort ? (
                  <button type="button" class="sort" onClick={() => onSort(column)}>
                    <CellText cell={cell} />
                  </button>
                ) : (
                  <CellText cell={cell} />
                )}
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
                  <Tag key={column} class={`align-${alignOf(column)}`} scope={column === rowHeader ? 'row' : undefined}>
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
