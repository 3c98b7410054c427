import { readClientMessage } from '@chorale/protocol';
import type { ClientMessage, SessionConfigRules } from '@chorale/protocol';
import type { AbortReason, ContextEvent, ContextOptions, UtteranceConfig } from '@chorale/speech';
import { CLOSE_CODE } from '@chorale/speech';

import type { ContextRunner } from './context-runner.js';
import type { SessionResumption } from './session-resumption.js';

/** What a session is allowed and how it speaks. */
export interface SessionRules {
  readonly wire: SessionConfigRules;
  readonly context: Omit<ContextOptions, 'allocateRoute'>;
  readonly servedModels: ReadonlySet<string>;
}

/** One client's WebSocket session: reads its frames and leads them into its context. */
export class Session {
  constructor(
    private readonly runner: ContextRunner,
    private readonly rules: Pick<SessionRules, 'wire' | 'servedModels'>,
    private readonly resumption: SessionResumption,
  ) {}

  /** Takes a frame of the client; null = a binary one. */
  frame(data: string | null): void {
    if (!this.resumption.isReading) return;
    this.resumption.heard();
    if (data === null) this.runner.handle(BINARY_FRAME);
    else this.#take(this.#read(data));
  }

  /** The socket is gone, with this code: its work stops at once. */
  closed(code: number = CLOSE_CODE.goingAway, reason: AbortReason = 'drain'): void {
    this.runner.closed(reason);
    this.resumption.closed(code);
  }

  /** What was sent to the client and a listener cannot have heard yet, ms. */
  get audioAheadMs(): number {
    return this.runner.audioAheadMs;
  }

  /** Goes on elsewhere, if it can, in so many ms; else says what is owed, begins nothing new, and ends. */
  drain(retryAfterMs: number): void {
    if (this.resumption.isResumable)
      void this.resumption.move(retryAfterMs); // never rejects
    else this.runner.handle({ kind: 'drainRequested' });
  }

  #take(message: ClientMessage): void {
    if (message.kind === 'resume') return void this.resumption.resume(message.request); // never rejects
    const event = this.#eventOf(message);
    if (message.kind === 'config' && message.resumable && isFirst(event, this.runner))
      return this.resumption.begin(message.config);
    this.runner.handle(event);
  }

  #read(data: string): ClientMessage {
    const { config } = this.runner;
    const stage = {
      configured: config !== null,
      extended: config?.extended ?? false,
      resumable: this.resumption.isResumable,
    };
    return readClientMessage(data, { ...this.rules.wire, ...stage });
  }

  #eventOf(message: Exclude<ClientMessage, { kind: 'resume' }>): ContextEvent {
    switch (message.kind) {
      case 'config':
        return this.#configEvent(message.config);
      case 'text':
        return { kind: 'textPushed', text: message.text };
      case 'done':
        return { kind: 'textEnded' };
      case 'close':
        return { kind: 'closeRequested' };
      case 'cancel':
        return {
          kind: 'cancelled',
          utteranceIndex: message.utteranceIndex,
          playedMs: message.playedMs,
        };
      case 'ack':
        return { kind: 'audioAcked', position: message.position };
      case 'error':
        return { kind: 'protocolError', message: message.message, fatal: message.fatal };
    }
  }

  #configEvent(config: UtteranceConfig): ContextEvent {
    const { model } = config;
    if (model === null || model === '' || this.rules.servedModels.has(model))
      return { kind: 'configured', config };
    const fatal = this.runner.config === null;
    return { kind: 'protocolError', message: unknownModel(model), fatal };
  }
}

const isFirst = (event: ContextEvent, { config }: ContextRunner): boolean =>
  event.kind === 'configured' && config === null;

/** Upstream reads every frame as text: it fails with the name of the key it misses. */
const BINARY_FRAME: ContextEvent = {
  kind: 'protocolError',
  message: "Internal error: 'text'",
  fatal: true,
};

const unknownModel = (model: string): string =>
  `error=ErrorInfo(message='The model \`${model.slice(0, 200)}\` does not exist.', type='NotFoundError', param='model', code=404)`;
