import type { Feature, NumberFeature, SensorFeature } from '@lightkeeper/plugin-sdk';

/**
 * What Home Assistant takes as device classes, by platform. It refuses an entity with another one, and complains of a class whose unit or
 * state class does not fit, so such a class is left out and the entity stays. From the integrations' documentation, `const.py` of each platform.
 */
const CLASSES = {
  binary_sensor: [
    'battery', 'battery_charging', 'carbon_monoxide', 'cold', 'connectivity', 'door', 'garage_door', 'gas', 'heat', 'light', 'lock',
    'moisture', 'motion', 'moving', 'occupancy', 'opening', 'plug', 'power', 'presence', 'problem', 'running', 'safety', 'smoke', 'sound',
    'tamper', 'update', 'vibration', 'window',
  ],
  switch: ['outlet', 'switch'],
  button: ['identify', 'restart', 'update'],
  cover: ['awning', 'blind', 'curtain', 'damper', 'door', 'garage', 'gate', 'shade', 'shutter', 'window'],
  event: ['button', 'doorbell', 'motion'],
  select: [],
} as const; // prettier-ignore

type StateClass = NonNullable<SensorFeature['state_class']>;
const MEASURED: readonly StateClass[] = ['measurement'];
const COUNTED: readonly StateClass[] = ['total', 'total_increasing'];
const ANY: readonly StateClass[] = ['measurement', 'total', 'total_increasing'];

const VOLUMES = ['L', 'mL', 'gal', 'fl. oz.', 'm³', 'ft³', 'CCF'];
const ENERGIES = ['J', 'kJ', 'MJ', 'GJ', 'mWh', 'Wh', 'kWh', 'MWh', 'GWh', 'TWh', 'cal', 'kcal', 'Mcal', 'Gcal'];
const PRESSURES = ['Pa', 'hPa', 'kPa', 'bar', 'cbar', 'mbar', 'mmHg', 'inHg', 'psi'];
const SPEEDS = ['ft/s', 'in/d', 'in/h', 'in/s', 'km/h', 'kn', 'm/s', 'mm/d', 'mm/h', 'mm/s', 'mph'];
// The micro sign and the Greek letter look the same; Home Assistant takes both.
const PER_CUBIC_METER = ['µg/m³', 'μg/m³'];

/** Classes of measured numbers: their units (null: may have none), and the state classes that go with them. */
const NUMERIC: Record<string, { units: readonly (string | null)[]; states: readonly StateClass[] }> = {
  apparent_power: { units: ['VA'], states: MEASURED },
  aqi: { units: [null], states: MEASURED },
  atmospheric_pressure: { units: PRESSURES, states: MEASURED },
  battery: { units: ['%'], states: MEASURED },
  carbon_dioxide: { units: ['ppm'], states: MEASURED },
  carbon_monoxide: { units: ['ppm'], states: MEASURED },
  current: { units: ['A', 'mA'], states: MEASURED },
  data_rate: { units: ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'B/s', 'kB/s', 'MB/s', 'GB/s', 'KiB/s', 'MiB/s', 'GiB/s'], states: MEASURED },
  data_size: { units: ['bit', 'kbit', 'Mbit', 'Gbit', 'B', 'kB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'TiB'], states: ANY },
  distance: { units: ['mm', 'cm', 'm', 'km', 'in', 'ft', 'yd', 'mi'], states: ANY },
  duration: { units: ['d', 'h', 'min', 's', 'ms'], states: ANY },
  energy: { units: ENERGIES, states: COUNTED },
  frequency: { units: ['Hz', 'kHz', 'MHz', 'GHz'], states: MEASURED },
  gas: { units: ['m³', 'ft³', 'CCF'], states: COUNTED },
  humidity: { units: ['%'], states: MEASURED },
  illuminance: { units: ['lx'], states: MEASURED },
  irradiance: { units: ['W/m²', 'BTU/(h⋅ft²)'], states: MEASURED },
  moisture: { units: ['%'], states: MEASURED },
  nitrogen_dioxide: { units: PER_CUBIC_METER, states: MEASURED },
  ozone: { units: PER_CUBIC_METER, states: MEASURED },
  ph: { units: [null], states: MEASURED },
  pm1: { units: PER_CUBIC_METER, states: MEASURED },
  pm10: { units: PER_CUBIC_METER, states: MEASURED },
  pm25: { units: PER_CUBIC_METER, states: MEASURED },
  power: { units: ['W', 'kW', 'MW', 'GW', 'TW'], states: MEASURED },
  power_factor: { units: ['%', null], states: MEASURED },
  precipitation: { units: ['mm', 'cm', 'in'], states: ANY },
  precipitation_intensity: { units: ['mm/d', 'mm/h', 'in/d', 'in/h'], states: MEASURED },
  pressure: { units: PRESSURES, states: MEASURED },
  reactive_power: { units: ['var'], states: MEASURED },
  signal_strength: { units: ['dB', 'dBm'], states: MEASURED },
  sound_pressure: { units: ['dB', 'dBA'], states: MEASURED },
  speed: { units: SPEEDS, states: MEASURED },
  sulphur_dioxide: { units: PER_CUBIC_METER, states: MEASURED },
  temperature: { units: ['°C', '°F', 'K'], states: MEASURED },
  volatile_organic_compounds: { units: PER_CUBIC_METER, states: MEASURED },
  volatile_organic_compounds_parts: { units: ['ppb', 'ppm'], states: MEASURED },
  voltage: { units: ['V', 'mV'], states: MEASURED },
  volume: { units: VOLUMES, states: COUNTED },
  volume_flow_rate: { units: ['m³/h', 'L/min', 'ft³/min', 'gal/min'], states: MEASURED },
  volume_storage: { units: VOLUMES, states: MEASURED },
  water: { units: ['L', 'gal', 'm³', 'ft³', 'CCF'], states: COUNTED },
  weight: { units: ['kg', 'g', 'mg', 'oz', 'lb', 'st'], states: ANY },
  wind_speed: { units: ['ft/s', 'km/h', 'kn', 'm/s', 'mph'], states: MEASURED },
};

/** The feature's class where its platform takes it. */
export function classOf(feature: Exclude<Feature, SensorFeature | NumberFeature>): string | undefined {
  const { device_class } = feature;
  if (device_class === undefined || !(CLASSES[feature.kind] as readonly string[]).includes(device_class)) return undefined;
  // A doorbell that cannot ring is none: https://developers.home-assistant.io/docs/core/entity/event
  if (feature.kind === 'event' && device_class === 'doorbell' && !feature.types.includes('ring')) return undefined;
  return device_class;
}

/** The feature's class where it goes with its unit. */
export function numericClassOf({ device_class, unit }: Pick<SensorFeature, 'device_class' | 'unit'>): string | undefined {
  if (device_class === undefined || !Object.hasOwn(NUMERIC, device_class)) return undefined;
  return NUMERIC[device_class]?.units.includes(unit ?? null) === true ? device_class : undefined;
}

/** The sensor's state class where it goes with the class that it is to have. */
export function stateClassOf(
  { state_class }: Pick<SensorFeature, 'state_class'>,
  numeric_class: string | undefined,
): StateClass | undefined {
  if (state_class === undefined || numeric_class === undefined) return state_class;
  return NUMERIC[numeric_class]?.states.includes(state_class) === true ? state_class : undefined;
}
