import { once } from 'node:events';

import { eventually } from '@chorale/testing';
import { WebSocket } from 'ws';

type Headers = Readonly<Record<string, string>>;

/** An admin app, wherever it came from. */
interface Place {
  readonly url: string;
}

/** What only the admin page sends. */
const OWN: Headers = { 'x-chorale-admin': '1' };

/** Begins to speak socket.io, in its own words and in those of the answer. */
const CONNECT = '40';

/** Somebody who is logged in to an admin app, and asks it as its page does. */
export class AdminVisitor {
  private constructor(
    private readonly admin: Place,
    private readonly cookie: string,
  ) {}

  /** Logs in; throws if the token is not taken. */
  static async logIn(admin: Place, token: string): Promise<AdminVisitor> {
    const answer = await fetch(new URL('/api/session', admin.url), {
      method: 'POST',
      headers: { ...OWN, 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (!answer.ok) throw new Error(`the login was answered with ${answer.status}`);
    return new AdminVisitor(admin, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  }

  /** The same login at another process of the service. */
  at(admin: Place): AdminVisitor {
    return new AdminVisitor(admin, this.cookie);
  }

  get(path: string): Promise<Response> {
    return this.send('GET', path);
  }

  post(path: string, body: object): Promise<Response> {
    const type = { 'content-type': 'application/json' };
    return this.send('POST', path, { headers: { ...OWN, ...type }, body: JSON.stringify(body) });
  }

  postForm(path: string, body: FormData): Promise<Response> {
    return this.send('POST', path, { headers: OWN, body });
  }

  remove(path: string): Promise<Response> {
    return this.send('DELETE', path, { headers: OWN });
  }

  /** Opens a live connection and looks at one session closely; `frames` grows by what comes. */
  async follow(
    session: string,
  ): Promise<{ readonly frames: readonly string[]; readonly close: () => void }> {
    const address = new URL('/live/?EIO=4&transport=websocket', this.admin.url);
    const socket = new WebSocket(address, { headers: { cookie: this.cookie } });
    const frames: string[] = [];
    socket.on('message', (data: Buffer) => frames.push(data.toString()));
    await once(socket, 'open');
    socket.send(CONNECT);
    await eventually(() => frames.some((frame) => frame.startsWith(CONNECT)));
    socket.send('42["watch",true]');
    socket.send(`42["follow","${session}"]`);
    return { frames, close: () => socket.terminate() };
  }

  /** Asks with the login and with no header that is not given. */
  send(
    method: string,
    path: string,
    { headers = {}, body }: { readonly headers?: Headers; readonly body?: string | FormData } = {},
  ): Promise<Response> {
    return fetch(new URL(path, this.admin.url), {
      method,
      headers: { ...headers, cookie: this.cookie },
      ...(body === undefined ? {} : { body }),
    });
  }
}
