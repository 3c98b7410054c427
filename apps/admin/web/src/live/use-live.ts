import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

import type { LiveState, LiveStore } from './live-store.js';

/** Where the pages find the store. */
export const LiveContext = createContext<LiveStore | null>(null);

/** The store of this page. */
export const useStore = (): LiveStore => {
  const store = useContext(LiveContext);
  if (store === null) throw new Error('there is no live store above');
  return store;
};

/** A part of what is known; renders again when it becomes another. */
export const useLive = <T>(select: (state: LiveState) => T): T => {
  const store = useStore();
  const [, renderAgain] = useState(0);
  const selected = select(store.state);
  useEffect(() => {
    let before = selected;
    const look = (): void => {
      const now = select(store.state);
      if (!Object.is(before, now)) renderAgain((count) => count + 1);
      before = now;
    };
    look(); // what came since it was rendered
    return store.subscribe(look);
  }, [store]);
  return selected;
};

/** True for those who may act. */
export const useIsOperator = (): boolean => useLive(({ role }) => role === 'operator');
