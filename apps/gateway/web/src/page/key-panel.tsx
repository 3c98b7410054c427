import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';

/** What the panel needs. */
interface KeyPanelProps {
  /** What the service says about the key. */
  readonly reason: string;
  readonly onKey: (key: string) => void;
}

/** Asks for the API key. */
export const KeyPanel = ({ reason, onKey }: KeyPanelProps) => {
  const [key, setKey] = useState('');
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onKey(key.trim());
  };
  return (
    <form class="card key-panel" onSubmit={submit}>
      <label for="key">This service asks for an API key</label>
      <p id="key-reason" class="problem" role="alert">
        {reason}
      </p>
      <div class="row">
        <input
          id="key"
          type="password"
          autocomplete="off"
          required
          aria-describedby="key-reason key-hint"
          value={key}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
        />
        <button class="primary" type="submit">
          Use key
        </button>
      </div>
      <p id="key-hint" class="hint">
        It stays in this browser tab, and is forgotten when the tab is closed.
      </p>
    </form>
  );
};
