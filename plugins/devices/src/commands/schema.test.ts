import { HubError, deviceCommandSchema } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSupported, mqttCommandSchema } from './schema.js';

describe('the command schema', () => {
  it.each([
    ['nothing', {}],
    ['a transition alone', { transition_ms: 100 }],
    ['an unknown field', { on: true, colour: 'red' }],
    ['brightness 0', { brightness: 0 }],
    ['brightness 256', { brightness: 256 }],
    ['a fraction', { brightness: 12.5 }],
    ['text for a number', { brightness: '12' }],
    ['a colour channel beyond 255', { color: { r: 256, g: 0, b: 0 } }],
    ['a colour with too much in it', { color: { r: 1, g: 0, b: 0, w: 9 } }],
    ['a temperature of nothing on earth', { color_temp: 999 }],
    ['an endless transition', { on: true, transition_ms: 3_600_001 }],
    ['a very long effect', { effect: 'x'.repeat(65) }],
    ['a list', [true]],
    ['null', null],
  ])('refuses %s', (_, input) => {
    expect(deviceCommandSchema.safeParse(input).success).toBe(false);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        deviceCommandSchema.safeParse(input);
        mqttCommandSchema.safeParse(input);
      }),
    );
  });

  it('takes bare words from the broker', () => {
    expect(mqttCommandSchema.parse('ON')).toEqual({ on: true });
    expect(mqttCommandSchema.parse('OFF')).toEqual({ on: false });
    expect(mqttCommandSchema.parse({ brightness: 3, effect: null })).toEqual({ brightness: 3, effect: null });
    expect(mqttCommandSchema.safeParse('TOGGLE').success).toBe(false);
  });
});

describe('what a device cannot do', () => {
  const lamp = { name: 'Lamp', capabilities: ['on_off', 'effect'] as const, effects: ['Candle'], features: [] };

  it('is refused by name of the field', () => {
    const refusal = (() => {
      try {
        assertSupported({ on: true, color: { r: 1, g: 2, b: 3 } }, lamp);
      } catch (error) {
        return error;
      }
      return null;
    })();
    expect(refusal).toBeInstanceOf(HubError);
    expect(refusal).toMatchObject({ code: 'LK_DEVICE_UNSUPPORTED', errors: [{ field: '/color' }] });
  });

  it('includes effects that it does not have', () => {
    expect(() => {
      assertSupported({ effect: 'Fire' }, lamp);
    }).toThrow('Lamp has no effect named "Fire"');
    expect(() => {
      assertSupported({ effect: null, on: false }, lamp);
    }).not.toThrow();
  });
});
