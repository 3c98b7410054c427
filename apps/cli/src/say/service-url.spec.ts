import { describe, expect, it } from '@jest/globals';

import { DEFAULT_SERVICE_URL, serviceUrl } from './service-url.js';

describe(serviceUrl.name, () => {
  it.each([
    [DEFAULT_SERVICE_URL, DEFAULT_SERVICE_URL],
    ['http://127.0.0.1:8000', DEFAULT_SERVICE_URL],
    ['https://speech.example/', 'wss://speech.example/v1/audio/speech/stream'],
    ['wss://speech.example/tts', 'wss://speech.example/tts'],
  ])('reads %s as %s', (text, url) => {
    expect(serviceUrl(text)?.href).toBe(url);
  });

  it.each(['', 'localhost', 'ftp://host', 'file:///etc/passwd'])('refuses %j', (text) => {
    expect(serviceUrl(text)).toBeNull();
  });
});
