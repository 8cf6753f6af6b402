import type { DeviceCommand, DeviceState, FeatureValue } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { NotShown } from '../entity.js';
import type { Entity, Report } from '../entity.js';
import { Message } from '../message.js';
import { Rendering } from '../rendering.js';
import { makeEntity } from './index.js';

const clock = { now: () => 0, iso: () => new Date(0).toISOString() };
const make = (platform: string, options: Record<string, unknown>): Entity =>
  makeEntity(platform, { key: 'it', name: 'It', options, rendering: new Rendering(clock), clock });

/** What the entity makes of a message. */
function hear(entity: Entity, filter: string, payload: unknown, retained = false): Report | undefined {
  const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const reports = entity.inputs
    .filter((input) => input.filter === filter)
    .map(({ read }) => read(Message.from({ payload: bytes, retained })));
  const state: DeviceState = {};
  for (const report of reports) Object.assign(state, report?.state);
  const event = reports.find((report) => report?.event !== undefined)?.event;
  return reports.some((report) => report !== null) ? { state, ...(event && { event }) } : undefined;
}
const value = (entity: Entity, payload: unknown): unknown => hear(entity, 's', payload)?.state?.readings?.it;

/** What it publishes for a command, as `topic payload`. */
function say(entity: Entity, command: DeviceCommand, known: DeviceState = {}): string[] {
  return (entity.light?.order(command, known).publications ?? []).map(({ topic, payload }) => `${topic} ${payload}`);
}
const set = (entity: Entity, wished: FeatureValue, key = 'it'): string[] =>
  (entity.set?.(key, wished).publications ?? []).map(({ topic, payload }) => `${topic} ${payload}`);

describe('a sensor', () => {
  it('is a number with a unit or a state class, and a word otherwise', () => {
    const measured = make('sensor', { state_topic: 's', unit_of_measurement: 'W' });
    expect(measured.features).toEqual([{ key: 'it', name: 'It', kind: 'sensor', unit: 'W' }]);
    expect([value(measured, '21.5'), value(measured, ''), value(measured, 'None'), value(measured, 'warm')]).toEqual([
      21.5,
      undefined,
      null,
      undefined,
    ]);
    const word = make('sensor', { state_topic: 's' });
    expect([value(word, 'idle'), value(word, '7'), value(word, 'x'.repeat(300))]).toEqual(['idle', '7', undefined]);
  });

  it.each([
    [{}, 'its state_topic is missing or not valid'],
    [{ state_topic: 7 }, 'its state_topic is missing or not valid'],
    [{ state_topic: 'a/#/b' }, 'its state_topic is missing or not valid'],
    [{ state_topic: '$SYS/#' }, 'its state_topic is missing or not valid'],
    [{ state_topic: 'x'.repeat(2_000) }, 'its state_topic is missing or not valid'],
    [{ state_topic: 's', expire_after: -1 }, 'its expire_after is missing or not valid'],
    [{ state_topic: 's', value_template: ['no'] }, 'its value_template is missing or not valid'],
  ])('%j is refused in words', (options, reason) => {
    expect(() => make('sensor', options)).toThrow(new NotShown(reason));
  });

  it('may listen to several topics at once', () => {
    expect(make('sensor', { state_topic: '+/+/BTtoMQTT/A4' }).inputs[0]?.filter).toBe('+/+/BTtoMQTT/A4');
  });
});

it('a binary sensor compares exactly', () => {
  const leak = make('binary_sensor', { state_topic: 's', payload_on: true, payload_off: false, off_delay: 5 });
  expect([value(leak, 'True'), value(leak, 'False'), value(leak, 'true'), value(leak, 'None')]).toEqual([true, false, undefined, null]);
  expect(leak.off_delay_s).toBe(5);
});

describe('a switch', () => {
  it('is the device itself, or one of its features', () => {
    const options = {
      state_topic: 's',
      command_topic: 'c',
      payload_on: '1',
      payload_off: '0',
      state_on: 'yes',
      state_off: 'no',
      retain: true,
      qos: 2,
    };
    const main = make('main_switch', options);
    expect(hear(main, 's', 'yes')?.state).toEqual({ on: true });
    expect(main.light?.order({ on: false }, {})).toEqual({
      publications: [{ topic: 'c', payload: '0', qos: 1, retain: true }],
      assumed: null,
    });
    const feature = make('switch', options);
    expect([value(feature, 'no'), value(feature, '1'), set(feature, true)]).toEqual([false, undefined, ['c 1']]);
  });

  it('counts as it was told where it does not tell itself', () => {
    expect(make('switch', { command_topic: 'c' }).set?.('it', true).assumed).toEqual({ readings: { it: true } });
    expect(make('switch', { command_topic: 'c', state_topic: 's', optimistic: true }).set?.('it', true).assumed).toEqual({
      readings: { it: true },
    });
    expect(make('switch', { command_topic: 'c', state_topic: 's' }).set?.('it', true).assumed).toBeNull();
  });

  it.each(['a/+', 'a/#', '$SYS/x', ''])('is never commanded on %j', (command_topic) => {
    expect(() => make('switch', { command_topic })).toThrow(NotShown);
  });
});

it('a number stays within its limits and is sent as it is written', () => {
  const target = make('number', { state_topic: 's', command_topic: 'c', min: 5, max: 30, step: 0.5 });
  expect([value(target, '21.0'), value(target, '31'), value(target, 'None'), set(target, 21), set(target, 21.5)]).toEqual([
    21,
    undefined,
    null,
    ['c 21'],
    ['c 21.5'],
  ]);
  expect(() => make('number', { command_topic: 'c', min: 5, max: 5 })).toThrow('its max is missing or not valid');
});

it('a select takes its options alone', () => {
  const mode = make('select', { state_topic: 's', command_topic: 'c', options: ['eco', 'eco', 'comfort'] });
  expect(mode.features).toMatchObject([{ options: ['eco', 'comfort'] }]);
  expect([value(mode, 'eco'), value(mode, 'party'), set(mode, 'comfort')]).toEqual(['eco', undefined, ['c comfort']]);
});

it('a button and a scene are pressed', () => {
  expect(set(make('button', { command_topic: 'c' }), true)).toEqual(['c PRESS']);
  expect(set(make('scene', { command_topic: 'c', payload_on: 'movie' }), true)).toEqual(['c movie']);
});

describe('an event', () => {
  const doorbell = make('event', { state_topic: 's', event_types: ['ring', 'hold'] });
  it('happens with what it tells beside its type', () => {
    expect(hear(doorbell, 's', { event_type: 'ring', times: 2, deep: { a: 1 }, nothing: null })?.event).toEqual({
      key: 'it',
      type: 'ring',
      attributes: { times: 2, nothing: null },
    });
  });
  it.each([
    ['kept', { event_type: 'ring' }, true],
    ['unknown', { event_type: 'knock' }],
    ['empty', ''],
    ['{}', {}],
    ['a text', 'ring'],
  ])('does not happen when it is %s', (_how, payload, retained = false) => {
    expect(hear(doorbell, 's', payload, retained)).toBeUndefined();
  });
});

describe('a cover', () => {
  it('tells its position by the device’s own measure, and is closed at the end of its way', () => {
    const blind = make('cover', {
      command_topic: 'c',
      position_topic: 's',
      set_position_topic: 'p',
      position_open: 0,
      position_closed: 255,
      payload_stop: null,
    });
    expect(blind.features).toEqual([{ key: 'it', name: 'It', kind: 'cover', position: true }]);
    expect(hear(blind, 's', '255')?.state?.readings).toEqual({ it_position: 0, it: 'closed' });
    expect(hear(blind, 's', '51')?.state?.readings).toEqual({ it_position: 80, it: 'open' });
    expect(hear(blind, 's', '{"position": 0}')?.state?.readings).toEqual({ it_position: 100, it: 'open' });
    expect([set(blind, 25), set(blind, 'open'), set(blind, 'stop')]).toEqual([['p 191'], ['c OPEN'], []]);
  });

  it('tells its state in words, and its tilt as a number', () => {
    const blind = make('cover', {
      command_topic: 'c',
      state_topic: 's',
      state_opening: 'up',
      tilt_command_topic: 't',
      tilt_status_topic: 'ts',
      tilt_max: 90,
    });
    expect([value(blind, 'up'), value(blind, 'stopped'), value(blind, 'ajar')]).toEqual(['opening', 'stopped', undefined]);
    expect(blind.features[1]).toEqual({ key: 'it_tilt', name: 'It tilt', kind: 'number', min: 0, max: 90, step: 1 });
    expect(hear(blind, 'ts', '45')?.state?.readings).toEqual({ it_tilt: 45 });
    expect(set(blind, 30, 'it_tilt')).toEqual(['t 30']);
  });
});

it('a fan is a switch with a speed and modes', () => {
  const fan = make('fan', {
    command_topic: 'c',
    state_topic: 's',
    percentage_command_topic: 'pc',
    percentage_state_topic: 'ps',
    speed_range_max: 4,
    preset_mode_command_topic: 'mc',
    preset_modes: ['auto'],
  });
  expect(fan.features.map(({ key, kind }) => `${key} ${kind}`)).toEqual(['it switch', 'it_speed number', 'it_mode select']);
  expect([value(fan, 'ON'), set(fan, 3, 'it_speed'), set(fan, 'auto', 'it_mode'), set(fan, false)]).toEqual([
    true,
    ['pc 3'],
    ['mc auto'],
    ['c OFF'],
  ]);
  expect(hear(fan, 'ps', '4')?.state?.readings).toEqual({ it_speed: 4 });
});

describe('a light by the JSON schema', () => {
  const hue = make('light', {
    schema: 'json',
    state_topic: 's',
    command_topic: 'c',
    brightness: true,
    brightness_scale: 254,
    supported_color_modes: ['xy', 'color_temp'],
    min_mireds: 153,
    max_mireds: 500,
    effect_list: ['blink', 'None'],
  });

  it('does what its modes say', () => {
    expect(hue.light).toMatchObject({ capabilities: ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'], effects: ['blink'] });
    expect(make('light', { schema: 'json', command_topic: 'c', brightness: true }).light?.capabilities).toEqual(['on_off', 'brightness']);
    expect(make('light', { schema: 'json', command_topic: 'c', supported_color_modes: ['onoff'] }).light?.capabilities).toEqual(['on_off']);
  });

  it('reads its state by its measures', () => {
    expect(
      hear(hue, 's', { state: 'ON', brightness: 254, color_mode: 'color_temp', color_temp: 370, color: { x: 0.4, y: 0.4 } })?.state,
    ).toEqual({
      on: true,
      brightness: 255,
      color_temp: 2703,
    });
    expect(hear(hue, 's', { state: 'OFF', brightness: 0, color_mode: 'xy', color: { x: 0.701, y: 0.299 }, effect: 'None' })?.state).toEqual(
      {
        on: false,
        color: { r: 255, g: 0, b: 0 },
        effect: null,
      },
    );
    expect(hear(hue, 's', { state: 'dim', brightness: 'much', color: 'red', effect: 7 })?.state).toEqual({});
    expect(hear(hue, 's', 'ON')).toBeUndefined();
  });

  it('writes commands by its measures', () => {
    expect(say(hue, { on: true, brightness: 128, transition_ms: 2_500 })).toEqual(['c {"state":"ON","brightness":127,"transition":2.5}']);
    expect(say(hue, { color: { r: 255, g: 0, b: 0 } })).toEqual(['c {"color":{"x":0.701,"y":0.299}}']);
    expect(say(hue, { color_temp: 1_500 }, { on: true })).toEqual(['c {"state":"ON","color_temp":500}']);
    expect(say(hue, { effect: null, on: true })).toEqual(['c {"state":"ON","effect":"None"}']);
    expect(say(hue, { on: false })).toEqual(['c {"state":"OFF"}']);
  });

  it.each([
    ['rgb', '{"r":200,"g":100,"b":100}'],
    ['rgbw', '{"r":200,"g":0,"b":0,"w":200}'],
    ['rgbww', '{"r":200,"g":0,"b":0,"c":200,"w":200}'],
    ['hs', '{"h":0,"s":50}'],
  ])('writes a colour as %s', (mode, color) => {
    const light = make('light', { schema: 'json', command_topic: 'c', supported_color_modes: [mode] });
    expect(say(light, { color: { r: 200, g: 100, b: 100 } })).toEqual([`c {"color":${color}}`]);
  });

  it('takes kelvin, and the flags of old', () => {
    const light = make('light', {
      schema: 'json',
      command_topic: 'c',
      state_topic: 's',
      color_temp: true,
      color_temp_kelvin: true,
      max_kelvin: 6_000,
    });
    expect(say(light, { color_temp: 9_000 })).toEqual(['c {"color_temp":6000}']);
    expect(hear(light, 's', { color_temp: 4_000 })?.state).toEqual({ color_temp: 4_000 });
  });
});

describe('a light by the default schema', () => {
  const strip = {
    command_topic: 'c',
    state_topic: 's',
    brightness_command_topic: 'bc',
    brightness_state_topic: 'bs',
    brightness_scale: 100,
    rgb_command_topic: 'rc',
    rgb_state_topic: 'rs',
    color_temp_command_topic: 'tc',
    effect_command_topic: 'ec',
    effect_list: ['1', '2'],
  };

  it('tells each value on a topic of its own', () => {
    const light = make('light', strip);
    expect(light.light?.capabilities).toEqual(['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect']);
    expect(say(light, { on: true, brightness: 255, color: { r: 1, g: 2, b: 3 }, color_temp: 4_000, effect: '2' })).toEqual([
      'bc 100',
      'rc 1,2,3',
      'tc 250',
      'ec 2',
      'c ON',
    ]);
    expect([
      hear(light, 's', 'OFF')?.state,
      hear(light, 'bs', '50')?.state,
      hear(light, 'rs', '9,8,7')?.state,
      hear(light, 'rs', '9,8')?.state,
    ]).toEqual([{ on: false }, { brightness: 128 }, { color: { r: 9, g: 8, b: 7 } }, {}]);
    expect(light.light?.order({ on: true, color_temp: 4_000 }, {}).assumed).toEqual({ color_temp: 4_000 });
  });

  it('switches on as it wants it', () => {
    expect(say(make('light', { ...strip, on_command_type: 'first' }), { on: true, brightness: 51 })).toEqual(['c ON', 'bc 20']);
    const by_brightness = make('light', { ...strip, on_command_type: 'brightness' });
    expect([say(by_brightness, { on: true }), say(by_brightness, { on: true, brightness: 51 }), say(by_brightness, { on: false })]).toEqual(
      [['bc 100'], ['bc 20'], ['c OFF']],
    );
  });
});

it.each([
  ['light', { schema: 'strange', command_topic: 'c' }, 'the hub does not know the light schema strange'],
  ['climate', {}, 'the hub does not know the kind climate'],
  ['__proto__', {}, 'the hub does not know the kind __proto__'],
  ['sensor', { state_topic: 's', enabled_by_default: false }, 'turned off by whoever announces it'],
])('a %s that cannot be shown says why', (platform, options, reason) => {
  expect(() => make(platform, options)).toThrow(new NotShown(reason));
});
