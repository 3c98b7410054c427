import { describe, expect, it } from '@jest/globals';

import { keyInHeaders, keyOfHandshake } from './presented-key.js';

describe(keyInHeaders.name, () => {
  it.each([
    ['a bearer', { authorization: 'Bearer abc' }],
    ['a bearer in any case', { authorization: 'bearer  abc' }],
    ['a header of its own', { 'x-api-key': 'abc' }],
    ['the bearer before the other header', { authorization: 'Bearer abc', 'x-api-key': 'def' }],
    [
      'the other header beside other credentials',
      { authorization: 'Basic eA==', 'x-api-key': 'abc' },
    ],
  ])('finds %s', (_, headers) => {
    expect(keyInHeaders({ headers })).toBe('abc');
  });

  it.each([
    ['nothing', {}],
    ['an empty header', { 'x-api-key': '' }],
    ['a bearer of nothing', { authorization: 'Bearer ' }],
    ['a bearer of two words', { authorization: 'Bearer a b' }],
    ['a header that came twice', { 'x-api-key': ['abc', 'def'] }],
    ['something endless', { 'x-api-key': 'a'.repeat(513) }],
  ])('finds no key in %s', (_, headers) => {
    expect(keyInHeaders({ headers })).toBeNull();
  });

  it('does not look into the query, which proxies write down', () => {
    expect(keyInHeaders({ headers: {}, url: '/v1/models?api_key=abc' })).toBeNull();
  });
});

describe(keyOfHandshake.name, () => {
  it('finds the key of a browser in the query', () => {
    expect(keyOfHandshake({ headers: {}, url: '/stream?a=1&api_key=a%2Bc' })).toBe('a+c');
  });

  it('takes the header first', () => {
    const headers = { 'x-api-key': 'def' };
    expect(keyOfHandshake({ headers, url: '/stream?api_key=abc' })).toBe('def');
  });

  it.each([undefined, '/stream', '/stream?', '/stream?api_key=', '/api_key=abc'])(
    'finds none in %s',
    (url) => {
      expect(keyOfHandshake({ headers: {}, url })).toBeNull();
    },
  );
});
