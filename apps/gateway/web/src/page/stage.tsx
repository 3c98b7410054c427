import { useEffect, useRef } from 'preact/hooks';

import type { PlaygroundState } from '../playground/playground.js';

import { Figures } from './figures.js';
import { TranscriptView } from './transcript-view.js';
import { Waveform } from './waveform.js';

/** Where speech is seen; on a small screen it comes into sight when speech begins. */
export const Stage = ({ state }: { readonly state: PlaygroundState }) => (
  <section class="card stage" aria-label="What is being said" ref={useComingIntoSight(state)}>
    <Waveform view={state} />
    <p class="problem" role="alert" hidden={state.problem === null}>
      {state.problem}
    </p>
    <TranscriptView transcript={state.transcript} progress={state.progress} />
    <Figures view={state} />
  </section>
);

const useComingIntoSight = ({ activity, textOpen }: PlaygroundState) => {
  const stage = useRef<HTMLElement>(null);
  const speaks = activity !== 'idle' && !textOpen;
  useEffect(() => {
    if (speaks) stage.current?.scrollIntoView({ block: 'nearest' });
  }, [speaks]);
  return stage;
};
