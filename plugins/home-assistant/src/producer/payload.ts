/** The kinds of entities that the hub makes there. */
export type Platform = 'light' | 'switch' | 'sensor' | 'binary_sensor' | 'number' | 'select' | 'button' | 'cover' | 'event' | 'scene';

export interface Availability {
  topic: string;
}

/** One entity. The options of its platform stand beside the common ones. */
export interface Component {
  platform: Platform;
  unique_id: string;
  /** Null where the entity is what the device is there for: it takes the device's name. */
  name: string | null;
  [option: string]: unknown;
}

/** A component that is to be taken away: the platform alone. */
export interface RemovedComponent {
  platform: string;
}

export interface DeviceBlock {
  identifiers: [string];
  name: string;
  manufacturer?: string;
  model?: string;
  sw_version?: string;
  hw_version?: string;
  serial_number?: string;
  suggested_area?: string;
  via_device?: string;
  configuration_url?: string;
}

/** What is published on `<prefix>/device/<object id>/config`. Home Assistant refuses the whole of it for one unknown key at its root. */
export interface DevicePayload {
  device: DeviceBlock;
  origin: { name: string; sw_version: string };
  availability?: Availability[];
  availability_mode?: 'all';
  qos: 1;
  components: Record<string, Component | RemovedComponent>;
}

/** By this and the hub's id, configs of this hub are told from those of others. */
export const ORIGIN = 'Lightkeeper';
