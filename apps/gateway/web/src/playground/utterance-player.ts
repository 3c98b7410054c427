import type { SessionNews } from '../speech/speech-session.js';
import type { SpeechFormat } from '../speech/speech-settings.js';
import { isStreamed } from '../speech/speech-settings.js';
import { withFailure, withSentence, withWords } from '../speech/transcript.js';

import type { FrameDecoder } from './frame-decoder.js';
import { frameDecoderOf } from './frame-decoder.js';
import { SoundOutput } from './sound-output.js';
import type { UtteranceView } from './utterance-view.js';
import { withDrained, withEnd, withPlayerLevel } from './utterance-view.js';

/** News that are heard or seen. */
type PlayedNews = Exclude<SessionNews, { readonly kind: 'interrupted' | 'lost' }>;

/** What came in binary, and when. */
interface Arrival {
  readonly frame: ArrayBuffer;
  readonly at: number;
}

/** Makes a new view of the one that is shown. */
type ViewChange = (view: UtteranceView) => Partial<UtteranceView>;

const UNDECODABLE = 'This browser cannot decode that format. Choose another.';

/** Turns what comes of an utterance into sound, and into what the page shows of it. */
export class UtterancePlayer {
  #output: SoundOutput | null = null;
  /** Null for formats that come as files. */
  #decoder: FrameDecoder | null = null;
  #rate = 0;
  #sentAt = 0;
  /** Whether all has come. */
  #complete = true;
  /** Counts utterances: what belongs to an earlier one is dropped. */
  #turn = 0;
  /** Files take a while to decode: what comes behind one waits for it. */
  #tail: Promise<void> = Promise.resolve();

  constructor(private readonly show: (change: ViewChange) => void) {}

  /** Falls silent, and expects a new utterance. Call it out of a click or a key. */
  begin(format: SpeechFormat): void {
    this.#turn += 1;
    this.#complete = false;
    this.#decoder = isStreamed(format) ? frameDecoderOf(format) : null;
    const ready = this.#wakeOutput();
    this.#tail = ready.catch((error: unknown) => this.#fail(messageOf(error)));
  }

  /** Falls silent at once; resolves to what was heard, ms. */
  async stop(): Promise<number> {
    this.#turn += 1;
    this.#complete = true;
    if (this.#output === null) return 0;
    const played = await this.#output.stop();
    return (played / (this.#rate || 1) - this.#output.latency) * 1000;
  }

  /** Takes what came, in order. */
  take(news: PlayedNews): void {
    const turn = this.#turn;
    const at = performance.now();
    this.#tail = this.#tail.then(() => (turn === this.#turn ? this.#take(news, at) : undefined));
  }

  async #wakeOutput(): Promise<void> {
    const listeners = {
      level: (level: UtteranceView['level']) =>
        this.show((view) => withPlayerLevel(view, level, this.#latencySamples())),
      drained: () => this.show((view) => withDrained(view, this.#complete)),
    };
    if (this.#output === null) this.#output = await SoundOutput.open(listeners);
    else await this.#output.stop();
    this.#output.wake();
  }

  #latencySamples(): number {
    return (this.#output?.latency ?? 0) * this.#rate;
  }

  async #take(news: PlayedNews, at: number): Promise<void> {
    const output = this.#output;
    if (output === null) return; // it could not be opened, and that was said
    switch (news.kind) {
      case 'textSent':
        this.#sentAt = at;
        this.show(() => ({ activity: 'waiting' }));
        break;
      case 'sentence':
        this.#beginSentence(output, news);
        break;
      case 'words':
        this.#addWords(news);
        break;
      case 'audio':
        await this.#addAudio(output, { frame: news.frame, at });
        break;
      case 'sentenceEnded':
        this.#endSentence(output, news);
        break;
      case 'problem':
        this.show(() => ({ problem: news.message }));
        break;
      case 'ended':
        this.#end(output);
    }
  }

  #beginSentence(output: SoundOutput, news: Extract<PlayedNews, { kind: 'sentence' }>): void {
    this.#rate = news.rate ?? output.rate;
    const sentence = { number: news.sentence, text: news.text, fromSample: output.cursor };
    this.show(({ transcript }) => ({ transcript: withSentence(transcript, sentence) }));
  }

  #addWords({ sentence: number, words }: Extract<PlayedNews, { kind: 'words' }>): void {
    const timed = { number, words, rate: this.#rate };
    this.show(({ transcript }) => ({ transcript: withWords(transcript, timed) }));
  }

  async #addAudio(output: SoundOutput, { frame, at }: Arrival): Promise<void> {
    const turn = this.#turn;
    const samples = await this.#decode(output, frame);
    if (samples === null || turn !== this.#turn) return;
    const rate = this.#rate;
    this.show(({ recording, firstAudioMs }) => {
      recording.add(samples, rate);
      return {
        recordedSeconds: recording.seconds,
        firstAudioMs: firstAudioMs ?? Math.round(at - this.#sentAt),
      };
    });
    output.play(samples, rate);
  }

  async #decode(
    output: SoundOutput,
    frame: ArrayBuffer,
  ): Promise<Float32Array<ArrayBuffer> | null> {
    try {
      return this.#decoder === null ? await output.decode(frame) : this.#decoder(frame);
    } catch {
      this.show(() => ({ problem: UNDECODABLE }));
      return null;
    }
  }

  /** While text is still being written, silence behind a sentence is no gap. */
  #endSentence(output: SoundOutput, news: Extract<PlayedNews, { kind: 'sentenceEnded' }>): void {
    const { sentence: number, failed, discard } = news;
    this.show((view) => {
      const sentence = view.transcript.sentences.find((each) => each.number === number);
      if (discard && sentence !== undefined) output.dropFrom(sentence.fromSample);
      if (view.textOpen) output.end();
      return failed ? { transcript: withFailure(view.transcript, number) } : {};
    });
  }

  #end(output: SoundOutput): void {
    this.#complete = true;
    if (output.cursor === 0) this.show(withEnd);
    else output.end();
  }

  #fail(message: string): void {
    this.show((view) => ({ ...withEnd(view), problem: message }));
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'This browser plays no live audio.';
