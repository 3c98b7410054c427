import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { limitPatience } from './http-guards.js';

const PATIENCE = { headersMs: 100, requestMs: 300 };

let server: Server;
let read: string[];

beforeEach(async () => {
  read = [];
  server = createServer({ connectionsCheckingInterval: 20 }, (request, response) => {
    request
      .on('data', (bytes: Buffer) => read.push(bytes.toString()))
      .on('error', () => undefined)
      .on('end', () => response.end('heard'));
  });
  limitPatience(server, PATIENCE);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => void server.close());

/** Sends no more than this, and takes down what comes until the connection is closed. */
const answerTo = async (words: string): Promise<string> => {
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const socket = createConnection({ host: '127.0.0.1', port });
  socket.write(words);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  await once(socket, 'close');
  return heard;
};

describe(limitPatience.name, () => {
  it('cuts off who does not finish the headers', async () => {
    expect(await answerTo('POST /v1/audio/speech HTTP/1.1\r\nHost: a\r\n')).toMatch(
      /^HTTP\/1.1 408 Request Timeout\r\nConnection: close\r\n/,
    );
  });

  it('cuts off who does not finish the body', async () => {
    const head = 'POST /v1/audio/speech HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n';
    expect(await answerTo(`${head}{"input":`)).toMatch(/^HTTP\/1.1 408 Request Timeout/);
    expect(read).toEqual(['{"input":']);
  });

  it('leaves alone who is done in time', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n';
    expect(await answerTo(`${head}{}`)).toMatch(/^HTTP\/1.1 200 OK[^]*heard/);
  });
});
