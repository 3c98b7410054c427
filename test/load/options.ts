import { parseArgs } from 'node:util';

import { httpTarget } from './http-target.js';
import type { RunOptions } from './run.js';
import type { Target } from './target.js';
import { mixedText, TEXTS } from './texts.js';
import { wsTarget } from './ws-target.js';

/** Printed by `--help`. */
export const USAGE = `npm run load -- [options]

  --url URL             ws://…/v1/audio/speech/stream or http://…/v1/audio/speech
                        (default ws://127.0.0.1:8000/v1/audio/speech/stream)
  --listeners N         closed loop with N listeners (default 8)
  --rate R              open loop instead: R new listeners a second
  --seconds S           length of a run (default 20)
  --duty D              share of the time in which a listener hears speech, 0–1:
                        listeners play in real time, then think; they come one by
                        one for 30 s / D before the run begins; without it they
                        ask for the next text as soon as they have the last
  --words-per-second W  send the text as a language model would (WebSocket only)
  --texts short|middle|long|mixed   (default mixed)
  --sweep               find the most listeners that keep the SLO
  --slo-ttfa MS         limit of first audio at p95 (default 300)
  --slo-underrun MS     longest gap that is no underrun (default 20)
  --pid NAME=PID        watch CPU and memory of a process (repeatable)
  --voice, --model, --api-key, --sample-rate   as the server wants them
  --json FILE           also write the figures there
`;

/** What to do, read from the command line. */
export interface LoadOptions extends RunOptions {
  readonly listeners: number;
  readonly sweep: boolean;
  readonly json: string | null;
}

const FLAGS = {
  url: { type: 'string', default: 'ws://127.0.0.1:8000/v1/audio/speech/stream' },
  listeners: { type: 'string', default: '8' },
  rate: { type: 'string' },
  seconds: { type: 'string', default: '20' },
  duty: { type: 'string' },
  'words-per-second': { type: 'string' },
  texts: { type: 'string', default: 'mixed' },
  sweep: { type: 'boolean', default: false },
  'slo-ttfa': { type: 'string', default: '300' },
  'slo-underrun': { type: 'string', default: '20' },
  pid: { type: 'string', multiple: true, default: [] as string[] },
  voice: { type: 'string' },
  model: { type: 'string', default: 'tts-1' },
  'api-key': { type: 'string' },
  'sample-rate': { type: 'string', default: '24000' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], options: FLAGS }).values;

type Values = ReturnType<typeof parse>;

/** Reads the options; null asks for help. Throws on unknown flags and on figures that are none. */
export const readOptions = (argv: readonly string[]): LoadOptions | null => {
  const values = parse(argv);
  if (values.help) return null;
  return {
    target: targetOf(values),
    listeners: figure('listeners', values.listeners),
    rate: optionalFigure('rate', values.rate),
    seconds: figure('seconds', values.seconds),
    duty: optionalFigure('duty', values.duty),
    text: textOf(values.texts),
    sweep: values.sweep,
    slo: {
      ttfaP95Ms: figure('slo-ttfa', values['slo-ttfa']),
      underrunMs: figure('slo-underrun', values['slo-underrun']),
    },
    pids: Object.fromEntries(values.pid.map(pidOf)),
    json: values.json ?? null,
  };
};

const figure = (name: string, text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`--${name} must be a number above 0`);
  return value;
};

const optionalFigure = (name: string, text: string | undefined): number | null =>
  text === undefined ? null : figure(name, text);

const pidOf = (pair: string): readonly [string, number] => {
  const [name = '', pid = ''] = pair.split('=');
  return [name, figure('pid', pid)];
};

const textOf = (texts: string): ((n: number) => string) => {
  if (texts !== 'short' && texts !== 'middle' && texts !== 'long') return mixedText;
  const chosen: readonly string[] = TEXTS[texts];
  return (n) => chosen[n % chosen.length] ?? '';
};

const targetOf = (values: Values): Target => {
  if (/^wss?:/.test(values.url))
    return wsTarget({
      url: values.url,
      voice: values.voice ?? null,
      wordsPerSecond: optionalFigure('words-per-second', values['words-per-second']),
      apiKey: values['api-key'] ?? null,
    });
  return httpTarget({
    url: values.url,
    model: values.model,
    voice: values.voice ?? 'alloy',
    apiKey: values['api-key'] ?? null,
    sampleRate: figure('sample-rate', values['sample-rate']),
  });
};
