import { readClientMessage } from '@chorale/protocol';
import type { ClientMessage, SessionConfigRules } from '@chorale/protocol';
import type { ContextEvent, ContextOptions, UtteranceConfig } from '@chorale/speech';

import type { ContextRunner } from './context-runner.js';

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
  ) {}

  /** Takes a frame of the client; null = a binary one. */
  frame(data: string | null): void {
    this.runner.handle(data === null ? BINARY_FRAME : this.#eventOf(this.#read(data)));
  }

  /** The socket is gone: its work stops at once. */
  closed(): void {
    this.runner.closed();
  }

  /** What was sent to the client and a listener cannot have heard yet, ms. */
  get audioAheadMs(): number {
    return this.runner.audioAheadMs;
  }

  /** Says what is owed, begins nothing new, and ends. */
  drain(): void {
    this.runner.handle({ kind: 'drainRequested' });
  }

  #read(data: string): ClientMessage {
    const { config } = this.runner;
    const stage = { configured: config !== null, extended: config?.extended ?? false };
    return readClientMessage(data, { ...this.rules.wire, ...stage });
  }

  #eventOf(message: ClientMessage): ContextEvent {
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

/** Upstream reads every frame as text: it fails with the name of the key it misses. */
const BINARY_FRAME: ContextEvent = {
  kind: 'protocolError',
  message: "Internal error: 'text'",
  fatal: true,
};

const unknownModel = (model: string): string =>
  `error=ErrorInfo(message='The model \`${model.slice(0, 200)}\` does not exist.', type='NotFoundError', param='model', code=404)`;
