import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['v2.1.3', 'version two point one point three'],
  ['v2', 'version two'],
  ['version 2.0', 'version two point zero'],
  ['V8 engine', 'V eight engine'],
  ['2.10.3', 'two point ten point three'],
  ['v1.0-beta', 'version one point zero beta'],
  ['192.168.1.1', 'one nine two dot one six eight dot one dot one'],
  ['10.0.0.1:8080', 'one zero dot zero dot zero dot one port eight zero eight zero'],
  ['10.0.0.0/24', 'one zero dot zero dot zero dot zero slash twenty-four'],
  ['iOS 17.4.1', 'iOS seventeen point four point one'],
] as const;

describe('Versions and network addresses in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
