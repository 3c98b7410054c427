import type { IncomingMessage } from 'node:http';

import { contentTypeOf, sampleEncodingOf } from '@chorale/audio';
import type { AudioEncoder } from '@chorale/audio';
import type { GatewayMetrics } from '@chorale/observability';
import type { SpeechRequest } from '@chorale/protocol';
import type { AbortReason, Clock, UtteranceConfig } from '@chorale/speech';

import type { Gateway } from '../../gateway.js';
import type { GatewayConfig } from '../../sessions/session-rules.js';
import { requestRules } from '../../sessions/session-rules.js';

import { encoded, SpeechTimes } from './speech.js';
import { TooMuchSpeech } from './speech-failure.js';
import { SpeechFlow } from './speech-flow.js';
import type { Usage } from './usage.js';
import { usageHeaders, usageOf } from './usage.js';
import { wordHeaders } from './word-header.js';

/** What speech is made with. */
export interface SpeechMakerParts {
  readonly gateway: Pick<Gateway, 'encoders' | 'enter' | 'lookUp' | 'openRequest'>;
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly metrics: Pick<GatewayMetrics, 'slowConsumer'>;
}

/** Begins to make the speech of a request; it must be stopped in the end, whatever became of it. */
export const beginSpeech = (
  parts: SpeechMakerParts,
  request: IncomingMessage,
  wish: SpeechRequest,
): Speech => new Speech(parts, request, wish);

/** Speech that is being made for one request, by the same queue and workers as that of the WebSocket. */
export class Speech {
  readonly times: SpeechTimes;
  readonly #flow: SpeechFlow;
  #stop: (reason: AbortReason) => void;

  constructor(
    private readonly parts: SpeechMakerParts,
    request: IncomingMessage,
    private readonly wish: SpeechRequest,
  ) {
    const { config, clock, gateway } = parts;
    this.times = new SpeechTimes(clock);
    const rules = requestRules(config);
    this.#flow = new SpeechFlow(
      { bytesPerSample: this.#width, waitingBytes: config.SOCKET_BACKLOG_BYTES },
      {
        blocked: () => runner.handle({ kind: 'socketBlocked' }),
        drained: () => runner.handle({ kind: 'socketDrained' }),
      },
    );
    const runner = gateway.openRequest(request, this.#flow, rules, this.times);
    this.#stop = (reason) => runner.closed(reason);
    runner.handle({ kind: 'configured', config: spokenConfig(wish) });
    runner.handle({ kind: 'textPushed', text: wish.input });
    runner.handle({ kind: 'textEnded' });
    runner.handle({ kind: 'closeRequested' });
  }

  /** The bytes of a stream, as they come; rejects with a `SpeechFailure`. */
  audio(): AsyncGenerator<Uint8Array> {
    return encoded(this.#flow.samples(), () => this.#encoder(true));
  }

  /** The bytes of a whole file; rejects with a `SpeechFailure`. */
  async file(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const bytes of encoded(this.#boundedSamples(), () => this.#encoder(false)))
      pieces.push(bytes);
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  }

  /** Ends the work, if there still is any; nothing of it stays. */
  stop(reason: AbortReason = 'client_gone'): void {
    const stop = this.#stop;
    this.#stop = () => undefined;
    stop(reason);
  }

  get contentType(): string {
    const { config, container } = this.wish;
    return container === 'wav' ? 'audio/wav' : contentTypeOf(config.format, config.sampleRate);
  }

  /** Only known when all has been made. */
  get usage(): Usage {
    return usageOf(this.wish, this.#flow.sampleCount / this.wish.config.sampleRate);
  }

  /** One `speech.audio.delta`. */
  delta(bytes: Uint8Array) {
    const { format, sampleRate } = this.wish.config;
    const audio = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    return {
      type: 'speech.audio.delta',
      audio,
      response_format: format,
      sample_rate: sampleRate,
      channels: 1,
    };
  }

  /** What the audio is like; the first release did not say. */
  get formatHeaders(): Readonly<Record<string, string>> {
    if (this.#isSeed) return {};
    return {
      'X-Audio-Sample-Rate': String(this.wish.config.sampleRate),
      'X-Audio-Channels': '1',
    };
  }

  /** What it cost, and when which word is spoken: known at the end. */
  get accountHeaders(): Readonly<Record<string, string>> {
    if (this.#isSeed) return {};
    const { wordTimestamps, sampleRate } = this.wish.config;
    const words = wordTimestamps === 'off' ? {} : wordHeaders(this.#flow.words, sampleRate);
    return { ...usageHeaders(this.usage), ...words };
  }

  get #isSeed(): boolean {
    return this.parts.config.SPEECH_PROFILE === 'seed';
  }

  get #width(): 1 | 2 {
    return sampleEncodingOf(this.wish.config.format) === 'pcm16' ? 2 : 1;
  }

  #encoder(streamed: boolean): AudioEncoder {
    const { config, container } = this.wish;
    const { format, sampleRate } = config;
    return this.parts.gateway.encoders.open({
      format,
      sampleRate,
      channels: 1,
      streamed,
      container,
    });
  }

  async *#boundedSamples(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const samples of this.#flow.samples()) {
      bytes += samples.byteLength;
      if (bytes > MAX_FILE_BYTES) throw new TooMuchSpeech(MAX_FILE_BYTES);
      yield samples;
    }
  }
}

/** Samples that a whole file may hold, bytes: 23 minutes of 24 kHz. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Workers make bare samples; containers are put around them here. Who waits for a file waits behind who listens. */
const spokenConfig = ({ config, delivery }: SpeechRequest): UtteranceConfig => ({
  ...config,
  format: bareFormat(config.format),
  priority: delivery === 'file' ? 'batch' : 'interactive',
});

const bareFormat = (format: UtteranceConfig['format']): UtteranceConfig['format'] =>
  format === 'mulaw' || format === 'alaw' ? format : 'pcm';
