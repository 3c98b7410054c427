import { codePointLength } from '../text/code-points.js';
import type { UtteranceConfig } from './utterance-config.js';

/** Why a sentence cannot be spoken under its config, and how upstream says so. */
export interface UnitRefusal {
  readonly message: string;
  /**
   * `failed`: start, error, done. `unpaired`: the bare error, neither start nor done.
   * `fatal`: the error ends the connection.
   */
  readonly effect: 'failed' | 'unpaired' | 'fatal';
}

/** What the server can do, as far as configs are judged by it. */
export interface ServerAbilities {
  readonly maxInstructionsLength: number;
  /** Formats that can be made. */
  readonly formats: ReadonlySet<string>;
  readonly wordTimestamps: boolean;
}

const MAX_NEW_TOKENS = 4096;

/** Checks what upstream checks only when a sentence is about to be made; the first failing rule wins. */
export const unitRefusal = (
  config: UtteranceConfig,
  abilities: ServerAbilities,
): UnitRefusal | null => timestampsRefusal(config, abilities) ?? requestRefusal(config, abilities);

const timestampsRefusal = (
  config: UtteranceConfig,
  abilities: ServerAbilities,
): UnitRefusal | null => {
  if (config.wordTimestamps !== 'chunks') return null;
  if (!abilities.wordTimestamps)
    return unpaired(
      'word_timestamps=true but the server was launched without --forced-aligner; the voices of this server have no word times',
    );
  if (config.streamAudio && config.format === 'pcm') return null;
  return unpaired(
    "word_timestamps=true requires stream_audio=true and response_format='pcm' over the WebSocket",
  );
};

const unpaired = (message: string): UnitRefusal => ({ message, effect: 'unpaired' });

const requestRefusal = (
  config: UtteranceConfig,
  abilities: ServerAbilities,
): UnitRefusal | null => {
  if (config.embeddingLength !== null && config.refAudio !== 'none')
    return {
      message:
        "Internal error: Value error, 'speaker_embedding' and 'ref_audio' are mutually exclusive",
      effect: 'fatal',
    };
  const reason =
    taskProblem(config) ?? cloningProblem(config) ?? limitProblem(config, abilities) ?? null;
  return reason === null ? null : { message: reason, effect: 'failed' };
};

/** Voices here speak as CustomVoice does; other tasks are answered like a checkpoint that lacks them. */
const taskProblem = (config: UtteranceConfig): string | null => {
  const inferred = config.refAudio !== 'none' || config.refText !== null ? 'Base' : 'CustomVoice';
  const task = config.taskType ?? inferred;
  if (task === 'CustomVoice') return null;
  return `Qwen3-TTS CustomVoice checkpoint does not support task_type='${task}'. Use task_type='CustomVoice' or load the matching ${task} checkpoint.`;
};

const cloningProblem = (config: UtteranceConfig): string | null => {
  if (config.embeddingLength !== null) return "'speaker_embedding' is only valid for Base task";
  if (config.refText !== null) return "'ref_text' is only valid for Base task";
  if (config.xVectorOnly !== null) return "'x_vector_only_mode' is only valid for Base task";
  return null;
};

const limitProblem = (config: UtteranceConfig, abilities: ServerAbilities): string | null => {
  const { maxInstructionsLength: limit } = abilities;
  if (codePointLength(config.instructions ?? '') > limit)
    return `Instructions too long (max ${limit} characters)`;
  if (config.maxNewTokens !== null && config.maxNewTokens > MAX_NEW_TOKENS)
    return `max_new_tokens cannot exceed ${MAX_NEW_TOKENS}`;
  if (!abilities.formats.has(config.format))
    return `response_format '${config.format}' is not available`;
  return null;
};
