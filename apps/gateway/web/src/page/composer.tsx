import { useEffect, useRef, useState } from 'preact/hooks';

import type { Playground, PlaygroundState } from '../playground/playground.js';
import type { SpeechSettings } from '../speech/speech-settings.js';

import { Actions } from './actions.js';
import { ModeField } from './mode-field.js';
import type { InputMode } from './mode-field.js';
import { SettingsFields } from './settings-fields.js';
import { TextField } from './text-field.js';
import { useShortcuts } from './use-shortcuts.js';

/** What the composer works with. */
interface ComposerProps {
  readonly playground: Playground;
  readonly state: PlaygroundState;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly settings: SpeechSettings;
  readonly onSettings: (settings: SpeechSettings) => void;
}

/** Where text and voice are chosen, and speech begins and ends. */
export const Composer = (props: ComposerProps) => {
  const { playground, state, settings, onSettings } = props;
  const [mode, setMode] = useState<InputMode>('whole');
  const [typed, setTyped] = useTypedText(state.textOpen);
  const live = mode === 'typing';
  const text = live ? typed : props.text;
  // A key may follow the one before sooner than the page is shown anew.
  const latest = useRef(text);
  latest.current = text;
  const act = (): void => {
    if (live) playground.finishTyping(latest.current, settings);
    else speakIn(mode, { ...props, text: latest.current });
    setTyped('');
  };
  const interrupt = (): void => void playground.interrupt(); // it never rejects
  useShortcuts({ onAct: act, onInterrupt: interrupt });
  const write = (value: string, composing: boolean): void => {
    latest.current = live && !composing ? playground.type(value, settings) : value;
    if (live) setTyped(latest.current);
    else props.onText(latest.current);
  };
  return (
    <section class="card composer" aria-label="What is to be said">
      <ModeField mode={mode} onMode={setMode} />
      <TextField text={text} live={live} onText={write} />
      <SettingsFields voices={state.voices} settings={settings} onSettings={onSettings} />
      <Actions
        live={live}
        ready={text.trim() !== ''}
        speaking={state.activity !== 'idle'}
        onAct={act}
        onInterrupt={interrupt}
      />
    </section>
  );
};

const speakIn = (mode: InputMode, { playground, text, settings }: ComposerProps): void => {
  if (text.trim() === '') return;
  if (mode === 'whole') playground.speak(text, settings);
  else playground.speakAsWritten(text, settings);
};

/** The text that is being typed; what was said by then goes when the utterance ends. */
const useTypedText = (textOpen: boolean) => {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (!textOpen) setTyped('');
  }, [textOpen]);
  return [typed, setTyped] as const;
};
