import type { Received } from '@chorale/testing';

import type { HeardSentence, HeardSession } from './heard-session.js';
import { sortReceived } from './heard-session.js';
import { flawsIn, type Flaw } from './sample-check.js';

/** What a session was to say: the sentences of each of its utterances. */
export type SessionScript = readonly (readonly string[])[];

/** What is taken for right. */
export interface CheckRules {
  /** The samples of a sentence. */
  readonly reference: (text: string) => Int16Array;
  /** With these codes a connection may end before all was said; the client's own close is not asked about. */
  readonly mayEndWith?: readonly number[];
  /** The client left before it had heard all. */
  readonly left?: boolean;
  /** Utterances that the client cancelled. */
  readonly cancelled?: ReadonlySet<number>;
  /** Errors that the client brought upon itself. */
  readonly errors?: readonly RegExp[];
}

/** What became of a session. */
export interface SessionReport {
  /** `whole`: all was heard; `failed`: some sentence ended in a documented error; `cut`: the connection ended as it may. */
  readonly outcome: 'whole' | 'failed' | 'cut';
  readonly samplesChecked: number;
  readonly flaws: readonly SentenceFlaw[];
  /** What else is wrong: order, texts, ends, undocumented errors. Empty for a session that is in order. */
  readonly faults: readonly string[];
}

/** Where a flaw is. */
type SentenceFlaw = Flaw & { readonly utterance: number; readonly sentence: number };

/** How a sentence may fail, as docs/protocol.md has it. */
const DOCUMENTED = [
  /^Generation failed for .*: every worker that took this sentence died$/,
  /^Generation failed for .*: its audio arrived incomplete$/,
  /^Generation failed for .*: no worker brought this sentence to its end$/,
  /^Generation failed for .*: overloaded: /,
  /^this gateway is draining: connect to another$/,
  /^journal_unavailable: /,
];

/** Holds what a client heard against what the session was to say, sample for sample. */
export const checkSession = (
  script: SessionScript,
  received: readonly Received[],
  rules: CheckRules,
): SessionReport => {
  const heard = sortReceived(received);
  const flaws = heard.sentences.flatMap((sentence) => flawsOf(script, sentence, rules));
  return {
    outcome: outcomeOf(script, heard),
    samplesChecked: heard.sentences.reduce((sum, { samples }) => sum + samples.length, 0),
    flaws,
    faults: [
      ...heard.disorder,
      ...orderFaults(script, heard, rules),
      ...endFaults(script, heard, rules),
      ...errorFaults(heard, rules),
    ],
  };
};

const errorFaults = (
  heard: HeardSession,
  { errors = [] }: Pick<CheckRules, 'errors'>,
): readonly string[] =>
  heard.errors
    .filter((message) => ![...DOCUMENTED, ...errors].some((pattern) => pattern.test(message)))
    .map((message) => `undocumented error: ${message}`);

const outcomeOf = (script: SessionScript, heard: HeardSession): SessionReport['outcome'] => {
  if (heard.utterances.length < script.length) return 'cut';
  return heard.sentences.some(({ end }) => end === 'failed') ? 'failed' : 'whole';
};

const flawsOf = (
  script: SessionScript,
  heard: HeardSentence,
  { reference, cancelled }: CheckRules,
): readonly SentenceFlaw[] => {
  const whole = reference(heard.text);
  const isWhole = heard.end === 'done' && cancelled?.has(heard.utterance) !== true;
  const expected = isWhole ? whole : whole.subarray(0, heard.samples.length);
  const others = script.flat().filter((text) => text !== heard.text);
  const flaws = isEqual(heard.samples, expected)
    ? []
    : flawsIn(heard.samples, { expected, others: others.map(reference) });
  return flaws.map((flaw) => ({ ...flaw, utterance: heard.utterance, sentence: heard.index }));
};

const isEqual = (some: Int16Array, others: Int16Array): boolean =>
  Buffer.from(some.buffer, some.byteOffset, some.byteLength).equals(
    Buffer.from(others.buffer, others.byteOffset, others.byteLength),
  );

/** Sentences come one after the other, in their own words; only what was cancelled may be missing. */
const orderFaults = (
  script: SessionScript,
  { sentences, utterances }: HeardSession,
  { cancelled }: CheckRules,
): readonly string[] => {
  const owed = script.flatMap((texts, utterance) =>
    texts.map((text, index) => ({ utterance, index, text })),
  );
  const mayMiss = ({ utterance }: { readonly utterance: number }): boolean =>
    cancelled?.has(utterance) === true;
  const faults = sentences.flatMap((sentence) => {
    while (owed[0] !== undefined && !isSame(owed[0], sentence) && mayMiss(owed[0])) owed.shift();
    const next = owed.shift();
    return next !== undefined && isSame(next, sentence)
      ? []
      : [`sentence ${sentence.utterance}/${sentence.index} is out of turn`];
  });
  const missing = owed.filter((sentence) => !mayMiss(sentence)).length;
  if (missing === 0 || utterances.length < script.length) return faults;
  return [...faults, `${missing} sentences are missing`];
};

interface Named {
  readonly utterance: number;
  readonly index: number;
  readonly text: string;
}

const isSame = (some: Named, other: Named): boolean =>
  some.utterance === other.utterance && some.index === other.index && some.text === other.text;

/** Every utterance has its last word, unless the connection ended as it may. */
const endFaults = (
  script: SessionScript,
  { utterances, closeCode }: HeardSession,
  { mayEndWith = [], left = false, cancelled }: CheckRules,
): readonly string[] => {
  const faults = utterances.flatMap(({ index, cancelled: was }, at) => [
    ...(index === at ? [] : [`utterance ${index} ended out of turn`]),
    ...(was && cancelled?.has(index) !== true ? [`utterance ${index} was cancelled`] : []),
  ]);
  if (utterances.length >= script.length || left) return faults;
  if (closeCode === null) return [...faults, 'the session never came to its end'];
  return mayEndWith.includes(closeCode) ? faults : [...faults, `it ended with ${closeCode}`];
};
