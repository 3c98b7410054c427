import type { TaskType, UtteranceConfig } from '../context/utterance-config.js';
import { codePointLength } from '../text/code-points.js';
import { isWhitespace } from '../text/whitespace.js';

/** Why a request cannot be served as it is, in upstream's words, and the field that is to blame. */
export interface RequestProblem {
  readonly message: string;
  readonly param: string;
}

/** What the loaded voices can do, as far as requests are judged by it. */
export interface RequestAbilities {
  /** Tasks that voices here can do; the first is named in what is said of the others. */
  readonly tasks: readonly [TaskType, ...TaskType[]];
  readonly sampleRates: readonly number[];
  /** Code points. */
  readonly maxInputLength: number;
  readonly maxInstructionsLength: number;
  /** Finds the voice that the request names, and says what is wrong with it or its language. */
  readonly voiceProblem: (config: UtteranceConfig) => RequestProblem | null;
}

const MAX_NEW_TOKENS = 4096;

interface Judged {
  readonly input: string;
  readonly config: UtteranceConfig;
  readonly task: TaskType;
  readonly abilities: RequestAbilities;
}

type Rule = (judged: Judged) => RequestProblem | null;

/** Judges a request by upstream's rules for Qwen3-TTS, in their order: the first broken one counts. */
export const requestProblem = (
  input: string,
  config: UtteranceConfig,
  abilities: RequestAbilities,
): RequestProblem | null => {
  const judged = { input, config, abilities, task: config.taskType ?? inferredTask(config) };
  for (const rule of RULES) {
    const problem = rule(judged);
    if (problem !== null) return problem;
  }
  return null;
};

const inferredTask = ({ refAudio, refText }: UtteranceConfig): TaskType =>
  refAudio !== 'none' || refText !== null ? 'Base' : 'CustomVoice';

const problem = (param: string, message: string): RequestProblem => ({ message, param });

const taskRule: Rule = ({ task, abilities: { tasks } }) =>
  tasks.includes(task)
    ? null
    : problem(
        'task_type',
        `Qwen3-TTS ${tasks[0]} checkpoint does not support task_type='${task}'. Use task_type='${tasks[0]}' or load the matching ${task} checkpoint.`,
      );

const inputRule: Rule = ({ input, abilities: { maxInputLength } }) => {
  if (isBlank(input)) return problem('input', 'Input text cannot be empty');
  return codePointLength(input) > maxInputLength
    ? problem('input', `Input text too long (max ${maxInputLength} characters)`)
    : null;
};

const isBlank = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) if (!isWhitespace(text.charCodeAt(at))) return false;
  return true;
};

/** A cloned voice is named by its reference. */
const voiceRule: Rule = ({ config, task, abilities }) =>
  task === 'CustomVoice' ? abilities.voiceProblem(config) : null;

const embeddingRule: Rule = ({ config: { embeddingLength }, task }) => {
  if (embeddingLength === null) return null;
  if (task !== 'Base')
    return problem('speaker_embedding', "'speaker_embedding' is only valid for Base task");
  return embeddingLength > 0
    ? null
    : problem('speaker_embedding', "'speaker_embedding' must be non-empty");
};

const referenceRule: Rule = ({ config, task }) => {
  if (task !== 'Base' || config.embeddingLength !== null) return null;
  if (config.refAudio === 'none')
    return problem(
      'ref_audio',
      "Base task requires 'ref_audio' or 'speaker_embedding' for voice cloning",
    );
  if (config.refAudio === 'not-a-uri')
    return problem(
      'ref_audio',
      'ref_audio must be a URL (http/https), base64 data URL (data:...), or file URI (file://...)',
    );
  if (config.xVectorOnly === true || !isBlank(config.refText ?? '')) return null;
  return problem(
    'ref_text',
    "Base task requires non-empty 'ref_text' (transcript of the reference audio) unless 'x_vector_only_mode' is enabled",
  );
};

const baseOnlyRule: Rule = ({ config: { refText, xVectorOnly }, task }) => {
  if (task === 'Base') return null;
  if (refText !== null) return problem('ref_text', "'ref_text' is only valid for Base task");
  return xVectorOnly === null
    ? null
    : problem('x_vector_only_mode', "'x_vector_only_mode' is only valid for Base task");
};

const instructionsRule: Rule = ({ config, task, abilities: { maxInstructionsLength } }) => {
  const instructions = config.instructions ?? '';
  if (task === 'VoiceDesign' && instructions === '')
    return problem(
      'instructions',
      "VoiceDesign task requires 'instructions' to describe the voice",
    );
  return codePointLength(instructions) > maxInstructionsLength
    ? problem('instructions', `Instructions too long (max ${maxInstructionsLength} characters)`)
    : null;
};

const tokensRule: Rule = ({ config: { maxNewTokens } }) => {
  if (maxNewTokens === null) return null;
  if (maxNewTokens < 1) return problem('max_new_tokens', 'max_new_tokens must be at least 1');
  return maxNewTokens > MAX_NEW_TOKENS
    ? problem('max_new_tokens', `max_new_tokens cannot exceed ${MAX_NEW_TOKENS}`)
    : null;
};

const rateRule: Rule = ({ config: { sampleRate }, abilities: { sampleRates } }) =>
  sampleRates.includes(sampleRate)
    ? null
    : problem(
        'sample_rate',
        `sample_rate=${sampleRate} is not supported by the current TTS model; supported rates: ${sampleRates.join(', ')}`,
      );

const RULES: readonly Rule[] = [
  ...[taskRule, inputRule, voiceRule, embeddingRule, referenceRule, baseOnlyRule],
  ...[instructionsRule, tokensRule, rateRule],
];
