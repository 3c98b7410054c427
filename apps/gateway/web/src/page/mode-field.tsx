/** How text reaches the service: at once, piece by piece as a program writes, or as somebody types. */
export type InputMode = 'whole' | 'writing' | 'typing';

const MODES: readonly { readonly mode: InputMode; readonly name: string }[] = [
  { mode: 'whole', name: 'All at once' },
  { mode: 'writing', name: 'Like an LLM' },
  { mode: 'typing', name: 'As I type' },
];

/** What the field shows and tells. */
interface ModeFieldProps {
  readonly mode: InputMode;
  readonly onMode: (mode: InputMode) => void;
}

/** Chooses how text reaches the service. */
export const ModeField = ({ mode: chosen, onMode }: ModeFieldProps) => (
  <fieldset class="modes">
    <legend>Send the text</legend>
    {MODES.map(({ mode, name }) => (
      <label key={mode}>
        <input
          type="radio"
          name="mode"
          value={mode}
          checked={mode === chosen}
          onChange={() => onMode(mode)}
        />
        <span>{name}</span>
      </label>
    ))}
  </fieldset>
);
