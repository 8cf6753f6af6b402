import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EffectNames, namePresets, WledNames } from './names.js';
import { patchesOf, settingsOf } from './settings.js';
import { capabilitiesOf, isRefused, toInfo, toState, toWled } from './translate.js';
import { mergePatches, shownSegment } from './view.js';
import type { WledView } from './view.js';
import { wledSnapshot } from './wire.js';

const names = {
  effects: new EffectNames(['Solid', 'Blink', 'RSVD', 'Rainbow', '-', 'Rainbow']),
  palettes: new WledNames(['Default', 'Party', 'Lava'].entries()),
  ...namePresets({ 1: { n: 'Cosy' }, 2: { n: 'Night round', playlist: { ps: [1] } } }),
};
const info = (lc?: number, more: object = {}): object => ({ ver: '0.15.1', leds: { count: 30, ...(lc !== undefined && { lc }), ...more } });
const state = (change: object = {}): object => ({
  on: true,
  bri: 128,
  mainseg: 0,
  seg: [{ id: 0, col: [[255, 160, 0]], fx: 0, cct: 127 }],
  ...change,
});

function view(given: object = state(), lc: object = info(1), only: number | null = null): WledView {
  return { ...wledSnapshot.parse({ state: given, info: lc }), names, only };
}

describe('WLED in the words of the hub', () => {
  it('has the capabilities that its LEDs have', () => {
    expect(capabilitiesOf(view(state(), info(1)))).toEqual(['on_off', 'brightness', 'color_rgb', 'effect']);
    expect(capabilitiesOf(view(state(), info(2)))).toEqual(['on_off', 'brightness', 'effect']);
    expect(capabilitiesOf({ ...view(state(), info(5)), names: { ...names, effects: new EffectNames([]) } })).toEqual([
      'on_off',
      'brightness',
      'color_rgb',
      'color_temp',
    ]);
    expect(capabilitiesOf(view(state(), info()))).toContain('color_rgb');
  });

  it('shows the state of the main segment', () => {
    expect(toState(view())).toEqual({ on: true, brightness: 128, color: { r: 255, g: 160, b: 0 }, effect: null });
    expect(toState(view(state({ seg: [{ col: [[1, 2, 3, 4]], fx: 3, cct: 0 }] }), info(7)))).toEqual({
      on: true,
      brightness: 128,
      color: { r: 1, g: 2, b: 3 },
      color_temp: 1900,
      effect: 'Rainbow',
    });
    const second = { id: 1, col: [[0, 0, 9]], fx: 1 };
    expect(shownSegment(view(state({ mainseg: 1, seg: [{ id: 0 }, second] })))?.segment).toEqual(second);
    expect(toState(view(state({ seg: [] })))).toEqual({ on: true, brightness: 128 });
  });

  it('offers effects by name, without the reserved ones', () => {
    const { effects } = names;
    expect(effects.list).toEqual(['Blink', 'Rainbow']);
    expect([effects.number('Rainbow'), effects.number(null), effects.number('Solid'), effects.number('RSVD')]).toEqual([
      3,
      0,
      undefined,
      undefined,
    ]);
    expect([effects.name(0), effects.name(1), effects.name(99)]).toEqual([null, 'Blink', 'Effect 99']);
  });

  it('offers every preset under a name of its own, whatever it is called', () => {
    const { presets, playlists } = namePresets({
      0: {},
      1: { n: 'Cosy' },
      2: { n: 'Cosy' },
      3: {},
      4: { n: '<b>\u202e\n' },
      5: { n: 'x'.repeat(1_000) },
      6: { n: 'Round', playlist: {} },
      251: { n: 'beyond' },
      __proto__x: { n: 'no number' },
    });
    expect(presets.list).toEqual(['Cosy', 'Cosy 2', 'Preset 3', '<b>\ufffd\ufffd', `${'x'.repeat(55)}…`]);
    expect(presets.list.map((name) => presets.number(name))).toEqual([1, 2, 3, 4, 5]);
    expect(playlists.list).toEqual(['Round']);
  });

  it('writes commands in the units of WLED', () => {
    expect(toWled({ on: true, brightness: 40, transition_ms: 1_250 }, view())).toEqual({ tt: 13, on: true, bri: 40 });
    const second = view(state({ mainseg: 2, seg: [{ id: 0 }, { id: 2 }] }));
    expect(toWled({ color: { r: 1, g: 2, b: 3 }, effect: 'Blink' }, second)).toEqual({ seg: [{ id: 2, col: [[1, 2, 3]], fx: 1 }] });
    expect(toWled({ color_temp: 20_000, effect: null }, view())).toEqual({ seg: [{ id: 0, cct: 10_091, fx: 0 }] });
  });

  it('leaves the white channel as it is when a colour is set', () => {
    const white = view(state({ seg: [{ id: 0, col: [[1, 2, 3, 77]] }] }), info(3));
    expect(toWled({ color: { r: 9, g: 9, b: 9 } }, white)).toEqual({ seg: [{ id: 0, col: [[9, 9, 9, 77]] }] });
    expect(patchesOf(settingsOf(white), { white: 12.4 })).toEqual([{ seg: [{ id: 0, col: [[1, 2, 3, 12]] }] }]);
  });

  it('offers palettes to what has colours', () => {
    const keys = (lc: number): string[] =>
      settingsOf(view(state({ seg: [{ id: 0, pal: 1 }] }), info(lc))).map(({ feature }) => feature.key);
    expect([keys(1), keys(2)].map((all) => all.includes('palette'))).toEqual([true, false]);
  });

  it('makes one write of a light and its features', () => {
    const now = view(state({ seg: [{ id: 0, pal: 1, sx: 20, ix: 30 }], nl: { on: false, dur: 60 }, ps: 1, pl: -1, lor: 0 }));
    const settings = settingsOf(now);
    expect(settings.map(({ feature: { key }, value }) => [key, value])).toEqual([
      ['palette', 'Party'],
      ['speed', 20],
      ['intensity', 30],
      ['preset', 'Cosy'],
      ['playlist', null],
      ['nightlight', false],
      ['nightlight_minutes', 60],
      ['override', 'Off'],
    ]);
    const wishes = patchesOf(settings, { palette: 'Lava', speed: 255, nightlight: true, override: 'Until the next restart' });
    expect(mergePatches([...wishes, toWled({ effect: 'Blink' }, now)])).toEqual({
      seg: [{ id: 0, pal: 2, sx: 255, fx: 1 }],
      nl: { on: true },
      lor: 2,
    });
    expect(patchesOf(settings, { playlist: 'Night round' })).toEqual([{ ps: 2 }]);
  });

  it('stands for one segment alone where that is asked for', () => {
    const seg = [
      { id: 0, on: true, bri: 255 },
      { id: 3, on: true, bri: 10, col: [[0, 0, 9]] },
    ];
    const one = view(state({ seg }), info(1, { seglc: [1, 4] }), 3);
    expect(capabilitiesOf(one)).toEqual(['on_off', 'brightness', 'color_temp', 'effect']);
    expect(toState(one)).toMatchObject({ on: true, brightness: 10 });
    expect(toWled({ brightness: 20 }, one)).toEqual({ seg: [{ id: 3, on: true, bri: 20 }] });
    expect(toWled({ on: false }, one)).toEqual({ seg: [{ id: 3, on: false }] });
    const dark = view(state({ on: false, seg }), info(1), 3);
    expect(toState(dark).on).toBe(false);
    expect(toWled({ on: true }, dark)).toEqual({
      on: true,
      seg: [
        { id: 0, on: false },
        { id: 3, on: true },
      ],
    });
    expect([isRefused({ on: true }, dark), isRefused({ on: true, brightness: 10 }, one)]).toEqual([true, false]);
    expect(settingsOf(view(state(), info(1), 7))).toEqual([]);
  });

  it('tells what streams to it', () => {
    expect(toInfo(view(state(), { ...info(1), live: true, lm: 'E1.31', lip: '192.0.2.4' }))).toMatchObject({
      live_source: 'E1.31 192.0.2.4',
    });
    expect(toInfo(view(state(), { ...info(1), live: true, lm: '', lip: '' }))).toMatchObject({ live_source: 'unnamed' });
    expect(toInfo(view(state(), { ...info(1), live: false, lm: '', lip: '' }))).toMatchObject({ live_source: null });
  });

  it('never lets a state through that is not within the bounds of the hub', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const parsed = wledSnapshot.safeParse(input);
        if (!parsed.success) return;
        toState({ ...parsed.data, names, only: null });
        settingsOf({ ...parsed.data, names, only: null });
      }),
    );
    expect(wledSnapshot.safeParse({ state: state({ bri: 999 }), info: info(1) }).success).toBe(false);
    expect(wledSnapshot.safeParse({ state: state({ seg: Array.from({ length: 1_000 }, () => ({})) }), info: info(1) }).success).toBe(false);
    expect(wledSnapshot.safeParse({ state: state(), info: info(1), more: { of: 'the future' } }).success).toBe(true);
  });
});
