import { Counter, Histogram, type Registry } from 'prom-client';

/** What one request came to, once all of it was sent. */
export interface RequestAudio {
  readonly samples: number;
  readonly seconds: number;
  /** How long its sentences were in the making, one after the other, seconds. */
  readonly makingSeconds: number;
}

/** The `vllm_omni:audio_*` families, by request; a request here is an utterance. */
export interface OmniMetrics {
  /** Of who listens while it is made: from the request to the first audio. */
  firstPacket(seconds: number): void;
  finished(audio: RequestAudio): void;
  /** Of who listens: the most that a player in real time was ahead of what had come, seconds. */
  underrun(worstSeconds: number): void;
  /** It ended well, and there was nothing to hear. */
  skipped(): void;
}

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300];
const FAST_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
const RATIOS = [0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.25, 1.5, 2, 5, 10];

/** The longest underrun with which a request still counts as continuous, ms. */
const THRESHOLD_MS = 100;

/** One stage in one replica: what several processes make is told apart by their addresses. */
const placeOf = (modelName: string) =>
  ({ model_name: modelName, stage: '0', replica: '0' }) as const;

const PLACE = ['model_name', 'stage', 'replica'];

/** Registers what the vLLM-Omni speech server calls its audio, with its names, labels and buckets. */
export const createOmniMetrics = (registry: Registry, modelName: string): OmniMetrics => {
  const place = placeOf(modelName);
  const { ttfp, duration, rtf, underrun } = histograms(registry);
  const { frames, continuous, skipped } = counters(registry);
  for (const histogram of [ttfp, duration, rtf, underrun]) histogram.zero(place);
  const threshold = { ...place, threshold_ms: String(THRESHOLD_MS) };
  const noAudio = { ...place, reason: 'no_audio_data' };
  frames.inc(place, 0);
  continuous.inc(threshold, 0);
  skipped.inc(noAudio, 0);
  return {
    firstPacket: (seconds) => ttfp.observe(place, seconds),
    finished: ({ samples, seconds, makingSeconds }) => {
      frames.inc(place, samples);
      duration.observe(place, seconds);
      rtf.observe(place, makingSeconds / seconds);
    },
    underrun: (worstSeconds) => {
      underrun.observe(place, worstSeconds);
      if (worstSeconds * 1000 <= THRESHOLD_MS) continuous.inc(threshold);
    },
    skipped: () => skipped.inc(noAudio),
  };
};

const histograms = (registry: Registry) => {
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({
      name: `vllm_omni:audio_${name}`,
      help,
      labelNames: PLACE,
      buckets,
      registers: [registry],
    });
  return {
    ttfp: histogram('ttfp_s', 'From a request to its first audio, seconds.', SECONDS),
    duration: histogram('duration_s', 'Audio of a request, seconds.', SECONDS),
    rtf: histogram('rtf', 'Time in the making over the length of the audio.', RATIOS),
    underrun: histogram(
      'underrun_s',
      'The most that a player was ahead of what had come, by request, seconds.',
      FAST_SECONDS,
    ),
  };
};

const counters = (registry: Registry) => {
  const counter = (name: string, help: string, label: readonly string[] = []) =>
    new Counter({
      name: `vllm_omni:audio_${name}_total`,
      help,
      labelNames: [...PLACE, ...label],
      registers: [registry],
    });
  return {
    frames: counter('frames', 'Samples of finished requests.'),
    continuous: counter('continuity_ok', 'Requests whose worst underrun was bearable.', [
      'threshold_ms',
    ]),
    skipped: counter('skipped_requests', 'Requests that ended well without any audio.', ['reason']),
  };
};
