import type { SentenceLabel } from '../context/server-message.js';
import type { UtteranceConfig } from '../context/utterance-config.js';
import { HeldInput } from './held-input.js';
import type {
  JournalChange,
  JournalContent,
  JournalEntry,
  JournalHead,
  NumberedEntry,
  SentencePlan,
} from './journal-content.js';
import { JournalDraft } from './journal-draft.js';
import type { Position } from './position.js';
import { isBefore } from './position.js';
import { firstNeeded } from './receipt.js';

/** What lies so much audio behind was heard, acknowledged or not, seconds. */
const KEPT_SECONDS = 60;

/** What lies so many entries behind was received: no socket holds so many. */
const KEPT_ENTRIES = 1024;

/** Nothing was dropped. */
const BEGINNING: Position = { utteranceIndex: 0, sentenceIndex: 0, sampleOffset: 0 };

interface Kept extends NumberedEntry {
  /** Audio of the session sent by then, seconds; null until it was sent itself. */
  readonly sentAt: number | null;
}

/** What the ledger does not know of a session's input. */
export type InputStand = Omit<JournalHead, 'keptFrom'>;

/**
 * Keeps account of what a client may still have to be told, and says what of it must stand in the
 * journal: all that is owed, and what was sent but may not have been received.
 */
export class SessionLedger {
  readonly #draft = new JournalDraft();
  readonly #held = new HeldInput(this.#draft);
  #entries: Kept[] = [];
  /** Entries that were sent whole; they come first. */
  #sent = 0;
  #keptFrom = BEGINNING;
  #stand: InputStand | null = null;
  readonly #configs = new Map<number, UtteranceConfig>();

  /** The ledger of a client that has got what comes before `position`; all else is to be sent again. */
  static restore(content: JournalContent, position: Position): SessionLedger {
    const ledger = new SessionLedger();
    ledger.configure(content.config);
    for (const [index, config] of content.utterances) ledger.#keepConfig(index, config);
    ledger.#entries = content.entries.map((entry) => ({ ...entry, sentAt: null }));
    for (const { number, entry, plan } of content.entries) {
      ledger.#draft.put({ kind: 'entry', number, entry });
      if (plan !== null) ledger.#draft.put({ kind: 'plan', number, plan });
    }
    ledger.#keptFrom = content.head.keptFrom;
    ledger.#drop(firstNeeded(content.entries, position));
    ledger.#held.restore(content.rest);
    return ledger;
  }

  /** What is owed, in order. */
  get owed(): readonly NumberedEntry[] {
    return this.#entries.slice(this.#sent);
  }

  /** About how much the journal holds, bytes. */
  get bytes(): number {
    return this.#draft.bytes;
  }

  configure(config: UtteranceConfig): void {
    this.#draft.put({ kind: 'config', config });
  }

  /** Text came from which nothing was cut. */
  hold(text: string): void {
    this.#held.append(text);
  }

  /** Of the open utterance's text only `rest` is not cut. */
  holdOnly(rest: string): void {
    this.#held.replace(rest);
  }

  /** Notes something that is to be sent behind all the rest. */
  owe(entry: JournalEntry): void {
    this.#insert(this.#entries.length, { entry, sentAt: null });
  }

  /** The config of an utterance of which sentences are owed. */
  begin(utterance: number, config: UtteranceConfig): void {
    if (!this.#configs.has(utterance)) this.#keepConfig(utterance, config);
  }

  /** The audio of a sentence begins: what decides its samples is fixed from now on. */
  fix(label: SentenceLabel, plan: SentencePlan): void {
    const at = this.#entries.findIndex(({ entry }) => isSentence(entry, label));
    const kept = this.#entries[at];
    if (kept === undefined) return;
    this.#entries[at] = { ...kept, plan };
    this.#draft.put({ kind: 'plan', number: kept.number, plan });
  }

  /** The first thing that was owed has been sent whole, and so much audio in all, seconds. */
  sent(sentSeconds: number): void {
    const kept = this.#entries[this.#sent];
    if (kept === undefined) return;
    this.#entries[this.#sent] = { ...kept, sentAt: sentSeconds };
    this.#sent += 1;
    this.#dropOld(sentSeconds);
  }

  /** Something is sent ahead of all that is owed. */
  say(entry: JournalEntry, sentSeconds: number): void {
    this.#insert(this.#sent, { entry, sentAt: sentSeconds });
    this.#sent += 1;
  }

  /** The first `count` things owed will not be sent, and nothing of these utterances will be heard again. */
  cancel(count: number, utterances: ReadonlySet<number>): void {
    const gone = this.#entries.filter(
      ({ entry }, at) =>
        (at >= this.#sent && at < this.#sent + count) ||
        (entry.kind === 'sentence' && utterances.has(entry.utterance)),
    );
    for (const { number } of gone) this.#forget(number);
    const goneNumbers = new Set(gone.map(({ number }) => number));
    const left = ({ number }: Kept): boolean => !goneNumbers.has(number);
    this.#sent = this.#entries.slice(0, this.#sent).filter(left).length;
    this.#entries = this.#entries.filter(left);
    for (const utterance of utterances) this.#dropConfig(utterance);
  }

  /** The client has all that comes before: it need not be kept. */
  acknowledge(position: Position): void {
    this.#drop(Math.min(firstNeeded(this.#entries, position), this.#sent));
  }

  /** What must be changed in the journal, now that the input stands there. */
  takeChanges(stand: InputStand): readonly JournalChange[] {
    if (this.#stand === null || !isSame(this.#stand, stand)) {
      this.#stand = stand;
      this.#draft.put({ kind: 'head', head: { ...stand, keptFrom: this.#keptFrom } });
    }
    return this.#draft.takeChanges();
  }

  #insert(at: number, { entry, sentAt }: Pick<Kept, 'entry' | 'sentAt'>): void {
    const number = numberBetween(this.#entries[at - 1]?.number, this.#entries[at]?.number);
    this.#entries.splice(at, 0, { number, entry, plan: null, sentAt });
    this.#draft.put({ kind: 'entry', number, entry });
  }

  #dropOld(sentSeconds: number): void {
    const isOld = ({ sentAt }: Kept, at: number): boolean =>
      sentAt !== null && (sentSeconds - sentAt >= KEPT_SECONDS || at < this.#sent - KEPT_ENTRIES);
    const needed = this.#entries.findIndex((kept, at) => !isOld(kept, at));
    this.#drop(needed < 0 ? this.#entries.length : needed);
  }

  /** Forgets the first `count` entries. */
  #drop(count: number): void {
    if (count <= 0) return;
    const dropped = this.#entries.splice(0, count);
    this.#sent = Math.max(0, this.#sent - count);
    for (const { number, entry } of dropped) {
      this.#forget(number);
      this.#moveOn(behind(entry));
    }
    for (const utterance of [...this.#configs.keys()]) this.#dropConfigIfUnused(utterance);
  }

  #moveOn(position: Position | null): void {
    if (position === null || !isBefore(this.#keptFrom, position)) return;
    this.#keptFrom = position;
    this.#stand = null; // the head tells of it
  }

  #forget(number: number): void {
    this.#draft.remove({ kind: 'entry', number });
    this.#draft.remove({ kind: 'plan', number });
  }

  #keepConfig(utterance: number, config: UtteranceConfig): void {
    this.#configs.set(utterance, config);
    this.#draft.put({ kind: 'utterance', number: utterance, config });
  }

  #dropConfigIfUnused(utterance: number): void {
    const isUsed = ({ entry }: Kept): boolean =>
      entry.kind === 'sentence' && entry.utterance === utterance;
    if (!this.#entries.some(isUsed)) this.#dropConfig(utterance);
  }

  #dropConfig(utterance: number): void {
    this.#configs.delete(utterance);
    this.#draft.remove({ kind: 'utterance', number: utterance });
  }
}

const isSame = (some: InputStand, other: InputStand): boolean =>
  some.received === other.received &&
  some.utteranceIndex === other.utteranceIndex &&
  some.open?.sentences === other.open?.sentences &&
  some.open?.codePoints === other.open?.codePoints;

/** Numbers are kept in order: what is put between two others gets one between theirs. */
const numberBetween = (before: number | undefined, after: number | undefined): number => {
  if (after === undefined) return (before ?? 0) + 1;
  return before === undefined ? after - 1 : (before + after) / 2;
};

const isSentence = (entry: JournalEntry, label: SentenceLabel): boolean =>
  entry.kind === 'sentence' &&
  entry.utterance === label.utteranceIndex &&
  entry.sentence === label.sentenceIndex;

/** Where a client stands that has got an entry; null if that cannot be told. */
const behind = (entry: JournalEntry): Position | null => {
  switch (entry.kind) {
    case 'sentence':
      return {
        utteranceIndex: entry.utterance,
        sentenceIndex: entry.sentence + 1,
        sampleOffset: 0,
      };
    case 'utteranceDone':
      return { utteranceIndex: entry.utterance + 1, sentenceIndex: 0, sampleOffset: 0 };
    case 'message':
    case 'close':
      return null;
  }
};
