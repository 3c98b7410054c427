import type { IncomingMessage } from 'node:http';

import type { ApiKey } from '@chorale/speech';

/** Who a request comes from. */
export interface Client {
  /** Null where no key is asked for and none that is known was given. */
  readonly key: ApiKey | null;
  /** Whose account the work counts for. */
  readonly tenant: string;
}

/** Whoever comes without a key where none is asked for. */
export const ANYBODY: Client = { key: null, tenant: 'default' };

/** The holder of a key. */
export const holderOf = (key: ApiKey): Client => ({ key, tenant: key.tenant });

const clients = new WeakMap<IncomingMessage, Client>();

/** Notes who a request comes from, for as long as it lives. */
export const noteClient = (request: IncomingMessage, client: Client): void => {
  clients.set(request, client);
};

/** Who the request comes from; anybody, if the address asks nobody who they are. */
export const clientOf = (request: IncomingMessage): Client => clients.get(request) ?? ANYBODY;
