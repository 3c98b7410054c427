import loadEspeak, { type EspeakModule, type EspeakWorker } from '@echogarden/espeak-ng-emscripten';

/** eSpeak's output mode: IPA, phonemes apart by `_`, clauses by ` | `. */
const IPA = 1;

/** A voice that eSpeak does not have; it would keep the voice before and speak on in that. */
export class UnknownVoice extends Error {
  override readonly name = 'UnknownVoice';
}

/** eSpeak in this thread, with one current voice. */
export class Espeak {
  #voice = '';

  private constructor(
    private readonly module: EspeakModule,
    private readonly worker: EspeakWorker,
  ) {}

  static async load(): Promise<Espeak> {
    const module = await loadEspeak({ printErr: ignored }); // it prints what `set_voice` returns
    return new Espeak(module, await new module.eSpeakNGWorker());
  }

  /** Chooses a voice by file name (`en-us`, `gmw/en`), else by language (`en-gb` is only that). */
  useVoice(voice: string): void {
    if (voice === this.#voice) return;
    const found = this.worker.set_voice(voice) === 0 || this.worker.set_voice('', voice) === 0;
    if (!found) throw new UnknownVoice(`eSpeak has no voice '${voice}'`);
    this.#voice = voice;
  }

  /** IPA of `text` in the current voice; choose one first, eSpeak aborts without. */
  phonemes(text: string): string {
    // The text goes to C: a NUL would end it.
    const { ptr } = this.worker.text_to_phonemes(text.replaceAll('\0', ' '), IPA);
    return plainIpa(this.#textAt(ptr));
  }

  #textAt(pointer: number): string {
    const heap = this.module.HEAPU8; // read each time: it is another array after memory growth
    return Buffer.from(heap.subarray(pointer, heap.indexOf(0, pointer))).toString('utf8');
  }
}

const ignored = (): void => undefined;

/** Removes what eSpeak adds to IPA: separators, clause breaks, `(en)`-style language flags. */
export const plainIpa = (output: string): string =>
  output
    .replace(/\([a-z]{2,3}(?:-[a-z0-9]+)*\)/gi, '')
    .replaceAll('_', '')
    .replace(/[\s|]+/g, ' ')
    .trim();
