import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Device } from '@lightkeeper/plugin-sdk/wire';
import mqtt from 'mqtt';
import type { MqttClient } from 'mqtt';
import { eventually } from '../../tests/support/eventually.js';
import { HubProcess } from '../../tests/support/hub-process.js';
import { Mosquitto, mosquittoAvailable } from '../../tests/support/mosquitto.js';
import { WledSimulator } from '../../tests/support/wled-simulator.js';
import { prepareData } from './bench-hub.js';
import type { Row } from './report.js';
import { percentile } from './stats.js';

/** Longer than the shortest time between two packets of DMX: how long a command takes is asked, not how many there may be. */
const BETWEEN_MS = 30;

interface Commands {
  commands: number;
}

/** Lets a test wait for a value that comes in from outside. */
class Arrivals {
  #waiting: { value: number; resolve: (at: number) => void } | null = null;

  /** Resolves with the time at which the value arrived. */
  wait(value: number): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting = { value, resolve };
    });
  }

  came(value: number | undefined): void {
    if (this.#waiting === null || this.#waiting.value !== value) return;
    this.#waiting.resolve(performance.now());
    this.#waiting = null;
  }
}

/**
 * From a command to the device: asked for over REST until its packet is at a device on loopback, with the entry in the log written; and
 * asked for over MQTT until the new state is back at the broker, beside a client that only echoes.
 */
export async function benchCommands({ commands }: Commands): Promise<Row[]> {
  const data = await prepareData('commands');
  const broker = mosquittoAvailable() ? await Mosquitto.start({ config: ['set_tcp_nodelay true'] }) : null;
  const light = new WledSimulator({ name: 'Bench' });
  const node = createSocket('udp4');
  let hub: HubProcess | undefined;
  try {
    await light.start();
    node.bind(0, '127.0.0.1');
    await once(node, 'listening');
    const args = ['--log-level', 'warn', ...(broker === null ? [] : ['--mqtt-url', broker.url])];
    hub = await HubProcess.start({ data_dir: data.folder.path, args });
    const home = new Home(hub, data.token);

    const dmx = new Arrivals();
    // The first slot of an E1.31 data packet stands at octet 126 (ANSI E1.31-2018, table 4-1).
    node.on('message', (bytes) => {
      dmx.came(bytes[126]);
    });
    const fixture = await home.add('sacn', { address: `127.0.0.1:${node.address().port}`, universe: 1, start: 1, layout: 'dimmer' });

    const http = new Arrivals();
    const apply = light.model.apply.bind(light.model);
    light.model.apply = (state) => {
      http.came(typeof state.bri === 'number' ? state.bri : undefined);
      return apply(state);
    };
    const wled = await home.add('wled', { address: light.address });

    const rows = [...rest('sACN', await home.times(fixture, dmx, commands)), ...rest('WLED', await home.times(wled, http, commands))];
    return broker === null ? rows : [...rows, ...(await overMqtt(broker.url, home, commands))];
  } finally {
    await hub?.dispose();
    await light.stop();
    node.close();
    await broker?.dispose();
    data.folder.remove();
  }
}

/** What the bench asks of its hub. */
class Home {
  constructor(
    readonly hub: HubProcess,
    readonly token: string,
  ) {}

  async add(driver: string, config: Record<string, unknown>): Promise<string> {
    const { status, body } = await this.hub.api<Device>('POST', '/devices', { name: driver, driver, config }, { token: this.token });
    if (status !== 201) throw new Error(`The device was refused: ${JSON.stringify(body)}`);
    await eventually(
      'it is online',
      async () => (await this.hub.api<Device>('GET', `/devices/${body.id}`, undefined, { token: this.token })).body.status === 'online',
    );
    return body.id;
  }

  /** Milliseconds from asking to arriving, one command after another. */
  async times(id: string, arrivals: Arrivals, count: number): Promise<number[]> {
    const times: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const brightness = 2 + (index % 250);
      await delay(BETWEEN_MS);
      const arrived = arrivals.wait(brightness);
      const start = performance.now();
      const { status, body } = await this.hub.api('POST', `/devices/${id}/command`, { brightness }, { token: this.token });
      if (status !== 200) throw new Error(`The command failed: ${JSON.stringify(body)}`);
      times.push((await arrived) - start);
    }
    return times;
  }
}

function rest(to: string, times: readonly number[]): Row[] {
  const what = `command over REST to the packet at a device (${to})`;
  return [
    { bench: 'commands', what: `${what}, p50`, value: percentile(times, 0.5), unit: 'ms' },
    { bench: 'commands', what: `${what}, p99`, value: percentile(times, 0.99), unit: 'ms', target: { at_most: 50 } },
  ];
}

async function overMqtt(url: string, home: Home, count: number): Promise<Row[]> {
  const id = await home.add('virtual', { kind: 'light' });
  const [asking, echo] = await Promise.all([mqtt.connectAsync(url), mqtt.connectAsync(url)]);
  try {
    echo.on('message', (_topic, payload) => {
      echo.publish('echo/state', payload, { qos: 1, retain: true });
    });
    await echo.subscribeAsync('echo/set', { qos: 1 });
    const bare = await roundTrips(asking, 'echo/set', 'echo/state', count);
    const hub = await roundTrips(asking, `lightkeeper/devices/${id}/set`, `lightkeeper/devices/${id}/state`, count);
    return [0.5, 0.99].map((share): Row => {
      const [value, peer] = [percentile(hub, share), percentile(bare, share)];
      return {
        bench: 'commands',
        what: `command over MQTT to the state over MQTT, p${share * 100}`,
        value,
        unit: 'ms',
        peer: { name: 'mqtt.js echo', value: peer },
        ratio: value / peer,
      };
    });
  } finally {
    await Promise.all([asking.endAsync(), echo.endAsync()]);
  }
}

async function roundTrips(client: MqttClient, to: string, from: string, count: number): Promise<number[]> {
  const arrivals = new Arrivals();
  const hear = (topic: string, payload: Buffer): void => {
    if (topic === from) arrivals.came((JSON.parse(payload.toString('utf8')) as { brightness?: number }).brightness);
  };
  client.on('message', hear);
  await client.subscribeAsync(from, { qos: 1 });
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const brightness = 2 + (index % 250);
    const arrived = arrivals.wait(brightness);
    const start = performance.now();
    await client.publishAsync(to, JSON.stringify({ brightness }), { qos: 1 });
    times.push((await arrived) - start);
  }
  client.off('message', hear);
  return times;
}
