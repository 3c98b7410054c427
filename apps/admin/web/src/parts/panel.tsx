import type { ComponentChildren } from 'preact';

/** A titled part of a page. */
export const Panel = ({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) => (
  <section class="panel" aria-label={title}>
    <header class="panel-head">
      <h2>{title}</h2>
      {aside}
    </header>
    {children}
  </section>
);

/** What stands where there is nothing yet. */
export const Empty = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children === undefined ? null : <p>{children}</p>}
  </div>
);

/** Holds the place of a list that is being fetched. */
export const Loading = () => (
  <div class="loading" role="status" aria-label="Loading">
    <span />
    <span />
    <span />
  </div>
);

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

/** A short word on how something stands. */
export const Badge = ({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}) => <span class={`badge ${tone}`}>{children}</span>;

/** A share as a bar, with its number beside it. */
export const Meter = ({ share, label }: { readonly share: number; readonly label: string }) => (
  <span class="meter">
    <span class="meter-track" aria-hidden="true">
      <span class={share > 0.9 ? 'hot' : ''} style={{ width: `${Math.min(100, share * 100)}%` }} />
    </span>
    {label}
  </span>
);
