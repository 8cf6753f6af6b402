/** Where a device answers: a host name or IP address, and a port. */
export interface HostPort {
  host: string;
  port: number;
}

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;
const OCTET = /^(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/;

/** Whether the text is an IPv4 address in its plain form; `127.1` and `0x7f000001`, which URLs accept too, are not. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => OCTET.test(part));
}

/** The shortest form of an IPv6 address, without brackets; null when it is none. Zone ids are refused. */
export function canonicalIpv6(text: string): string | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !text.includes(':')) return null;
  try {
    return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  } catch {
    return null;
  }
}

function isHostName(text: string): boolean {
  const labels = text.replace(/\.$/, '').split('.');
  // A last label of digits would be read as an odd spelling of an IPv4 address.
  return text.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^(?:\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '');
}

/**
 * Reads `host`, `host:port` or `[ipv6]:port`. Null for anything else: a scheme, a path, a user name, a port beyond 1 to 65535.
 *
 * @example
 * parseAddress('wled-desk.local:8080', 80); // { host: 'wled-desk.local', port: 8080 }
 */
export function parseAddress(text: string, default_port: number): HostPort | null {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = bracketed ?? /^([^:[\]]+)(?::(\d{1,5}))?$/.exec(text);
  const name = plain?.[1];
  if (name === undefined) return null;
  const host = bracketed === null ? (isIpv4(name) || isHostName(name) ? name.toLowerCase() : null) : canonicalIpv6(name);
  const port = plain?.[2] === undefined ? default_port : Number(plain[2]);
  return host === null || port < 1 || port > 65_535 ? null : { host, port };
}

/** The inverse of {@link parseAddress}: leaves out the default port, and puts IPv6 in brackets. */
export function formatAddress({ host, port }: HostPort, default_port: number): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === default_port ? name : `${name}:${port}`;
}
