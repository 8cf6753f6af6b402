import { describe, expect, it } from 'vitest';
import { Diagnostics } from './diagnostics.js';
import { wledInfo } from './wire.js';
import type { WledInfo } from './wire.js';

const NOW = Date.UTC(2026, 0, 2, 12);

function info({ leds = {}, ...more }: { leds?: object; [key: string]: unknown } = {}): WledInfo {
  return wledInfo.parse({
    ver: '0.15.1',
    leds: { count: 30, fps: 42, pwr: 340, maxpwr: 850, ...leds },
    wifi: { signal: 84 },
    freeheap: 172_000,
    uptime: 3_600,
    ...more,
  });
}

describe('what a WLED tells of itself', () => {
  it('is told at first, and again when it moved far enough', () => {
    const diagnostics = new Diagnostics();
    diagnostics.take(info(), NOW);
    const first = { signal: 84, current: 340, fps: 42, free_memory: 172_000, started: '2026-01-02T11:00:00.000Z' };
    expect(diagnostics.readings).toEqual(first);
    diagnostics.take(info({ leds: { fps: 39, pwr: 370 }, wifi: { signal: 79 }, freeheap: 160_000, uptime: 3_630 }), NOW + 31_000);
    expect(diagnostics.readings).toEqual(first);
    diagnostics.take(info({ leds: { fps: 20, pwr: 0, maxpwr: 0 }, wifi: { signal: 60 }, freeheap: 90_000, uptime: 5 }), NOW + 40_000);
    expect(diagnostics.readings).toEqual({ signal: 60, current: 0, fps: 20, free_memory: 90_000, started: '2026-01-02T12:00:35.000Z' });
  });

  it('is left out where the device does not tell it, or tells nonsense', () => {
    const diagnostics = new Diagnostics();
    diagnostics.take(info({ leds: { maxpwr: 0, fps: 'many' }, wifi: undefined, freeheap: -4, uptime: undefined }), NOW);
    expect([diagnostics.features, diagnostics.readings]).toEqual([[], {}]);
    diagnostics.take(info(), NOW);
    expect(diagnostics.features.map(({ key }) => key)).toEqual(['signal', 'current', 'fps', 'free_memory', 'started']);
  });
});
