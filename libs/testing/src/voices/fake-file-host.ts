import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A request as it came in. */
export interface SeenRequest {
  readonly path: string;
  readonly range: string | null;
}

const rangeStart = (request: IncomingMessage): number =>
  Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);

/** Serves a file, from the middle where that is asked for. */
export const wholeFile =
  (bytes: Uint8Array): Answer =>
  (request, response) => {
    const start = rangeStart(request);
    const partial = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': bytes.length - start,
      ...(start > 0 ? partial : {}),
    });
    response.end(bytes.subarray(start));
  };

/** Serves a file and takes no notice of the wish for a part. */
export const wholeFileOnly =
  (bytes: Uint8Array): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.end(bytes);
  };

/** Announces the rest of a file, sends `sent` bytes of it, and then does `ending`. */
const partOf =
  (bytes: Uint8Array, sent: number, ending: (response: ServerResponse) => void): Answer =>
  (request, response) => {
    const start = rangeStart(request);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': bytes.length - start,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    });
    response.write(bytes.subarray(start, start + sent), () => {
      ending(response);
    });
  };

/** Breaks the connection off after `sent` bytes. */
export const cutOffAfter = (bytes: Uint8Array, sent: number): Answer =>
  partOf(bytes, sent, (response) => response.destroy());

/** Falls silent after `sent` bytes. */
export const silentAfter = (bytes: Uint8Array, sent: number): Answer =>
  partOf(bytes, sent, () => undefined);

/** Answers with a status and no more. */
export const onlyStatus =
  (status: number): Answer =>
  (_, response) => {
    response.writeHead(status);
    response.end();
  };

/** Sends the client elsewhere. */
export const redirectTo =
  (location: string): Answer =>
  (_, response) => {
    response.writeHead(302, { location });
    response.end();
  };

/** A web server on a loopback port that does what a test tells it to; unknown paths are 404. */
export class FakeFileHost {
  readonly seen: SeenRequest[] = [];
  readonly #answers = new Map<string, Answer[]>();
  readonly #server: Server;
  #port = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url ?? '';
      this.seen.push({ path, range: request.headers.range ?? null });
      const answers = this.#answers.get(path) ?? [];
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? onlyStatus(404);
      answer(request, response);
    });
  }

  static async start(): Promise<FakeFileHost> {
    const host = new FakeFileHost();
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    const address = host.#server.address();
    host.#port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    return host;
  }

  /** Sets what a path answers, request after request; the last answer stays. */
  answer(path: string, ...answers: readonly Answer[]): void {
    this.#answers.set(path, [...answers]);
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
