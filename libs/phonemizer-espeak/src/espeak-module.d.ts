declare module '@echogarden/espeak-ng-emscripten' {
  /** Address of a NUL-terminated UTF-8 text in `HEAPU8`. */
  interface TextPointer {
    readonly ptr: number;
  }

  interface EspeakWorker {
    /** 0 when the voice was found; anything else leaves the previous voice set. */
    set_voice(name: string, language?: string): number;
    /** `mode` 1 = IPA with `_` between phonemes and ` | ` between clauses. */
    text_to_phonemes(text: string, mode: number): TextPointer;
  }

  interface EspeakModule {
    readonly HEAPU8: Uint8Array;
    /** Awaitable: resolves when the voice data is in place. */
    readonly eSpeakNGWorker: new () => EspeakWorker | PromiseLike<EspeakWorker>;
  }

  export default function loadEspeak(options: {
    readonly printErr: (line: string) => void;
  }): Promise<EspeakModule>;
  export type { EspeakModule, EspeakWorker };
}
