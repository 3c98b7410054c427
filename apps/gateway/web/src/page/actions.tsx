/** What the buttons can do now. */
interface ActionsProps {
  /** Whether the text is spoken while it is being typed. */
  readonly live: boolean;
  /** Whether there is a text. */
  readonly ready: boolean;
  readonly speaking: boolean;
  readonly onAct: () => void;
  readonly onInterrupt: () => void;
}

/** Begins speech, or ends the text; and interrupts. */
export const Actions = ({ live, ready, speaking, onAct, onInterrupt }: ActionsProps) => (
  <div class="row actions">
    <button id="speak" class="primary" type="button" disabled={!ready} onClick={onAct}>
      {live ? 'Finish' : 'Speak'}
    </button>
    <button id="interrupt" type="button" disabled={!speaking} onClick={onInterrupt}>
      Interrupt
    </button>
    <p class="hint keys">
      <kbd>Ctrl</kbd>/<kbd>⌘</kbd> <kbd>Enter</kbd> {live ? 'finishes' : 'speaks'}, <kbd>Esc</kbd>{' '}
      interrupts
    </p>
  </div>
);
