import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sacnGroup, SACN_LENGTH, SacnPacket } from './packet.js';

const cid = Uint8Array.from({ length: 16 }, (_, index) => 0xc0 + index);

/** The header of a full packet as ANSI E1.31-2018, table 4-1, lays it out, with lengths for 512 slots. */
const HEADER = [
  '0010 0000', // preamble, postamble
  '4153432d45312e3137000000', // "ASC-E1.17"
  '726e', // root layer: 622 octets from octet 16
  '00000004',
  'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf',
  '7258', // framing layer: 600 octets from octet 38
  '00000002',
  `4c696768746b6565706572${'00'.repeat(53)}`, // "Lightkeeper" in 64 octets
  '96', // priority 150
  '0000', // no synchronisation
  'ff', // sequence
  '00', // options
  '1234', // universe
  '720b', // DMP layer: 523 octets from octet 115
  '02 a1 0000 0001 0201', // set property, address type, first address, increment, 513 values
  '00', // null start code
]
  .join('')
  .replaceAll(' ', '');

describe('an sACN packet', () => {
  it('is laid out as the standard says, byte by byte', () => {
    const packet = new SacnPacket({ cid, source: 'Lightkeeper', universe: 0x1234 });
    const slots = Uint8Array.from({ length: 512 }, (_, index) => index & 0xff);
    packet.fill(slots, { sequence: 255, priority: 150 });
    expect(packet.bytes.subarray(0, 126).toString('hex')).toBe(HEADER);
    expect(packet.bytes.subarray(126)).toEqual(Buffer.from(slots));
    expect(packet.bytes).toHaveLength(638);
  });

  it('ends the stream by bit 6 of its options, in a copy', () => {
    const packet = new SacnPacket({ cid, source: 'Lightkeeper', universe: 1 });
    packet.fill(new Uint8Array(512), { sequence: 255, priority: 100 });
    const farewell = packet.farewell(256);
    expect([farewell[111], farewell[112]]).toEqual([0, 0x40]);
    expect([packet.bytes[111], packet.bytes[112]]).toEqual([255, 0]);
    expect(farewell).toHaveLength(SACN_LENGTH);
  });

  it('never lets a long name run into what follows it', () => {
    const packet = new SacnPacket({ cid, source: 'ü'.repeat(80), universe: 0xffff });
    expect(packet.bytes[107]).toBe(0);
    expect(packet.bytes.subarray(108, 113).toString('hex')).toBe('0000000000');
  });

  it('carries any frame as it is', () => {
    const packet = new SacnPacket({ cid, source: 'Lightkeeper', universe: 1 });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 512, maxLength: 512 }),
        fc.nat(),
        fc.integer({ min: 0, max: 200 }),
        (slots, sequence, priority) => {
          packet.fill(slots, { sequence, priority });
          expect(packet.bytes.subarray(126)).toEqual(Buffer.from(slots));
          expect([packet.bytes[108], packet.bytes[111]]).toEqual([priority, sequence % 256]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    [1, '239.255.0.1'],
    [256, '239.255.1.0'],
    [63_999, '239.255.249.255'],
  ])('of universe %i goes to %s', (universe, group) => {
    expect(sacnGroup(universe)).toBe(group);
  });
});
