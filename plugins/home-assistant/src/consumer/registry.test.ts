import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentsOf, factsOf, Registry } from './registry.js';
import type { HeardConfig } from './registry.js';

function heard(topic: string, aliases: string[] | null, more: Partial<HeardConfig> = {}): HeardConfig {
  return {
    topic,
    bytes: 100,
    origin: null,
    device: aliases === null ? null : { aliases, name: null, facts: {} },
    components: [{ platform: 'sensor', id: topic, unique_id: topic, options: {} }],
    ...more,
  };
}

describe('the registry of announced devices', () => {
  it('puts configs together by any name that they share', () => {
    const registry = new Registry();
    registry.put(heard('b', ['ids', 'mac:1']));
    registry.put(heard('a', ['mac:1']));
    registry.put(heard('c', ['other']));
    const device = registry.find('mac:1');
    expect(device?.key).toBe('ids');
    expect(componentsOf(device!).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(registry.size).toEqual({ configs: 3, devices: 2, bytes: 300 });
  });

  it('makes a device of a config that names none', () => {
    const registry = new Registry();
    expect(registry.put(heard('homeassistant/sensor/x/config', null))).toEqual({ changed: ['homeassistant/sensor/x/config'], taken: true });
  });

  it('forgets a device with its last config, and finds it again under the same key', () => {
    const registry = new Registry();
    registry.put(heard('a', ['one', 'two']));
    expect(registry.remove('a')).toEqual(['one']);
    expect(registry.find('one') ?? registry.find('two')).toBeUndefined();
    expect(registry.remove('a')).toEqual([]);
    expect(registry.put(heard('a', ['one'])).changed).toEqual(['one']);
    expect(registry.size).toEqual({ configs: 1, devices: 1, bytes: 100 });
  });

  it('tells of both devices when a config goes over to another', () => {
    const registry = new Registry();
    registry.put(heard('a', ['one']));
    expect(registry.put(heard('a', ['two'])).changed).toEqual(['one', 'two']);
    expect(registry.find('one')).toBeUndefined();
  });

  it('gives facts by topic, not by arrival', () => {
    const registry = new Registry();
    registry.put(heard('z', ['one'], { device: { aliases: ['one'], name: 'Late', facts: { model: 'B' } } }));
    registry.put(heard('a', ['one'], { device: { aliases: ['one'], name: 'Early', facts: {} } }));
    const device = registry.find('one');
    expect(factsOf(device!)).toMatchObject({ name: 'Early', facts: { model: 'B' } });
  });

  it.each([
    ['configs', { configs: 2 }],
    ['devices', { devices: 2 }],
    ['bytes', { bytes: 250 }],
  ])('keeps no more %s than it may', (_what, limits) => {
    const registry = new Registry(limits);
    for (let index = 0; index < 100; index += 1) registry.put(heard(`t${index}`, [`d${index}`]));
    expect(registry.size).toEqual({ configs: 2, devices: 2, bytes: 200 });
    expect(registry.put(heard('t0', ['d0']))).toEqual({ changed: ['d0'], taken: true });
  });

  it('keeps no more components of a device than it may', () => {
    const registry = new Registry({ components_per_device: 3 });
    for (let index = 0; index < 10; index += 1) registry.put(heard(`t${index}`, ['one']));
    expect(registry.find('one')?.components).toBe(3);
  });

  it('holds nothing any more when everything was taken back, whatever came before', () => {
    const topic = fc.constantFrom('a', 'b', 'c', 'd');
    const alias = fc.constantFrom('1', '2', '3', '4', '5');
    const step = fc.oneof(
      fc.record({ topic, aliases: fc.uniqueArray(alias, { minLength: 1, maxLength: 3 }) }),
      fc.record({ topic, aliases: fc.constant(null) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const registry = new Registry({ configs: 3 });
        for (const { topic: at, aliases } of steps) {
          if (aliases === null) registry.remove(at);
          else registry.put(heard(at, aliases));
          for (const key of registry.keys()) {
            const device = registry.find(key);
            expect(device?.key).toBe(key);
            expect(device?.configs.size).toBeGreaterThan(0);
          }
        }
        for (const at of ['a', 'b', 'c', 'd']) registry.remove(at);
        expect(registry.size).toEqual({ configs: 0, devices: 0, bytes: 0 });
        for (const name of ['1', '2', '3', '4', '5']) expect(registry.find(name)).toBeUndefined();
      }),
    );
  });
});
