import { useEffect, useState } from 'preact/hooks';

import type { Playground, PlaygroundState } from '../playground/playground.js';

/** Shows the playground's state as it changes. */
export const usePlayground = (playground: Playground): PlaygroundState => {
  const [state, setState] = useState(playground.state);
  useEffect(() => {
    setState(playground.state);
    return playground.subscribe(() => setState(playground.state));
  }, [playground]);
  return state;
};
