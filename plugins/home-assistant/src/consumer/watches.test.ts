import type { MqttMessage } from '@lightkeeper/plugin-sdk';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { availabilityOf } from './availability.js';
import type { Availability } from './availability.js';
import { Rendering } from './rendering.js';
import { AvailabilityWatches } from './watches.js';

const rendering = new Rendering({ now: () => 0, iso: () => '' });
const handlers = new Map<string, (message: MqttMessage) => void>();
const subscribe = vi.fn((filter: string, handler: (message: MqttMessage) => void) => {
  handlers.set(filter, handler);
  return () => void handlers.delete(filter);
});
let later: (() => void) | null = null;
const timers = {
  after: (_ms: number, _label: string, fn: () => void | Promise<void>) => {
    later = () => void fn();
    return () => void (later = null);
  },
  every: () => () => undefined,
};

function say(topic: string, text: string): void {
  handlers.get(topic)?.({ topic, payload: Buffer.from(text), truncated: false, retained: true });
}
function made(options: Record<string, unknown>): Availability {
  const availability = availabilityOf(options, rendering);
  if (availability === null) throw new Error('It has none.');
  return availability;
}

describe('the availability of devices', () => {
  let watches: AvailabilityWatches;
  beforeEach(() => {
    handlers.clear();
    subscribe.mockClear();
    watches = new AvailabilityWatches({ subscribe }, timers);
  });

  const both = (mode: string): Availability =>
    made({ availability: [{ topic: 'bridge' }, { topic: 'lamp', payload_available: 'up' }], availability_mode: mode });
  it.each<[string, (boolean | undefined)[]]>([
    ['all', [undefined, undefined, true, false, false]],
    ['any', [undefined, true, true, true, true]],
    ['latest', [undefined, true, true, false, false]],
  ])('counts %s of its topics', (mode, expected) => {
    const availability = both(mode);
    void watches.follow(availability, () => undefined);
    const seen = [watches.available(availability)];
    for (const [topic, text] of [
      ['bridge', 'online'],
      ['lamp', 'up'],
      ['bridge', 'offline'],
      ['lamp', 'nonsense'],
    ] as const) {
      say(topic, text);
      seen.push(watches.available(availability));
    }
    expect(seen).toEqual(expected);
  });

  it('listens to a shared topic once, and tells newcomers what it said', () => {
    const lamps = ['a', 'b'].map((lamp) => made({ availability: [{ topic: 'bridge' }, { topic: lamp }], availability_mode: 'any' }));
    const [a, b] = lamps;
    if (a === undefined || b === undefined) throw new Error('There are two.');
    void watches.follow(a, () => undefined);
    say('bridge', 'online');
    void watches.follow(b, () => undefined);
    expect(watches.available(b)).toBe(true);
    expect(subscribe.mock.calls.map(([filter]) => filter)).toEqual(['bridge', 'a', 'b']);
  });

  it('hears for a while longer, and tells once that the device is back', () => {
    const availability = made({ availability_topic: 'lamp' });
    const leave = watches.follow(availability, () => undefined);
    say('lamp', 'offline');
    const back = vi.fn();
    watches.whenBack(availability, 'me', back);
    watches.whenBack(availability, 'me', back);
    void leave();
    say('lamp', 'online');
    say('lamp', 'offline');
    say('lamp', 'online');
    expect(back).toHaveBeenCalledOnce();
    later?.();
    expect([handlers.size, watches.available(availability)]).toEqual([0, undefined]);
  });

  it('is none where a config names no topic', () => {
    expect(availabilityOf({ payload_available: 'up' }, rendering)).toBeNull();
  });
});
