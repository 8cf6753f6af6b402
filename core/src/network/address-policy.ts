import { BlockList, isIP, isIPv4 } from 'node:net';
import type { AddressTrust } from '@lightkeeper/plugin-sdk';

/** What the hub's configuration says about addresses. */
export interface AddressPolicyOptions {
  /** Lets announcements name loopback addresses, as tests do. */
  allow_loopback_discovery: boolean;
}

export interface AddressPolicy {
  /** Why the hub does not contact this IP address; null when it does. Text that is no IP address is refused too. */
  refusal(address: string, trust: AddressTrust): string | null;
}

type Range = readonly [network: string, prefix: number];

// IANA special-purpose registries (RFC 6890), and the addresses where clouds hand out credentials.
const NEVER: Readonly<Record<string, readonly Range[]>> = {
  'an unspecified address': [
    ['0.0.0.0', 8],
    ['::', 128],
  ],
  'a metadata address': [
    ['169.254.169.254', 32],
    ['100.100.100.200', 32],
    ['192.0.0.192', 32],
    ['fd00:ec2::254', 128],
    ['fd20:ce::254', 128],
  ],
  'a link-local address': [
    ['169.254.0.0', 16],
    ['fe80::', 10],
  ],
  'a multicast address': [
    ['224.0.0.0', 4],
    ['ff00::', 8],
  ],
  'a reserved or broadcast address': [['240.0.0.0', 4]],
};
const LOOPBACK: readonly Range[] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];

// Forms of IPv6 that lead to an IPv4 address: mapped (RFC 4291 §2.5.5.2), compatible (§2.5.5.1), NAT64 (RFC 6052), 6to4 (RFC 3056).
const EMBEDDING: readonly { prefix: readonly number[]; at: number }[] = [
  { prefix: [0, 0, 0, 0, 0, 0xffff], at: 6 },
  { prefix: [0, 0, 0, 0, 0, 0], at: 6 },
  { prefix: [0x64, 0xff9b, 0, 0, 0, 0], at: 6 },
  { prefix: [0x2002], at: 1 },
];

function listOf(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, isIPv4(network) ? 'ipv4' : 'ipv6');
  return list;
}

/** Decides which addresses the hub contacts; the one place for it. */
export function createAddressPolicy({ allow_loopback_discovery }: AddressPolicyOptions): AddressPolicy {
  const never = Object.entries(NEVER).map(([what, ranges]) => ({ what, list: listOf(ranges) }));
  const loopback = listOf(LOOPBACK);
  const holds = (list: BlockList, address: string): boolean => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

  return {
    refusal(address, trust) {
      if (isIP(address) === 0 || address.includes('%')) return 'not an IP address';
      for (const form of [address, embeddedIpv4(address)]) {
        if (form === null) continue;
        const found = never.find(({ list }) => holds(list, form));
        if (found !== undefined) return found.what;
        if (trust === 'announced' && !allow_loopback_discovery && holds(loopback, form)) return 'a loopback address that was announced';
      }
      return null;
    },
  };
}

/** The IPv4 address inside an IPv6 one, or null. `::` and `::1` hold none. */
function embeddedIpv4(address: string): string | null {
  if (isIPv4(address)) return null;
  const groups = groupsOf(address);
  const form = EMBEDDING.find(({ prefix }) => prefix.every((group, index) => groups[index] === group));
  if (form === undefined) return null;
  const [high = 0, low = 0] = groups.slice(form.at, form.at + 2);
  if (high === 0 && low <= 1) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  // The URL parser brings every spelling, dotted ones too, into one (WHATWG URL, IPv6 serializer).
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const parse = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [left, right] = [parse(head), parse(tail ?? '')];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}
