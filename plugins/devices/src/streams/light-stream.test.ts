import type { Capability, Clock, DeviceCommand, DeviceState, Timers } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandOf, commandTo, isVisiblyOther, lookOf, streamFormatOf } from './light-look.js';
import { LightStream } from './light-stream.js';

const COLOR: Capability[] = ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'];
const DIMMER: Capability[] = ['on_off', 'brightness'];
const pixel = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

describe('a light as one pixel', () => {
  it('is every light that can be coloured or dimmed, and nothing else', () => {
    const own = { leds: 30, channels: 4, max_fps: 60 } as const;
    expect(streamFormatOf({ stream: own, capabilities: COLOR })).toBe(own);
    expect(streamFormatOf({ stream: null, capabilities: DIMMER })).toEqual({ leds: 1, channels: 3, max_fps: 2 });
    expect(streamFormatOf({ stream: null, capabilities: ['on_off', 'sensor'] })).toBeNull();
  });

  it('shows light as people see it: the colour at full, and how bright it is', () => {
    // 55 of 255 of light is the 128 of a screen.
    expect(commandOf(lookOf(pixel(55, 0, 55), COLOR), COLOR, 500)).toEqual({
      on: true,
      brightness: 128,
      color: { r: 255, g: 0, b: 255 },
      transition_ms: 500,
    });
    expect(commandOf(lookOf(pixel(0, 0, 0), COLOR), COLOR, 500)).toEqual({ on: false, transition_ms: 500 });
    expect(commandOf(lookOf(pixel(0, 255, 0), DIMMER), DIMMER, 0)).toEqual({ on: true, brightness: 220, transition_ms: 0 });
    expect(commandOf(lookOf(pixel(55, 55, 55), ['color_rgb']), ['color_rgb'], 0)).toEqual({
      color: { r: 128, g: 128, b: 128 },
      transition_ms: 0,
    });
  });

  it('does not tell what nobody sees', () => {
    expect(isVisiblyOther([100, 50, 0], [103, 50, 0])).toBe(false);
    expect(isVisiblyOther([100, 50, 0], [104, 50, 0])).toBe(true);
    expect(isVisiblyOther([1, 0, 0], [0, 0, 0])).toBe(true);
  });

  it.each<[DeviceState, DeviceCommand]>([
    [
      { on: false, brightness: 90, color: { r: 1, g: 2, b: 3 } },
      { on: false, brightness: 90, color: { r: 1, g: 2, b: 3 }, transition_ms: 0 },
    ],
    [
      { on: true, brightness: 90, color: { r: 1, g: 2, b: 3 }, color_temp: 2_700, effect: null },
      { on: true, brightness: 90, color: { r: 1, g: 2, b: 3 }, transition_ms: 0 },
    ],
    [
      { on: true, brightness: 90, color_temp: 2_700 },
      { on: true, brightness: 90, color_temp: 2_700, transition_ms: 0 },
    ],
    [
      { on: true, color: { r: 1, g: 2, b: 3 }, effect: 'Candle' },
      { on: true, effect: 'Candle', transition_ms: 0 },
    ],
  ])('is brought back to %j', (state, command) => {
    expect(commandTo(state, COLOR, 0)).toEqual(command);
  });
});

describe('its stream', () => {
  const clock: Clock = { now: () => Date.now(), iso: () => new Date().toISOString() };
  const timers: Timers = {
    after(ms, _label, fn) {
      const timer = setTimeout(() => void fn(), ms);
      return () => {
        clearTimeout(timer);
      };
    },
    every(ms, _label, fn) {
      const timer = setInterval(() => void fn(), ms);
      return () => {
        clearInterval(timer);
      };
    },
  };
  let sent: DeviceCommand[];
  let kept: DeviceState[];
  let ends: boolean[];
  let refuses: boolean;
  let stream: LightStream;

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    kept = [];
    ends = [];
    refuses = false;
    stream = new LightStream({
      clock,
      timers,
      capabilities: COLOR,
      state: { on: true, brightness: 200, color: { r: 255, g: 200, b: 100 } },
      show(command) {
        if (refuses) return Promise.reject(new Error('It is away.'));
        sent.push(command);
        return Promise.resolve();
      },
      keep: (state) => kept.push(state),
      closed: (restored) => ends.push(restored),
    });
  });

  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('sends twice a second at most, and the newest', async () => {
    for (let step = 0; step < 120; step += 1) {
      stream.write(pixel(step * 2, 0, 0));
      await vi.advanceTimersByTimeAsync(1_000 / 60);
    }
    expect(sent.length).toBeGreaterThanOrEqual(4);
    expect(sent.length).toBeLessThanOrEqual(5);
    expect(sent.every(({ transition_ms }) => transition_ms === 500)).toBe(true);
    await stream.close();
  });

  it('is silent while nothing changes that anybody sees', async () => {
    for (let step = 0; step < 600; step += 1) {
      stream.write(pixel(100, 100, 100 + (step % 2)));
      await vi.advanceTimersByTimeAsync(1_000 / 60);
    }
    expect(sent).toHaveLength(1);
    await stream.close();
  });

  it('tries again when the light did not take it, and when the light came back', async () => {
    refuses = true;
    stream.write(pixel(255, 0, 0));
    await vi.advanceTimersByTimeAsync(0);
    expect(stream.counters.failed).toBe(1);
    refuses = false;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(sent).toHaveLength(1);
    stream.goOn();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(sent).toHaveLength(2);
    await stream.close();
  });

  it('brings the light back to what it showed', async () => {
    stream.write(pixel(255, 0, 0));
    await stream.close();
    expect(sent.at(-1)).toEqual({ on: true, brightness: 200, color: { r: 255, g: 200, b: 100 }, transition_ms: 500 });
    expect(ends).toEqual([true]);
  });

  it('brings it back to what it was told meanwhile', async () => {
    stream.write(pixel(255, 0, 0));
    stream.commanded({ color_temp: 3_000 });
    stream.commanded({ brightness: 20 });
    expect(kept.at(-1)).toEqual({ on: true, brightness: 20, color_temp: 3_000 });
    stream.commanded({ on: false });
    await stream.close();
    expect(sent.at(-1)).toEqual({ on: false, brightness: 20, color_temp: 3_000, transition_ms: 500 });
  });

  it('says when it could not', async () => {
    refuses = true;
    await stream.close();
    expect(ends).toEqual([false]);
  });
});
