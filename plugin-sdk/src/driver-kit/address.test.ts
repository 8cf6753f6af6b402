import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address.js';
import { addressKind, mayBeAnnounced, mayBeTyped } from './reachable.js';

describe('an address', () => {
  it.each([
    ['wled-desk.local', { host: 'wled-desk.local', port: 80 }],
    ['192.168.1.40', { host: '192.168.1.40', port: 80 }],
    ['192.168.1.40:8080', { host: '192.168.1.40', port: 8080 }],
    ['localhost:81', { host: 'localhost', port: 81 }],
    ['[fd00::12]:81', { host: 'fd00::12', port: 81 }],
    ['[FD00:0:0::12]', { host: 'fd00::12', port: 80 }],
  ])('%s is read', (text, expected) => {
    expect(parseAddress(text, 80)).toEqual(expected);
  });

  it.each([
    '',
    'http://192.168.1.40',
    '192.168.1.40/json',
    'user@host',
    'host:0',
    'host:65536',
    'host:80:80',
    'a b',
    '-host',
    '127.1',
    '0x7f000001',
    '2130706433',
    '256.1.1.1',
    '010.1.1.1',
    'fe80::1%eth0',
    '[::1',
    'host\n',
    'host?x',
    'host#x',
    'ho\u202est',
  ])('%j is refused', (text) => {
    expect(parseAddress(text, 80)).toBeNull();
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()), fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        const written = formatAddress({ host, port }, 80);
        const read = parseAddress(written, 80);
        if (read === null) return;
        expect(parseAddress(formatAddress(read, 80), 80)).toEqual(read);
        expect(read.port).toBe(port);
      }),
    );
  });

  it('never holds anything that could lead a URL elsewhere', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseAddress(text, 80);
        if (read === null) return;
        const url = new URL(`http://${formatAddress(read, 80)}/json/si`);
        expect([url.pathname, url.username, url.search, url.hash]).toEqual(['/json/si', '', '', '']);
      }),
    );
  });
});

describe('what may be announced', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.9.9.9', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:a9fe:a9fe', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['169.254.1.1', 'link_local'],
    ['fe80::1', 'link_local'],
    ['224.0.0.251', 'multicast'],
    ['ff02::fb', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['64:ff9b::7f00:1', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['::7f00:1', 'reserved'],
  ])('not %s, which is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
    expect(mayBeAnnounced(address, false)).toBe(false);
    expect(mayBeAnnounced(address, true)).toBe(kind === 'loopback');
  });

  it.each(['192.168.1.40', '10.0.0.7', 'fd00::12', '2001:db8::1'])('%s', (address) => {
    expect(mayBeAnnounced(address, false)).toBe(true);
  });

  it('no names: an announcement gives addresses', () => {
    expect(mayBeAnnounced('evil.example', true)).toBe(false);
    expect(mayBeTyped('wled.local')).toBe(true);
    expect(mayBeTyped('127.0.0.1')).toBe(true);
    expect(mayBeTyped('169.254.169.254')).toBe(false);
  });
});
