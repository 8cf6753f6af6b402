import type { Blueprint } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDevice, read, tracesOf } from './home.js';

/* The blueprints that come with the hub, each filled in and run; and those that people bring. */

/** Thursday, half past five in the afternoon, in Greenwich. */
const NOW = Date.UTC(2026, 0, 15, 17, 30);
const MINUTE = 60_000;

let hub: TestHub;

beforeEach(async () => {
  hub = await createTestHub({ now: NOW });
  const home = { time_zone: 'Europe/London', latitude: 51.48, longitude: 0 };
  expect((await hub.request('PATCH', '/settings/hub', { body: home })).status).toBe(200);
});

afterEach(async () => {
  await hub.stop();
});

async function make(blueprint: string, inputs: Record<string, unknown>): Promise<string> {
  const response = await hub.request('POST', `/blueprints/${blueprint}/automations`, { body: { name: 'Mine', inputs } });
  expect(response.status, response.text).toBe(201);
  const made = response.body as { id: string; problems: unknown[]; sentence: string };
  expect(made.problems, made.sentence).toEqual([]);
  await hub.settle();
  return made.id;
}

const stateOf = (id: string): Promise<{ on?: boolean; brightness?: number }> => read(hub, `/devices/${id}/state`);
const light = (name: string): Promise<string> => makeDevice(hub, name, { kind: 'light' });

/** A sensor that acts by itself: each step so many milliseconds behind the one before it. */
function sensor(name: string, kind: string, script: object[]): Promise<string> {
  return makeDevice(hub, name, { kind, script });
}

const motion = (after_ms: number, on: boolean): object => ({ after_ms, state: { readings: { motion: on } } });

describe('a blueprint that comes with the hub', () => {
  it('has a title for each hole, and a form', async () => {
    const { items } = await read<{ items: Blueprint[] }>(hub, '/blueprints');
    expect(items.map(({ id }) => id).sort()).toEqual(['away-simulation', 'low-battery', 'motion-light', 'movie-mode', 'sunrise-wake-up']);
    for (const { inputs, description, source } of items) {
      expect([source, description.length > 20]).toEqual(['built_in', true]);
      for (const input of inputs) expect([input.title.length > 1, typeof input.schema.type === 'string']).toEqual([true, true]);
    }
  });

  it('motion light: on while somebody moves, off a while after', async () => {
    const hall = await light('Hall light');
    const sensor_id = await sensor('Motion', 'binary_sensor', [motion(MINUTE, true), motion(MINUTE, false)]);
    const id = await make('motion-light', {
      sensor: sensor_id,
      lights: [hall],
      brightness: 50,
      off_after: 2 * MINUTE,
      only_when_dark: true,
    });
    await hub.clock.advance(MINUTE);
    expect(await stateOf(hall)).toMatchObject({ on: true, brightness: 127 });
    await hub.clock.advance(2 * MINUTE);
    expect(await stateOf(hall)).toMatchObject({ on: true });
    await hub.clock.advance(MINUTE + 1);
    expect(await stateOf(hall)).toMatchObject({ on: false });
    expect((await tracesOf(hub, id)).map(({ outcome }) => outcome)).toEqual(['finished']);
  });

  it('sunrise wake-up: rises to the brightness that is asked for', async () => {
    const lamp = await light('Bedside');
    await make('sunrise-wake-up', { lights: [lamp], begins: '17:40', weekdays: ['thu'], lasts: 30 * MINUTE, brightness: 100 });
    await hub.clock.advance(10 * MINUTE);
    const first = (await stateOf(lamp)).brightness ?? 0;
    await hub.clock.advance(15 * MINUTE);
    const middle = (await stateOf(lamp)).brightness ?? 0;
    await hub.clock.advance(15 * MINUTE);
    expect(first).toBeLessThan(5);
    expect(middle).toBeGreaterThan(40);
    expect(middle).toBeLessThan(100);
    expect(await stateOf(lamp)).toMatchObject({ on: true, brightness: 255 });
  });

  it('away simulation: lights come and go in the evening, and are off at its end', async () => {
    const lights = await Promise.all(['Hall', 'Kitchen', 'Study'].map(light));
    hub.clock.skip(20 * 60 * MINUTE);
    await make('away-simulation', { lights, after_sunset: 5 * MINUTE, until: '22:00', pace: 20 * MINUTE });
    const seen = new Set<string>();
    for (let n = 0; n < 30; n += 1) {
      await hub.clock.advance(20 * MINUTE);
      seen.add(JSON.stringify(await Promise.all(lights.map(async (id) => (await stateOf(id)).on ?? false))));
    }
    expect(seen.size).toBeGreaterThan(3);
    expect(await Promise.all(lights.map(async (id) => (await stateOf(id)).on))).toEqual([false, false, false]);
  });

  it('low battery: names the devices that are low, once a day', async () => {
    const devices = [
      await makeDevice(hub, 'Front door', { kind: 'sensor', script: [{ after_ms: MINUTE, state: { readings: { battery: 12 } } }] }),
      await makeDevice(hub, 'Window', { kind: 'sensor', script: [{ after_ms: MINUTE, state: { readings: { battery: 90 } } }] }),
    ];
    await make('low-battery', { devices, below: 20, at: '18:00' });
    await hub.clock.advance(30 * MINUTE);
    const { items } = await read<{ items: { title: string; message: string }[] }>(hub, '/notifications');
    expect(items).toMatchObject([{ title: 'The battery of Front door is low', message: 'It has 12 % left.' }]);
  });

  it('movie mode: the room follows the picture while the television is on', async () => {
    const strip = await makeDevice(hub, 'Strip', { kind: 'strip', leds: 4 });
    const body = { name: 'Ambient', source: { kind: 'test-pattern' }, layout: { kind: 'border', top: 4 }, targets: [{ device_id: strip }] };
    const { id: capture } = (await hub.request('POST', '/captures', { body })).body as { id: string };
    const television = await makeDevice(hub, 'Television', { kind: 'switch' });
    const id = await make('movie-mode', { television, capture });
    const running = async (): Promise<boolean> => (await read<{ state: string }>(hub, `/captures/${capture}/status`)).state !== 'stopped';
    await hub.request('POST', `/devices/${television}/command`, { body: { on: true } });
    await expect.poll(running).toBe(true);
    await hub.request('POST', `/devices/${television}/command`, { body: { on: false } });
    await hub.settle();
    await hub.clock.advance(10_000);
    await expect.poll(running).toBe(false);
    await expect.poll(async () => (await tracesOf(hub, id))[0]?.outcome).toBe('finished');
  });
});

const reminder = (title: string): string => `blueprint:
  name: Reminder
  inputs:
    what:
      title: What
      selector: { kind: text }
    scene:
      title: Scene
      selector: { kind: scene }
      optional: true
actions:
  - kind: scene
    scene_id: !input scene
  - kind: notify
    title: ${title}
    message: !input what
`;

const yaml = (body: string): object => ({ body, headers: { 'Content-Type': 'text/yaml' } });

async function importReminder(title: string): Promise<string> {
  const response = await hub.request('POST', '/blueprints', yaml(reminder(title)));
  expect(response.status, response.text).toBe(201);
  return (response.body as { id: string }).id;
}

describe('a blueprint that somebody brings', () => {
  it('is given back as the very file', async () => {
    const id = await importReminder('Think of it');
    const { text } = await hub.request('GET', `/blueprints/${id}`, { headers: { accept: 'text/yaml' } });
    expect(text).toBe(reminder('Think of it'));
  });

  it('is followed by the automations made from it, until somebody takes control', async () => {
    const id = await importReminder('Think of it');
    const automation = await make(id, { what: 'Washing' });
    const path = `/automations/${automation}`;
    expect(await read(hub, path)).toMatchObject({ actions: [{ kind: 'notify', title: 'Think of it', message: 'Washing' }] });
    expect((await hub.request('DELETE', `/blueprints/${id}`)).status).toBe(409);
    await hub.request('PUT', `/blueprints/${id}`, yaml(reminder('Do it')));
    await hub.settle();
    expect(await read(hub, path)).toMatchObject({ actions: [{ title: 'Do it' }] });
    const taken = await hub.request('PATCH', path, { body: { blueprint: null } });
    expect(taken.body).toMatchObject({ blueprint: null, actions: [{ kind: 'notify', title: 'Do it', message: 'Washing' }] });
    expect((await hub.request('DELETE', `/blueprints/${id}`)).status).toBe(204);
    expect(await read(hub, path)).toMatchObject({ actions: [{ title: 'Do it' }], problems: [] });
  });

  it('refuses what does not fit its holes, by name', async () => {
    const id = await importReminder('Think of it');
    const refused = async (inputs: object): Promise<string> => {
      const { status, text } = await hub.request('POST', `/blueprints/${id}/automations`, { body: { name: 'Mine', inputs } });
      expect(status).toBe(422);
      return text;
    };
    expect(await refused({})).toContain('/blueprint/inputs/what');
    expect(await refused({ what: 5 })).toContain('/blueprint/inputs/what');
    expect(await refused({ what: 'x', other: 1 })).toContain('/blueprint/inputs/other');
  });

  it.each([
    [
      'inputs in a circle',
      'blueprint:\n  name: A\n  inputs:\n    a: { title: A, selector: { kind: text }, default: !input b }\n    b: { title: B, selector: { kind: text }, default: !input a }\n',
      /a → b → a/,
    ],
    [
      'an input that is itself',
      'blueprint:\n  name: A\n  inputs:\n    a: { title: A, selector: { kind: text }, default: !input a }\n',
      /a → a/,
    ],
    ['a hole without an input', 'blueprint: { name: A }\nactions:\n  - kind: notify\n    title: !input what\n', /line 4.*no input/],
    ['an unknown selector', 'blueprint:\n  name: A\n  inputs:\n    a: { title: A, selector: { kind: magic } }\n', /line 4/],
    [
      'a default that does not fit',
      'blueprint:\n  name: A\n  inputs:\n    a: { title: A, selector: { kind: time }, default: 25 }\n',
      /line 4/,
    ],
    ['no blueprint', 'name: A\n', /line 1/],
  ])('refuses %s', async (_what, text, expected) => {
    const response = await hub.request('POST', '/blueprints', yaml(text));
    expect(response.status).toBe(422);
    expect(response.text).toMatch(expected);
  });
});
