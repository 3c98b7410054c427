import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Rows above and below what is seen, so that scrolling meets no gaps. */
const SPARE_ROWS = 6;

/** A list of rows of one height, of which only those in sight exist. */
export const VirtualList = <T,>({
  label,
  rows,
  rowHeight,
  keyOf,
  children,
}: {
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowHeight: number;
  readonly keyOf: (row: T) => string;
  readonly children: (row: T) => ComponentChildren;
}) => {
  const frame = useRef<HTMLDivElement>(null);
  const view = useView(frame);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - SPARE_ROWS);
  const last = Math.ceil((view.top + view.height) / rowHeight) + SPARE_ROWS;
  return (
    <div class="virtual" ref={frame} role="region" aria-label={label} tabIndex={0}>
      <ul style={{ height: `${rows.length * rowHeight}px` }}>
        {rows.slice(first, last).map((row, index) => (
          <li
            key={keyOf(row)}
            aria-setsize={rows.length}
            aria-posinset={first + index + 1}
            style={{
              transform: `translateY(${(first + index) * rowHeight}px)`,
              height: `${rowHeight}px`,
            }}
          >
            {children(row)}
          </li>
        ))}
      </ul>
    </div>
  );
};

interface View {
  readonly top: number;
  readonly height: number;
}

/** Which part of an element's content is in sight. */
const useView = (frame: RefObject<HTMLElement | null>): View => {
  const [view, setView] = useState<View>({ top: 0, height: 600 });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const look = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [frame]);
  return view;
};
