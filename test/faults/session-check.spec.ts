import { expectedSamples, markOfText, type Received } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import type { CheckRules } from './session-check.js';
import { checkSession } from './session-check.js';

const SCRIPT = [['One here.', 'Two here.'], ['Three here.']];

const reference = (text: string): Int16Array => expectedSamples(markOfText(text), 0, 400);

const message = (fields: Readonly<Record<string, unknown>>): Received => ({
  kind: 'json',
  message: fields,
  text: JSON.stringify(fields),
});

const audio = (samples: Int16Array): Received => ({
  kind: 'audio',
  bytes: new Uint8Array(samples.slice().buffer),
});

const start = (utterance: number, index: number, text = SCRIPT[utterance]?.[index]): Received =>
  message({
    type: 'audio.start',
    utterance_index: utterance,
    sentence_index: index,
    sentence_text: text,
  });

const done = (index: number, bytes: number, error = false): Received =>
  message({ type: 'audio.done', sentence_index: index, total_bytes: bytes, error });

const sentence = (
  utterance: number,
  index: number,
  samples = reference(SCRIPT[utterance]?.[index] ?? ''),
): readonly Received[] => [
  start(utterance, index),
  audio(samples.subarray(0, 150)),
  audio(samples.subarray(150)),
  done(index, samples.length * 2),
];

const sessionDone = (utterance: number, cancelled = false): Received =>
  message({ type: 'session.done', utterance_index: utterance, ...(cancelled && { cancelled }) });

const error = (text: string): Received => message({ type: 'error', message: text });

const closed = (code: number): Received => ({ kind: 'closed', code, reason: '' });

const FIRST = [...sentence(0, 0), ...sentence(0, 1), sessionDone(0)];
const SECOND = [...sentence(1, 0), sessionDone(1)];

const check = (received: readonly Received[], rules: Partial<CheckRules> = {}) =>
  checkSession(SCRIPT, received, { reference, ...rules });

const flawed = (change: (samples: Int16Array) => Int16Array) =>
  check([...sentence(0, 0, change(reference('One here.'))), ...FIRST.slice(4), ...SECOND]).flaws;

describe(checkSession.name, () => {
  it('finds nothing in a session that was heard whole', () => {
    const report = { outcome: 'whole', samplesChecked: 1_200, flaws: [], faults: [] };
    expect(check([...FIRST, ...SECOND])).toEqual(report);
  });

  it.each([
    ['altered', (samples: Int16Array) => samples.with(300, 9_999)],
    ['lost', (samples: Int16Array) => samples.filter((_, at) => at !== 300)],
    [
      'duplicated',
      (samples: Int16Array) => Int16Array.of(...samples.subarray(0, 300), ...samples.subarray(200)),
    ],
    [
      'foreign',
      (samples: Int16Array) => {
        const strange = samples.slice();
        strange.set(reference('Two here.').subarray(0, 50), 200);
        return strange;
      },
    ],
  ] as const)('finds samples that are %s, and says where', (kind, change) => {
    expect(flawed(change)).toMatchObject([{ kind, utterance: 0, sentence: 0 }]);
  });

  it.each([
    ['a sentence that is left out', [...sentence(0, 0), sessionDone(0), ...SECOND]],
    ['a sentence that comes twice', [...sentence(0, 0), ...FIRST, ...SECOND]],
    [
      'sentences that change places',
      [...sentence(0, 1), ...sentence(0, 0), sessionDone(0), ...SECOND],
    ],
    ['another text', [start(0, 0, 'Other.'), done(0, 0), ...FIRST.slice(4), ...SECOND]],
    ['audio outside of a sentence', [...FIRST, audio(new Int16Array(9)), ...SECOND]],
    ['a sentence within another', [start(0, 0), ...FIRST, ...SECOND]],
    ['a total that is not what came', [start(0, 0), done(0, 7), ...FIRST.slice(4), ...SECOND]],
    ['an utterance without its last word', [...FIRST, ...sentence(1, 0)]],
    [
      'an utterance that nobody cancelled',
      [...FIRST.slice(0, -1), sessionDone(0, true), ...SECOND],
    ],
    ['an end that is not allowed', [...FIRST, closed(1006)]],
    ['an error that is not documented', [...FIRST, error('Oops.'), ...SECOND]],
  ])('finds %s', (_, received) => {
    expect(check(received).faults).not.toEqual([]);
  });

  it('lets a sentence fail with a documented error, of which the beginning was heard', () => {
    const reason = 'every worker that took this sentence died';
    const failed = [
      start(0, 0),
      audio(reference('One here.').subarray(0, 90)),
      error(`Generation failed for utterance 0, sentence 0: ${reason}`),
      done(0, 180, true),
    ];
    const report = check([...failed, ...FIRST.slice(4), ...SECOND]);
    expect(report).toMatchObject({ outcome: 'failed', flaws: [], faults: [] });
  });

  it('lets a session be cut off where that is allowed, but not change its samples', () => {
    const cut = [...FIRST, start(1, 0), audio(reference('Three here.').subarray(0, 90))];
    const rules = { mayEndWith: [1001] };
    expect(check([...cut, closed(1001)], rules)).toMatchObject({
      ...{ outcome: 'cut', samplesChecked: 890, flaws: [], faults: [] },
    });
    const strange = [...cut, audio(Int16Array.of(1)), closed(1001)];
    expect(check(strange, rules).flaws).toHaveLength(1);
  });

  it('asks no more of a session whose client left than that it was right so far', () => {
    const cut = [...FIRST, start(1, 0), audio(reference('Three here.').subarray(0, 90))];
    const rules = { left: true };
    expect(check(cut, rules)).toMatchObject({ outcome: 'cut', flaws: [], faults: [] });
    expect(check([...cut, audio(Int16Array.of(1))], rules).flaws).toHaveLength(1);
  });

  it('lets a cancelled utterance end early, and nothing of it be heard later', () => {
    const cut = [start(0, 0), audio(reference('One here.').subarray(0, 90)), done(0, 180)];
    const rules = { cancelled: new Set([0]) };
    const received = [...cut, sessionDone(0, true), ...SECOND];
    expect(check(received, rules)).toMatchObject({ outcome: 'whole', flaws: [], faults: [] });
    const late = [...cut, sessionDone(0, true), ...SECOND, ...sentence(0, 1)];
    expect(check(late, rules).faults).not.toEqual([]);
  });
});
