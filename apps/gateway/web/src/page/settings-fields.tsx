import type { SpeechFormat, SpeechSettings } from '../speech/speech-settings.js';

/** What the fields show and tell. */
interface SettingsProps {
  /** Null until they are known. */
  readonly voices: readonly string[] | null;
  readonly settings: SpeechSettings;
  readonly onSettings: (settings: SpeechSettings) => void;
}

/** Chooses how it is to be said. */
export const SettingsFields = ({ voices, settings, onSettings }: SettingsProps) => {
  const change = (value: Partial<SpeechSettings>): void => onSettings({ ...settings, ...value });
  return (
    <div class="settings">
      <VoiceField voices={voices} voice={settings.voice} onVoice={(voice) => change({ voice })} />
      <FormatField format={settings.format} onFormat={(format) => change({ format })} />
      <SpeedField speed={settings.speed} onSpeed={(speed) => change({ speed })} />
    </div>
  );
};

/** Chooses one of the voices that there are. */
const VoiceField = ({ voices, voice, onVoice }: VoiceFieldProps) => (
  <div class="field">
    <label for="voice">Voice</label>
    <select
      id="voice"
      value={voice}
      aria-busy={voices === null}
      onChange={({ currentTarget }) => onVoice(currentTarget.value)}
    >
      <option value="">Default voice</option>
      {(voices ?? []).map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  </div>
);

interface VoiceFieldProps {
  /** Null until they are known. */
  readonly voices: readonly string[] | null;
  readonly voice: string;
  readonly onVoice: (voice: string) => void;
}

interface FormatChoice {
  readonly format: SpeechFormat;
  readonly name: string;
}

const STREAMED: readonly FormatChoice[] = [
  { format: 'pcm', name: 'PCM, 24 kHz' },
  { format: 'mulaw', name: 'µ-law, 8 kHz' },
  { format: 'alaw', name: 'A-law, 8 kHz' },
];

const FILES: readonly FormatChoice[] = [
  { format: 'wav', name: 'WAV' },
  { format: 'mp3', name: 'MP3' },
  { format: 'opus', name: 'Opus' },
  { format: 'flac', name: 'FLAC' },
  { format: 'aac', name: 'AAC' },
];

const FORMATS = [...STREAMED, ...FILES];

/** Chooses what travels: samples as they are made, or a file for each sentence. */
const FormatField = ({ format, onFormat }: FormatFieldProps) => (
  <div class="field">
    <label for="format">Format</label>
    <select
      id="format"
      value={format}
      onChange={({ currentTarget }) => {
        const chosen = FORMATS.find((each) => each.format === currentTarget.value);
        if (chosen !== undefined) onFormat(chosen.format);
      }}
    >
      <FormatGroup label="As it is made" choices={STREAMED} />
      <FormatGroup label="Sentence by sentence" choices={FILES} />
    </select>
  </div>
);

interface FormatFieldProps {
  readonly format: SpeechFormat;
  readonly onFormat: (format: SpeechFormat) => void;
}

const FormatGroup = ({ label, choices }: FormatGroupProps) => (
  <optgroup label={label}>
    {choices.map(({ format, name }) => (
      <option key={format} value={format}>
        {name}
      </option>
    ))}
  </optgroup>
);

interface FormatGroupProps {
  readonly label: string;
  readonly choices: readonly FormatChoice[];
}

/** What the voices can do well; the service takes 0.25 to 4. */
const SPEEDS = { min: 0.5, max: 2, step: 0.05 };

/** Chooses how fast it is said. */
const SpeedField = ({ speed, onSpeed }: SpeedFieldProps) => (
  <div class="field speed">
    <label for="speed">
      Speed <span aria-hidden="true">{speed.toFixed(2)}×</span>
    </label>
    <input
      id="speed"
      type="range"
      {...SPEEDS}
      value={speed}
      aria-valuetext={`${speed.toFixed(2)} times`}
      onInput={({ currentTarget }) => onSpeed(currentTarget.valueAsNumber)}
    />
  </div>
);

interface SpeedFieldProps {
  /** 1 is the voice's own pace. */
  readonly speed: number;
  readonly onSpeed: (speed: number) => void;
}
