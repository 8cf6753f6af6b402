import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig } from '../support/rig.js';
import type { Rig } from '../support/rig.js';
import { Words } from '../words/words.js';

let rig: Rig;
let words: Words;
const ids: Record<string, string> = {};

beforeAll(async () => {
  rig = await createRig();
  for (const [name, kind] of [
    ['Lamp', 'light'],
    ['Motion', 'binary_sensor'],
    ['Front door', 'contact'],
    ['Room', 'temperature'],
    ['Heater', 'select'],
    ['Wall button', 'event'],
  ] as const) {
    ids[name] = await rig.addDevice(name, { kind });
  }
  words = new Words({ kinds: rig.kinds, nameOf: (_type, id) => Object.entries(ids).find(([, known]) => known === id)?.[0] });
});

afterAll(async () => {
  await rig.test.stop();
});

describe('what triggers are in words', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['Lamp', { kind: 'device_state', property: 'on', to: true }, 'Lamp turns on'],
    ['Lamp', { kind: 'device_state', property: 'on' }, 'Lamp changes'],
    ['Lamp', { kind: 'device_state', property: 'brightness', from: 1, to: 255 }, 'the brightness of Lamp becomes 255 from 1'],
    ['Motion', { kind: 'device_state', property: 'motion', from: false, to: true }, 'Motion turns on'],
    ['Motion', { kind: 'device_state', property: 'motion', to: false, for_ms: 300_000 }, 'Motion turns off and stays so for 5 minutes'],
    ['Front door', { kind: 'device_state', property: 'contact', to: true }, 'Front door opens'],
    ['Front door', { kind: 'device_state', property: 'battery' }, 'the battery of Front door changes'],
    ['Heater', { kind: 'device_state', property: 'mode', to: 'eco' }, 'the mode of Heater becomes “eco”'],
    ['Room', { kind: 'numeric', property: 'temperature', above: 24 }, 'the temperature of Room goes above 24'],
    ['Room', { kind: 'numeric', property: 'humidity', below: 40, for_ms: 60_000 }, 'the humidity of Room goes below 40 for 1 minute'],
    ['Room', { kind: 'numeric', property: 'temperature', above: 20, below: 22 }, 'the temperature of Room comes to lie between 20 and 22'],
    ['Lamp', { kind: 'device_status', status: 'offline' }, 'Lamp disconnects'],
    ['Wall button', { kind: 'device_event', key: 'button', type: 'press' }, 'button of Wall button is pressed'],
  ])('%s %j', (name, config, expected) => {
    expect(words.step('trigger', { ...config, kind: String(config.kind), device_id: ids[name] })).toBe(expected);
  });

  it.each([
    [{ kind: 'time', at: '07:15', weekdays: ['sat', 'sun'] }, 'it is 07:15 on Saturday and Sunday'],
    [{ kind: 'time', at: '22:30' }, 'it is 22:30'],
    [{ kind: 'cron', expression: '0 8 * * *' }, 'the clock fits “0 8 * * *”'],
    [{ kind: 'interval', every_ms: 600_000 }, '10 minutes have passed'],
    [{ kind: 'sun', event: 'sunset', offset_ms: -1_800_000 }, 'it is 30 minutes before sunset'],
    [{ kind: 'sun', event: 'sunrise' }, 'it is sunrise'],
    [{ kind: 'mqtt', topic: 'home/bell' }, 'a message comes in on “home/bell”'],
    [{ kind: 'webhook', webhook_id: 'a-secret-that-nobody-sees' }, 'a webhook is called from the home network'],
    [{ kind: 'activity', action: 'login_failed', count: 3, within_ms: 300_000 }, 'the log tells of login failed 3 times within 5 minutes'],
    [{ kind: 'scene' }, 'a scene is activated'],
    [{ kind: 'hub', event: 'started' }, 'the hub has started'],
    [{ kind: 'manual' }, 'somebody runs it'],
  ])('%j', (config, expected) => {
    expect(words.step('trigger', config)).toBe(expected);
  });
});

describe('what conditions are in words', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['Lamp', { kind: 'state', property: 'on', is: false }, 'Lamp is off'],
    ['Front door', { kind: 'state', property: 'contact', is: false, for_ms: 60_000 }, 'Front door has been closed for 1 minute'],
    ['Heater', { kind: 'state', property: 'mode', is: 'eco' }, 'the mode of Heater is “eco”'],
    ['Room', { kind: 'numeric', property: 'temperature', below: 18 }, 'the temperature of Room is below 18'],
  ])('%s %j', (name, config, expected) => {
    expect(words.step('condition', { ...config, kind: String(config.kind), device_id: ids[name] })).toBe(expected);
  });

  it.each([
    [{ kind: 'sun', after: 'sunset' }, 'it is after sunset'],
    [{ kind: 'sun', is: 'down' }, 'the sun is down'],
    [{ kind: 'sun', before: 'sunrise', before_offset_ms: -600_000 }, 'it is earlier than 10 minutes before sunrise'],
    [{ kind: 'time', after: '22:00', before: '06:00' }, 'it is between 22:00 and 06:00'],
    [{ kind: 'time', after: '22:00', weekdays: ['mon', 'tue', 'wed'] }, 'it is after 22:00 on Monday, Tuesday or Wednesday'],
    [{ kind: 'not', conditions: [{ kind: 'sun', is: 'up' }] }, 'it is not so that the sun is up'],
    [
      {
        kind: 'or',
        conditions: [
          { kind: 'sun', is: 'down' },
          { kind: 'trigger', ids: ['door'] },
        ],
      },
      'the sun is down or it was triggered by “door”',
    ],
    [{ kind: 'capture', running: false }, 'no capture is running'],
    [{ kind: 'expression', expression: 'variables.n > 3' }, '“variables.n > 3” is true'],
  ])('%j', (config, expected) => {
    expect(words.step('condition', config)).toBe(expected);
  });
});
