import { describe, expect, it } from '@jest/globals';

import { sentinelOptions } from './redis-address.js';

describe(sentinelOptions.name, () => {
  it('leaves the URL of a single Redis alone', () => {
    expect(sentinelOptions('redis://user:secret@redis:6379/2')).toBeNull();
  });

  it('asks every sentinel that is named for the primary', () => {
    const url = 'redis://s1:26380/3?master=speech&sentinel=s2&sentinel=[::1]:26381';
    expect(sentinelOptions(url)).toEqual({
      name: 'speech',
      db: 3,
      sentinels: [
        { host: 's1', port: 26_380 },
        { host: 's2', port: 26_379 },
        { host: '::1', port: 26_381 },
      ],
    });
  });

  it('gives the primary its user and password, as they were before they were put into the URL', () => {
    expect(sentinelOptions('redis://me:a%40b@s1?master=m')).toMatchObject({
      username: 'me',
      password: 'a@b',
    });
  });

  it('speaks TLS to sentinels and primary alike', () => {
    expect(sentinelOptions('rediss://s1?master=m')).toMatchObject({
      tls: {},
      enableTLSForSentinelMode: true,
    });
  });
});
