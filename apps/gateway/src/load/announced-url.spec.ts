import { describe, expect, it } from '@jest/globals';

import { announcedHost, announcedUrl } from './announced-url.js';

describe(announcedHost.name, () => {
  it('is where the gateway listens, if that is one address', () => {
    expect(announcedHost({ HOST: '10.0.0.7' }, 'box')).toBe('10.0.0.7');
  });

  it.each(['0.0.0.0', '::'])('is the machine where it listens on all addresses (%s)', (HOST) => {
    expect(announcedHost({ HOST }, 'box')).toBe('box');
  });

  it('is whatever the settings say', () => {
    expect(announcedHost({ HOST: '0.0.0.0', ADVERTISED_HOST: '10.2.3.4' }, 'box')).toBe('10.2.3.4');
  });
});

describe(announcedUrl.name, () => {
  it.each([
    ['box.example', 'http://box.example:8000/'],
    ['10.0.0.7', 'http://10.0.0.7:8000/'],
    ['fd00::7', 'http://[fd00::7]:8000/'],
  ])('of %s can be asked', (host, href) => {
    expect(new URL(announcedUrl(host, 8000)).href).toBe(href);
  });
});
