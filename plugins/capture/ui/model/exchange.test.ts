import { describe, expect, it } from 'vitest';
import { readLayout, writeHyperion, writeLayout } from './exchange.js';
import { borderFor } from './layouts.js';
import { zonesOf } from './zones.js';

const led = { hmin: 0, hmax: 0.1, vmin: 0.9, vmax: 1 };

describe('layouts as text', () => {
  it('come back as they went', () => {
    const layout = borderFor(50);
    expect(readLayout(writeLayout(layout))).toEqual({ layout });
    expect(readLayout(JSON.stringify(layout))).toEqual({ layout });
  });

  it('go to Hyperion and come back as zones', () => {
    const zones = zonesOf(borderFor(12));
    expect(JSON.parse(writeHyperion(zones))).toHaveLength(12);
    expect(readLayout(writeHyperion(zones))).toEqual({ layout: { kind: 'zones', zones } });
  });

  it('are found in Hyperion’s settings', () => {
    expect(readLayout(JSON.stringify({ leds: [{ ...led, color: 'rgb' }] }))).toEqual({
      layout: { kind: 'zones', zones: [{ left: 0, right: 0.1, top: 0.9, bottom: 1 }] },
    });
  });

  it('are brought into the picture', () => {
    const outside = [{ hmin: 1.002, hmax: 0.9, vmin: -0.01, vmax: 0.1 }];
    expect(readLayout(JSON.stringify(outside))).toEqual({
      layout: { kind: 'zones', zones: [{ left: 0.9, right: 1, top: 0, bottom: 0.1 }] },
    });
  });

  it('are refused with what is wrong', () => {
    expect(readLayout('{')).toEqual({ problem: 'no-json' });
    expect(readLayout('{"a":1}')).toEqual({ problem: 'unknown' });
    expect(readLayout('[]')).toEqual({ problem: 'unknown' });
    expect(readLayout(JSON.stringify([led, { hmin: '0' }]))).toEqual({ problem: 'bad-zone', at: 1 });
    expect(readLayout(JSON.stringify(Array.from({ length: 10_001 }, () => led)))).toEqual({ problem: 'too-many' });
  });
});
