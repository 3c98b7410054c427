import type { GatewayRecord, WorkerRecord } from '@chorale/speech';

import { postJson } from '../api.js';
import type { HistoryPoint } from '../../../src/live/live-messages.js';
import { useIsOperator, useLive } from '../live/use-live.js';
import { ActionButton } from '../parts/action-button.js';
import type { Line } from '../parts/chart.js';
import { Chart } from '../parts/chart.js';
import { ago, count, DASH, duration, percent, seconds, shortName } from '../parts/format.js';
import { Badge, Empty, Loading, Meter, Panel } from '../parts/panel.js';
import type { Column } from '../parts/table.js';
import { Table } from '../parts/table.js';

/** A chart that has just begun shows a minute, and later all five that are kept. */
const MIN_POINTS = 60;

interface Figure {
  readonly title: string;
  readonly note: string;
  readonly format: (value: number) => string;
  readonly atLeast: number;
  readonly lines: readonly {
    readonly name: string;
    readonly tone: Line['tone'];
    readonly of: (point: HistoryPoint) => number | null;
  }[];
}

const one = (of: (point: HistoryPoint) => number | null): Figure['lines'] => [
  { name: 'now', tone: 'first', of },
];

const FIGURES: readonly Figure[] = [
  {
    title: 'Speaking now',
    note: 'sessions that have audio to come',
    format: count,
    atLeast: 4,
    lines: one(({ speaking }) => speaking),
  },
  {
    title: 'First audio',
    note: 'from order to first audio, p95 over p50',
    format: duration,
    atLeast: 100,
    lines: [
      { name: 'p95', tone: 'first', of: ({ firstAudioP95 }) => firstAudioP95 },
      { name: 'p50', tone: 'second', of: ({ firstAudioP50 }) => firstAudioP50 },
    ],
  },
  {
    title: 'Underruns',
    note: 'per utterance, last minute',
    format: percent,
    atLeast: 0.1,
    lines: one(({ underrunRate }) => underrunRate),
  },
  {
    title: 'Load',
    note: 'of all inference threads',
    format: percent,
    atLeast: 1,
    lines: one(({ load }) => load),
  },
  {
    title: 'Audio owed',
    note: 'still to be made for listeners',
    format: seconds,
    atLeast: 10,
    lines: one(({ owedSeconds }) => owedSeconds),
  },
  {
    title: 'Waiting jobs',
    note: 'in all queues',
    format: count,
    atLeast: 4,
    lines: one(({ queued }) => queued),
  },
];

/** The cluster at a glance. */
export const Overview = () => {
  const history = useLive((state) => state.history);
  return (
    <>
      <div class="figures">
        {FIGURES.map((figure) => (
          <FigureCard key={figure.title} figure={figure} history={history} />
        ))}
      </div>
      <Gateways />
      <Workers />
    </>
  );
};

const FigureCard = ({
  figure: { title, note, format, atLeast, lines },
  history,
}: {
  readonly figure: Figure;
  readonly history: readonly HistoryPoint[];
}) => {
  const drawn = lines.map(({ name, tone, of }) => ({ name, tone, values: history.map(of) }));
  return (
    <section class="figure" aria-label={title}>
      <h2>{title}</h2>
      <p class="figure-value">
        {drawn.map(({ name, values, tone }) => (
          <span key={name} class={tone}>
            {sayLast(values, format)}
          </span>
        ))}
      </p>
      <p class="note">{note}</p>
      <Chart
        label={title}
        lines={drawn}
        format={format}
        atLeast={atLeast}
        points={Math.max(MIN_POINTS, history.length)}
      />
    </section>
  );
};

const sayLast = (values: Line['values'], format: (value: number) => string): string => {
  const last = values.at(-1);
  return last === null || last === undefined ? DASH : format(last);
};

const drainOrder = (kind: 'drainGateway' | 'drainWorker', name: string, draining: boolean) =>
  kind === 'drainGateway' ? { kind, gateway: name, draining } : { kind, worker: name, draining };

const DrainButton = ({
  kind,
  name,
  draining,
}: {
  readonly kind: 'drainGateway' | 'drainWorker';
  readonly name: string;
  readonly draining: boolean;
}) => (
  <ActionButton
    label={draining ? 'Resume' : 'Drain'}
    about={shortName(name)}
    question={
      draining
        ? 'It takes new work again.'
        : 'It takes nothing new, finishes what it holds, and stays until you let it go on.'
    }
    act={() => postJson('/api/control', drainOrder(kind, name, !draining))}
  />
);

const State = ({ draining }: { readonly draining: boolean }) =>
  draining ? <Badge tone="warn">draining</Badge> : <Badge tone="good">running</Badge>;

const owedBy = ({ demand }: GatewayRecord): number =>
  demand.reduce((sum, { owedAudioSeconds }) => sum + owedAudioSeconds, 0);

const speakingOn = ({ demand }: GatewayRecord): number =>
  demand.reduce((sum, { liveSessions }) => sum + liveSessions, 0);

const Gateways = () => {
  const cluster = useLive((state) => state.cluster);
  const mayAct = useIsOperator();
  const now = cluster?.at ?? 0;
  const columns: readonly Column<GatewayRecord>[] = [
    { head: 'Gateway', cell: ({ gateway }) => <span title={gateway}>{shortName(gateway)}</span> },
    { head: 'State', cell: ({ draining }) => <State draining={draining} /> },
    { head: 'Sessions', align: 'end', cell: ({ sessions }) => count(sessions) },
    { head: 'Speaking', align: 'end', cell: (record) => count(speakingOn(record)) },
    { head: 'Audio owed', align: 'end', cell: (record) => seconds(owedBy(record)) },
    { head: 'Up', align: 'end', cell: ({ startedAt }) => ago(startedAt, now) },
    { head: 'Release', cell: ({ version }) => version },
    ...(mayAct ? [drainColumn<GatewayRecord>('drainGateway', ({ gateway }) => gateway)] : []),
  ];
  return (
    <Panel title="Gateways" aside={<Total of={cluster?.gateways.length} />}>
      {cluster === null ? (
        <Loading />
      ) : cluster.gateways.length === 0 ? (
        <Empty title="No gateway is running">
          Start one with npm run start:gateway; it shows up within a second.
        </Empty>
      ) : (
        <Table
          label="Gateways"
          columns={columns}
          rows={cluster.gateways}
          keyOf={({ gateway }) => gateway}
        />
      )}
    </Panel>
  );
};

const drainColumn = <T extends { readonly draining: boolean }>(
  kind: 'drainGateway' | 'drainWorker',
  nameOf: (record: T) => string,
): Column<T> => ({
  head: '',
  align: 'end',
  cell: (record) => <DrainButton kind={kind} name={nameOf(record)} draining={record.draining} />,
});

const Total = ({ of }: { readonly of: number | undefined }) =>
  of === undefined || of === 0 ? null : <span class="note">{count(of)}</span>;

const enginesOf = ({ voices }: WorkerRecord): string =>
  [...new Set(voices.map(({ engine }) => engine))].join(', ');

const WORKER_COLUMNS: readonly Column<WorkerRecord>[] = [
  { head: 'Worker', cell: ({ worker }) => <span title={worker}>{shortName(worker)}</span> },
  { head: 'State', cell: ({ draining }) => <State draining={draining} /> },
  { head: 'Class', cell: ({ voiceClass }) => voiceClass },
  { head: 'Engine', cell: enginesOf },
  {
    head: 'Voices',
    align: 'end',
    cell: ({ voices }) => (
      <span title={voices.map(({ id }) => id).join(', ')}>{count(voices.length)}</span>
    ),
  },
  { head: 'Threads', align: 'end', cell: ({ threads }) => count(threads) },
  { head: 'Load', cell: ({ load }) => <Meter share={load} label={percent(load)} /> },
  {
    head: 'RTF',
    align: 'end',
    cell: ({ costPerAudioSecond: cost }) => (cost === null ? DASH : cost.toFixed(3)),
  },
  { head: 'Sentences', align: 'end', cell: ({ open }) => count(open) },
];

const Workers = () => {
  const workers = useLive((state) => state.cluster?.workers);
  const mayAct = useIsOperator();
  const drain = drainColumn<WorkerRecord>('drainWorker', ({ worker }) => worker);
  const columns = mayAct ? [...WORKER_COLUMNS, drain] : WORKER_COLUMNS;
  return (
    <Panel title="Workers" aside={<Total of={workers?.length} />}>
      {workers === undefined ? (
        <Loading />
      ) : workers.length === 0 ? (
        <Empty title="No worker is running">
          Nothing can be spoken. Start one with npm run start:worker.
        </Empty>
      ) : (
        <Table label="Workers" columns={columns} rows={workers} keyOf={({ worker }) => worker} />
      )}
    </Panel>
  );
};
