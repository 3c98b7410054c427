/** What the field shows and tells. */
interface TextFieldProps {
  readonly text: string;
  /** Whether it is spoken while it is being typed. */
  readonly live: boolean;
  /** `composing` is true while an input method is still choosing signs. */
  readonly onText: (text: string, composing: boolean) => void;
}

/** The text that is to be said. */
export const TextField = ({ text, live, onText }: TextFieldProps) => (
  <div class="field">
    <label for="text">Text</label>
    <textarea
      id="text"
      rows={7}
      autocomplete="off"
      value={text}
      placeholder={
        live
          ? 'Start typing. A sentence is spoken as soon as it ends.'
          : 'Type or paste what you want to hear.'
      }
      onInput={(event) => onText(event.currentTarget.value, event.isComposing)}
      onCompositionEnd={(event) => onText(event.currentTarget.value, false)}
    />
  </div>
);
