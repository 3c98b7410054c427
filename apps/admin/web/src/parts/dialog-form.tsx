import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { messageOf } from '../api.js';

/** The form of a dialog: sends what was filled in; a problem is told where it was asked. */
export const DialogForm = ({
  submitLabel,
  leaveLabel,
  send,
  onLeave,
  children,
}: {
  readonly submitLabel: string;
  readonly leaveLabel: string;
  /** Rejects with the problem. */
  readonly send: (fields: FormData) => Promise<unknown>;
  readonly onLeave: () => void;
  readonly children: ComponentChildren;
}) => {
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    send(new FormData(event.currentTarget)).catch((error: unknown) => setProblem(messageOf(error)));
  };
  return (
    <form onSubmit={submit}>
      {children}
      {problem !== null && (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      <div class="dialog-foot">
        <button type="button" class="quiet" onClick={onLeave}>
          {leaveLabel}
        </button>
        <button type="submit">{submitLabel}</button>
      </div>
    </form>
  );
};
