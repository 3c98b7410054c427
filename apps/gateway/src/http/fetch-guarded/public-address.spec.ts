import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isPublicAddress } from './public-address.js';

const byte = fc.integer({ min: 0, max: 255 });

const dotted = (...bytes: readonly number[]): string => bytes.join('.');

/** IPv4 addresses of the ranges that nobody outside may reach. */
const closedIPv4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
);

/** The ways in which a URL may write an IPv4 address. */
const spellings = ([a, b, c, d]: readonly [number, number, number, number]): readonly string[] => {
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  return [
    dotted(a, b, c, d),
    String(whole),
    `0x${whole.toString(16)}`,
    `0${whole.toString(8)}`,
    `${a}.${b}.${c * 256 + d}`,
    `0${a.toString(8)}.0x${b.toString(16)}.${c}.${d}`,
    `[::ffff:${dotted(a, b, c, d)}]`,
    `[::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}]`,
    `[::${dotted(a, b, c, d)}]`,
    `[64:ff9b::${dotted(a, b, c, d)}]`,
    `[2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::1]`,
  ];
};

/** The host as whatever connects to the URL gets it. */
const hostOf = (spelling: string): string =>
  new URL(`http://${spelling}/`).hostname.replace(/^\[|\]$/g, '');

describe(isPublicAddress.name, () => {
  it('refuses a closed address, however it is spelt', () => {
    fc.assert(
      fc.property(closedIPv4, (bytes) => {
        for (const spelling of spellings(bytes))
          expect(isPublicAddress(hostOf(spelling))).toBe(false);
      }),
    );
  });

  it.each(['1.1.1.1', '8.8.8.8', '93.184.216.34', '172.15.0.1', '172.32.0.1', '100.63.0.1'])(
    'lets %s pass, in each spelling of IPv4',
    (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      for (const spelling of spellings([a, b, c, d]).filter((text) => !text.startsWith('[')))
        expect(isPublicAddress(hostOf(spelling))).toBe(true);
    },
  );

  it.each(['2606:4700:4700::1111', '2a00:1450:4001:80b::200e'])('lets %s pass', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['this machine', '::1'],
    ['nobody', '::'],
    ['a neighbour', 'fe80::1'],
    ['a neighbour on an interface', 'fe80::1%eth0'],
    ['a private network', 'fd12:3456::1'],
    ['a group', 'ff02::1'],
    ['an example', '2001:db8::1'],
    ['a tunnel', '2001:0:4136:e378::1'],
    ['the metadata service over IPv6', 'fd00:ec2::254'],
    ['a name', 'localhost'],
    ['nothing', ''],
  ])('refuses %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
