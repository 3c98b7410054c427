import { AUDIO_FORMATS } from '@chorale/audio';
import type { ConfigOf, gatewayEnv, redisEnv, speechEnv } from '@chorale/config';
import { DEFAULT_CONTEXT_LIMITS } from '@chorale/speech';

import type { SocketLimits } from './client-socket.js';
import type { SessionRules } from './session.js';

/** All settings of a gateway process. */
export type GatewayConfig = ConfigOf<
  readonly [typeof gatewayEnv, typeof speechEnv, typeof redisEnv]
>;

const MAX_INSTRUCTIONS_LENGTH = 500;

/** What every session of this gateway is bound by. */
export const sessionRules = (config: GatewayConfig): SessionRules => ({
  wire: { profile: config.SPEECH_PROFILE, defaultSplit: config.SPEECH_DEFAULT_SPLIT },
  servedModels: new Set(config.SERVED_MODEL_NAMES),
  context: {
    profile: config.SPEECH_PROFILE,
    abilities: {
      maxInstructionsLength: MAX_INSTRUCTIONS_LENGTH,
      formats: new Set(AUDIO_FORMATS),
      wordTimestamps: true,
    },
    limits: {
      ...DEFAULT_CONTEXT_LIMITS,
      configTimeoutMs: config.CONFIG_TIMEOUT_SECONDS * 1000,
      idleTimeoutMs: config.IDLE_TIMEOUT_SECONDS * 1000,
      sentencesInFlight: config.SENTENCES_IN_FLIGHT,
      heldBackBytes: config.HELD_BACK_BYTES_PER_CONTEXT,
      journalBytes: config.RESUME_JOURNAL_BYTES,
      queueDeadlineMs: config.QUEUE_DEADLINE_SECONDS * 1000,
    },
  },
});

/** What every socket of this gateway is bound by. */
export const socketLimits = (config: GatewayConfig): SocketLimits => ({
  backlogBytes: config.SOCKET_BACKLOG_BYTES,
  excessBytes: 2 * config.HELD_BACK_BYTES_PER_CONTEXT, // base64 adds a third
  stallMs: config.SLOW_CONSUMER_SECONDS * 1000,
});

/** What the context of an HTTP request is bound by: its text is there as a whole, so more of it is made at a time. */
export const requestRules = (config: GatewayConfig): SessionRules => {
  const rules = sessionRules(config);
  const limits = { ...rules.context.limits, sentencesInFlight: config.REQUEST_SENTENCES_IN_FLIGHT };
  return { ...rules, context: { ...rules.context, profile: 'omni', limits } };
};
