import type {
  JournalContent,
  JournalEntry,
  SentencePlan,
  NumberedEntry,
} from '../resume/journal-content.js';
import type { Position } from '../resume/position.js';
import { isAt } from '../resume/receipt.js';
import { SessionLedger } from '../resume/session-ledger.js';
import { codePointLength } from '../text/code-points.js';
import { CLOSE_CODE } from './close-code.js';
import { addUtterance, cut, splitterFor } from './context-input.js';
import type { ContextState } from './context-state.js';
import type { OutboxEntry } from './outbox.js';
import { SentenceRun } from './sentence-run.js';
import type { Utterance } from './utterance.js';

/** A session that goes on: what its journal holds, what its client has got, and when that is, ms. */
interface Resumption {
  readonly content: JournalContent;
  readonly position: Position;
  readonly now: number;
}

/** Takes up a session where its journal left it, for a client that has got what comes before the position. */
export const resumeContext = (
  state: ContextState,
  { content, position }: { readonly content: JournalContent; readonly position: Position },
  now: number,
): void => {
  const ledger = SessionLedger.restore(content, position);
  const { head, config } = content;
  state.ledger = ledger;
  state.config = config;
  state.received = head.received;
  state.utteranceIndex = head.utteranceIndex;
  state.waitingSince = now;
  const utterances = new Utterances(state, content);
  for (const owed of ledger.owed)
    state.outbox.push(outboxEntryOf(owed, utterances, { content, position, now }));
  const close = ledger.owed.find(({ entry }) => entry.kind === 'close')?.entry;
  state.ending = close !== undefined;
  state.closeAsked = close?.kind === 'close' && close.code === CLOSE_CODE.normal;
  if (head.open !== null) reopen(state, utterances, { content, position, now });
};

/** The utterances of which something is owed, made when they are asked for. */
class Utterances {
  readonly #made = new Map<number, Utterance>();

  constructor(
    private readonly state: ContextState,
    private readonly content: JournalContent,
  ) {}

  find(index: number): Utterance | null {
    return this.#made.get(index) ?? null;
  }

  at(index: number): Utterance {
    return this.#made.get(index) ?? this.#make(index);
  }

  #make(index: number): Utterance {
    const { utterances, config, head } = this.content;
    const utterance = addUtterance(this.state, index, utterances.get(index) ?? config);
    utterance.textEnded = index < head.utteranceIndex;
    utterance.sentences = this.#sentencesOf(index);
    this.#made.set(index, utterance);
    return utterance;
  }

  /** Cut so far. */
  #sentencesOf(index: number): number {
    const { entries, head } = this.content;
    for (const { entry } of entries)
      if (entry.kind === 'utteranceDone' && entry.utterance === index) return entry.sentences;
    return head.open?.sentences ?? 0;
  }
}

const outboxEntryOf = (
  { entry, plan }: NumberedEntry,
  utterances: Utterances,
  resumption: Resumption,
): OutboxEntry => {
  switch (entry.kind) {
    case 'sentence': {
      const utterance = utterances.at(entry.utterance);
      return { kind: 'sentence', run: runOf(utterance, { entry, plan }, resumption) };
    }
    case 'utteranceDone': {
      const { utterance: index, sentences, message } = entry;
      const route = utterances.find(index)?.route ?? null;
      return { kind: 'utteranceDone', message, index, sentences, route };
    }
    case 'message':
    case 'close':
      return entry;
  }
};

interface PlannedSentence {
  readonly entry: Extract<JournalEntry, { kind: 'sentence' }>;
  readonly plan: SentencePlan | null;
}

const runOf = (
  utterance: Utterance,
  { entry, plan }: PlannedSentence,
  { position, now }: Resumption,
): SentenceRun => {
  const { text } = entry;
  const label = { utteranceIndex: entry.utterance, sentenceIndex: entry.sentence };
  const run = new SentenceRun({
    ...{ utterance, label, text },
    codePoints: codePointLength(text),
    cutAt: now,
  });
  run.goOnFrom(isAt(entry, position) ? heardOf(utterance, position) : 0, plan);
  return run;
};

/** A whole file is had or not. */
const heardOf = ({ config }: Utterance, { sampleOffset }: Position): number =>
  config.streamAudio ? sampleOffset : 0;

/** The utterance that is still being fed goes on with the text from which nothing was cut. */
const reopen = (state: ContextState, utterances: Utterances, resumption: Resumption): void => {
  const { head, config, rest } = resumption.content;
  const splitter = splitterFor(state.options.profile, config);
  const { sentences = 0, codePoints = 0 } = head.open ?? {};
  const utterance = utterances.find(state.utteranceIndex);
  state.input = { splitter, utterance, opened: true, codePoints, sentences };
  const texts = rest.flatMap((piece) => splitter.push(piece));
  if (texts.length === 0) return;
  cut(state, texts, resumption.now); // another release may cut where that one did not
  state.ledger?.holdOnly(splitter.rest);
};
