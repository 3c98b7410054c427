import type { IncomingMessage } from 'node:http';

import type { ApiError } from '../http/errors/api-error.js';
import { forbidden, tooManySessions, unauthorized } from '../http/errors/api-error.js';
import { judgeError } from '../http/errors/as-api-error.js';
import { originAllowed } from '../sessions/origin-policy.js';

import type { Client } from './client.js';
import { ANYBODY, holderOf, noteClient } from './client.js';
import type { KeyRing } from './key-ring.js';
import { keyInHeaders, keyOfHandshake } from './presented-key.js';
import { SessionQuota } from './session-quota.js';

/** Whether a request may come in. */
export type Admission =
  | { readonly kind: 'admitted'; readonly client: Client }
  | { readonly kind: 'refused'; readonly error: ApiError };

/** Whether a session may begin; `leave` gives its place back. */
export type Entry =
  | { readonly kind: 'entered'; readonly leave: () => void }
  | { readonly kind: 'refused'; readonly error: ApiError };

/** Who is let in. */
export interface DoorRules {
  /** Web origins besides the gateway's own. */
  readonly allowedOrigins: readonly string[];
  readonly asksForKeys: boolean;
}

/** Decides about every request and every socket who may come in, and notes who they are. */
export class Doorkeeper {
  readonly #quota = new SessionQuota();

  constructor(
    private readonly keys: Pick<KeyRing, 'identify'>,
    private readonly rules: DoorRules,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Never rejects. */
  admit(request: IncomingMessage): Promise<Admission> {
    return this.#admit(request, keyInHeaders(request));
  }

  /** Admits a WebSocket and takes a session's place for it. Never rejects. */
  async admitSession(request: IncomingMessage): Promise<Entry> {
    const admission = await this.#admit(request, keyOfHandshake(request));
    return admission.kind === 'admitted' ? this.enter(admission.client) : admission;
  }

  /** Takes a session's place for somebody who was admitted. */
  enter(client: Client): Entry {
    const leave = this.#quota.enter(client);
    return leave === null ? { kind: 'refused', error: TOO_MANY } : { kind: 'entered', leave };
  }

  async #admit(request: IncomingMessage, secret: string | null): Promise<Admission> {
    const { origin, host } = request.headers;
    if (!originAllowed({ origin, host }, this.rules.allowedOrigins)) return FOREIGN_PAGE;
    try {
      const admission = await this.#identify(secret);
      if (admission.kind === 'admitted') noteClient(request, admission.client);
      return admission;
    } catch (error) {
      const { answer, unexpected } = judgeError(error);
      if (unexpected) this.onTrouble(error);
      return { kind: 'refused', error: answer };
    }
  }

  /** Where no keys are asked for, unknown ones are no offence: SDKs send something always. */
  async #identify(secret: string | null): Promise<Admission> {
    const key = secret === null ? null : await this.keys.identify(secret);
    if (key !== null) return { kind: 'admitted', client: holderOf(key) };
    if (!this.rules.asksForKeys) return { kind: 'admitted', client: ANYBODY };
    return secret === null ? NO_KEY : WRONG_KEY;
  }
}

const refused = (error: ApiError): Admission => ({ kind: 'refused', error });

const FOREIGN_PAGE = refused(forbidden('This web page may not use the service.'));

const NO_KEY = refused(
  unauthorized(
    'Unauthorized: no API key was given. Send it as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
  ),
);

const WRONG_KEY = refused(unauthorized('Unauthorized: incorrect API key provided.'));

const TOO_MANY = tooManySessions('This API key has as many sessions open as it may.');
