import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mosquittoAvailable } from '../support/mosquitto.js';
import { ConsumerWorld, fixture } from './consumer-world.js';

describe.skipIf(!mosquittoAvailable())('devices that announce themselves over MQTT (skipped where Mosquitto is not installed)', () => {
  let world: ConsumerWorld;
  beforeAll(async () => {
    world = await ConsumerWorld.start();
  });
  afterAll(async () => {
    await world.dispose();
  });

  it('takes ESPHome’s light and sensor, with the same unique ids on two nodes', async () => {
    await world.announce(fixture('esphome'));
    for (const node of ['hall-node', 'attic-node']) await world.send(`${node}/status`, 'online', { retain: true });
    await world.send('hall-node/light/ceiling/state', { state: 'OFF', color_mode: 'rgb' }, { retain: true });
    const hall = await world.add('hall-node');
    const attic = await world.add('attic-node');
    expect(hall).toMatchObject({
      driver: 'mqtt',
      config: { device: 'a4cf12b3c4d5' },
      capabilities: ['on_off', 'brightness', 'color_rgb', 'effect', 'sensor'],
      effects: ['Rainbow'],
      features: [
        {
          key: 'room_temperature',
          kind: 'sensor',
          name: 'Room temperature',
          unit: '°C',
          device_class: 'temperature',
          state_class: 'measurement',
        },
      ],
    });
    await world.send('hall-node/sensor/room_temperature/state', '21.5');
    await world.send('attic-node/sensor/room_temperature/state', '17.5');
    await world.until(hall.id, 'its temperature', ({ state }) => state?.readings?.room_temperature === 21.5 && state.on === false);
    await world.until(attic.id, 'its temperature', ({ state }) => state?.readings?.room_temperature === 17.5);
    expect((await world.command(hall.id, { on: true, brightness: 128, color: { r: 255, g: 0, b: 10 }, transition_ms: 1500 })).status).toBe(
      200,
    );
    const [command] = await world.sender.waitFor('hall-node/light/ceiling/command');
    expect(command).toMatchObject({
      payload: '{"state":"ON","brightness":128,"color":{"r":255,"g":0,"b":10},"transition":1.5}',
      retain: false,
    });
    await world.send('hall-node/light/ceiling/state', { state: 'ON', brightness: 128, color_mode: 'rgb', color: { r: 255, g: 0, b: 10 } });
    await world.until(hall.id, 'it is on', ({ state }) => state?.on === true && state.brightness === 128 && state.color?.r === 255);
  });

  it('shows a device offline when it says so, and brings it back when it says otherwise', async () => {
    const hall = (await world.owner.api<{ items: { id: string; name: string }[] }>('GET', '/devices')).body.items.find(
      ({ name }) => name === 'hall-node',
    );
    const id = hall?.id ?? '';
    await world.send('hall-node/status', 'offline', { retain: true });
    expect(await world.until(id, 'it is offline', ({ status }) => status === 'offline')).toMatchObject({
      status_reason: 'It says that it is offline.',
    });
    await world.send('hall-node/status', 'online', { retain: true });
    await world.until(id, 'it is online', ({ status }) => status === 'online');
  });

  it('forgets what is taken back by an empty message', async () => {
    for (const { topic } of fixture('esphome')) await world.send(topic, '', { retain: true });
    const { items } = (await world.owner.api<{ items: { id: string; name: string }[] }>('GET', '/devices')).body;
    for (const { id } of items) {
      const gone = await world.until(id, 'it is offline', ({ status, status_reason }) => status === 'offline' && status_reason !== null);
      expect(['It is no longer announced.', 'Its announcement has not been heard yet.']).toContain(gone.status_reason);
    }
    expect(await world.discoveries()).toEqual([]);
  });
});
