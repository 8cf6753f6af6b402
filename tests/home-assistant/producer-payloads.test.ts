import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAPABILITIES, FEATURE_KINDS, positionKey } from '@lightkeeper/plugin-sdk';
import type { DeviceDescription, Feature, FeatureValue, LightCapability } from '@lightkeeper/plugin-sdk';
import { compileTemplate, renderCommand, renderValue } from '../../plugins/home-assistant/src/templates/template.js';
import { DEBOUNCE_MS, LISTEN_MS, Things } from './producer-things.js';
import { CONFIG_TOPIC, lightStateSchema } from './schemas.js';
import type { DeviceConfig } from './schemas.js';

const CLOCK = { now: () => 0 };
const CLASSES = [
  ...['temperature', 'humidity', 'battery', 'energy', 'power', 'gas', 'timestamp', 'date', 'enum', 'aqi', 'wind_speed', 'constructor'],
  ...['motion', 'door', 'doorbell', 'button', 'outlet', 'restart', 'blind', 'window', 'garage', 'no such class', '__proto__'],
];
const UNITS = ['°C', '%', 'W', 'kWh', 'lx', 'm³', 'furlong', 'µg/m³'];

const LIGHT: LightCapability[] = CAPABILITIES.slice(0, 5) as LightCapability[];
const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }),
  fc.constantFrom('ring', '{{ 1 }}', 'a"b\\c', "'", 'None', '🛋️'),
);
const key = fc.stringMatching(/^[a-z0-9_]{1,12}$/);

const feature: fc.Arbitrary<Feature> = fc
  .record(
    {
      key,
      name: word,
      device_class: fc.constantFrom(...CLASSES),
      category: fc.constantFrom('config' as const, 'diagnostic' as const),
      unit: fc.constantFrom(...UNITS),
      state_class: fc.constantFrom('measurement' as const, 'total' as const, 'total_increasing' as const),
    },
    { requiredKeys: ['key', 'name'] },
  )
  .chain(({ unit, state_class, ...base }) => {
    const units = unit === undefined ? {} : { unit };
    return fc.oneof(
      fc.constant<Feature>({ ...base, ...units, ...(state_class !== undefined && { state_class }), kind: 'sensor' }),
      fc.constantFrom<Feature>({ ...base, kind: 'binary_sensor' }, { ...base, kind: 'switch' }, { ...base, kind: 'button' }),
      fc
        .record({
          min: fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
          span: fc.double({ noNaN: true, min: 1e-3, max: 1e9 }),
          step: fc.double({ noNaN: true, min: 1e-9, max: 100 }),
        })
        .map(({ min, span, step }): Feature => ({ ...base, ...units, kind: 'number', min, max: min + span, step })),
      fc.array(word, { minLength: 1, maxLength: 6 }).map((options): Feature => ({ ...base, kind: 'select', options })),
      fc.array(word, { minLength: 1, maxLength: 6 }).map((types): Feature => ({ ...base, kind: 'event', types })),
      fc.boolean().map((position): Feature => ({ ...base, kind: 'cover', position })),
    );
  });

const description: fc.Arbitrary<DeviceDescription> = fc.record({
  capabilities: fc.subarray(LIGHT),
  effects: fc.array(word, { maxLength: 4 }),
  features: fc.uniqueArray(feature, { maxLength: 12, selector: (one) => one.key }),
  info: fc.dictionary(
    fc.constantFrom('product', 'version', 'mac', 'url', 'brand', 'odd'),
    fc.oneof(word, fc.integer(), fc.boolean(), fc.constant('http://10.0.0.7/')),
  ),
  state: fc.record(
    {
      on: fc.boolean(),
      brightness: fc.integer({ min: 1, max: 255 }),
      color_temp: fc.integer({ min: 1000, max: 20_000 }),
      color: fc.record({ r: fc.nat(255), g: fc.nat(255), b: fc.nat(255) }),
      effect: fc.option(word),
      readings: fc.dictionary(key, fc.option(fc.oneof(word, fc.integer(), fc.boolean())), { maxKeys: 4 }),
    },
    { requiredKeys: [] },
  ),
});

let things: Things;
beforeAll(async () => {
  things = await Things.start();
  await things.hub.clock.advance(LISTEN_MS + 1_000);
});
afterAll(() => things.hub.stop());

async function announced(given: DeviceDescription, name?: string): Promise<{ id: string; config: DeviceConfig | undefined }> {
  const id = await things.add(given, name);
  await things.hub.clock.advance(DEBOUNCE_MS);
  return { id, config: things.kept(id) };
}

/** The component of a device that has this feature alone. */
async function component(one: Feature): Promise<Record<string, unknown>> {
  const { config } = await announced({ capabilities: [], features: [one] });
  return config?.components[`${one.kind}_${one.key}`] as Record<string, unknown>;
}

describe('every device that there could be', () => {
  it('makes a config that Home Assistant takes, with templates that say something', async () => {
    await fc.assert(
      fc.asyncProperty(description, async (given) => {
        const { id, config } = await announced(given);
        const known = given.capabilities.length + (given.features?.length ?? 0) > 0;
        // Reading it validates it.
        expect(config !== undefined).toBe(known);
        const told = things.hub.mqtt.retained.get(`lightkeeper/devices/${id}/state`) ?? '{}';
        for (const [key_, one] of Object.entries(config?.components ?? {})) {
          expect(key_).toMatch(/^[a-z0-9_]+$/);
          for (const option of ['value_template', 'position_template'] as const) {
            const template = (one as Record<string, unknown>)[option];
            if (typeof template === 'string') expect(() => renderValue(compileTemplate(template), told, CLOCK)).not.toThrow();
          }
        }
        const light = things.hub.mqtt.retained.get(`lightkeeper/devices/${id}/light`);
        const modes = (config?.components.light as { supported_color_modes?: string[] } | undefined)?.supported_color_modes;
        if (light !== undefined)
          expect(() => lightStateSchema({ supported_color_modes: modes ?? [] }).parse(JSON.parse(light))).not.toThrow();
        await things.hub.request('DELETE', `/devices/${id}`);
        await things.hub.clock.advance(DEBOUNCE_MS);
        expect(things.kept(id)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('has topics that Home Assistant takes', () => {
    for (const topic of things.configTopics()) expect(topic).toMatch(CONFIG_TOPIC);
  });
});

describe('a feature', () => {
  const base = { key: 'it', name: 'It' };
  const kinds: Record<(typeof FEATURE_KINDS)[number], Feature> = {
    sensor: { ...base, kind: 'sensor', unit: 'W' },
    binary_sensor: { ...base, kind: 'binary_sensor' },
    number: { ...base, kind: 'number', min: 0, max: 10, step: 0.5 },
    select: { ...base, kind: 'select', options: ['a', 'b'] },
    switch: { ...base, kind: 'switch' },
    button: { ...base, kind: 'button' },
    cover: { ...base, kind: 'cover', position: true },
    event: { ...base, kind: 'event', types: ['press'] },
  };
  const read = (one: Record<string, unknown>, readings: unknown, option = 'value_template'): string =>
    renderValue(compileTemplate(one[option] as string), JSON.stringify(readings === undefined ? {} : { readings }), CLOCK);

  it.each(FEATURE_KINDS)('of kind %s is an entity of that platform', async (kind) => {
    expect(await component(kinds[kind])).toMatchObject({ platform: kind, name: 'It' });
  });

  it.each<[Feature, FeatureValue | null | undefined, string]>([
    [kinds.sensor, 20.5, '20.5'],
    [kinds.sensor, 0, '0'],
    [kinds.sensor, null, 'None'],
    [kinds.sensor, undefined, 'None'],
    [kinds.sensor, 'broken', 'None'],
    [{ ...base, kind: 'sensor' }, 'idle', 'idle'],
    [{ ...base, kind: 'sensor' }, null, 'unknown'],
    [{ ...base, kind: 'sensor' }, 'é'.repeat(256), 'é'.repeat(255)],
    [kinds.binary_sensor, true, 'True'],
    [kinds.binary_sensor, false, 'False'],
    [kinds.binary_sensor, null, 'None'],
    [kinds.switch, true, 'True'],
    [kinds.select, 'a', 'a'],
    [kinds.select, null, 'None'],
    [kinds.number, 7, '7'],
    [kinds.cover, 'closing', 'closing'],
  ])('%j that is %j reads %j', async (one, value, text) => {
    expect(read(await component(one), value === undefined ? undefined : { it: value })).toBe(text);
  });

  it('tells the position of a cover, and nothing where it is not known', async () => {
    const one = await component(kinds.cover);
    expect(read(one, { [positionKey('it')]: 40 }, 'position_template')).toBe('40');
    expect(read(one, { [positionKey('it')]: null }, 'position_template')).toBe('');
    expect(read(one, undefined, 'position_template')).toBe('');
  });

  it('is set by what Home Assistant sends', async () => {
    const sent = async (one: Feature, option: string, value: unknown): Promise<unknown> => {
      const template = (await component(one))[option] as string;
      return JSON.parse(
        option.endsWith('template') ? compileTemplate(template).render({ value, position: value }, CLOCK) : template,
      ) as unknown;
    };
    expect(await sent(kinds.number, 'command_template', 7)).toEqual({ set: { it: 7 } });
    expect(await sent(kinds.number, 'command_template', 7.25)).toEqual({ set: { it: 7.25 } });
    for (const option of ['plain', 'with "quotes"', "it's", 'back\\slash', '<b>', '💡', '{{ value }}']) {
      const template = (await component({ ...base, kind: 'select', options: [option] })).command_template as string;
      expect(JSON.parse(renderCommand(compileTemplate(template), option, CLOCK))).toEqual({ set: { it: option } });
    }
    expect(await sent(kinds.switch, 'payload_on', null)).toEqual({ set: { it: true } });
    expect(await sent(kinds.switch, 'payload_off', null)).toEqual({ set: { it: false } });
    expect(await sent(kinds.button, 'payload_press', null)).toEqual({ set: { it: true } });
    expect(await sent(kinds.cover, 'payload_stop', null)).toEqual({ set: { it: 'stop' } });
    expect(await sent(kinds.cover, 'set_position_template', 33)).toEqual({ set: { it: 33 } });
  });

  it('passes on its events, and not those of its neighbours', async () => {
    const template = compileTemplate((await component(kinds.event)).value_template as string);
    const press = { key: 'it', type: 'press', attributes: { count: 2, event_type: 'not this' } };
    expect(JSON.parse(renderValue(template, JSON.stringify(press), CLOCK))).toEqual({ count: 2, event_type: 'press' });
    expect(renderValue(template, JSON.stringify({ ...press, key: 'other' }), CLOCK)).toBe('');
  });

  it.each<[Feature, Record<string, unknown>]>([
    [
      { ...base, kind: 'sensor', device_class: 'temperature', unit: '°C', state_class: 'measurement' },
      { device_class: 'temperature', state_class: 'measurement' },
    ],
    [
      { ...base, kind: 'sensor', device_class: 'energy', unit: 'kWh', state_class: 'measurement' },
      { device_class: 'energy', state_class: undefined },
    ],
    [
      { ...base, kind: 'sensor', device_class: 'temperature', unit: '%', state_class: 'measurement' },
      { device_class: undefined, state_class: 'measurement' },
    ],
    [{ ...base, kind: 'sensor', device_class: 'timestamp' }, { device_class: undefined }],
    [{ ...base, kind: 'event', device_class: 'doorbell', types: ['press'] }, { device_class: undefined }],
    [{ ...base, kind: 'event', device_class: 'doorbell', types: ['ring'] }, { device_class: 'doorbell' }],
    [{ ...base, kind: 'binary_sensor', device_class: 'toString' }, { device_class: undefined }],
    [{ ...base, kind: 'binary_sensor', category: 'config' }, { entity_category: 'diagnostic' }],
    [{ ...base, kind: 'switch', category: 'config' }, { entity_category: 'config' }],
    [{ ...base, kind: 'number', min: 0, max: 1, step: 1e-9 }, { step: 0.001 }],
    [{ ...base, kind: 'select', options: ['a', 'a', 'b'] }, { options: ['a', 'b'] }],
  ])('%j keeps what is taken there', async (one, expected) => {
    const made = await component(one);
    expect(Object.fromEntries(Object.keys(expected).map((option) => [option, made[option]]))).toEqual(expected);
  });
});

describe('what a device tells of itself', () => {
  it('stands in its block', async () => {
    const { config, id } = await announced(
      {
        capabilities: ['on_off'],
        info: { product: 'Plug S', brand: 'Acme', version: '1.2', mac: 'aa:bb', url: 'http://10.0.0.7/', leds: 30 },
      },
      '"Küche" 🛋️ {{ x }}',
    );
    expect(config?.device).toEqual({
      identifiers: [`${things.name}_${id}`],
      name: '"Küche" 🛋️ {{ x }}',
      manufacturer: 'Acme',
      model: 'Plug S',
      sw_version: '1.2',
      serial_number: 'aa:bb',
      configuration_url: 'http://10.0.0.7/',
      via_device: things.name,
    });
  });

  it.each(['javascript:alert(1)', 'http://user:secret@10.0.0.7/', 'no address', ''])('is no address when it is %j', async (url) => {
    const { config } = await announced({ capabilities: ['on_off'], info: { url } });
    expect(config?.device).not.toHaveProperty('configuration_url');
  });
});

describe('a light that shows colours and whites', () => {
  const mode = (id: string): unknown =>
    (JSON.parse(things.hub.mqtt.retained.get(`lightkeeper/devices/${id}/light`) ?? '{}') as { color_mode?: string }).color_mode;
  const red = { r: 255, g: 0, b: 0 };

  it('tells which, by what changed or was asked for last', async () => {
    const { id } = await announced({
      capabilities: ['on_off', 'color_rgb', 'color_temp'],
      state: { on: true, color: red, color_temp: 2700 },
    });
    const reporter = await things.reporter(id);
    expect(mode(id)).toBe('rgb');
    reporter.state({ color_temp: 3000 });
    await things.hub.settle();
    expect(mode(id)).toBe('color_temp');
    reporter.state({ color: { r: 0, g: 0, b: 255 } });
    await things.hub.settle();
    expect(mode(id)).toBe('rgb');
    reporter.state({ color: red, color_temp: 2700 });
    await things.hub.settle();
    expect(mode(id)).toBe('color_temp');
    // The device has that colour already, and tells nothing new.
    await things.hub.request('POST', `/devices/${id}/command`, { body: { color: red } });
    await things.hub.settle();
    expect(mode(id)).toBe('rgb');
  });
});
