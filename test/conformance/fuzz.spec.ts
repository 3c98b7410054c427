import type { OpenApiDocument } from '@chorale/protocol';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';

import { useGateway } from './gateway-under-test.js';
import { type RandomRequest, randomRequest } from './random-request.js';

/** `npm run test:fuzz` asks for more. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 400);

jest.setTimeout(30_000 + REQUESTS * 60);

describe('a gateway', () => {
  const gateway = useGateway();

  const documentOf = async (): Promise<OpenApiDocument> => {
    const response = await fetch(`${gateway().url}/openapi.json`);
    return (await response.json()) as OpenApiDocument; // the test below reads it
  };

  const ask = ({ method, path, headers, body }: RandomRequest): Promise<Response> => {
    const sent = method === 'GET' || body === null ? {} : { body };
    return fetch(`${gateway().url}${path}`, { method, headers, ...sent });
  };

  it('describes its HTTP side and its WebSocket, for people too', async () => {
    const document = await documentOf();
    expect(document).toMatchObject({ openapi: '3.1.0' });
    expect(Object.keys(document.paths)).toContain('/v1/audio/speech');
    const [socket, page] = await Promise.all(
      ['/asyncapi.json', '/docs'].map(async (path) =>
        (await fetch(`${gateway().url}${path}`)).text(),
      ),
    );
    expect(JSON.parse(socket ?? '')).toMatchObject({ asyncapi: '3.0.0' });
    expect(page).toContain('POST /v1/audio/speech');
  });

  it('answers any request without a fault of its own, in one shape, and keeps nothing of it', async () => {
    const arbitrary = randomRequest(await documentOf());
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(arbitrary, async (request) => {
        const response = await ask(request);
        const text = await response.text();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        if (response.status < 400) return;
        expect([500, 501, 502, 504]).not.toContain(response.status);
        if (response.status !== 503 || text.includes('"error"'))
          expect(JSON.parse(text)).toMatchObject({ error: { message: expect.any(String) } });
      }),
      { numRuns: REQUESTS },
    );
    expect(statuses.get(200) ?? 0).toBeGreaterThan(REQUESTS / 20); // it is not all refused at the door
    await gateway().idle();
  });
});
