import { describe, expect, it } from 'vitest';
import { Latest } from '../pipeline/latest.js';
import { bufferOf } from '../pipeline/room.js';
import { PICTURE } from './messages.js';
import type { WorkerInput } from './messages.js';
import { SourceInputs } from './source-inputs.js';

function bench(): { inputs: SourceInputs; joined: WorkerInput[]; left: string[]; chosen: (string | null)[] } {
  const joined: WorkerInput[] = [];
  const left: string[] = [];
  const chosen: (string | null)[] = [];
  const inputs = new SourceInputs({
    name: 'fallback',
    rank: (priority) => 254 + priority / 1_000,
    join: (input) => void joined.push(input),
    leave: (id) => void left.push(id),
    choose: (id) => void chosen.push(id),
  });
  return { inputs, joined, left, chosen };
}

/** What the thread sees of an input that joined. */
function seen(input: WorkerInput | undefined): { bytes: number[]; width: number } | null {
  if (input?.kind !== 'pictures') throw new Error('It brings no pictures.');
  const room = new Latest(bufferOf(input.buffer), 'reader');
  return room.take() ? { bytes: [...room.bytes.subarray(0, 3)], width: room.header[PICTURE.width] ?? 0 } : null;
}

describe('further inputs of a source', () => {
  it('join under a name and a rank of their own when they have room, and leave once', () => {
    const { inputs, joined, left, chosen } = bench();
    const input = inputs.open({ id: '150', priority: 150, timeout_ms: 500 });
    expect(joined).toEqual([]);
    input.reserve(3);
    expect(joined).toMatchObject([{ id: 'fallback/150', priority: 254.15, timeout_ms: 500, kind: 'pictures' }]);
    input.choose(true);
    input.choose(false);
    expect(chosen).toEqual(['fallback/150', null]);
    input.close();
    input.close();
    input.choose(true);
    expect([left, chosen.length]).toEqual([['fallback/150'], 2]);
  });

  it('take the place of one with the same name', () => {
    const { inputs, left } = bench();
    inputs.open({ id: 'a', priority: 1, timeout_ms: null }).reserve(3);
    inputs.open({ id: 'a', priority: 2, timeout_ms: null });
    expect(left).toEqual(['fallback/a']);
    inputs.end();
    expect(left).toEqual(['fallback/a', 'fallback/a']);
  });

  it('bring along to another thread what counts for ever, effects too, and leave the rest to their sources', () => {
    const { inputs, joined } = bench();
    const show = (id: string, timeout_ms: number | null): void => {
      const input = inputs.open({ id, priority: 1, timeout_ms: null });
      input.reserve(3);
      for (const value of [1, 2]) {
        input.room.fill(value);
        input.showLights({ count: 1, timeout_ms });
      }
    };
    show('endless', null);
    show('brief', 300);
    inputs.open({ id: 'effect', priority: 1, timeout_ms: null }).paint({ effect: 'fire', options: {}, seed: 1 }, 300);
    joined.length = 0;
    inputs.rejoin();
    expect(joined.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'fallback/endless pictures',
      'fallback/brief pictures',
      'fallback/effect painted',
    ]);
    expect(seen(joined[0])).toEqual({ bytes: [2, 2, 2], width: 1 });
    expect(seen(joined[1])).toBeNull();
    // Once more: what was brought along is brought along again.
    inputs.rejoin();
    expect(seen(joined[3])).toEqual({ bytes: [2, 2, 2], width: 1 });
  });
});
