import { Gauge, type Registry } from 'prom-client';

/** How a class of workers stands in the whole cluster; null = not known, or nobody there. */
export interface ClassFigures {
  readonly class: string;
  readonly debtSeconds: number;
  readonly owedSeconds: number;
  readonly capacity: number | null;
  readonly predictedTtfaMs: number | null;
  readonly workers: number;
  readonly slots: number;
  readonly busySlots: number;
  readonly liveSessions: number;
}

interface ClassGauge {
  readonly name: string;
  readonly help: string;
  readonly of: (figures: ClassFigures) => number | null;
}

const GAUGES: readonly ClassGauge[] = [
  {
    name: 'debt_audio_seconds',
    help: 'Audio that is being made or waits for a worker, in the whole cluster: ask for its maximum.',
    of: ({ debtSeconds }) => debtSeconds,
  },
  {
    name: 'owed_audio_seconds',
    help: 'All audio that sessions still want, also what is not due yet.',
    of: ({ owedSeconds }) => owedSeconds,
  },
  {
    name: 'capacity_ratio',
    help: 'Audio seconds that its workers can make in a second, as measured.',
    of: ({ capacity }) => capacity,
  },
  {
    name: 'predicted_first_audio_seconds',
    help: 'When a session that came now would hear its first audio.',
    of: ({ predictedTtfaMs }) => (predictedTtfaMs === null ? null : predictedTtfaMs / 1000),
  },
  { name: 'workers', help: 'Workers that take jobs.', of: ({ workers }) => workers },
  { name: 'threads', help: 'Inference threads of those workers.', of: ({ slots }) => slots },
  {
    name: 'busy_threads',
    help: 'Threads that are busy, on average of late.',
    of: ({ busySlots }) => busySlots,
  },
  {
    name: 'live_sessions',
    help: 'Sessions whose listeners still wait for audio to be made.',
    of: ({ liveSessions }) => liveSessions,
  },
];

/**
 * Registers what is known of the classes; from now on `figures` is asked for whenever the page is.
 * What is not known is not on the page: a 0 would be believed.
 */
export const watchClasses = (
  registry: Registry,
  figures: () => readonly ClassFigures[],
): readonly Gauge[] =>
  GAUGES.map(
    ({ name, help, of }) =>
      new Gauge({
        name: `chorale_class_${name}`,
        help,
        labelNames: ['class'],
        registers: [registry],
        collect(): void {
          this.reset();
          for (const each of figures()) setIfKnown(this, each.class, of(each));
        },
      }),
  );

const setIfKnown = (gauge: Gauge, voiceClass: string, value: number | null): void => {
  if (value !== null) gauge.set({ class: voiceClass }, value);
};
