import { useEffect, useState } from 'preact/hooks';

/** Where in the page one is: `#/sessions/abc` is ['sessions', 'abc']. */
export const useRoute = (): readonly string[] => {
  const [route, setRoute] = useState(currentRoute);
  useEffect(() => {
    const onChange = (): void => setRoute(currentRoute());
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return route;
};

const currentRoute = (): readonly string[] =>
  location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '');
