import type { SpeechRequest } from '@chorale/protocol';
import { codePointLength } from '@chorale/speech';

/** What a request cost, in upstream's terms. */
export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly total_tokens: number;
  readonly input_token_details: { readonly text_tokens: number; readonly audio_tokens: number };
}

/** Upstream's codec makes so many frames of a second. */
const FRAMES_PER_SECOND = 12.5;

/** A character (code point, normalised) counts as a token of text, 80 ms of audio as one of output. */
export const usageOf = ({ input, config }: SpeechRequest, seconds: number): Usage => {
  const text = charactersOf(input) + charactersOf(config.instructions ?? '');
  const output = Math.ceil(seconds * FRAMES_PER_SECOND - 1e-6); // sums of samples are not quite whole
  return {
    input_tokens: text,
    output_tokens: output,
    total_tokens: text + output,
    input_token_details: { text_tokens: text, audio_tokens: 0 },
  };
};

const charactersOf = (text: string): number => codePointLength(text.normalize('NFC').trim());

/** The headers that tell it. */
export const usageHeaders = (usage: Usage): Readonly<Record<string, string>> => ({
  'x-vllm-omni-input-tokens': String(usage.input_tokens),
  'x-vllm-omni-output-tokens': String(usage.output_tokens),
  'x-vllm-omni-total-tokens': String(usage.total_tokens),
  'x-vllm-omni-input-text-tokens': String(usage.input_token_details.text_tokens),
  'x-vllm-omni-input-audio-tokens': String(usage.input_token_details.audio_tokens),
});
