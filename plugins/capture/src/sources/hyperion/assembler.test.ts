import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Assembler, Budget, byLength, byLine } from './assembler.js';
import { ProtocolError } from './request.js';

const framed = (body: Uint8Array): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.byteLength);
  return Buffer.concat([head, body]);
};

/** The bytes in pieces that end at these places. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.byteLength + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.byteLength].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('messages in a stream', () => {
  it('are put together however they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 6 }),
        fc.array(fc.nat(400), { maxLength: 12 }),
        (bodies, cuts) => {
          const seen: number[][] = [];
          const assembler = new Assembler({
            cut: byLength,
            max_bytes: 100,
            budget: new Budget(10_000),
            message: (bytes) => void seen.push([...bytes]),
          });
          for (const piece of pieces(Buffer.concat(bodies.map(framed)), cuts)) assembler.push(piece);
          expect(seen).toEqual(bodies.map((body) => [...body]));
        },
      ),
    );
  });

  it('are lines where the protocol has lines', () => {
    const seen: string[] = [];
    const message = (bytes: Uint8Array): void => void seen.push(Buffer.from(bytes).toString());
    const assembler = new Assembler({ cut: byLine, max_bytes: 8, budget: new Budget(100), message });
    for (const piece of ['{"a', '":1}\n', '\n{}\nrest']) assembler.push(Buffer.from(piece));
    expect(seen).toEqual(['{"a":1}', '', '{}']);
    expect(() => {
      assembler.push(Buffer.from(' without end'));
    }).toThrow(ProtocolError);
  });

  it('are refused when they say that they are too large, before any of that is kept', () => {
    const budget = new Budget(1_000);
    const assembler = new Assembler({ cut: byLength, max_bytes: 500, budget, message: () => undefined });
    expect(() => {
      assembler.push(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    }).toThrow(ProtocolError);
    expect(budget.take(990)).toBe(true);
  });

  it('of all clients together take no more than their budget, and give it back', () => {
    const budget = new Budget(1_000);
    const make = (): Assembler => new Assembler({ cut: byLength, max_bytes: 900, budget, message: () => undefined });
    const [first, second] = [make(), make()];
    const large = framed(new Uint8Array(800)).subarray(0, 700);
    first.push(large);
    expect(() => {
      second.push(large);
    }).toThrow(ProtocolError);
    first.end();
    second.push(large);
    second.end();
    expect(budget.take(1_000)).toBe(true);
  });
});
