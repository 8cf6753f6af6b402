import { canonicalIpv6, isIpv4 } from './address.js';

/**
 * Kinds of address that no lamp has. `metadata` are the addresses where clouds tell machines their secrets; the rest follows RFC 6890
 * and RFC 4291.
 */
export type AddressKind = 'unspecified' | 'loopback' | 'link_local' | 'multicast' | 'metadata' | 'reserved' | 'host';

const METADATA = new Set(['169.254.169.254', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254']);

function ipv4Kind(address: string): AddressKind {
  const [a = 0, b = 0] = address.split('.').map(Number);
  if (METADATA.has(address)) return 'metadata';
  if (a === 0) return 'unspecified';
  if (a === 127) return 'loopback';
  if (a === 169 && b === 254) return 'link_local';
  if (a >= 224 && a <= 239) return 'multicast';
  return a >= 240 ? 'reserved' : 'host';
}

function ipv6Kind(address: string): AddressKind {
  if (METADATA.has(address)) return 'metadata';
  if (address === '::') return 'unspecified';
  if (address === '::1') return 'loopback';
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped !== null) {
    const [high, low] = [parseInt(mapped[1] ?? '0', 16), parseInt(mapped[2] ?? '0', 16)];
    return ipv4Kind([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  }
  const first = parseInt(address.split(':')[0] ?? '', 16);
  if (Number.isNaN(first) || first < 0x100) return 'reserved';
  if (first >= 0xff00) return 'multicast';
  if (first >= 0xfe80 && first <= 0xfeff) return 'link_local';
  // NAT64 (RFC 6052) and 6to4 (RFC 3056) hide an IPv4 address that would have to be judged too; no lamp announces one.
  return first === 0x64 || first === 0x2002 ? 'reserved' : 'host';
}

/** What kind of address it is; null when the text is no IP address. */
export function addressKind(text: string): AddressKind | null {
  if (isIpv4(text)) return ipv4Kind(text);
  const address = canonicalIpv6(text);
  return address === null ? null : ipv6Kind(address);
}

/** Whether an announcement may name this address. Loopback only where the hub was started to allow it. */
export function mayBeAnnounced(address: string, allow_loopback: boolean): boolean {
  const kind = addressKind(address);
  return kind === 'host' || (kind === 'loopback' && allow_loopback);
}

/** Whether a person may type this host: names and loopback too, but none of the kinds that no lamp has. */
export function mayBeTyped(host: string): boolean {
  const kind = addressKind(host);
  return kind === null || kind === 'host' || kind === 'loopback';
}
