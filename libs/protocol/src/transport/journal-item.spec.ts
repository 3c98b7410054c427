import type { JournalItem, UtteranceConfig } from '@chorale/speech';
import { describe, expect, it } from '@jest/globals';

import { encodeJournalItem, readJournal } from './journal-item.js';

const CONFIG: UtteranceConfig = {
  ...{ model: null, voice: 'Vivian', language: 'Auto', taskType: 'CustomVoice' },
  ...{ instructions: null, format: 'pcm', streamAudio: true, speed: 1, split: 'sentence' },
  ...{ wordTimestamps: 'stream', sampleRate: 24_000, seed: -42n, maxNewTokens: 7 },
  ...{ refAudio: 'none', refText: null, xVectorOnly: null, embeddingLength: null },
  ...{ priority: 'interactive', extended: true },
};

const HEAD = {
  ...{ received: 5, utteranceIndex: 1, open: { sentences: 2, codePoints: 40 } },
  keptFrom: { utteranceIndex: 1, sentenceIndex: 0, sampleOffset: 12 },
};

const SENTENCE = { kind: 'sentence', utterance: 1, sentence: 0, text: 'One here.' } as const;

const PLAN = {
  ...{ voice: 'v', language: 'en-US', sentenceSeed: '18446744073709551615' },
  ...{ endsUtterance: false, fingerprint: 'f00d' },
};

const ITEMS: readonly JournalItem[] = [
  { kind: 'text', number: 2, text: 'not cut.' },
  { kind: 'head', head: HEAD },
  { kind: 'plan', number: 0, plan: PLAN },
  { kind: 'utterance', number: 1, config: CONFIG },
  { kind: 'entry', number: 0, entry: SENTENCE },
  { kind: 'config', config: CONFIG },
  { kind: 'text', number: 1, text: 'This is ' },
];

const fieldsOf = (
  items: readonly JournalItem[],
  change: (json: string) => string = (json) => json,
): Readonly<Record<string, string>> =>
  Object.fromEntries(items.map((item, at) => [String(at), change(encodeJournalItem(item))]));

const WHOLE = {
  ...{ head: HEAD, config: CONFIG, utterances: new Map([[1, CONFIG]]) },
  entries: [{ number: 0, entry: SENTENCE, plan: PLAN }],
  rest: ['This is ', 'not cut.'],
};

/** What a later release might write: every record says more than this one knows. */
const withMore = (json: string): string => json.replaceAll('{"', '{"sinceLater":{"deeply":1},"');

describe(readJournal, () => {
  it('puts together what was written, in whatever order', () => {
    expect(readJournal(fieldsOf(ITEMS))).toEqual(WHOLE);
  });

  it('reads a session of a release that knows more than this one', () => {
    expect(readJournal(fieldsOf(ITEMS, withMore))).toEqual(WHOLE);
  });

  it.each([
    [
      'a version that could be misread',
      (json: string) => json.replace('"version":1', '"version":2'),
    ],
    ['a kind of record that it does not know', (json: string) => json.replace('"plan"', '"score"')],
    ['no JSON', () => '{'],
  ])('gives up a session with %s: half of one is none', (_, change) => {
    expect(readJournal(fieldsOf(ITEMS, change))).toBeNull();
  });

  it('gives up a session whose head is gone', () => {
    expect(readJournal(fieldsOf(ITEMS.filter(({ kind }) => kind !== 'head')))).toBeNull();
  });

  it('keeps nothing of what is said in a clip', () => {
    const config = { ...CONFIG, refText: 'spoken in private' };
    expect(encodeJournalItem({ kind: 'config', config })).not.toContain('private');
  });
});
