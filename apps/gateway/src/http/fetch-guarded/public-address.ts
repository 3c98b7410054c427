import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Ranges of IPv4 that lead to this machine, to its neighbours, to the cloud's metadata, or to nobody (RFC 6890). */
const CLOSED_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carriers
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; metadata services
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Parts of the public IPv6 range that carry IPv4 addresses inside them, or are not routed. */
const CLOSED_IPV6 = [
  ['2001::', 23], // Teredo and other protocols
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4
  ['3fff::', 20],
] as const;

const closedIPv4 = new BlockList();
for (const [net, prefix] of CLOSED_IPV4) closedIPv4.addSubnet(net, prefix, 'ipv4');

const closedIPv6 = new BlockList();
for (const [net, prefix] of CLOSED_IPV6) closedIPv6.addSubnet(net, prefix, 'ipv6');

/** All of IPv6 that is given to the public; mapped, local and translated addresses lie outside. */
const publicIPv6 = new BlockList();
publicIPv6.addSubnet('2000::', 3, 'ipv6');

/** True for an IP address on the public internet; false for anything else, names included. */
export const isPublicAddress = (address: string): boolean => {
  if (isIPv4(address)) return !closedIPv4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return publicIPv6.check(address, 'ipv6') && !closedIPv6.check(address, 'ipv6');
};
