import { useState } from 'preact/hooks';

import type { Playground } from '../playground/playground.js';
import type { SpeechSettings } from '../speech/speech-settings.js';

import { CodePanel } from './code-panel.js';
import { Composer } from './composer.js';
import { KeyPanel } from './key-panel.js';
import { Masthead } from './masthead.js';
import { Stage } from './stage.js';
import { usePlayground } from './use-playground.js';

const EXAMPLE =
  'Hello there. This is Chorale, and it speaks while you are still reading. ' +
  'Each word lights up as you hear it, and you may interrupt me at any time.';

const DEFAULTS: SpeechSettings = { voice: '', speed: 1, format: 'pcm' };

/** The whole page. */
export const App = ({ playground }: { readonly playground: Playground }) => {
  const state = usePlayground(playground);
  const [text, setText] = useState(EXAMPLE);
  const [settings, setSettings] = useState(DEFAULTS);
  const { service } = playground;
  return (
    <>
      <Masthead activity={state.activity} />
      <main>
        {state.keyWanted !== null && (
          <KeyPanel reason={state.keyWanted} onKey={(key) => void playground.useKey(key)} />
        )}
        <div class="columns">
          <Composer
            playground={playground}
            state={state}
            text={text}
            onText={setText}
            settings={settings}
            onSettings={setSettings}
          />
          <Stage state={state} />
        </div>
        <CodePanel
          request={{ ...settings, text, url: service.url, needsKey: service.key !== '' }}
        />
      </main>
    </>
  );
};
