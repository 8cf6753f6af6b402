import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArtDmxPacket, artPoll, readPollReply } from './packet.js';

/** An ArtPollReply as a node sends it (Art-Net 4 Protocol Release, "ArtPollReply"). */
function reply(change: (bytes: Buffer) => void = () => {}): Buffer {
  const bytes = Buffer.alloc(239);
  bytes.write('Art-Net\0', 'latin1');
  bytes.writeUInt16LE(0x2100, 8);
  bytes.writeUInt16BE(0x0102, 16);
  bytes.write('Stage left', 26, 'latin1');
  bytes.write('Node with four ports', 44, 'latin1');
  change(bytes);
  return bytes;
}

describe('an ArtDmx packet', () => {
  it('is laid out as the protocol says, byte by byte', () => {
    const packet = new ArtDmxPacket(0x7f2a);
    const slots = Uint8Array.from({ length: 512 }, (_, index) => 255 - (index & 0xff));
    packet.fill(slots, { sequence: 0 });
    // Id, opcode low byte first, version 14, sequence, physical port, SubUni, Net, length.
    expect(packet.bytes.subarray(0, 18).toString('hex')).toBe('4172742d4e657400' + '0050' + '000e' + '01' + '00' + '2a' + '7f' + '0200');
    expect(packet.bytes.subarray(18)).toEqual(Buffer.from(slots));
    expect(packet.bytes).toHaveLength(530);
  });

  it('counts from 1 to 255 and never 0', () => {
    const packet = new ArtDmxPacket(0);
    const seen = Array.from({ length: 300 }, (_, sequence) => {
      packet.fill(new Uint8Array(512), { sequence });
      return packet.bytes[12];
    });
    expect(seen.slice(0, 2)).toEqual([1, 2]);
    expect(seen.slice(253, 257)).toEqual([254, 255, 1, 2]);
    expect(seen).not.toContain(0);
  });
});

describe('asking a node', () => {
  it('takes 14 bytes', () => {
    expect(artPoll().toString('hex')).toBe('4172742d4e657400' + '0020' + '000e' + '00' + '00');
  });

  it('reads what it answers', () => {
    expect(readPollReply(reply())).toEqual({ name: 'Stage left', description: 'Node with four ports', firmware: 0x0102 });
    expect(readPollReply(reply().subarray(0, 207))).not.toBeNull();
  });

  it('makes names safe, and ends them where they end', () => {
    const node = readPollReply(
      reply((bytes) => {
        bytes.fill(0x41, 26, 44);
        bytes.write('a\u0007b\0hidden', 44, 'latin1');
      }),
    );
    expect(node?.name).toBe('A'.repeat(18));
    expect(node?.description).not.toContain('\u0007');
    expect(node?.description).not.toContain('hidden');
  });

  it('passes over everything else', () => {
    expect(readPollReply(reply().subarray(0, 206))).toBeNull();
    expect(readPollReply(reply((bytes) => bytes.write('Art-Nut\0', 'latin1')))).toBeNull();
    expect(readPollReply(reply((bytes) => bytes.writeUInt16LE(0x2000, 8)))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(readPollReply(bytes)).toBeNull();
      }),
    );
  });
});
