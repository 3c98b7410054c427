/** A phonemizer of a language that is said as it is written, in small letters. */
export class FakePhonemizer {
  phonemize(text: string): Promise<string> {
    return Promise.resolve(text.toLowerCase());
  }

  phonemizeAll(texts: readonly string[]): Promise<readonly string[]> {
    return Promise.resolve(texts.map((text) => text.toLowerCase()));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
