import type { JournalContent, NumberedEntry } from './journal-content.js';
import type { Position } from './position.js';
import { isBefore } from './position.js';
import { isAt } from './receipt.js';

/** Where a session goes on, and how it fits to what the client has. */
export interface Takeup {
  readonly position: Position;
  /**
   * `exact`: with the very next sample. `sentence`: the sentence is begun anew, as nobody can go on
   * with it bit for bit. `gap`: what lies between is no longer kept.
   */
  readonly fit: 'exact' | 'sentence' | 'gap';
}

/**
 * Finds where to go on for a client that asks for `asked`. `canGoOn` says whether a worker of that
 * fingerprint is there for the voice: where none is, the pause before the sentence is the nearest
 * place at which two renderings can be joined.
 */
export const takeupAt = (
  content: JournalContent,
  asked: Position,
  canGoOn: (fingerprint: string, voice: string) => boolean,
): Takeup => {
  const { keptFrom } = content.head;
  if (isBefore(asked, keptFrom)) return { position: keptFrom, fit: 'gap' };
  const owed = content.entries.find(({ entry }) => isAt(entry, asked));
  if (asked.sampleOffset === 0 || owed === undefined) return { position: asked, fit: 'exact' };
  if (isStreamed(content, owed) && isSameMake(owed, canGoOn))
    return { position: asked, fit: 'exact' };
  return { position: { ...asked, sampleOffset: 0 }, fit: 'sentence' };
};

const isStreamed = ({ utterances }: JournalContent, { entry }: NumberedEntry): boolean =>
  entry.kind === 'sentence' && utterances.get(entry.utterance)?.streamAudio === true;

const isSameMake = (
  { plan }: NumberedEntry,
  canGoOn: (fingerprint: string, voice: string) => boolean,
): boolean => plan?.fingerprint != null && canGoOn(plan.fingerprint, plan.voice);
