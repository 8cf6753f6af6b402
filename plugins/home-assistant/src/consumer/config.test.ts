import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.js';
import { expand } from './expand.js';
import { parseObject } from './json.js';
import { configFilters, parseConfigTopic } from './topic.js';

const sensor = { component: 'sensor', node_id: null, object_id: 'power' };
const whole = { component: 'device', node_id: null, object_id: 'pump' };
const parse = (payload: unknown, topic = sensor): ReturnType<typeof parseConfig> => parseConfig(topic, JSON.stringify(payload));

describe('a topic of discovery', () => {
  it.each([
    ['homeassistant/sensor/power/config', { component: 'sensor', node_id: null, object_id: 'power' }],
    ['homeassistant/light/0x0017/light-1/config', { component: 'light', node_id: '0x0017', object_id: 'light-1' }],
    ['homeassistant/device/pump/config', { component: 'device', node_id: null, object_id: 'pump' }],
    ['homeassistant/sensor/config', null],
    ['homeassistant/sensor/a/b/c/config', null],
    ['homeassistant/sensor/a b/config', null],
    ['homeassistant/sensor//config', null],
    ['homeassistant/sensor/power/state', null],
    ['other/sensor/power/config', null],
    [`homeassistant/sensor/${'x'.repeat(129)}/config`, null],
  ])('%s', (topic, expected) => {
    expect(parseConfigTopic('homeassistant', topic)).toEqual(expected);
  });

  it('may stand below a prefix of several levels', () => {
    expect(configFilters('home/ha')).toEqual(['home/ha/+/+/config', 'home/ha/+/+/+/config']);
    expect(parseConfigTopic('home/ha', 'home/ha/sensor/power/config')).toEqual(sensor);
  });
});

describe('short names', () => {
  it('are written out, in the device, the origin, the availability and the components too', () => {
    expect(
      expand({
        '~': 'hall/lamp',
        stat_t: '~/state',
        cmd_t: '~/set',
        bri_cmd_tpl: '{{ value }}',
        uniq_id: '1',
        dev: { ids: ['a'], mf: 'Maker', sa: 'Hall' },
        o: { name: 'x', sw: '1' },
        avty: [{ t: 'status/~', pl_avail: 'up', val_tpl: '{{ value }}' }],
        cmps: { a: { p: 'sensor', '~': 'deep', stat_t: '~/a' } },
        not_short: '~/stays',
      }),
    ).toEqual({
      state_topic: 'hall/lamp/state',
      command_topic: 'hall/lamp/set',
      brightness_command_template: '{{ value }}',
      unique_id: '1',
      device: { identifiers: ['a'], manufacturer: 'Maker', suggested_area: 'Hall' },
      origin: { name: 'x', sw_version: '1' },
      availability: [{ topic: 'status/hall/lamp', payload_available: 'up', value_template: '{{ value }}' }],
      components: { a: { platform: 'sensor', state_topic: 'deep/a' } },
      not_short: '~/stays',
    });
  });

  it('count less than the long name beside them', () => {
    expect(expand({ stat_t: 'short', state_topic: 'long' })).toEqual({ state_topic: 'long' });
    expect(expand({ state_topic: 'long', stat_t: 'short' })).toEqual({ state_topic: 'long' });
  });

  it('do not let a long base make a small config large', () => {
    expect(expand({ '~': 'x'.repeat(300), stat_t: '~/state' })).toEqual({ state_topic: '~/state' });
  });
});

describe('a config', () => {
  it('names its device by identifiers and connections, whatever their form', () => {
    expect(parse({ device: { identifiers: 'one', connections: [['mac', 'aa:bb']], name: 'Lamp', model: 7 } }).device).toEqual({
      aliases: ['one', 'mac:aa:bb'],
      name: 'Lamp',
      facts: { model: '7' },
    });
    expect(parse({ device: { identifiers: [1, 'two'] } }).device?.aliases).toEqual(['1', 'two']);
    expect(parse({ state_topic: 'a' }).device).toBeNull();
  });

  it('of a device shares its options with the components that have none of their own', () => {
    const { components } = parse(
      {
        device: { identifiers: 'pump' },
        origin: { name: 'x' },
        state_topic: 'pump/state',
        availability: [{ topic: 'pump/status' }],
        qos: 1,
        components: {
          flow: { platform: 'sensor', unique_id: 'flow' },
          pressure: { platform: 'sensor', state_topic: 'pump/pressure', availability_topic: 'pressure/status' },
          old: { platform: 'sensor' },
        },
      },
      whole,
    );
    expect(components).toEqual([
      {
        platform: 'sensor',
        id: 'flow',
        unique_id: 'flow',
        options: { platform: 'sensor', unique_id: 'flow', state_topic: 'pump/state', availability: [{ topic: 'pump/status' }], qos: 1 },
      },
      {
        platform: 'sensor',
        id: 'pressure',
        unique_id: null,
        options: { platform: 'sensor', state_topic: 'pump/pressure', availability_topic: 'pressure/status', qos: 1 },
      },
    ]);
  });

  it.each<[string, string, typeof sensor]>([
    ['{"a":', 'It is not JSON.', sensor],
    ['[1]', 'It is not a JSON object.', sensor],
    ['{"__proto__":{"polluted":true}}', 'It holds a forbidden key.', sensor],
    ['{"device":{"identifiers":["a"],"constructor":{}}}', 'It holds a forbidden key.', sensor],
    [`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, 'It is nested more than 16 levels deep.', sensor],
    [`{"a":[${'1,'.repeat(30_000)}1]}`, 'It has more than 20000 values.', sensor],
    ['{"device":{}}', 'Its device has neither identifiers nor connections.', sensor],
    ['{"device":"lamp"}', 'Its device is no object.', sensor],
    ['{"device":{"identifiers":{"a":1}}}', 'Its device is not valid: identifiers', sensor],
    ['{"components":{}}', 'It has no device.', whole],
    ['{"device":{"identifiers":"a"}}', 'It has no components.', whole],
    ['{"device":{"identifiers":"a"},"components":{"x":{}}}', 'The component x has no platform.', whole],
  ])('%# is refused in words', (text, reason, topic) => {
    expect(() => parseConfig(topic, text)).toThrow(reason);
  });

  it('may have at most 200 components', () => {
    const components = Object.fromEntries(
      Array.from({ length: 201 }, (_, index) => [`c${index}`, { platform: 'sensor', unique_id: index }]),
    );
    expect(() => parse({ device: { identifiers: 'a' }, components }, whole)).toThrow('more than 200 components');
  });

  it('of any JSON is read or refused in words, and never changes an object’s prototype', () => {
    const words = fc.constantFrom(
      'device',
      'dev',
      'ids',
      'cns',
      '~',
      'stat_t',
      'avty',
      'cmps',
      'components',
      'p',
      'platform',
      'o',
      '__proto__',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(words, tie('tree')),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(sensor, whole), (value, topic) => {
        try {
          const { components } = parseConfig(topic, JSON.stringify(value));
          expect(components.length).toBeLessThanOrEqual(200);
        } catch (error) {
          expect((error as Error).message).toMatch(/^(It|Its|The) .*\.$/);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });

  it('of any text is JSON or is not', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(typeof parseObject(text)).toBe('object');
        } catch (error) {
          expect((error as Error).message).toMatch(/^It .*\.$/);
        }
      }),
    );
  });
});
