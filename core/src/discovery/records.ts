import { isIP } from 'node:net';
import { safeText } from '@lightkeeper/plugin-sdk';

/** What is understood of a record that came in. Names are as sent. */
export type MdnsRecord =
  | { kind: 'PTR'; name: string; instance: string; ttl_ms: number }
  | { kind: 'SRV'; name: string; host: string; port: number; ttl_ms: number }
  | { kind: 'TXT'; name: string; txt: Record<string, string>; ttl_ms: number }
  | { kind: 'ADDRESS'; name: string; address: string; family: 4 | 6; flush: boolean; ttl_ms: number };

// A UDP packet of mDNS holds at most 9,000 bytes (RFC 6762 §17); more records than this is no honest packet.
const MAX_RECORDS = 256;
const MAX_NAME = 255;
const MAX_TXT_KEYS = 32;
const MAX_TXT_CHARS = 256;
// The longest TTL that RFC 6762 §10 recommends; a longer one would keep a ghost for years.
const MAX_TTL_S = 4_500;

/** Names of DNS differ in case only by accident (RFC 6762 §16). */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** Picks out of a decoded packet what a browser needs. Takes anything; what is not as it should be is left out. */
export function readRecords(packet: unknown): MdnsRecord[] {
  if (typeof packet !== 'object' || packet === null) return [];
  const { answers, additionals } = packet as { answers?: unknown; additionals?: unknown };
  return [...listOf(answers), ...listOf(additionals)].slice(0, MAX_RECORDS).flatMap((record) => readRecord(record) ?? []);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function readRecord(record: unknown): MdnsRecord | null {
  if (typeof record !== 'object' || record === null) return null;
  const { type, name, ttl, data, flush } = record as Record<string, unknown>;
  if (!isName(name) || typeof ttl !== 'number' || !(ttl >= 0)) return null;
  const ttl_ms = Math.min(ttl, MAX_TTL_S) * 1_000;
  switch (type) {
    case 'PTR':
      return isName(data) ? { kind: 'PTR', name, instance: data, ttl_ms } : null;
    case 'SRV':
      return readSrv(name, data, ttl_ms);
    case 'TXT':
      return { kind: 'TXT', name, txt: readTxt(data), ttl_ms };
    case 'A':
    case 'AAAA': {
      const family = typeof data === 'string' ? isIP(data) : 0;
      if (typeof data !== 'string' || (family !== 4 && family !== 6)) return null;
      return { kind: 'ADDRESS', name, address: data, family, flush: flush === true, ttl_ms };
    }
    default:
      return null;
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME;
}

function readSrv(name: string, data: unknown, ttl_ms: number): MdnsRecord | null {
  if (typeof data !== 'object' || data === null) return null;
  const { target, port } = data as Record<string, unknown>;
  if (!isName(target) || typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  return { kind: 'SRV', name, host: target, port, ttl_ms };
}

/** RFC 6763 §6: strings `key=value`; keys without regard to case, the first of equal ones counts. */
function readTxt(data: unknown): Record<string, string> {
  const parts: unknown[] = Array.isArray(data) ? data : [data];
  const found = new Map<string, string>();
  for (const part of parts) {
    if (found.size >= MAX_TXT_KEYS) break;
    if (!(part instanceof Uint8Array) || part.byteLength === 0) continue;
    const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8');
    const at = text.indexOf('=');
    const key = safeText((at === -1 ? text : text.slice(0, at)).toLowerCase(), MAX_TXT_CHARS);
    if (key === '' || found.has(key)) continue;
    found.set(key, at === -1 ? '' : safeText(text.slice(at + 1), MAX_TXT_CHARS));
  }
  return Object.fromEntries(found);
}
