import { useState } from 'preact/hooks';

import { messageOf } from '../api.js';

import { Dialog } from './dialog.js';

interface ActionProps {
  readonly label: string;
  /** Names what it is done to, for those who do not see the row. */
  readonly about: string;
  /** What happens then, to be confirmed. */
  readonly question: string;
  readonly danger?: boolean;
  readonly act: () => Promise<unknown>;
}

/** A button for what had better be confirmed. */
export const ActionButton = ({ label, about, question, danger = false, act }: ActionProps) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class={danger ? 'quiet danger' : 'quiet'}
        aria-label={`${label} ${about}`}
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      {isOpen && (
        <Dialog title={`${label} ${about}?`} onClose={() => setOpen(false)}>
          <Confirm {...{ label, question, danger, act }} onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
};

const Confirm = ({
  label,
  question,
  danger,
  act,
  onDone,
}: Omit<ActionProps, 'about'> & { readonly onDone: () => void }) => {
  const [state, setState] = useState<{ readonly busy: boolean; readonly problem: string | null }>({
    busy: false,
    problem: null,
  });
  const go = (): void => {
    setState({ busy: true, problem: null });
    act().then(onDone, (error: unknown) => setState({ busy: false, problem: messageOf(error) }));
  };
  return (
    <>
      <p>{question}</p>
      {state.problem !== null && <p role="alert">{state.problem}</p>}
      <div class="dialog-foot">
        <button type="button" class="quiet" onClick={onDone}>
          Keep
        </button>
        <button
          type="button"
          class={danger === true ? 'danger' : ''}
          disabled={state.busy}
          onClick={go}
        >
          {label}
        </button>
      </div>
    </>
  );
};
