import type { DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import { featureComponent } from './features.js';
import { lightComponent, mainKind, switchComponent } from './light.js';
import type { Names } from './names.js';
import { ORIGIN } from './payload.js';
import type { Component, DeviceBlock, DevicePayload } from './payload.js';

/** What every config needs to know of the hub. */
export interface HubFacts {
  names: Names;
  base_topic: string;
  version: string;
}

/** What the devices plugin and this one keep at the broker of a device, below the base topic. */
export function deviceTopics(
  base_topic: string,
  device_id: string,
): Record<'state' | 'set' | 'event' | 'availability' | 'light' | 'light_set', string> {
  const at = `${base_topic}/devices/${device_id}`;
  return {
    state: `${at}/state`,
    set: `${at}/set`,
    event: `${at}/event`,
    availability: `${at}/availability`,
    light: `${at}/light`,
    light_set: `${at}/light/set`,
  };
}

/** The config of a device; null while the hub does not know what it can do. */
export function deviceConfig(device: DeviceSnapshot, { names, base_topic, version }: HubFacts): DevicePayload | null {
  const own = names.device(device.id);
  const topics = deviceTopics(base_topic, device.id);
  const components: Record<string, Component> = {};
  const main = mainKind(device.capabilities);
  if (main === 'light') components.light = lightComponent(own, device, { state: topics.light, set: topics.light_set });
  if (main === 'switch') components.switch = switchComponent(own, topics);
  for (const feature of device.features) {
    const [id, component] = featureComponent(feature, topics, own);
    components[id] = component;
  }
  if (Object.keys(components).length === 0) return null;
  return {
    device: {
      identifiers: [own],
      name: device.name,
      ...factsOf(device.info),
      ...(device.area_name !== null && { suggested_area: device.area_name }),
      via_device: names.hub,
    },
    origin: { name: ORIGIN, sw_version: version },
    availability: [{ topic: `${base_topic}/status` }, { topic: topics.availability }],
    availability_mode: 'all',
    qos: 1,
    components,
  };
}

type Facts = Omit<DeviceBlock, 'identifiers' | 'name' | 'suggested_area' | 'via_device'>;

/** What drivers tell of a device for reading, by the names that they commonly give it. */
const FACTS: Record<keyof Facts, readonly string[]> = {
  manufacturer: ['manufacturer', 'brand', 'vendor'],
  model: ['model', 'product'],
  sw_version: ['sw_version', 'version', 'firmware'],
  hw_version: ['hw_version', 'hardware'],
  serial_number: ['serial_number', 'serial', 'mac'],
  configuration_url: ['configuration_url', 'url'],
};

function factsOf(info: DeviceSnapshot['info']): Facts {
  const facts: Facts = {};
  for (const [fact, names] of Object.entries(FACTS) as [keyof Facts, readonly string[]][]) {
    const value = names.map((name) => info[name]).find((one) => (typeof one === 'string' && one !== '') || typeof one === 'number');
    if (value === undefined || (fact === 'configuration_url' && !isWebAddress(String(value)))) continue;
    facts[fact] = String(value);
  }
  return facts;
}

/** Home Assistant refuses a device with any other address to configure it at. */
function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '';
}
