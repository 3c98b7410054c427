import type { Received } from '@chorale/testing';

type Message = Readonly<Record<string, unknown>>;

/** A sentence between its start and its done. */
interface Open {
  readonly place: string;
  bytes: number;
}

/**
 * Reads all that an omni client got and says which laws of the wire it breaks: audio belongs to an
 * open sentence, starts and dones are paired and in order, bytes add up, every utterance ends once
 * and in its turn, nothing comes after the close.
 */
export const brokenLaws = (received: readonly Received[]): readonly string[] => {
  const reader = new TranscriptReader();
  for (const item of received) reader.read(item);
  return reader.broken;
};

class TranscriptReader {
  readonly broken: string[] = [];
  #open: Open | null = null;
  #last: readonly [utterance: number, sentence: number] = [-1, -1];
  #utterance = 0;
  #closed = false;

  read(item: Received): void {
    this.#law(!this.#closed, 'something came after the close');
    switch (item.kind) {
      case 'audio':
        return this.#audio(item.bytes.byteLength, 'audio');
      case 'json':
        return this.#message(item.message);
      case 'closed':
        this.#closed = true;
    }
  }

  #law(holds: boolean, law: string): void {
    if (!holds) this.broken.push(law);
  }

  #message(message: Message): void {
    switch (message['type']) {
      case 'audio.start':
        return this.#start(message);
      case 'audio.chunk':
        return this.#audio(Buffer.from(String(message['audio_b64']), 'base64').length, 'a chunk');
      case 'audio.timing':
        return this.#audio(0, 'word times');
      case 'audio.done':
        return this.#done(message);
      case 'session.done':
        return this.#sessionDone(message);
      case 'audio.cancelled':
        return this.#law(this.#open === null, 'a cancel inside a sentence');
      case 'error':
        return this.#error(String(message['message']));
      default:
        this.#law(false, `an unknown message: ${String(message['type'])}`);
    }
  }

  #start(message: Message): void {
    const [utterance, sentence] = [
      Number(message['utterance_index']),
      Number(message['sentence_index']),
    ];
    const [lastUtterance, lastSentence] = this.#last;
    this.#law(this.#open === null, 'a start inside a sentence');
    this.#law(utterance === this.#utterance, 'a start of another utterance');
    this.#law(utterance > lastUtterance || sentence > lastSentence, 'a start out of order');
    this.#last = [utterance, sentence];
    this.#open = { place: placeOf(message), bytes: 0 };
  }

  #audio(bytes: number, what: string): void {
    this.#law(this.#open !== null, `${what} outside a sentence`);
    if (this.#open !== null) this.#open.bytes += bytes;
  }

  #done(message: Message): void {
    this.#law(this.#open?.place === placeOf(message), 'a done without its start');
    this.#law(this.#open?.bytes === message['total_bytes'], 'bytes that do not add up');
    this.#open = null;
  }

  #sessionDone(message: Message): void {
    this.#law(this.#open === null, 'the end of an utterance inside a sentence');
    this.#law(message['utterance_index'] === this.#utterance, 'the end of another utterance');
    this.#utterance += 1;
  }

  #error(message: string): void {
    const isOfSentence = message.startsWith('Generation failed for ');
    this.#law(isOfSentence === (this.#open !== null), `an error in the wrong place: ${message}`);
  }
}

const placeOf = (message: Message): string =>
  `${String(message['utterance_index'])}/${String(message['sentence_index'])}`;
