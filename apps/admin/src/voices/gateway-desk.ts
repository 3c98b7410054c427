import type { GatewayRecord } from '@chorale/speech';

import type { AdminConfig } from '../admin-parts.js';

/** How long a gateway may take over a sample or an upload, ms. */
const PATIENCE_MS = 60_000;

/** No gateway answers; the message is for people. */
export class NoGateway extends Error {
  override readonly name = 'NoGateway';
}

/** What a gateway is asked. */
export interface GatewayQuestion {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit['body'];
}

/** Asks gateways over HTTP, as their clients do. */
export class GatewayDesk {
  constructor(
    private readonly config: Pick<AdminConfig, 'ADMIN_GATEWAY_URL' | 'ADMIN_GATEWAY_KEY'>,
    private readonly gateways: () => readonly GatewayRecord[],
  ) {}

  /** Resolves to whatever the gateway answers; rejects with `NoGateway` when none can be reached or it takes over a minute. */
  async ask({ method, path, headers = {}, body }: GatewayQuestion): Promise<Response> {
    const url = new URL(path, this.#url());
    const request: RequestInit = {
      method,
      headers: { ...headers, ...this.#key() },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    };
    return fetch(url, request).catch((cause: unknown) => {
      throw new NoGateway('The gateway cannot be reached at this moment.', { cause });
    });
  }

  #url(): string {
    const { ADMIN_GATEWAY_URL: configured } = this.config;
    const announced = this.gateways().find(({ draining }) => !draining) ?? this.gateways()[0];
    const url = configured ?? announced?.url;
    if (url === undefined) throw new NoGateway('No gateway is running.');
    return url;
  }

  #key(): Readonly<Record<string, string>> {
    const { ADMIN_GATEWAY_KEY: key } = this.config;
    return key === undefined ? {} : { authorization: `Bearer ${key}` };
  }
}
