import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/iu;

/**
 * The address under which tries are counted: an IPv4 address itself, an IPv6 address by its /64, since one host has that many
 * addresses to try from (RFC 4291 section 2.5.4: the interface identifier has 64 bits).
 */
export function addressKey(ip: string): string {
  const mapped = MAPPED_IPV4.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  const bare = ip.split('%')[0] ?? ip;
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  // A dotted IPv4 ending stands for two groups.
  const missing = tail === undefined ? 0 : 8 - front.length - back.length - (back.at(-1)?.includes('.') === true ? 1 : 0);
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/u, ''))
    .join(':')}::/64`;
}
