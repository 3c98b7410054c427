import { describe, expect, it } from '@jest/globals';

import { aConfig, ContextDriver } from './context-driver.fixture.js';
import type { ServerAbilities } from './unit-refusal.js';
import { unitRefusal } from './unit-refusal.js';
import type { UtteranceConfig } from './utterance-config.js';

const abilities: ServerAbilities = {
  ...{ maxInstructionsLength: 5, formats: new Set(['pcm', 'wav']), wordTimestamps: true },
};

const refusalOf = (config: Partial<UtteranceConfig>, able: Partial<ServerAbilities> = {}) =>
  unitRefusal(aConfig(config), { ...abilities, ...able });

const failed = (message: string) => ({ effect: 'failed', message });
const unpaired = (message: string) => ({ effect: 'unpaired', message });

const NOT_FOR = (task: string) =>
  `Qwen3-TTS CustomVoice checkpoint does not support task_type='${task}'. Use task_type='CustomVoice' or load the matching ${task} checkpoint.`;

describe(unitRefusal.name, () => {
  it.each<[string, Partial<UtteranceConfig>]>([
    ['a plain config', {}],
    ['the task that the voices have', { taskType: 'CustomVoice' }],
    ['instructions of the greatest length, in code points', { instructions: '😀'.repeat(5) }],
    ['the greatest max_new_tokens', { maxNewTokens: 4096 }],
    ['word times with streamed pcm', { wordTimestamps: 'chunks' }],
    [
      'word times beside any audio',
      { wordTimestamps: 'stream', format: 'wav', streamAudio: false },
    ],
  ])('lets %s pass', (_, config) => {
    expect(refusalOf(config)).toBeNull();
  });

  it.each<[string, Partial<UtteranceConfig>, string]>([
    ['VoiceDesign', { taskType: 'VoiceDesign' }, NOT_FOR('VoiceDesign')],
    ['Base', { taskType: 'Base' }, NOT_FOR('Base')],
    ['a reference clip', { refAudio: 'uri' }, NOT_FOR('Base')],
    ['a reference text', { refText: 'x' }, NOT_FOR('Base')],
    [
      'a reference text for CustomVoice',
      { taskType: 'CustomVoice', refText: 'x' },
      "'ref_text' is only valid for Base task",
    ],
    ['an embedding', { embeddingLength: 8 }, "'speaker_embedding' is only valid for Base task"],
    [
      'x_vector_only_mode, even false',
      { xVectorOnly: false },
      "'x_vector_only_mode' is only valid for Base task",
    ],
    ['long instructions', { instructions: 'abcdef' }, 'Instructions too long (max 5 characters)'],
    ['many tokens', { maxNewTokens: 4097 }, 'max_new_tokens cannot exceed 4096'],
    ['a format', { format: 'mp3' }, "response_format 'mp3' is not available"],
  ])('fails each sentence for %s', (_, config, message) => {
    expect(refusalOf(config)).toEqual(failed(message));
  });

  it('answers word times that nobody can make without start and done', () => {
    const refusal = refusalOf({ wordTimestamps: 'chunks' }, { wordTimestamps: false });
    expect(refusal).toEqual(
      unpaired(
        'word_timestamps=true but the server was launched without --forced-aligner; the voices of this server have no word times',
      ),
    );
  });

  it.each<[string, Partial<UtteranceConfig>]>([
    ['a whole file', { streamAudio: false }],
    ['another format', { format: 'wav' }],
  ])('answers word times for %s without start and done', (_, config) => {
    expect(refusalOf({ wordTimestamps: 'chunks', ...config })).toEqual(
      unpaired(
        "word_timestamps=true requires stream_audio=true and response_format='pcm' over the WebSocket",
      ),
    );
  });

  it('ends the session for an embedding beside a clip', () => {
    expect(refusalOf({ embeddingLength: 8, refAudio: 'uri' })).toMatchObject({ effect: 'fatal' });
  });
});

describe('an utterance that is refused', () => {
  it('has each sentence started, told and done, and none made', () => {
    const driver = new ContextDriver().configure({ format: 'mp3', streamAudio: false });
    driver.text('Go one. Go two.').done();
    const unit = (at: number) => [
      { type: 'audio.start', sentence_index: at, format: 'mp3' },
      {
        type: 'error',
        message: `Generation failed for utterance 0, sentence ${at}: response_format 'mp3' is not available`,
      },
      { type: 'audio.done', sentence_index: at, total_bytes: 0, error: true },
    ];
    expect(driver.take()).toMatchObject([
      ...unit(0),
      ...unit(1),
      { type: 'session.done', total_sentences: 2 },
    ]);
    expect(driver.orders).toEqual([]);
  });

  it('without start and done still counts its sentences', () => {
    const driver = new ContextDriver({ abilities: { wordTimestamps: false } });
    driver.configure({ wordTimestamps: 'chunks' }).text('Go one. Go two.').done();
    expect(driver.take()).toMatchObject([
      { type: 'error', message: expect.stringContaining('--forced-aligner') },
      { type: 'error', message: expect.stringContaining('--forced-aligner') },
      { type: 'session.done', total_sentences: 2 },
    ]);
  });

  it('is followed by one that is not', () => {
    const driver = new ContextDriver().configure({ format: 'opus', streamAudio: false });
    driver.text('Go one.').done().configure().text('Go two.').done().speakAll();
    expect(driver.take('audio.done')).toMatchObject([
      { utterance_index: 0, error: true },
      { utterance_index: 1, error: false },
    ]);
  });
});
