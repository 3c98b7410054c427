import { z } from 'zod';

import { commaList, oneOf, textLike, wholeNumber } from '../field.js';
import { voiceAliases } from '../voice-aliases.js';

const MODEL_NAMES = [
  'chorale',
  'tts-1',
  'tts-1-hd',
  'gpt-4o-mini-tts',
  'Qwen/Qwen3-TTS-12Hz-1.7B-CustomVoice',
  'Qwen/Qwen3-TTS-12Hz-0.6B-CustomVoice',
  'Qwen/Qwen3-TTS-12Hz-1.7B-VoiceDesign',
  'Qwen/Qwen3-TTS-12Hz-1.7B-Base',
  'Qwen/Qwen3-TTS-12Hz-0.6B-Base',
].join(',');

/** How speech behaves on the wire, and the bounds of one session. */
export const speechEnv = z.object({
  /** Which vLLM-Omni generation the WebSocket speaks: omni (current) or seed (its first release). */
  SPEECH_PROFILE: oneOf('omni', 'seed').prefault('omni'),
  /** Where text is cut when the client does not say: none (at input.done only), sentence or clause. */
  SPEECH_DEFAULT_SPLIT: oneOf('none', 'sentence', 'clause').prefault('sentence'),
  /** Seconds a new socket has to send session.config. */
  CONFIG_TIMEOUT_SECONDS: wholeNumber(1, 3600).prefault('10'),
  /** Seconds without a message, while nothing is owed, after which a socket is closed. */
  IDLE_TIMEOUT_SECONDS: wholeNumber(1, 86_400).prefault('30'),
  /** Names that clients may give as model, comma-separated. */
  SERVED_MODEL_NAMES: commaList()
    .refine((names) => names.length > 0, 'must name at least one')
    .prefault(MODEL_NAMES),
  /** Voice of clients that name none. */
  DEFAULT_VOICE: textLike(/^[\w.-]+$/, 'be a voice id').prefault('en_US-joe-medium'),
  /** More names for voices: name=voice,… or a JSON object. They add to the built-in names of Qwen3-TTS and OpenAI, which all mean the default voice. */
  VOICE_ALIASES: voiceAliases().prefault(''),
  /** Bytes of finished audio that one voice stream may hold back for order and pace. */
  HELD_BACK_BYTES_PER_CONTEXT: wholeNumber(65_536, 1_073_741_824).prefault('4194304'),
  /** Bytes that may wait in one socket before no more audio is handed to it. */
  SOCKET_BACKLOG_BYTES: wholeNumber(65_536, 1_073_741_824).prefault('2097152'),
  /** Seconds a client may take nothing, or answer no ping once it has heard all, before its session is ended. */
  SLOW_CONSUMER_SECONDS: wholeNumber(1, 3600).prefault('30'),
  /** Seconds a sentence may wait for a worker before it fails as overloaded. */
  QUEUE_DEADLINE_SECONDS: wholeNumber(1, 86_400).prefault('30'),
  /** Milliseconds of silence after which a worker with running sentences is taken for lost; it reports every 250 ms. */
  WORKER_SILENCE_MS: wholeNumber(300, 60_000).prefault('800'),
  /** Seconds after its connection broke that a resumable session can still be resumed. */
  RESUME_TTL_SECONDS: wholeNumber(1, 86_400).prefault('60'),
  /** Bytes that may be kept to resume one session; beyond it the session ends. */
  RESUME_JOURNAL_BYTES: wholeNumber(16_384, 16_777_216).prefault('1048576'),
  /** Sentences of one voice stream that are queued or in the making at a time. */
  SENTENCES_IN_FLIGHT: wholeNumber(1, 64).prefault('4'),
  /** Sentences of one HTTP request that are queued or in the making at a time: more, for its whole text is there. */
  REQUEST_SENTENCES_IN_FLIGHT: wholeNumber(1, 64).prefault('16'),
});
