import type { Activity } from '../playground/utterance-view.js';

const SAID: Readonly<Record<Activity, string>> = {
  idle: 'Ready',
  connecting: 'Connecting',
  waiting: 'Waiting for audio',
  playing: 'Speaking',
  buffering: 'Buffering',
  listening: 'Waiting for text',
};

/** Names the page, and says what it is doing. */
export const Masthead = ({ activity }: { readonly activity: Activity }) => (
  <header class="masthead">
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M5 13v6M10.5 8v16M16 4v24M21.5 9v14M27 13v6" />
    </svg>
    <div>
      <h1>Chorale</h1>
      <p class="lead">Type something and hear it while it is still being made.</p>
    </div>
    <p class="state" role="status" aria-live="polite" data-state={activity}>
      {SAID[activity]}
    </p>
  </header>
);
