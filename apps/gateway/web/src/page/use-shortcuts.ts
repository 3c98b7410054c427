import { useEffect } from 'preact/hooks';

/** What the keys of the page do. */
interface Shortcuts {
  readonly onAct: () => void;
  readonly onInterrupt: () => void;
}

/** Ctrl or ⌘ with Enter acts, Escape interrupts, wherever the focus is. */
export const useShortcuts = ({ onAct, onInterrupt }: Shortcuts): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.isComposing) return;
      if (event.key === 'Escape') onInterrupt();
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      onAct();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
};
