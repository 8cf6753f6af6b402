import { definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, DeviceReporter, TriggerConfig } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from '../support/rig.js';
import type { Rig } from '../support/rig.js';

const MINUTE = 60_000;
let rig: Rig;

beforeEach(async () => {
  rig = await createRig();
  rig.arming.start([]);
});
afterEach(async () => {
  await rig.test.stop();
});

function arm(...triggers: TriggerConfig[]): void {
  rig.arming.arm({ id: 'a', triggers, missed: 'skip' });
  expect(rig.arming.status('a')).toMatchObject({ armed: true, problems: [] });
}

/** A motion sensor that moves at the given seconds. */
function motion(...steps: [number, boolean][]): Promise<string> {
  let before = 0;
  const script = steps.map(([at, moves]) => {
    const after_ms = (at - before) * 1_000;
    before = at;
    return { after_ms, state: { readings: { motion: moves } } };
  });
  return rig.addDevice('Motion', { kind: 'binary_sensor', script });
}

describe('device_state', () => {
  it('fires when a value becomes another, with what was before and whoever did it', async () => {
    const device_id = await rig.addDevice('Lamp');
    arm({ kind: 'device_state', device_id, property: 'on', to: true, id: 'lamp-on' });
    await rig.command(device_id, { on: true });
    expect(rig.firings).toMatchObject([
      {
        automation_id: 'a',
        trigger: {
          path: 'triggers.0',
          kind: 'device_state',
          id: 'lamp-on',
          description: 'Lamp turned on',
          data: { device_id, device_name: 'Lamp', property: 'on', from: false, to: true },
        },
        context: { actor: 'token:test-owner' },
      },
    ]);
    const { items } = (await rig.test.request('GET', '/activity?limit=5')).body as { items: { id: string; action: string }[] };
    expect(rig.firings[0]?.context.cause_id).toBe(items.find(({ action }) => action === 'commanded')?.id);
    await rig.command(device_id, { brightness: 10 });
    await rig.command(device_id, { on: false });
    expect(rig.firings).toHaveLength(1);
  });

  it('looks at what was before, and at any change where nothing is said', async () => {
    const device_id = await rig.addDevice('Lamp');
    arm(
      { kind: 'device_state', device_id, property: 'brightness', from: 255, id: 'from' },
      { kind: 'device_state', device_id, property: 'brightness', id: 'any' },
      { kind: 'device_state', device_id, property: 'brightness', to: 255, enabled: false },
    );
    await rig.command(device_id, { brightness: 10 });
    await rig.command(device_id, { brightness: 255 });
    expect(rig.firings.map(({ trigger }) => trigger.id)).toEqual(['from', 'any', 'any']);
  });

  it('does not take for a change what a device shows first', async () => {
    const device_id = await rig.addDevice('Motion', { kind: 'binary_sensor', reachable: false });
    arm(
      { kind: 'device_state', device_id, property: 'motion' },
      { kind: 'device_state', device_id, property: 'motion', to: false, for_ms: 1_000 },
    );
    const { status } = await rig.test.request('PATCH', `/devices/${device_id}`, {
      body: { config: { kind: 'binary_sensor', reachable: true } },
    });
    expect(status).toBe(200);
    await rig.test.clock.advance(MINUTE);
    expect(rig.watch.value(device_id, 'motion')).toBe(false);
    expect(rig.fired()).toEqual([]);
  });

  it('waits with for_ms, and begins anew when it was otherwise in between', async () => {
    const device_id = await motion([10, true], [20, false], [30, true], [50, false]);
    arm({ kind: 'device_state', device_id, property: 'motion', to: true, for_ms: 15_000 });
    await rig.test.clock.advance(44_000);
    expect(rig.fired()).toEqual([]);
    await rig.test.clock.advance(2_000);
    expect(rig.fired()).toEqual(['Motion turned on']);
    await rig.test.clock.advance(MINUTE);
    expect(rig.fired()).toEqual([]);
  });

  it('counts from the last change where no value is named', async () => {
    const device_id = await motion([10, true], [20, false]);
    arm({ kind: 'device_state', device_id, property: 'motion', for_ms: 15_000 });
    await rig.test.clock.advance(34_000);
    expect(rig.fired()).toEqual([]);
    await rig.test.clock.advance(2_000);
    expect(rig.fired()).toEqual(['Motion turned off']);
  });

  it('hears nothing any more once it is disarmed', async () => {
    const device_id = await motion([10, true]);
    arm({ kind: 'device_state', device_id, property: 'motion', for_ms: 15_000 }, { kind: 'device_state', device_id, property: 'motion' });
    await rig.test.clock.advance(12_000);
    expect(rig.fired()).toHaveLength(1);
    rig.arming.disarm('a');
    await rig.test.clock.advance(MINUTE);
    expect(rig.fired()).toEqual([]);
    expect(rig.arming.status('a')).toBeUndefined();
  });
});

describe('numeric', () => {
  function thermometer(...values: number[]): Promise<string> {
    const script = values.map((temperature) => ({ after_ms: 10_000, state: { readings: { temperature } } }));
    return rig.addDevice('Room', { kind: 'temperature', script });
  }

  it('fires when a bound is passed, and anew only after it was left', async () => {
    const device_id = await thermometer(25, 26, 24, 27);
    arm({ kind: 'numeric', device_id, property: 'temperature', above: 24.5 });
    await rig.test.clock.advance(MINUTE);
    expect(rig.fired()).toEqual(['The temperature of Room became 25 °C', 'The temperature of Room became 27 °C']);
  });

  it('is not led astray by a value that wavers within the slack', async () => {
    const device_id = await thermometer(25, 24, 25, 22.9, 25);
    arm({ kind: 'numeric', device_id, property: 'temperature', above: 24.5, hysteresis: 1.5 });
    await rig.test.clock.advance(MINUTE);
    expect(rig.fired()).toEqual(['The temperature of Room became 25 °C', 'The temperature of Room became 25 °C']);
  });

  it('waits with for_ms', async () => {
    const device_id = await thermometer(25, 20, 26, 27);
    arm({ kind: 'numeric', device_id, property: 'temperature', above: 24, below: 30, for_ms: 12_000 });
    await rig.test.clock.advance(41_000);
    expect(rig.fired()).toEqual([]);
    await rig.test.clock.advance(2_000);
    expect(rig.fired()).toEqual(['The temperature of Room became 26 °C']);
  });

  it.each([{}, { above: 5, below: 5 }, { above: 'x' }, { above: 1, hysteresis: -1 }])('refuses %j', (bounds) => {
    const config = { kind: 'numeric', device_id: 'a', property: 'temperature', ...bounds };
    expect(rig.kinds.check('trigger', [config], 'triggers')).toHaveLength(1);
  });
});

describe('device_status', () => {
  it('fires when a device goes and comes, after a while where one is given', async () => {
    const script = [{ after_ms: 10_000, lost: { for_ms: 60_000 } }];
    const device_id = await rig.addDevice('Plug', { kind: 'switch', key: 'plug', script });
    arm(
      { kind: 'device_status', device_id, status: 'offline' },
      { kind: 'device_status', device_id, status: 'offline', for_ms: 30_000 },
      { kind: 'device_status', device_id, status: 'offline', for_ms: 10 * MINUTE },
      { kind: 'device_status', device_id, status: 'online' },
    );
    await rig.test.clock.advance(12_000);
    expect(rig.firings.map(({ trigger }) => trigger.path)).toEqual(['triggers.0']);
    const { items } = (await rig.test.request('GET', '/activity?limit=5')).body as { items: { id: string; action: string }[] };
    expect(rig.firings[0]?.context).toMatchObject({
      actor: 'device:Plug',
      cause_id: items.find(({ action }) => action === 'disconnected')?.id,
    });
    await rig.test.clock.advance(2 * MINUTE);
    expect(rig.firings.map(({ trigger }) => trigger.path).slice(0, 3)).toEqual(['triggers.0', 'triggers.1', 'triggers.3']);
  });
});

describe('device_event', () => {
  it('fires for a press of a button, by its key and type', async () => {
    const press = (type: string) => ({ after_ms: 1_000, event: { key: 'button', type } });
    const device_id = await rig.addDevice('Wall button', { kind: 'event', script: [press('press'), press('double_press')] });
    arm({ kind: 'device_event', device_id }, { kind: 'device_event', device_id, key: 'button', type: 'double_press' });
    await rig.test.clock.advance(5_000);
    expect(rig.firings.map(({ trigger }) => [trigger.path, trigger.data.type])).toEqual([
      ['triggers.0', 'press'],
      ['triggers.0', 'double_press'],
      ['triggers.1', 'double_press'],
    ]);
    expect(rig.firings[0]?.context.actor).toBe('device:Wall button');
  });
});

describe('a sensor that speaks only when something happens', () => {
  let reporter: DeviceReporter | null = null;
  const driver: DeviceDriver = {
    ...{ id: 'sleepy', name: 'Sleepy', description: 'Says nothing by itself.', config: z.strictObject({}) },
    connect(_config, to) {
      reporter = to;
      const description = { capabilities: [], features: [{ key: 'motion', kind: 'binary_sensor', name: 'Motion' } as const] };
      return Promise.resolve({ description, command: () => Promise.resolve(), close: () => undefined });
    },
  };
  const moves = async (motion: boolean): Promise<void> => {
    reporter?.state({ readings: { motion } });
    await rig.test.settle();
  };

  it('sets off what waits for it also with its first word after a restart', async () => {
    await rig.test.stop();
    const plugin = definePlugin({
      setup(hub) {
        hub.effect('the driver', hub.services.require('devices').registerDriver(driver));
      },
    });
    const manifest = { id: 'sleepy', name: 'Sleepy', sdk: '*', dependsOn: ['devices'] };
    rig = await createRig({ plugins: [{ manifest, definition: plugin as never }] });
    const { body } = await rig.test.request('POST', '/devices', { body: { name: 'Porch', driver: 'sleepy', config: {} } });
    const device_id = (body as { id: string }).id;
    await rig.test.settle();
    const trigger = { kind: 'device_state', device_id, property: 'motion', to: true };
    rig.arming.start([{ id: 'a', triggers: [trigger], missed: 'skip' }]);

    // Nobody knows what was before.
    await moves(true);
    expect(rig.fired()).toEqual([]);
    await moves(false);

    for (const id of ['devices', 'sleepy', 'automations']) await rig.test.hub.container.cradle.supervisor.restart(id);
    await rig.test.settle();
    rig.arming.start([{ id: 'a', triggers: [trigger], missed: 'skip' }]);
    expect(rig.watch.value(device_id, 'motion')).toBeUndefined();
    await moves(true);
    expect(rig.fired()).toEqual(['Porch turned on']);
  });
});

describe('a thousand automations on one device', () => {
  it('hear of it by one tap', async () => {
    const device_id = await rig.addDevice('Lamp');
    const taps = (): number =>
      rig.test
        .effects()
        .find(({ label }) => label === 'automations')
        ?.children.filter(({ label }) => !label.startsWith('timer')).length ?? 0;
    const before = taps();
    for (let index = 0; index < 1_000; index += 1) {
      rig.arming.arm({ id: `many-${index}`, triggers: [{ kind: 'device_state', device_id, property: 'on', to: true }], missed: 'skip' });
    }
    expect(taps()).toBe(before);
    await rig.command(device_id, { on: true });
    expect(rig.fired()).toHaveLength(1_000);
  });
});
