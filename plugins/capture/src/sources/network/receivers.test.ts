import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Canvas } from './canvas.js';
import { readArtNet, readDdp, readE131 } from './packets.js';
import { ddpReceiver, universeReceiver } from './receivers.js';
import type { Receiver } from './receivers.js';
import { ARTNET_NUMBERS, DDP_NUMBERS, E131_NUMBERS, Sequences } from './senders.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** A receiver whose pictures are kept, and a clock that stands still until it is moved. */
function bench(
  make: (canvas: Canvas, clock: { now: () => number; iso: () => string }) => Receiver,
  width: number,
): {
  take: (bytes: Uint8Array, address?: string) => void;
  shown: number[][];
  pass: (ms: number) => void;
} {
  const shown: number[][] = [];
  let now = 1_000;
  let room = new Uint8Array(0);
  const canvas = new Canvas(width, 1, {
    reserve: (bytes) => {
      room = new Uint8Array(bytes);
    },
    get room() {
      return room;
    },
    show: () => void shown.push([...room]),
    showLights: () => undefined,
    lost: () => undefined,
    ended: () => undefined,
  });
  const receiver = make(canvas, { now: () => now, iso: () => '' });
  return {
    shown,
    pass: (ms) => (now += ms),
    take: (bytes, address = '10.0.0.1') => {
      receiver.take(bytes, address);
    },
  };
}

/** Headers written out by hand, so that neither builder nor reader can hide a fault of the other. */
const DDP_HEAD = '41 03 0b 01 00000003 0003';
const E131_RED = (
  universe: string,
  sequence: string,
  more: { priority?: string; sync?: string; options?: string; cid?: string } = {},
): string =>
  `0010 0000 4153432d45312e3137000000 7071 00000004 ${(more.cid ?? '11').repeat(16)} 705b 00000002 ${'00'.repeat(64)} ` +
  `${more.priority ?? '64'} ${more.sync ?? '0000'} ${sequence} ${more.options ?? '00'} ${universe} 700e 02 a1 0000 0001 0004 00 ff0000`;
const E131_SYNC = '0010 0000 4153432d45312e3137000000 7021 00000008 11111111111111111111111111111111 700b 00000001 00 0007 0000';
const ART_GREEN = (sequence: string): string => `4172742d4e657400 0050 000e ${sequence} 00 05 01 0004 00ff00 00`;

describe('packets of pixels', () => {
  it('are read as the documents write them', () => {
    expect(readDdp(hex(`${DDP_HEAD} ff8000`))).toEqual({ sequence: 3, push: true, channels: 3, offset: 3, pixels: hex('ff8000') });
    expect(readDdp(hex('50 00 1b 01 00000000 0004 deadbeef 01020304'))).toEqual({
      sequence: null,
      push: false,
      channels: 4,
      offset: 0,
      pixels: hex('01020304'),
    });
    expect(readE131(hex(E131_RED('0102', '09', { sync: '0007', options: '40' })))).toEqual({
      kind: 'slots',
      universe: 258,
      sequence: 9,
      sender: '11'.repeat(16),
      priority: 100,
      synchronized: true,
      ended: true,
      slots: hex('ff0000'),
    });
    expect(readE131(hex(E131_SYNC))).toEqual({ kind: 'sync' });
    expect(readArtNet(hex(ART_GREEN('07')))).toMatchObject({ universe: 261, sequence: 7, slots: hex('00ff0000') });
    expect(readArtNet(hex('4172742d4e657400 0052 000e 0000'))).toEqual({ kind: 'sync' });
  });

  it.each([
    ['DDP that says it is longer', readDdp, '41 01 0b 01 00000000 0009 ff8000'],
    ['DDP of another version', readDdp, '81 01 0b 01 00000000 0003 ff8000'],
    ['a question of DDP', readDdp, '43 01 0b 01 00000000 0003 ff8000'],
    ['DDP for the configuration', readDdp, '41 01 0b fa 00000000 0003 ff8000'],
    ['a preview of E1.31', readE131, E131_RED('0001', '00', { options: '80' })],
    ['E1.31 that is cut off', readE131, E131_RED('0001', '00').slice(0, -4)],
    ['another start code', readE131, E131_RED('0001', '00').replace('0004 00 ff', '0004 dd ff')],
    ['ArtPoll', readArtNet, '4172742d4e657400 0020 000e 0000'],
    ['ArtDmx that says it is longer', readArtNet, ART_GREEN('00').replace('0004', '0100')],
    ['nothing', readE131, ''],
  ])('are not %s', (_, read, bytes) => {
    expect(read(hex(bytes))).toBeNull();
  });

  it('are read within their bounds or passed over, whatever the bytes', () => {
    const golden = [`${DDP_HEAD} ff8000`, E131_RED('0001', '00'), E131_SYNC, ART_GREEN('01')].map(hex);
    const changed = fc
      .tuple(fc.constantFrom(...golden), fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }), fc.nat(200))
      .map(([bytes, edits, cut]) => {
        const copy = Uint8Array.from(bytes);
        for (const [place, value] of edits) copy[place % copy.length] = value;
        return copy.subarray(0, Math.max(copy.length - cut, 0) || copy.length);
      });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 700 })), (bytes) => {
        for (const read of [readDdp, readE131, readArtNet]) {
          const packet = read(bytes);
          const inside = packet === null ? null : 'pixels' in packet ? packet.pixels : packet.kind === 'slots' ? packet.slots : null;
          if (inside !== null) expect(inside.byteOffset + inside.byteLength).toBeLessThanOrEqual(bytes.byteOffset + bytes.byteLength);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('DDP', () => {
  it('is shown with its last packet, each piece in its place', () => {
    const { take, shown } = bench(ddpReceiver, 3);
    take(hex('41 01 0b 01 00000000 0003 010101'));
    take(hex('40 02 0b 01 00000000 0003 ff0000'));
    take(hex('40 03 0b 01 00000003 0003 00ff00'));
    expect(shown).toHaveLength(1);
    take(hex('41 04 0b 01 00000006 0006 0000ff ffffff'));
    expect(shown.at(-1)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255]);
  });

  it('is shown with each packet until the sender says which is the last; adds white; leaves out late packets', () => {
    const { take, shown } = bench(ddpReceiver, 1);
    take(hex('40 05 1b 01 00000000 0004 100000 08'));
    expect(shown.at(-1)).toEqual([0x18, 8, 8]);
    take(hex('40 04 0b 01 00000000 0003 ffffff'));
    take(hex('40 01 0b 01 00000000 0003 ffffff'));
    expect(shown).toHaveLength(1);
    take(hex('40 06 0b 01 00000000 0003 ffffff'));
    expect(shown).toHaveLength(2);
  });

  it('is that of one sender until it is silent', () => {
    const { take, shown, pass } = bench(ddpReceiver, 1);
    take(hex('41 00 0b 01 00000000 0003 010101'), '10.0.0.1');
    take(hex('41 00 0b 01 00000000 0003 020202'), '10.0.0.2');
    expect(shown.at(-1)).toEqual([1, 1, 1]);
    pass(2_600);
    take(hex('41 00 0b 01 00000000 0003 020202'), '10.0.0.2');
    expect(shown.at(-1)).toEqual([2, 2, 2]);
  });
});

describe('universes', () => {
  const e131 = (width: number): ReturnType<typeof bench> =>
    bench((canvas, clock) => universeReceiver(canvas, clock, { read: readE131, sequences: new Sequences(E131_NUMBERS), first: 1 }), width);

  it('have 170 pixels each, and are shown when all are there', () => {
    const { take, shown } = e131(171);
    take(hex(E131_RED('0001', '00')));
    expect(shown).toHaveLength(0);
    take(hex(E131_RED('0002', '00')));
    expect(shown).toHaveLength(1);
    expect(shown[0]?.flatMap((value, at) => (value === 0 ? [] : [at]))).toEqual([0, 510]);
    take(hex(E131_RED('0003', '00')));
    expect(shown).toHaveLength(1);
  });

  it('are shown without a part that was lost, when the next picture begins', () => {
    const { take, shown } = e131(171);
    for (const sequence of ['00', '01', '02']) take(hex(E131_RED('0001', sequence)));
    expect(shown).toHaveLength(2);
  });

  it('wait for the sign of a sender that gives one, and not for one that has ceased', () => {
    const { take, shown, pass } = e131(1);
    take(hex(E131_RED('0001', '00', { sync: '0007' })));
    expect(shown).toHaveLength(1);
    take(hex(E131_SYNC));
    take(hex(E131_RED('0001', '01', { sync: '0007' })));
    expect(shown).toHaveLength(1);
    take(hex(E131_SYNC));
    expect(shown).toHaveLength(2);
    pass(4_100);
    take(hex(E131_RED('0001', '02', { sync: '0007' })));
    expect(shown).toHaveLength(3);
  });

  it('are those of the sender with the highest priority, until it ends', () => {
    const { take, shown } = e131(1);
    take(hex(E131_RED('0001', '00')));
    take(hex(E131_RED('0001', '50', { cid: '22', priority: '65' })));
    take(hex(E131_RED('0001', '01')));
    expect(shown).toHaveLength(2);
    take(hex(E131_RED('0001', '51', { cid: '22', priority: '65', options: '40' })));
    take(hex(E131_RED('0001', '02')));
    expect(shown).toHaveLength(3);
  });

  it('come by Art-Net too, at once without ArtSync and with it when it has come', () => {
    const { take, shown } = bench(
      (canvas, clock) => universeReceiver(canvas, clock, { read: readArtNet, sequences: new Sequences(ARTNET_NUMBERS), first: 261 }),
      1,
    );
    take(hex(ART_GREEN('01')));
    expect(shown.at(-1)).toEqual([0, 255, 0]);
    take(hex('4172742d4e657400 0052 000e 0000'));
    take(hex(ART_GREEN('02')));
    expect(shown).toHaveLength(1);
    take(hex('4172742d4e657400 0052 000e 0000'));
    expect(shown).toHaveLength(2);
  });
});

describe('sequences', () => {
  it('go on over their end, and a packet that was overtaken is late', () => {
    const e131 = new Sequences(E131_NUMBERS);
    expect([254, 255, 0, 1, 0, 1, 255].map((number) => e131.isLate(0, number))).toEqual([false, false, false, false, true, true, true]);
    // Far behind is not late: the sender has begun anew (ANSI E1.31-2018, 6.7.2).
    expect(e131.isLate(0, 200)).toBe(false);
    const artnet = new Sequences(ARTNET_NUMBERS);
    expect([255, 1, 255, 2].map((number) => artnet.isLate(0, number))).toEqual([false, false, true, false]);
    const ddp = new Sequences(DDP_NUMBERS);
    expect([15, 15, 1, 15, 2].map((number) => ddp.isLate(0, number))).toEqual([false, false, false, true, false]);
  });

  it('are each universe’s own, and do not bother who sends none', () => {
    const sequences = new Sequences(E131_NUMBERS);
    expect([sequences.isLate(0, 9), sequences.isLate(1, 8), sequences.isLate(1, null), sequences.isLate(0, null)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
