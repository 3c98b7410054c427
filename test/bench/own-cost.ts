/**
 * npm run build:test && npm run bench:own-cost [-- utterances]
 *
 * What the service itself costs a listener: the time from sending a text to the first frame, less
 * what the worker took from its job to its first audio. Speaks one short sentence at a time, in turns
 * with a real voice and with a worker that has nothing to do: what the real one's work adds to the
 * service's own cost shows in the ratio.
 */
import { SpeechClient } from '@chorale/testing';

import { spreadOf } from '../load/statistics.js';

import { type Rig, startRig, type Subject } from './own-cost-rig.js';

const TEXTS = [
  'The train leaves in ten minutes.',
  'Could you please close the window over there?',
  'We have not seen them since last summer.',
  'Nobody knows where the keys are now.',
  'It is raining again, so bring your coat.',
  'My sister lives near the old harbour.',
  'That was the best meal of the week.',
  'He wrote three letters and posted only one.',
];

const WARM_UP = 5;
const UTTERANCES = Number(process.argv[2] ?? '60');

/** Ms of one utterance. */
interface Sample {
  readonly firstFrame: number;
  readonly engine: number;
  readonly own: number;
}

/** Somebody who listens to one voice, one utterance after the other. */
class Listener {
  readonly samples: Sample[] = [];

  private constructor(
    readonly subject: Subject,
    private readonly client: SpeechClient,
  ) {}

  static async open(subject: Subject, url: string): Promise<Listener> {
    const client = await SpeechClient.connect(url);
    const { voice } = subject;
    client.send({ type: 'session.config', response_format: 'pcm', stream_audio: true, voice });
    return new Listener(subject, client);
  }

  /** Has one text spoken, to its end, and takes its times. */
  async hear(text: string): Promise<void> {
    const before = await this.subject.firstChunks();
    const firstFrame = await this.#firstFrame(text);
    await this.client.until('session.done', { timeoutMs: 30_000 });
    const after = await this.subject.firstChunks();
    if (after.count !== before.count + 1) throw new Error(`${text} was not one job`);
    const engine = after.ms - before.ms;
    this.samples.push({ firstFrame, engine, own: firstFrame - engine });
  }

  close(): void {
    this.client.close();
  }

  /** Seen as the frame comes in, not when somebody looks. */
  #firstFrame(text: string): Promise<number> {
    const { socket } = this.client;
    return new Promise((resolve) => {
      const onMessage = (_: unknown, isBinary: boolean): void => {
        if (!isBinary) return;
        socket.off('message', onMessage);
        resolve(performance.now() - sentAt);
      };
      socket.on('message', onMessage);
      const sentAt = performance.now();
      this.client.send({ type: 'input.text', text }, { type: 'input.done' });
    });
  }
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const medianOf = (values: readonly number[]): number => spreadOf(values).p50;

const columns = (texts: readonly string[]): string =>
  texts.map((text) => text.padStart(9)).join('');

const figures = (values: readonly number[]): string => {
  const { p50, p95 } = spreadOf(values);
  return columns([meanOf(values), p50, p95].map((ms) => ms.toFixed(2)));
};

const tableOf = (listener: Listener): string => {
  const { subject, samples } = listener;
  return [
    `${subject.voice}, ${samples.length} utterances, ms`.padEnd(28) +
      columns(['mean', 'p50', 'p95']),
    `  text sent to first frame  ${figures(samples.map(({ firstFrame }) => firstFrame))}`,
    `  job taken to first audio  ${figures(samples.map(({ engine }) => engine))}`,
    `  the service's own cost    ${figures(ownCosts(listener))}`,
  ].join('\n');
};

const ownCosts = ({ samples }: Listener): readonly number[] => samples.map(({ own }) => own);

const ratioLine = (real: Listener, fake: Listener): string => {
  const ratio = (of: (values: readonly number[]) => number): string =>
    (of(ownCosts(real)) / of(ownCosts(fake))).toFixed(2);
  return `own cost, real to fake: ${ratio(meanOf)} of means, ${ratio(medianOf)} of medians`;
};

const measure = async ({ speechUrl, real, fake }: Rig): Promise<void> => {
  const listeners = await Promise.all([
    Listener.open(real, speechUrl),
    Listener.open(fake, speechUrl),
  ]);
  for (let turn = -WARM_UP; turn < UTTERANCES; turn += 1) {
    if (turn === 0) for (const { samples } of listeners) samples.length = 0;
    const text = TEXTS[(turn + WARM_UP) % TEXTS.length] ?? '';
    for (const listener of listeners) await listener.hear(text);
  }
  for (const listener of listeners) {
    console.log(tableOf(listener));
    listener.close();
  }
  console.log(ratioLine(...listeners));
};

const rig = await startRig();
try {
  await measure(rig);
} finally {
  await rig.stop();
}
