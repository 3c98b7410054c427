import type { ComponentChildren } from 'preact';

/** One column: its head, and what stands in it. */
export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ComponentChildren;
  readonly align?: 'end';
  /** Needs a line of its own where there is little room. */
  readonly isLong?: true;
}

/** A table that becomes a list of cards where there is little room. */
export const Table = <T,>({
  label,
  columns,
  rows,
  keyOf,
}: {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}) => (
  <div class="table-frame" role="region" aria-label={label} tabIndex={0}>
    <table>
      <thead>
        <tr>
          {columns.map(({ head, align }) => (
            <th key={head} scope="col" class={align}>
              {head === '' ? <span class="unseen">Actions</span> : head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ head, cell, align, isLong }) => (
              <td key={head} data-label={head} class={isLong ? 'long' : align}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
