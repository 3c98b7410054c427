import { describe, expect, it } from '@jest/globals';

import { originAllowed } from './origin-policy.js';

describe(originAllowed.name, () => {
  it.each([
    ['a program without an origin', undefined, 'speech.example:8000'],
    ['the page of this very address', 'http://127.0.0.1:8000', '127.0.0.1:8000'],
    ['the page of localhost', 'http://localhost:8000', 'localhost:8000'],
    ['the page of an IPv6 address', 'http://[::1]:8000', '[::1]:8000'],
    ['a listed page', 'https://app.example', '127.0.0.1:8000'],
  ])('lets %s in', (_, origin, host) => {
    expect(originAllowed({ origin, host }, ['https://app.example'])).toBe(true);
  });

  it.each([
    ['another page', 'https://evil.example', '127.0.0.1:8000'],
    ['another port', 'http://127.0.0.1:9000', '127.0.0.1:8000'],
    ['a name rebound to this address', 'http://evil.example:8000', 'evil.example:8000'],
    ['a sandboxed page', 'null', '127.0.0.1:8000'],
    ['garbage', 'http://', '127.0.0.1:8000'],
    ['a listed page on another scheme', 'http://app.example', '127.0.0.1:8000'],
  ])('keeps %s out', (_, origin, host) => {
    expect(originAllowed({ origin, host }, ['https://app.example'])).toBe(false);
  });
});
