import { z } from '@lightkeeper/plugin-sdk';

/**
 * What Home Assistant takes as the config of a device, written from its documentation (reference page on MQTT discovery, 4.2 and 4.6). It
 * passes over an unknown key within a component in silence; here one is an error, since it could only be a slip of ours.
 */

// MQTT 3.1.1, 4.7: what is published to and listened to here has no wildcards.
const topic = z
  .string()
  .min(1)
  .regex(/^[^+#]+$/u);
const text = z.string().min(1);
const template = text;
const unique = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'must not repeat itself');

const availability = z.array(z.strictObject({ topic })).min(1);

const device = z.strictObject({
  identifiers: z.union([text, z.array(text).min(1)]),
  connections: z.array(z.tuple([text, text])).optional(),
  name: text.optional(),
  manufacturer: text.optional(),
  model: text.optional(),
  model_id: text.optional(),
  serial_number: text.optional(),
  hw_version: text.optional(),
  sw_version: text.optional(),
  via_device: text.optional(),
  suggested_area: text.optional(),
  configuration_url: z.url({ protocol: /^https?$/ }).optional(),
});

const origin = z.strictObject({ name: text, sw_version: text.optional(), support_url: z.url().optional() });

const common = {
  unique_id: text,
  name: text.nullable(),
  icon: z
    .string()
    .regex(/^mdi:[a-z0-9-]+$/)
    .optional(),
  availability: availability.optional(),
  availability_mode: z.enum(['all', 'any', 'latest']).optional(),
};
const control = { ...common, entity_category: z.enum(['config', 'diagnostic']).optional(), command_topic: topic };
/** `config` is refused for what can only be read. */
const readable = { ...common, entity_category: z.literal('diagnostic').optional(), state_topic: topic };

const json = z.string().refine((value) => {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return /^[A-Z]+$/.test(value);
  }
}, 'must be JSON, or a word');

const light = z
  .strictObject({
    ...control,
    platform: z.literal('light'),
    schema: z.literal('json'),
    state_topic: topic,
    brightness: z.boolean(),
    brightness_scale: z.literal(255),
    supported_color_modes: unique(z.enum(['onoff', 'brightness', 'color_temp', 'hs', 'xy', 'rgb', 'rgbw', 'rgbww', 'white'])),
    color_temp_kelvin: z.literal(true).optional(),
    min_kelvin: z.number().int().positive().optional(),
    max_kelvin: z.number().int().positive().optional(),
    effect: z.literal(true).optional(),
    effect_list: unique(text).optional(),
    transition: z.boolean(),
    flash: z.boolean(),
  })
  .refine(
    ({ supported_color_modes: modes }) => modes.length === 1 || !modes.some((mode) => mode === 'onoff' || mode === 'brightness'),
    'onoff and brightness stand alone',
  )
  .refine(({ min_kelvin = 0, max_kelvin = 1 }) => min_kelvin < max_kelvin, 'the warmest white is below the coldest')
  .refine(({ effect, effect_list }) => effect === undefined || effect_list !== undefined, 'effects have names');

const switching = z.strictObject({
  ...control,
  platform: z.literal('switch'),
  state_topic: topic,
  value_template: template.optional(),
  payload_on: json,
  payload_off: json,
  state_on: text.optional(),
  state_off: text.optional(),
  device_class: z.enum(['outlet', 'switch']).optional(),
});

const STATE_CLASSES = ['measurement', 'total', 'total_increasing'] as const;
/** Classes of numbers of which one unit or state class is known to fit; enough to find a class that was taken over unseen. */
const SENSOR_UNITS: Record<string, RegExp> = {
  temperature: /^(°C|°F|K)$/,
  humidity: /^%$/,
  battery: /^%$/,
  power: /^[kMGT]?W$/,
  energy: /^([kMG]?J|[mkMGT]?Wh|[kMG]?cal)$/,
  voltage: /^m?V$/,
  current: /^m?A$/,
  illuminance: /^lx$/,
  pressure: /^(h|k)?Pa$|^[cm]?bar$|^mmHg$|^inHg$|^psi$/,
};
const ONLY_COUNTED = ['energy', 'gas', 'water', 'volume'];

const sensor = z
  .strictObject({
    ...readable,
    platform: z.literal('sensor'),
    value_template: template.optional(),
    json_attributes_topic: topic.optional(),
    device_class: z.string().optional(),
    state_class: z.enum(STATE_CLASSES).optional(),
    unit_of_measurement: text.optional(),
  })
  .refine(
    ({ device_class = '', unit_of_measurement = '' }) => SENSOR_UNITS[device_class]?.test(unit_of_measurement) ?? true,
    'the unit goes with the device class',
  )
  .refine(
    ({ device_class = '', state_class }) => state_class !== 'measurement' || !ONLY_COUNTED.includes(device_class),
    'the state class goes with the device class',
  )
  .refine(({ device_class }) => !['date', 'timestamp', 'enum'].includes(device_class ?? ''), 'needs what is not sent');

const BINARY_CLASSES = [
  ['battery', 'battery_charging', 'carbon_monoxide', 'cold', 'connectivity', 'door', 'garage_door', 'gas', 'heat', 'light', 'lock'],
  ['moisture', 'motion', 'moving', 'occupancy', 'opening', 'plug', 'power', 'presence', 'problem', 'running', 'safety', 'smoke', 'sound'],
  ['tamper', 'update', 'vibration', 'window'],
].flat();

const binarySensor = z.strictObject({
  ...readable,
  platform: z.literal('binary_sensor'),
  value_template: template.optional(),
  payload_on: text,
  payload_off: text,
  device_class: z.enum(BINARY_CLASSES).optional(),
});

const number = z
  .strictObject({
    ...control,
    platform: z.literal('number'),
    state_topic: topic,
    value_template: template,
    command_template: template,
    min: z.number(),
    max: z.number(),
    step: z.number().min(0.001),
    mode: z.enum(['auto', 'box', 'slider']),
    device_class: z.string().optional(),
    unit_of_measurement: text.optional(),
  })
  .refine(({ min, max }) => min < max, 'min is below max');

const select = z.strictObject({
  ...control,
  platform: z.literal('select'),
  state_topic: topic,
  value_template: template,
  command_template: template,
  options: unique(text),
});

const button = z.strictObject({
  ...control,
  platform: z.literal('button'),
  payload_press: json,
  device_class: z.enum(['identify', 'restart', 'update']).optional(),
});

const cover = z
  .strictObject({
    ...control,
    platform: z.literal('cover'),
    state_topic: topic,
    value_template: template,
    payload_open: json,
    payload_close: json,
    payload_stop: json,
    position_topic: topic.optional(),
    position_template: template.optional(),
    set_position_topic: topic.optional(),
    set_position_template: template.optional(),
    device_class: z.enum(['awning', 'blind', 'curtain', 'damper', 'door', 'garage', 'gate', 'shade', 'shutter', 'window']).optional(),
  })
  .refine(({ position_topic, set_position_topic }) => (position_topic === undefined) === (set_position_topic === undefined));

const event = z
  .strictObject({
    ...readable,
    platform: z.literal('event'),
    value_template: template.optional(),
    event_types: unique(text),
    device_class: z.enum(['button', 'doorbell', 'motion']).optional(),
  })
  .refine(({ device_class, event_types }) => device_class !== 'doorbell' || event_types.includes('ring'), 'a doorbell rings');

const scene = z.strictObject({ ...control, platform: z.literal('scene'), payload_on: text });

/** The platform alone: the component is to be taken away. */
const removed = z.strictObject({ platform: z.string() });

export const componentSchema = z.union([
  z.discriminatedUnion('platform', [light, switching, sensor, binarySensor, number, select, button, cover, event, scene]),
  removed,
]);

export const deviceConfigSchema = z
  .strictObject({
    device,
    origin,
    components: z.record(z.string().regex(/^[a-zA-Z0-9_-]+$/), componentSchema),
    availability: availability.optional(),
    availability_mode: z.enum(['all', 'any', 'latest']).optional(),
    qos: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  })
  .refine(({ components }) => {
    const ids = Object.values(components).flatMap((component) => ('unique_id' in component ? [component.unique_id] : []));
    return new Set(ids).size === ids.length;
  }, 'each component has a unique id of its own');
export type DeviceConfig = z.output<typeof deviceConfigSchema>;

/** `<prefix>/device/<object id>/config`; other characters are dropped with a warning (4.1). */
export const CONFIG_TOPIC = /^([A-Za-z0-9_/-]+)\/device\/([a-zA-Z0-9_-]+)\/config$/;

const channel = z.number().int().min(0).max(255);

/** The state of a light of the JSON schema, against the light's own config (4.6). */
export function lightStateSchema({ supported_color_modes }: { supported_color_modes: readonly string[] }) {
  return z.strictObject({
    state: z.enum(['ON', 'OFF']).nullable(),
    color_mode: z.string().refine((mode) => supported_color_modes.includes(mode), 'is among the modes'),
    brightness: z.number().int().min(1).max(255).optional(),
    color: z.strictObject({ r: channel, g: channel, b: channel }).optional(),
    color_temp: z.number().int().optional(),
    effect: z.string().optional(),
  });
}
