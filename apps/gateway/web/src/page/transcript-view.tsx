import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';

import type { Progress } from '../playground/utterance-view.js';
import type { SpokenSentence, Transcript } from '../speech/transcript.js';

/** Behind the last word there is. */
const ALL_WORDS = Number.MAX_SAFE_INTEGER;

/** What is shown. */
interface TranscriptProps {
  readonly transcript: Transcript;
  readonly progress: Progress;
}

/** The text that is said: its words light up as they are heard. */
export const TranscriptView = ({ transcript, progress }: TranscriptProps) => {
  const frame = useFollowing(progress);
  return (
    <>
      <p class="verdict" aria-live="polite">
        {verdictOn(progress)}
      </p>
      <div class="transcript" ref={frame} tabIndex={0} role="region" aria-label="Transcript">
        {progress.kind === 'interrupted' ? (
          <Interrupted spoken={progress.spoken} remaining={progress.remaining} />
        ) : (
          <Spoken transcript={transcript} progress={progress} />
        )}
      </div>
    </>
  );
};

/** Keeps the word that is heard in sight. */
const useFollowing = (progress: Progress) => {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = frame.current;
    const word = box?.querySelector('[aria-current]');
    if (box === null || !(word instanceof HTMLElement)) return;
    const top = word.offsetTop - box.offsetTop;
    if (top < box.scrollTop || top + word.offsetHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = top - box.clientHeight / 3;
  }, [progress]);
  return frame;
};

const Spoken = ({ transcript: { sentences, rest }, progress }: TranscriptProps) => {
  if (sentences.length === 0 && rest === '')
    return <p class="empty">What is said appears here, and each word lights up as you hear it.</p>;
  return (
    <p>
      {sentences.map((sentence) => (
        <Sentence
          key={sentence.number}
          sentence={sentence}
          at={wordAt(sentence.number, progress)}
        />
      ))}
      <span class="ahead">{rest}</span>
    </p>
  );
};

/** The word of a sentence that is heard: −1 before the first, and beyond the last when it was said. */
const wordAt = (sentence: number, progress: Progress): number => {
  if (progress.kind !== 'at') return progress.kind === 'through' ? ALL_WORDS : -1;
  if (sentence === progress.place.sentence) return progress.place.word;
  return sentence < progress.place.sentence ? ALL_WORDS : -1;
};

interface SentenceProps {
  readonly sentence: SpokenSentence;
  readonly at: number;
}

/** Made anew only when it changes: a long text has thousands of words, and levels come 20 times a second. */
const Sentence = ({ sentence, at }: SentenceProps) =>
  useMemo(
    () => (
      <>
        {sentence.gap}
        <span class="sentence" data-sentence={sentence.number} data-failed={sentence.failed}>
          {wordsOf(sentence, at)}
        </span>
      </>
    ),
    [sentence, at],
  );

const wordsOf = ({ text, words }: SpokenSentence, at: number): ComponentChildren => {
  if (words.length === 0) return <span class={at === ALL_WORDS ? 'said' : 'ahead'}>{text}</span>;
  const ends = [0, ...words.map(({ charEnd }) => charEnd)];
  return [
    ...words.map(({ charStart, charEnd }, index) => [
      <span class={index <= at ? 'said' : 'ahead'}>{text.slice(ends[index], charStart)}</span>,
      <span key={index} class={lightOf(index, at)} aria-current={index === at ? 'true' : undefined}>
        {text.slice(charStart, charEnd)}
      </span>,
    ]),
    <span class={at === ALL_WORDS ? 'said' : 'ahead'}>{text.slice(ends.at(-1))}</span>,
  ];
};

const lightOf = (index: number, at: number): string => {
  if (index === at) return 'now';
  return index < at ? 'said' : 'ahead';
};

/** What is to be said about how it ended. */
const verdictOn = (progress: Progress): string => {
  if (progress.kind === 'through') return 'Said to the end.';
  if (progress.kind !== 'interrupted') return '';
  const { spoken, remaining } = progress;
  return `Interrupted. You heard ${countWords(spoken)} of ${countWords(`${spoken} ${remaining}`)} words.`;
};

const countWords = (text: string): number => text.split(/\s+/u).filter(Boolean).length;

interface InterruptedProps {
  readonly spoken: string;
  readonly remaining: string;
}

/** Which words were heard, and which were not. */
const Interrupted = ({ spoken, remaining }: InterruptedProps) => (
  <p>
    <span class="said" id="spoken">
      {spoken}
    </span>
    <span class="cut" aria-hidden="true" />
    <span class="unheard" id="remaining">
      {remaining}
    </span>
  </p>
);
