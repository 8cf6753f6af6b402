import { describe, expect, it } from 'vitest';
import { Pointer } from './pointer.js';

describe('Pointer', () => {
  it('shows one light alone, for five seconds from when it was last asked for', () => {
    const pointer = new Pointer(3);
    expect(pointer.shown(0)).toBeNull();
    pointer.at(1, 1_000);
    expect(pointer.shown(5_999)).toEqual(Uint8Array.of(0, 0, 0, 255, 255, 255, 0, 0, 0));
    expect(pointer.shown(6_000)).toBeNull();
    pointer.at(2, 7_000);
    expect(pointer.shown(7_000)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 255, 255, 255));
  });

  it('points at none when told so, and when there is no such light', () => {
    const pointer = new Pointer(3);
    pointer.at(1, 0);
    pointer.at(null, 1);
    expect(pointer.shown(2)).toBeNull();
    pointer.at(3, 3);
    expect(pointer.shown(4)).toBeNull();
  });
});
