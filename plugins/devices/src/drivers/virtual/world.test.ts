import { describe, expect, it } from 'vitest';
import { VirtualStream } from './stream.js';
import { VirtualWorld } from './world.js';

describe('a virtual world', () => {
  it('knows who answers, and when', () => {
    const world = new VirtualWorld();
    expect(world.answers('lamp', 0)).toBe(true);
    world.absent('lamp', 1_000);
    expect([world.answers('lamp', 999), world.answers('lamp', 1_000)]).toEqual([false, true]);
    world.unplug('lamp');
    expect(world.answers('lamp', 2_000)).toBe(false);
    world.plugIn('lamp');
    expect(world.answers('lamp', 2_000)).toBe(true);
  });

  it('reaches the devices that are there, for as long as they are', () => {
    const world = new VirtualWorld();
    const seen: unknown[] = [];
    const stream = new VirtualStream({ leds: 2, channels: 4, max_fps: 60 }, () => undefined);
    const leave = world.enter('strip', {
      become: (state) => seen.push(state),
      happen: (...event) => seen.push(event),
      vanish: () => seen.push('gone'),
      frame: () => stream.frame,
    });
    world.touch('strip', { on: true });
    world.happen('strip', 'button', 'press');
    world.unplug('strip');
    world.touch('other', { on: true });
    expect(seen).toEqual([{ on: true }, ['button', 'press'], 'gone']);
    expect(world.frame('strip')).toBeNull();
    stream.write(Uint8Array.of(10, 20, 30, 255, 20, 40, 60, 0));
    expect(world.frame('strip')).toEqual(Uint8Array.of(10, 20, 30, 255, 20, 40, 60, 0));
    expect(stream.mean).toEqual({ r: 15, g: 30, b: 45 });
    leave();
    expect(world.frame('strip')).toBeNull();
  });
});
