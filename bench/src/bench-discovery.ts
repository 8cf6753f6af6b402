import type { Discovery, Page } from '@lightkeeper/plugin-sdk/wire';
import { eventually } from '../../tests/support/eventually.js';
import { Mosquitto, mosquittoAvailable } from '../../tests/support/mosquitto.js';
import { MqttSubscriber } from '../../tests/support/mqtt-subscriber.js';
import { HubProcess } from '../../tests/support/hub-process.js';
import { prepareData } from './bench-hub.js';
import { canMeasureMemory, memoryOf, resetPeak } from './process-memory.js';
import type { Row } from './report.js';
import { percentile } from './stats.js';

interface Home {
  /** Configs that wait at the broker, ten to a device. */
  configs: number;
}

const CONFIGS_PER_DEVICE = 10;

/**
 * Configs of Home Assistant's discovery that wait at the broker when the hub begins to look for them, in the form of Zigbee2MQTT: how long until all
 * devices wait among the found things, what they take in memory, and how long the hub keeps others waiting meanwhile, as small requests
 * see it that are made all the while.
 */
export async function benchDiscovery({ configs }: Home): Promise<Row[]> {
  if (!mosquittoAvailable()) throw new Error('Mosquitto is not installed.');
  const broker = await Mosquitto.start();
  const data = await prepareData('discovery');
  const devices = Math.min(1_000, Math.ceil(configs / CONFIGS_PER_DEVICE));
  let hub: HubProcess | undefined;
  let sender: MqttSubscriber | undefined;
  try {
    sender = await MqttSubscriber.start(broker.url, 'nothing');
    for (let index = 0; index < configs; index += 1) {
      const { topic, payload } = config(index, devices);
      await sender.publish(topic, payload, { retain: true });
    }
    hub = await HubProcess.start({ data_dir: data.folder.path, args: ['--log-level', 'warn', '--mqtt-url', broker.url] });
    const running = hub;
    const token = data.token;
    const found = async (): Promise<Discovery[]> =>
      (await running.api<Page<Discovery>>('GET', '/discoveries', undefined, { token })).body.items;
    // What is measured begins with a hub that is warm and connected, and finds nothing yet.
    await running.api('PATCH', '/settings/home-assistant', { consume: false }, { token });
    await eventually('nothing waits', async () => (await found()).length === 0);
    const idle = await pings(running, 50);
    const before = canMeasureMemory ? memoryOf(running.pid) : null;
    if (before !== null) resetPeak(running.pid);
    const start = performance.now();
    await running.api('PATCH', '/settings/home-assistant', { consume: true }, { token });
    const done = new AbortController();
    const waits: number[] = [];
    const pinging = (async () => {
      while (!done.signal.aborted) waits.push(...(await pings(running, 5)));
    })();
    await eventually(
      'all devices wait among the found things',
      async () => (await found()).filter(({ details }) => details.parts === String(CONFIGS_PER_DEVICE)).length === devices,
      { within_ms: 120_000, every_ms: 100 },
    );
    const took = performance.now() - start;
    done.abort();
    await pinging;
    const after = before === null ? null : memoryOf(running.pid);
    const what = `${configs} discovery configs at the broker`;
    return [
      { bench: 'discovery', what: `${what}, until all ${devices} devices are found`, value: took, unit: 'ms', target: { at_most: 5_000 } },
      { bench: 'discovery', what: `${what}, small requests meanwhile, p50`, value: percentile(waits, 0.5), unit: 'ms' },
      {
        bench: 'discovery',
        what: `${what}, small requests meanwhile, p99`,
        value: percentile(waits, 0.99),
        unit: 'ms',
        peer: { name: 'idle hub, p99', value: percentile(idle, 0.99) },
        target: { at_most: 50 },
      },
      ...(before === null || after === null
        ? []
        : [
            {
              bench: 'discovery',
              what: `${what}, memory at most over the idle hub's`,
              value: after.peak - before.rss,
              unit: 'MiB',
              target: { at_most: 64 },
            },
          ]),
    ];
  } finally {
    await hub?.dispose();
    await sender?.close();
    await broker.dispose();
    data.folder.remove();
  }
}

async function pings(hub: HubProcess, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await hub.api('GET', '/health');
    times.push(performance.now() - start);
  }
  return times;
}

function config(index: number, devices: number): { topic: string; payload: string } {
  const ieee = `0x${(index % devices).toString(16).padStart(16, '0')}`;
  const part = `part_${Math.floor(index / devices)}`;
  const name = `Sensor ${index % devices}`;
  const payload = {
    availability: [
      { topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' },
      { topic: `zigbee2mqtt/${name}/availability`, value_template: '{{ value_json.state }}' },
    ],
    availability_mode: 'all',
    device: { identifiers: [`zigbee2mqtt_${ieee}`], manufacturer: 'Maker', model: 'Sensor of everything', model_id: 'SE-1', name },
    object_id: `${ieee}_${part}`,
    origin: { name: 'Zigbee2MQTT', sw: '2.1.3', url: 'https://www.zigbee2mqtt.io' },
    unique_id: `${ieee}_${part}_zigbee2mqtt`,
    name: part,
    state_class: 'measurement',
    state_topic: `zigbee2mqtt/${name}`,
    unit_of_measurement: 'W',
    value_template: `{{ value_json["${part}"] }}`,
  };
  return { topic: `homeassistant/sensor/${ieee}/${part}/config`, payload: JSON.stringify(payload) };
}
