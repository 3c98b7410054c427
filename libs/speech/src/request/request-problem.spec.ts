import { describe, expect, it } from '@jest/globals';

import type { UtteranceConfig } from '../context/utterance-config.js';
import type { RequestAbilities } from './request-problem.js';
import { requestProblem } from './request-problem.js';

const PLAIN: UtteranceConfig = {
  model: null,
  voice: null,
  language: null,
  taskType: null,
  instructions: null,
  format: 'wav',
  streamAudio: true,
  speed: 1,
  split: 'sentence',
  wordTimestamps: 'off',
  sampleRate: 24_000,
  seed: null,
  maxNewTokens: null,
  refAudio: 'none',
  refText: null,
  xVectorOnly: null,
  embeddingLength: null,
  priority: 'interactive',
  extended: false,
};

const CUSTOM: RequestAbilities = {
  tasks: ['CustomVoice'],
  sampleRates: [8000, 24_000],
  maxInputLength: 20,
  maxInstructionsLength: 5,
  voiceProblem: ({ voice }) =>
    voice === 'nobody' ? { message: "Invalid voice 'nobody'.", param: 'voice' } : null,
};

const BASE: RequestAbilities = { ...CUSTOM, tasks: ['Base'] };
const DESIGN: RequestAbilities = { ...CUSTOM, tasks: ['VoiceDesign'] };

const saidOf = (config: Partial<UtteranceConfig>, abilities = CUSTOM, input = 'Hello.') =>
  requestProblem(input, { ...PLAIN, ...config }, abilities);

const messageOf = (...args: Parameters<typeof saidOf>) => saidOf(...args)?.message;

describe(requestProblem.name, () => {
  it('finds nothing wrong with a plain request', () => {
    expect(saidOf({})).toBeNull();
  });

  it('says which task the loaded voices do', () => {
    expect(saidOf({ refAudio: 'uri' })).toEqual({
      message:
        "Qwen3-TTS CustomVoice checkpoint does not support task_type='Base'. Use task_type='CustomVoice' or load the matching Base checkpoint.",
      param: 'task_type',
    });
    expect(messageOf({ taskType: 'CustomVoice' }, BASE)).toContain('Base checkpoint does not');
  });

  it.each(['', ' \n\t', '\u3000'])('needs more text than %j', (input) => {
    expect(messageOf({}, CUSTOM, input)).toBe('Input text cannot be empty');
  });

  it('takes as many characters as it may, and not one more', () => {
    expect(saidOf({}, CUSTOM, '🎉'.repeat(20))).toBeNull();
    expect(messageOf({}, CUSTOM, '🎉'.repeat(21))).toBe('Input text too long (max 20 characters)');
  });

  it('asks for the voice, which only CustomVoice names', () => {
    expect(messageOf({ voice: 'nobody' })).toBe("Invalid voice 'nobody'.");
    expect(saidOf({ voice: 'nobody', refAudio: 'uri', refText: 'a' }, BASE)).toBeNull();
  });

  it.each([
    [{ embeddingLength: 1024 }, "'speaker_embedding' is only valid for Base task"],
    [{ refText: 'a', taskType: 'CustomVoice' as const }, "'ref_text' is only valid for Base task"],
    [{ xVectorOnly: false }, "'x_vector_only_mode' is only valid for Base task"],
    [{ instructions: 'louder' }, 'Instructions too long (max 5 characters)'],
    [{ maxNewTokens: 0 }, 'max_new_tokens must be at least 1'],
    [{ maxNewTokens: 4097 }, 'max_new_tokens cannot exceed 4096'],
    [
      { sampleRate: 16_000 },
      'sample_rate=16000 is not supported by the current TTS model; supported rates: 8000, 24000',
    ],
  ])('refuses %j', (config, message) => {
    expect(messageOf(config)).toBe(message);
  });

  it.each([
    [{ taskType: 'Base' as const }, /requires 'ref_audio' or 'speaker_embedding'/],
    [{ refAudio: 'not-a-uri' as const }, /must be a URL/],
    [{ refAudio: 'uri' as const }, /requires non-empty 'ref_text'/],
    [{ refAudio: 'uri' as const, refText: ' ' }, /requires non-empty 'ref_text'/],
    [{ taskType: 'Base' as const, embeddingLength: 0 }, /must be non-empty/],
  ])('wants a reference for a voice that is cloned: %j', (config, message) => {
    expect(messageOf(config, BASE)).toMatch(message);
  });

  it.each([
    { refAudio: 'uri' as const, refText: 'What is said.' },
    { refAudio: 'uri' as const, xVectorOnly: true },
    { taskType: 'Base' as const, embeddingLength: 1024 },
  ])('clones by %j', (config) => {
    expect(saidOf(config, BASE)).toBeNull();
  });

  it('wants a voice that is designed to be described', () => {
    const design = { taskType: 'VoiceDesign' as const };
    expect(messageOf(design, DESIGN)).toBe(
      "VoiceDesign task requires 'instructions' to describe the voice",
    );
    expect(saidOf({ ...design, instructions: 'warm' }, DESIGN)).toBeNull();
  });

  it('names the first rule that is broken', () => {
    const all = { refAudio: 'uri', voice: 'nobody', maxNewTokens: 0 } as const;
    expect(saidOf(all, CUSTOM, '')?.param).toBe('task_type');
    expect(saidOf({ ...all, refAudio: 'none' }, CUSTOM, '')?.param).toBe('input');
    expect(saidOf({ ...all, refAudio: 'none' })?.param).toBe('voice');
    expect(saidOf({ maxNewTokens: 0 })?.param).toBe('max_new_tokens');
  });
});
