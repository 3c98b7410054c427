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

/** All sessions of all gateways, newest first. */
export const Sessions = () => {
  const store = useStore();
  useEffect(() => {
    store.watch(true);
    return () => store.watch(false);
  }, [store]);
  const sessions = useLive((state) => state.sessions);
  const isThere = useLive((state) => state.hasSessions);
  const [filter, setFilter] = useState<Filter>('all');
  const [words, setWords] = useState('');
  const rows = useMemo(
    () =>
      [...sessions.values()]
        .filter((row) => passes[filter](row) && holds(row, words.trim().toLowerCase()))
        .sort((one, other) => other.openedAt - one.openedAt),
    [sessions, filter, words],
  );
  return (
    <section class="panel tall" aria-label="Sessions">
      <div class="tools">
        <input
          type="search"
          aria-label="Search sessions"
          placeholder="Search by id, tenant, key, voice or gateway"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <div class="chips" role="group" aria-label="Show">
          {FILTERS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={filter === name}
              onClick={() => setFilter(name)}
            >
              {NAMES[name]}
            </button>
          ))}
        </div>
        <span class="note" aria-live="off">
          {count(rows.length)} of {count(sessions.size)}
        </span>
      </div>
      <SessionList rows={rows} isThere={isThere} total={sessions.size} />
    </section>
  );
};

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
    <span>
      {row.speaking ? <Badge tone="good">speaking</Badge> : <Badge tone="calm">idle</Badge>}
    </span>
    <span class={row.speaking && row.slackMs < 300 ? 'low' : ''}>
      {row.speaking ? duration(row.slackMs) : DASH}
    </span>
    <span>{row.firstAudioMs === null ? DASH : duration(row.firstAudioMs)}</span>
    <span class={row.underruns > 0 ? 'low' : ''}>{count(row.underruns)}</span>
    <span>
      {count(row.sentences)}
      {row.pending > 0 && <span class="note"> · {count(row.pending)} pending</span>}
    </span>
    <span class="note">{shortName(row.gateway)}</span>
  </a>
);
