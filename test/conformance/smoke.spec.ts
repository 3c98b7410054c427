import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messagesOf } from '@chorale/testing';

import type { GatewayUnderTest } from './gateway-under-test.js';
import { startGatewayUnderTest } from './gateway-under-test.js';

describe('smoke', () => {
  let service: GatewayUnderTest;
  beforeAll(async () => {
    service = await startGatewayUnderTest({ DRAIN_SECONDS: '0' });
  });
  afterAll(() => service.stop());

  it('speaks', async () => {
    const client = await service.connect();
    client.send({ type: 'session.config', response_format: 'pcm', stream_audio: true });
    client.send({ type: 'input.text', text: 'Hello world. How are' });
    client.send({ type: 'input.text', text: ' you?' });
    client.send({ type: 'input.done' });
    const all = await client.until('session.done');
    console.log(JSON.stringify(messagesOf(all)));
    expect(messagesOf(all)).toHaveLength(5);
    client.close();
  });
});
