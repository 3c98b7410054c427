import { useCallback, useEffect, useState } from 'preact/hooks';

import { getJson, messageOf } from '../api.js';

/** A list that is fetched: being so, here, or not to be had. */
export type Fetched<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'here'; readonly value: T }
  | { readonly kind: 'failed'; readonly message: string };

/** Fetches now, whenever `revision` changes, and when told to; what was there stays until then. */
export const useFetched = <T>(path: string, revision = 0): readonly [Fetched<T>, () => void] => {
  const [fetched, setFetched] = useState<Fetched<T>>({ kind: 'loading' });
  const load = useCallback(() => {
    getJson<T>(path).then(
      (value) => setFetched({ kind: 'here', value }),
      (error: unknown) => setFetched({ kind: 'failed', message: messageOf(error) }),
    );
  }, [path]);
  useEffect(load, [load, revision]);
  return [fetched, load];
};
