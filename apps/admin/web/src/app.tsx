import { useCallback, useEffect, useState } from 'preact/hooks';

import type { Role } from '../../src/access/login-session.js';

import { getJson, remove } from './api.js';
import { LiveStore } from './live/live-store.js';
import { LiveContext } from './live/use-live.js';
import { Frame } from './pages/frame.js';
import { Login } from './pages/login.js';

type Door = 'unknown' | 'outside' | 'inside';

/** Shows the login to strangers, and everything else to those who are logged in. */
export const App = () => {
  const [door, setDoor] = useState<Door>('unknown');
  const look = useCallback(() => {
    getJson<{ readonly role: Role | null }>('/api/session').then(
      ({ role }) => setDoor(role === null ? 'outside' : 'inside'),
      () => setDoor('outside'),
    );
  }, []);
  useEffect(look, [look]);
  if (door === 'unknown') return null;
  if (door === 'outside') return <Login onLoggedIn={() => setDoor('inside')} />;
  return <Inside onDismissed={() => setDoor('outside')} />;
};

const Inside = ({ onDismissed }: { readonly onDismissed: () => void }) => {
  const [store] = useState(() => new LiveStore(onDismissed));
  useEffect(() => () => store.close(), [store]);
  const logOut = (): void => {
    remove('/api/session').then(onDismissed, onDismissed);
  };
  return (
    <LiveContext.Provider value={store}>
      <Frame onLogOut={logOut} />
    </LiveContext.Provider>
  );
};
