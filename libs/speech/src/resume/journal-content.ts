import type { ServerMessage } from '../context/server-message.js';
import type { UtteranceConfig } from '../context/utterance-config.js';
import type { Position } from './position.js';

/** Who speaks a sentence and from which seed: all that the worker does not find in its text and config. */
export interface Voicing {
  /** Local voice id. */
  readonly voice: string;
  readonly language: string;
  /** Unsigned 64-bit number in decimal. */
  readonly sentenceSeed: string;
}

/** What decides the samples of a sentence besides its text and config; fixed when its audio begins. */
export interface SentencePlan extends Voicing {
  readonly endsUtterance: boolean;
  /** Of the worker that began it; null if that was never heard. It covers the voice's model too. */
  readonly fingerprint: string | null;
}

/** One thing that the client is to get, as the journal keeps it. */
export type JournalEntry =
  | {
      readonly kind: 'sentence';
      readonly utterance: number;
      readonly sentence: number;
      readonly text: string;
    }
  | { readonly kind: 'message'; readonly message: ServerMessage }
  /** The last word of an utterance. */
  | {
      readonly kind: 'utteranceDone';
      readonly utterance: number;
      readonly sentences: number;
      readonly message: ServerMessage;
    }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** Where the reading of a session's input stands. */
export interface JournalHead {
  /** Messages of the client that are accounted for. */
  readonly received: number;
  /** The next, or the open, utterance. */
  readonly utteranceIndex: number;
  /** Null while no utterance is being fed. */
  readonly open: { readonly sentences: number; readonly codePoints: number } | null;
  /** What lies before it is no longer kept. */
  readonly keptFrom: Position;
}

/** One record of a journal; `number` puts records of a kind in order. */
export type JournalItem =
  | { readonly kind: 'head'; readonly head: JournalHead }
  /** In force for the utterance that is open or comes next. */
  | { readonly kind: 'config'; readonly config: UtteranceConfig }
  | { readonly kind: 'utterance'; readonly number: number; readonly config: UtteranceConfig }
  | { readonly kind: 'entry'; readonly number: number; readonly entry: JournalEntry }
  | { readonly kind: 'plan'; readonly number: number; readonly plan: SentencePlan }
  /** A piece of the open utterance's text from which no sentence was cut yet. */
  | { readonly kind: 'text'; readonly number: number; readonly text: string };

/** A record that is new or different (`item`), or gone (null). */
export interface JournalChange {
  readonly key: string;
  readonly item: JournalItem | null;
}

/** Where a record stands; the same place is written over. */
export type JournalPlace =
  | { readonly kind: 'head' | 'config' }
  | { readonly kind: Exclude<JournalItem['kind'], 'head' | 'config'>; readonly number: number };

/** The name of a record in its journal. */
export const journalKey = (place: JournalPlace): string =>
  'number' in place ? `${place.kind}:${place.number}` : place.kind;

/** An entry with its number and, once its audio has begun, its plan. */
export interface NumberedEntry {
  readonly number: number;
  readonly entry: JournalEntry;
  readonly plan: SentencePlan | null;
}

/** A whole journal, put together. */
export interface JournalContent {
  readonly head: JournalHead;
  readonly config: UtteranceConfig;
  readonly utterances: ReadonlyMap<number, UtteranceConfig>;
  /** In the order in which the client gets them. */
  readonly entries: readonly NumberedEntry[];
  /** Text from which no sentence was cut yet, in the pieces in which it is kept. */
  readonly rest: readonly string[];
}

type ItemOf<K extends JournalItem['kind']> = Extract<JournalItem, { kind: K }>;

/** Puts the records of a journal together, in any order; null if there is not enough of it. */
export const assembleJournal = (items: readonly JournalItem[]): JournalContent | null => {
  const head = ofKind(items, 'head')[0]?.head;
  const config = ofKind(items, 'config')[0]?.config;
  if (head === undefined || config === undefined) return null;
  const plans = new Map(ofKind(items, 'plan').map(({ number, plan }) => [number, plan]));
  return {
    head,
    config,
    utterances: new Map(ofKind(items, 'utterance').map((item) => [item.number, item.config])),
    entries: inOrder(ofKind(items, 'entry')).map(({ number, entry }) => ({
      ...{ number, entry },
      plan: plans.get(number) ?? null,
    })),
    rest: inOrder(ofKind(items, 'text')).map(({ text }) => text),
  };
};

const ofKind = <K extends JournalItem['kind']>(
  items: readonly JournalItem[],
  kind: K,
): readonly ItemOf<K>[] => items.filter((item): item is ItemOf<K> => item.kind === kind);

const inOrder = <T extends { readonly number: number }>(items: readonly T[]): readonly T[] =>
  [...items].sort((some, other) => some.number - other.number);
