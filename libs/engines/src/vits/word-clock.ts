import type { WordTiming } from '@chorale/speech';
import type { SpokenText } from '@chorale/speech/normalise';

import type { SegmentLayout } from './segment-layout.js';
import type { SpellingRules } from './text/plan-sentence.js';
import type { Segment } from './text/segment.js';
import { sourceWords, type SourceWord } from './timing/source-words.js';
import { wordFrames } from './timing/word-frames.js';

/** Where a segment's frames lie in the sentence. */
export interface FramePlace {
  /** Native sample at which the first kept frame begins. */
  readonly start: number;
  readonly hop: number;
}

/** The words of one segment, while its durations are being computed. */
export interface RunningWords {
  /** When they are heard, in native samples of the sentence. Rejects as the phonemizer does. */
  read(layout: SegmentLayout, place: FramePlace): Promise<readonly WordTiming[]>;
}

/** Tells when the words of a text are heard. */
export class WordClock {
  constructor(
    /** The text as the client wrote it: timings point into it. */
    private readonly source: string,
    private readonly spoken: SpokenText,
    private readonly rules: SpellingRules,
    private readonly signal: AbortSignal,
  ) {}

  /** Begins to spell the words of a segment one by one: that takes as long as the encoder, so both run at once. */
  start(segment: Segment): RunningWords {
    const words = sourceWords(this.spoken, segment, this.rules.language);
    const spelling = this.#spell(words);
    spelling.catch(() => undefined); // reported by `read`, which is not called when the encoder fails
    return {
      read: async (layout, place) =>
        this.#place(words, {
          frames: wordFrames(segment.spelling, layout.durations, await spelling),
          layout,
          place,
        }),
    };
  }

  async #spell(words: readonly SourceWord[]): Promise<readonly string[]> {
    const { phonemizer, espeakVoice } = this.rules;
    const parts = words.flatMap(({ spoken }) => spoken);
    const said = await phonemizer.phonemizeAll(parts, espeakVoice, this.signal);
    let at = 0;
    return words.map(({ spoken: { length } }) => said.slice(at, (at += length)).join(''));
  }

  #place(
    words: readonly SourceWord[],
    heard: {
      readonly frames: ReturnType<typeof wordFrames>;
      readonly layout: SegmentLayout;
      readonly place: FramePlace;
    },
  ): readonly WordTiming[] {
    const { kept } = heard.layout;
    const sampleOf = (frame = 0): number =>
      heard.place.start +
      (Math.min(Math.max(frame, kept.from), kept.to) - kept.from) * heard.place.hop;
    return words.map(({ start, end }, index) => ({
      word: this.source.slice(start, end),
      startSample: sampleOf(heard.frames[index]?.from),
      endSample: sampleOf(heard.frames[index]?.to),
      charStart: start,
      charEnd: end,
    }));
  }
}
