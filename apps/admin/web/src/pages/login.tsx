import { useState } from 'preact/hooks';

import { messageOf, postJson } from '../api.js';
import { Logo } from '../parts/logo.js';

/** Where one logs in with a token. */
export const Login = ({ onLoggedIn }: { readonly onLoggedIn: () => void }) => {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    postJson('/api/session', { token: token.trim() }).then(onLoggedIn, (error: unknown) => {
      setProblem(messageOf(error));
    });
  };
  return (
    <main class="login">
      <form onSubmit={submit} aria-label="Log in">
        <Logo />
        <h1>Chorale admin</h1>
        <label for="token">Token</label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          required
          value={token}
          aria-describedby="token-hint"
          aria-invalid={problem !== null}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
        <p id="token-hint" class="note">
          ADMIN_TOKEN of this service, or the one that it printed when it started.
        </p>
        <p class="problem" role="alert">
          {problem}
        </p>
        <button type="submit">Log in</button>
      </form>
    </main>
  );
};
