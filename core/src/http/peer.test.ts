import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { peerResolver } from './peer.js';

const request = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) },
  }) as unknown as IncomingMessage;

describe('peerResolver', () => {
  it('believes no header from a peer that is no trusted proxy', () => {
    expect(peerResolver([])(request('192.168.1.7', '10.0.0.1'))).toBe('192.168.1.7');
    expect(peerResolver(['10.0.0.0/8'])(request('192.168.1.7', '127.0.0.1'))).toBe('192.168.1.7');
  });

  it('takes the last address that a trusted proxy saw, not the first that a client claimed', () => {
    expect(peerResolver(['127.0.0.1'])(request('::ffff:127.0.0.1', '127.0.0.1, 203.0.113.9'))).toBe('203.0.113.9');
  });

  it('stays with the proxy when the header is no address', () => {
    expect(peerResolver(['fd00::/8'])(request('fd00::1', '<script>'))).toBe('fd00::1');
  });
});
