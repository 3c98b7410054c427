import type { SimulationResult, TimelineRow } from './simulation.js';

interface Column {
  readonly title: string;
  readonly of: (row: TimelineRow) => string;
}

const figure = (value: number | null | undefined, digits = 0): string =>
  value === null || value === undefined ? '–' : value.toFixed(digits);

const COLUMNS: readonly Column[] = [
  { title: 'time s', of: ({ atSeconds }) => figure(atSeconds, 1) },
  { title: 'phase', of: ({ phase }) => phase },
  { title: 'sessions', of: ({ sessionsOpen }) => figure(sessionsOpen) },
  { title: 'debt s', of: ({ signal }) => figure(signal?.['debtSeconds'], 1) },
  { title: 'owed s', of: ({ signal }) => figure(signal?.['owedSeconds'], 1) },
  { title: 'busy', of: ({ signal }) => figure(signal?.['busySlots'], 1) },
  { title: 'capacity', of: ({ signal }) => figure(signal?.['capacity'], 1) },
  { title: 'workers', of: ({ signal }) => figure(signal?.['workers']) },
  { title: 'wanted', of: ({ replicas }) => figure(replicas) },
  { title: 'leaving', of: ({ leaving }) => figure(leaving) },
  { title: 'TTFA said', of: ({ signal }) => figure(signal?.['predictedTtfaMs']) },
  { title: 'TTFA p95', of: ({ firstAudioP95Ms }) => figure(firstAudioP95Ms) },
  { title: 'ended', of: ({ sessionsEnded }) => figure(sessionsEnded) },
  { title: 'failed', of: ({ sessionsFailed }) => figure(sessionsFailed) },
];

const WIDTH = 9;

/** The heads of the columns; TTFA is in ms, capacity in × real time. */
export const headLine = (): string => COLUMNS.map(({ title }) => title.padStart(WIDTH)).join(' ');

/** One row of figures; – where there is none. */
export const rowLine = (row: TimelineRow): string =>
  COLUMNS.map((column) => column.of(row).padStart(WIDTH)).join(' ');

/** What came of it, in two lines. */
export const sumLines = ({ sessions, sessionsFailed, mostReplicas, exits }: SimulationResult) => [
  `${sessions.length} sessions, ${sessionsFailed} failed; ` +
    `${sessions.reduce((sum, { samplesChecked }) => sum + samplesChecked, 0)} samples compared`,
  `up to ${mostReplicas} workers; ${exits.length} taken away, ` +
    `${exits.filter((reason) => reason === 0).length} of them ended well`,
];
