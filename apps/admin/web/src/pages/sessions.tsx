import { useEffect, useMemo, useState } from 'preact/hooks';

import type { SessionRow } from '../../../src/live/live-messages.js';
import { useLive, useStore } from '../live/use-live.js';
import { ago, count, DASH, duration, shortName } from '../parts/format.js';
import { Badge, Empty, Loading } from '../parts/panel.js';
import { VirtualList } from '../parts/virtual-list.js';

const FILTERS = ['all', 'speaking', 'underruns'] as const;
type Filter = (typeof FILTERS)[number];

const NAMES: Readonly<Record<Filter, string>> = {
  all: 'All',
  speaking: 'Speaking',
  underruns: 'With underruns',
};

const passes: Readonly<Record<Filter, (row: SessionRow) => boolean>> = {
  all: () => true,
  speaking: ({ speaking }) => speaking,
  underruns: ({ underruns }) => underruns > 0,
};

const ROW_HEIGHT = 60;

const holds = ({ session, tenant, keyName, voice, gateway }: SessionRow, words: string): boolean =>
  `${session} ${tenant} ${keyName ?? ''} ${voice} ${gateway}`.toLowerCase().includes(words);

/** What somebody wants to see. */
interface Wish {
  readonly filter: Filter;
  readonly words: string;
}

const chosen = (rows: readonly SessionRow[], { filter, words }: Wish): readonly SessionRow[] => {
  const wanted = words.trim().toLowerCase();
  return rows
    .filter((row) => passes[filter](row) && holds(row, wanted))
    .sort((one, other) => other.openedAt - one.openedAt);
};

/** All sessions of all gateways, newest first. */
export const Sessions = () => {
  const store = useStore();
  useEffect(() => {
    store.watch(true);
    return () => store.watch(false);
  }, [store]);
  const sessions = useLive((state) => state.sessions);
  const isThere = useLive((state) => state.hasSessions);
  const [wish, setWish] = useState<Wish>({ filter: 'all', words: '' });
  const rows = useMemo(() => chosen([...sessions.values()], wish), [sessions, wish]);
  return (
    <section class="panel tall" aria-label="Sessions">
      <div class="tools">
        <Choice wish={wish} onWish={setWish} />
        <span class="note" aria-live="off">
          {count(rows.length)} of {count(sessions.size)}
        </span>
      </div>
      <SessionList rows={rows} isThere={isThere} total={sessions.size} />
    </section>
  );
};

const Choice = ({
  wish: { filter, words },
  onWish,
}: {
  readonly wish: Wish;
  readonly onWish: (wish: Wish) => void;
}) => (
  <>
    <input
      type="search"
      aria-label="Search sessions"
      placeholder="Search by id, tenant, key, voice or gateway"
      value={words}
      onInput={({ currentTarget }) => onWish({ filter, words: currentTarget.value })}
    />
    <div class="chips" role="group" aria-label="Show">
      {FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          onClick={() => onWish({ filter: name, words })}
        >
          {NAMES[name]}
        </button>
      ))}
    </div>
  </>
);

const SessionList = ({
  rows,
  isThere,
  total,
}: {
  readonly rows: readonly SessionRow[];
  readonly isThere: boolean;
  readonly total: number;
}) => {
  const now = useLive((state) => state.cluster?.at ?? 0);
  if (!isThere) return <Loading />;
  if (total === 0)
    return (
      <Empty title="Nobody is connected">Sessions appear here as soon as a client opens one.</Empty>
    );
  if (rows.length === 0)
    return <Empty title="No session fits">Try another word, or show all.</Empty>;
  return (
    <>
      <div class="session-row session-heads" aria-hidden="true">
        <span>Session</span>
        <span>State</span>
        <span>Slack</span>
        <span>First audio</span>
        <span>Underruns</span>
        <span>Sentences</span>
        <span>Gateway</span>
      </div>
      <VirtualList
        label="Session list"
        rows={rows}
        rowHeight={ROW_HEIGHT}
        keyOf={({ session }) => session}
      >
        {(row) => <SessionLine row={row} now={now} />}
      </VirtualList>
    </>
  );
};

const SessionLine = ({ row, now }: { readonly row: SessionRow; readonly now: number }) => (
  <a class="session-row" href={`#/sessions/${row.session}`}>
    <span class="session-name">
      <b>{shortName(row.session)}</b>
      <span class="note">
        {row.keyName ?? row.tenant} · {row.voice === '' ? 'default voice' : row.voice} ·{' '}
        {ago(row.openedAt, now)}
      </span>
    </span>
    <Speaking row={row} />
    <span>{row.firstAudioMs === null ? DASH : duration(row.firstAudioMs)}</span>
    <span class={row.underruns > 0 ? 'low' : ''}>{count(row.underruns)}</span>
    <span>
      {count(row.sentences)}
      {row.pending > 0 && <span class="note"> · {count(row.pending)} pending</span>}
    </span>
    <span class="note">{shortName(row.gateway)}</span>
  </a>
);

/** A listener with less audio in hand than this may soon hear a gap, ms. */
const LOW_SLACK_MS = 300;

const Speaking = ({ row: { speaking, slackMs } }: { readonly row: SessionRow }) =>
  speaking ? (
    <>
      <span>
        <Badge tone="good">speaking</Badge>
      </span>
      <span class={slackMs < LOW_SLACK_MS ? 'low' : ''}>{duration(slackMs)}</span>
    </>
  ) : (
    <>
      <span>
        <Badge tone="calm">idle</Badge>
      </span>
      <span>{DASH}</span>
    </>
  );
