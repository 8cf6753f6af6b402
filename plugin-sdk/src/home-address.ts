import { BlockList, isIP } from 'node:net';

/** RFC 1122 §3.2.1.3, RFC 1918, RFC 3927; RFC 4291 §2.5.3 and §2.5.6, RFC 4193. */
const home = new BlockList();
home.addSubnet('127.0.0.0', 8, 'ipv4');
home.addSubnet('10.0.0.0', 8, 'ipv4');
home.addSubnet('172.16.0.0', 12, 'ipv4');
home.addSubnet('192.168.0.0', 16, 'ipv4');
home.addSubnet('169.254.0.0', 16, 'ipv4');
home.addAddress('::1', 'ipv6');
home.addSubnet('fc00::', 7, 'ipv6');
home.addSubnet('fe80::', 10, 'ipv6');

/**
 * Whether an IP address is this computer or one of the home's own network: loopback, private or link-local. Text that is no address is not.
 *
 * @example
 * isHomeAddress('192.168.1.20'); // true
 * isHomeAddress('203.0.113.9'); // false
 */
export function isHomeAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && home.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}
