import type { EncoderPool } from '@chorale/audio';
import type { Clock } from '@chorale/speech';
import type { WebSocket } from 'ws';

import { ClientSocket } from './client-socket.js';
import type { ContextRunner } from './context-runner.js';
import type { ContextObserver } from './context-observer.js';
import { DurableOutlet } from './durable-outlet.js';
import { EncodingOutlet } from './encoding-outlet.js';
import type { Outlet } from './outlet.js';
import type { SessionRules } from './session.js';
import { Session } from './session.js';
import type { GatewayConfig } from './session-rules.js';
import type { SessionJournals } from './session-journals.js';
import type { ResumeMetrics } from './session-resumption.js';
import { SessionResumption } from './session-resumption.js';
import { sessionRules, socketLimits } from './session-rules.js';
import { SocketPressure } from './socket-pressure.js';

/** What a socket's session is made of. */
export interface SocketSessionParts {
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly encoders: EncoderPool;
  readonly journals: SessionJournals;
  readonly metrics: ResumeMetrics;
  readonly run: (outlet: Outlet, rules: SessionRules, watch: ContextObserver) => ContextRunner;
  /** The client took nothing for too long; so many bytes waited. */
  readonly onStalled: (backlog: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Begins the session of a socket. */
export const openSocketSession = (socket: WebSocket, parts: SocketSessionParts): Session => {
  const { config, clock, encoders, onError } = parts;
  const pressure = new SocketPressure({
    blocked: () => runner.handle({ kind: 'socketBlocked' }),
    drained: () => runner.handle({ kind: 'socketDrained' }),
  });
  const events = {
    blocked: () => pressure.raise('socket'),
    drained: () => pressure.release('socket'),
    emptied: () => runner.handle({ kind: 'clientBusy' }),
    stalled: (backlog: number) => {
      runner.handle({ kind: 'socketClosed', reason: 'slow_consumer' });
      parts.onStalled(backlog);
    },
  };
  const limits = socketLimits(config);
  const encoded = new EncodingOutlet({
    socket: new ClientSocket(socket, limits, events, clock),
    encoders,
    profile: config.SPEECH_PROFILE,
    pressure,
    waitingBytes: limits.backlogBytes,
    onError,
  });
  const rules = sessionRules(config);
  const outlet = new DurableOutlet(encoded, pressure, limits.backlogBytes);
  const resumption = new SessionResumption({ ...parts, outlet });
  const runner = parts.run(outlet, rules, resumption);
  resumption.serve(runner);
  return new Session(runner, rules, resumption);
};
