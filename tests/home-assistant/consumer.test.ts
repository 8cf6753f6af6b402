import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { mosquittoAvailable } from '../support/mosquitto.js';
import { ConsumerWorld, fixture } from './consumer-world.js';

describe.skipIf(!mosquittoAvailable())('devices that announce themselves over MQTT (skipped where Mosquitto is not installed)', () => {
  let world: ConsumerWorld;
  beforeAll(async () => {
    world = await ConsumerWorld.start(undefined, { persistence: true });
  });
  afterAll(async () => {
    await world.dispose();
  });

  it('takes ESPHome’s light and sensor, with the same unique ids on two nodes', async () => {
    await world.announce(fixture('esphome'));
    for (const node of ['hall-node', 'attic-node']) await world.send(`${node}/status`, 'online');
    await world.send('hall-node/light/ceiling/state', { state: 'OFF', color_mode: 'rgb' });
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

  it('takes Zigbee2MQTT’s light in mireds, xy and 254 steps', async () => {
    await world.announce(fixture('zigbee2mqtt'));
    await world.send('zigbee2mqtt/bridge/state', { state: 'online' });
    for (const name of ['Desk lamp', 'Kettle', 'Cellar', 'Blind', 'Wall dimmer']) {
      await world.send(`zigbee2mqtt/${name}/availability`, { state: 'online' });
    }
    const lamp = await world.add('Desk lamp');
    expect(lamp).toMatchObject({
      config: { device: 'zigbee2mqtt_0x0017880103f72892' },
      capabilities: ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect', 'select'],
      effects: ['blink', 'breathe', 'okay', 'stop_effect'],
      features: [{ key: 'power_on_behavior', kind: 'select', category: 'config', options: ['off', 'on', 'toggle', 'previous'] }],
      info: {
        manufacturer: 'Philips',
        announced_by: 'Zigbee2MQTT 2.1.3',
        via_device: 'zigbee2mqtt_bridge_0x00124b0022813b5c',
        not_shown_1: 'Linkquality: turned off by whoever announces it',
        not_shown_2: 'Update: the hub does not know the kind update',
      },
    });
    await world.send('zigbee2mqtt/Desk lamp', {
      state: 'ON',
      brightness: 127,
      color_mode: 'color_temp',
      color_temp: 370,
      color: { x: 0.46, y: 0.41 },
      linkquality: 87,
      power_on_behavior: 'previous',
      update: { state: 'idle' },
    });
    const lit = await world.until(lamp.id, 'its state', ({ state }) => state?.on === true);
    expect(lit.state).toEqual({ on: true, brightness: 128, color_temp: 2703, readings: { power_on_behavior: 'previous' } });
    await world.command(lamp.id, { brightness: 255, color: { r: 255, g: 0, b: 0 } });
    await world.command(lamp.id, { on: false, transition_ms: 2_000 });
    await world.command(lamp.id, { set: { power_on_behavior: 'off' } });
    const sent = await world.sender.waitFor('zigbee2mqtt/Desk lamp/set', 2);
    expect(sent.map(({ payload, retain }) => `${payload} ${retain}`)).toEqual([
      '{"state":"ON","brightness":254,"color":{"x":0.701,"y":0.299}} false',
      '{"state":"OFF","transition":2} false',
    ]);
    expect((await world.sender.waitFor('zigbee2mqtt/Desk lamp/set/power_on_behavior'))[0]?.payload).toBe('off');
  });

  it('takes Zigbee2MQTT’s plug, sensors, blind and remote', async () => {
    const [plug, cellar, blind, remote] = [
      await world.add('Kettle'),
      await world.add('Cellar'),
      await world.add('Blind'),
      await world.add('Wall dimmer'),
    ];
    expect(plug).toMatchObject({ capabilities: ['on_off', 'sensor'], features: [{ key: 'power', unit: 'W', category: 'diagnostic' }] });
    await world.send('zigbee2mqtt/Kettle', { state: 'OFF', power: 0.4 });
    await world.until(plug.id, 'its state', ({ state }) => state?.on === false && state.readings?.power === 0.4);
    await world.command(plug.id, { on: true });
    expect((await world.sender.waitFor('zigbee2mqtt/Kettle/set'))[0]?.payload).toBe('ON');

    await world.send('zigbee2mqtt/Cellar', { temperature: 12.4, humidity: 71, battery: 98, water_leak: false });
    const damp = await world.until(cellar.id, 'its readings', ({ state }) => state?.readings?.temperature === 12.4);
    expect(damp.state).toEqual({ readings: { temperature: 12.4, humidity: 71, battery: 98, water_leak: false } });
    // A message without a value leaves the old one.
    await world.send('zigbee2mqtt/Cellar', { temperature: 12.6 });
    const later = await world.until(cellar.id, 'its readings', ({ state }) => state?.readings?.temperature === 12.6);
    expect(later.state?.readings).toMatchObject({ humidity: 71, battery: 98, water_leak: false });

    await world.send('zigbee2mqtt/Blind', { state: 'OPEN', position: 80 });
    await world.until(blind.id, 'its position', ({ state }) => state?.readings?.cover === 'open' && state.readings.cover_position === 80);
    await world.command(blind.id, { set: { cover: 25 } });
    await world.command(blind.id, { set: { cover: 'stop' } });
    expect((await world.sender.waitFor('zigbee2mqtt/Blind/set', 2)).map(({ payload }) => payload)).toEqual(['{ "position": 25 }', 'STOP']);

    expect(remote).toMatchObject({
      capabilities: ['event'],
      features: [{ key: 'action', types: ['on_press', 'on_hold', 'up_press', 'down_press', 'off_press'] }],
    });
    // What happened before the hub listened is not told again, so it is pressed until somebody listens.
    await eventually('its press is heard', async () => {
      await world.send('zigbee2mqtt/Wall dimmer', { action: 'up_press', action_duration: 0.3 }, { retain: false });
      return (await world.device(remote.id)).state?.readings?.action === 'up_press';
    });
  });

  it('takes Tasmota’s switch, sensor and light of its discovery for Home Assistant', async () => {
    await world.announce(fixture('tasmota'));
    for (const name of ['lantern', 'strip']) await world.send(`${name}/tele/LWT`, 'Online');
    const lantern = await world.add('Lantern');
    expect(lantern).toMatchObject({ capabilities: ['on_off', 'sensor'], features: [{ name: 'Status', unit: '%' }] });
    await world.send('lantern/tele/STATE', { POWER: 'ON', Wifi: { RSSI: 70 } });
    await world.send('lantern/tele/HASS_STATE', { RSSI: '72' });
    await world.until(lantern.id, 'its state', ({ state }) => state?.on === true && Object.values(state.readings ?? {}).includes(72));
    await world.command(lantern.id, { on: false });
    expect((await world.sender.waitFor('lantern/cmnd/POWER'))[0]?.payload).toBe('OFF');

    const strip = await world.add('Strip');
    expect(strip.capabilities).toEqual(['on_off', 'brightness', 'color_rgb', 'effect']);
    await world.send('strip/tele/STATE', { POWER: 'ON', Dimmer: 50, Color: '255,128,0,0,0', Scheme: 0 });
    await world.until(strip.id, 'its state', ({ state }) => state?.brightness === 128);
    expect((await world.device(strip.id)).state).toEqual({ on: true, brightness: 128, color: { r: 255, g: 128, b: 0 }, effect: '0' });
    await world.command(strip.id, { on: true, brightness: 255, color: { r: 0, g: 0, b: 255 } });
    expect((await world.sender.waitFor('strip/cmnd/Dimmer'))[0]?.payload).toBe('100');
    expect((await world.sender.waitFor('strip/cmnd/Color2'))[0]?.payload).toBe('0,0,255');
    expect(world.sender.on('strip/cmnd/POWER')).toEqual([]);
  });

  it('takes OpenMQTTGateway’s sensors, behind wildcards and with templates that keep the old value', async () => {
    await world.announce(fixture('openmqttgateway'));
    const sensor = await world.add('LYWSD03MMC');
    const [key] = sensor.features.filter(({ device_class }) => device_class === 'temperature').map(({ key: one }) => one);
    const temperature = ({ state }: Device): unknown => state?.readings?.[key ?? ''];
    await world.send('home/OMG_ESP32/BTtoMQTT/A4C138112233', { tempc: 21.7, batt: 88 });
    await world.until(sensor.id, 'its readings', (device) => temperature(device) === 21.7);
    await world.send('home/OMG_ESP32/BTtoMQTT/A4C138112233', { batt: 87 });
    const later = await world.until(sensor.id, 'its battery', ({ state }) => Object.values(state?.readings ?? {}).includes(87));
    expect(temperature(later)).toBe(21.7);
  });

  it('takes the device form, with options that its components share', async () => {
    await world.announce(fixture('device-form'));
    await world.send('hp/91/status', 'online');
    const pump = await world.add('Heat pump');
    expect(pump.features.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      'flow sensor',
      'target number',
      'mode select',
      'boost switch',
      'defrost button',
      'pump binary_sensor',
    ]);
    expect(pump.info.not_shown_1).toBe('Thermostat: the hub does not know the kind climate');
    await world.send('hp/91/state', { flow: 38.2, target: 21.5, mode: 'eco', boost: 'OFF', pump: true });
    const heard = await world.until(pump.id, 'its readings', ({ state }) => state?.readings?.flow === 38.2);
    expect(heard.state?.readings).toEqual({ flow: 38.2, target: 21.5, mode: 'eco', boost: false, pump: true });
    expect((await world.command(pump.id, { set: { target: 22, mode: 'comfort', boost: true, defrost: true } })).status).toBe(200);
    const said = async (topic: string): Promise<string> => {
      const [message] = await world.sender.waitFor(topic);
      return `${message?.payload ?? ''} ${message?.qos ?? ''}`;
    };
    expect(await Promise.all(['hp/91/target/set', 'hp/91/mode/set', 'hp/91/boost/set', 'hp/91/defrost'].map(said))).toEqual([
      '22 1',
      '{"mode": "comfort"} 1',
      'ON 1',
      'GO 1',
    ]);
  });

  it('shows a device offline when it says so, and brings it back when it says otherwise', async () => {
    const hall = (await world.owner.api<{ items: { id: string; name: string }[] }>('GET', '/devices')).body.items.find(
      ({ name }) => name === 'hall-node',
    );
    const id = hall?.id ?? '';
    await world.send('hall-node/status', 'offline');
    expect(await world.until(id, 'it is offline', ({ status }) => status === 'offline')).toMatchObject({
      status_reason: 'It says that it is offline.',
    });
    await world.send('hall-node/status', 'online');
    await world.until(id, 'it is online', ({ status }) => status === 'online');
  });

  it('forgets what is taken back by an empty message', async () => {
    for (const { topic } of fixture('esphome')) await world.send(topic, '');
    const { items } = (await world.owner.api<{ items: { id: string; name: string }[] }>('GET', '/devices')).body;
    for (const { id } of items.filter(({ name }) => name.endsWith('-node'))) {
      const gone = await world.until(id, 'it is offline', ({ status, status_reason }) => status === 'offline' && status_reason !== null);
      expect(['It is no longer announced.', 'Its announcement has not been heard yet.']).toContain(gone.status_reason);
    }
    expect((await world.discoveries()).filter(({ name }) => name.endsWith('-node'))).toEqual([]);
  });

  it('looks below another prefix when it is told to, and nowhere when it is switched off', async () => {
    const settings = async (values: object): Promise<void> => {
      const { status, body } = await world.owner.api('PATCH', '/settings/home-assistant', values);
      expect(status, JSON.stringify(body)).toBe(200);
    };
    const lamp = await world.owner.api<{ items: Device[] }>('GET', '/devices');
    const { id = '' } = lamp.body.items.find(({ name }) => name === 'Desk lamp') ?? {};
    await world.send('elsewhere/sensor/below/config', { device: { identifiers: ['below'], name: 'Below' }, state_topic: 'below' });
    await settings({ prefix: 'elsewhere' });
    await world.discovered('Below');
    expect((await world.discoveries()).map(({ name }) => name)).toEqual(['Below']);
    await settings({ consume: false });
    await eventually('nothing waits', async () => (await world.discoveries()).length === 0);
    await world.until(id, 'it says why', ({ status_reason }) => status_reason?.includes('is switched off') === true);
    await settings({ prefix: 'homeassistant', consume: true });
    await world.until(id, 'it is back', ({ status }) => status === 'online');
  });

  it('says that the broker is away, and finds its devices again when it is back', async () => {
    const { items } = (await world.owner.api<{ items: Device[] }>('GET', '/devices')).body;
    const { id = '' } = items.find(({ name }) => name === 'Desk lamp') ?? {};
    await world.broker.stop();
    await world.until(id, 'it says why', ({ status_reason }) => status_reason === 'The broker is not connected.');
    expect((await world.command(id, { on: true })).status).toBe(503);
    await world.broker.start();
    await eventually('the sender is back', () => world.sender.connected);
    await world.send('zigbee2mqtt/bridge/state', { state: 'online' });
    await world.send('zigbee2mqtt/Desk lamp/availability', { state: 'online' });
    await world.until(id, 'it is back', ({ status }) => status === 'online');
    await world.send('zigbee2mqtt/Desk lamp', { state: 'OFF' });
    await world.until(id, 'it is heard', ({ state }) => state?.on === false);
  });

  it('makes a device of each further light, and counts a reading that expired as unknown', async () => {
    const device = { identifiers: ['twin'], name: 'Twin' };
    const light = { device, schema: 'json', brightness: true };
    await world.announce([
      {
        topic: 'homeassistant/light/twin/upper/config',
        payload: { ...light, name: 'Upper', command_topic: 'twin/upper/set', state_topic: 'twin/upper' },
      },
      {
        topic: 'homeassistant/light/twin/lower/config',
        payload: { ...light, name: 'Lower', command_topic: 'twin/lower/set', state_topic: 'twin/lower' },
      },
      {
        topic: 'homeassistant/sensor/twin/heat/config',
        payload: { device, name: 'Heat', state_topic: 'twin/heat', unit_of_measurement: '°C', expire_after: 1 },
      },
    ]);
    const upper = await world.add('Twin Upper');
    const twin = await world.add('Twin');
    expect([twin.config, twin.capabilities]).toEqual([{ device: 'twin' }, ['on_off', 'brightness', 'sensor']]);
    expect([upper.config, upper.capabilities]).toEqual([{ device: 'twin', light: 'upper' }, ['on_off', 'brightness']]);
    await world.command(upper.id, { on: true });
    await world.command(twin.id, { on: true });
    expect((await world.sender.waitFor('twin/upper/set'))[0]?.payload).toBe('{"state":"ON"}');
    expect((await world.sender.waitFor('twin/lower/set'))[0]?.payload).toBe('{"state":"ON"}');
    await world.send('twin/heat', '40');
    await world.until(twin.id, 'it is heard', ({ state }) => state?.readings?.heat === 40);
    await world.until(twin.id, 'it expired', ({ state }) => state?.readings?.heat === null);
  });

  it('follows a device that announces more of itself, and parts that are away by themselves', async () => {
    const device = { identifiers: ['grow'], name: 'Grow' };
    const sensor = (name: string, more: object = {}): { topic: string; payload: object } => ({
      topic: `homeassistant/sensor/grow/${name}/config`,
      payload: { device, name, state_topic: `grow/${name}`, ...more },
    });
    await world.announce([sensor('one', { availability_topic: 'grow/status' }), sensor('two', { availability_topic: 'grow/status' })]);
    await world.send('grow/status', 'online');
    const { id } = await world.add('Grow');
    await world.announce([sensor('three', { availability_topic: 'grow/three/status' })]);
    await world.until(id, 'it has three', ({ features }) => features.length === 3);
    await world.send('grow/three/status', 'online');
    await world.send('grow/three', 'here');
    await world.until(id, 'it is heard', ({ state }) => state?.readings?.three === 'here');
    await world.send('grow/three/status', 'offline');
    await world.until(id, 'it is away', ({ state, status }) => state?.readings?.three === null && status === 'online');
    await world.send('grow/three/status', 'online');
    await world.until(id, 'it is as it was', ({ state }) => state?.readings?.three === 'here');
    await world.announce([{ topic: 'homeassistant/sensor/grow/two/config', payload: '' }]);
    await world.until(id, 'it has two', ({ features }) => features.map(({ key }) => key).join() === 'one,three');
  });
});

it.skipIf(!mosquittoAvailable())(
  'hears all configs of a large home, at a broker with the limits that Mosquitto has by default',
  async () => {
    const [devices, parts] = [150, 10];
    const large = await ConsumerWorld.start(
      async (sender) => {
        for (let index = 0; index < devices * parts; index += 1) {
          const id = `large-${index % devices}`;
          const config = { device: { identifiers: [id], name: id }, state_topic: `${id}/state` };
          await sender.publish(`homeassistant/sensor/${id}/part${Math.floor(index / devices)}/config`, JSON.stringify(config), {
            retain: true,
          });
        }
      },
      { config: ['max_queued_messages 1000'] },
    );
    try {
      const heard = async (): Promise<number> => (await large.discoveries()).reduce((sum, { details }) => sum + Number(details.parts), 0);
      await eventually('all are heard', async () => (await heard()) === devices * parts, { within_ms: 30_000, every_ms: 200 });
    } finally {
      await large.dispose();
    }
  },
  90_000,
);
