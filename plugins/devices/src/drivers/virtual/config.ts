import { z } from '@lightkeeper/plugin-sdk';
import { KINDS } from './kinds.js';

const MAX_STEPS = 100;
const DAY_MS = 86_400_000;
/** A script that repeats takes at least so long each time. */
const MIN_ROUND_MS = 100;

const key = z.string().regex(/^[a-z0-9_]{1,64}$/, 'must be a key: a-z, 0-9 and _');
const value = z.union([z.number(), z.string().max(256), z.boolean()]).nullable();
const values = z.record(key, value).refine((record) => Object.keys(record).length <= 16, 'must have at most 16');
const channel = z.number().int().min(0).max(255);

const state = z.strictObject({
  on: z.boolean().exactOptional(),
  brightness: z.number().int().min(1).max(255).exactOptional(),
  color: z.strictObject({ r: channel, g: channel, b: channel }).exactOptional(),
  color_temp: z.number().int().min(1000).max(20_000).exactOptional(),
  effect: z.string().min(1).max(64).nullable().exactOptional(),
  readings: values.exactOptional(),
});

const step = z
  .strictObject({
    after_ms: z.number().int().min(0).max(DAY_MS),
    state: state.exactOptional(),
    event: z.strictObject({ key, type: z.string().min(1).max(64), attributes: values.exactOptional() }).exactOptional(),
    lost: z
      .strictObject({ for_ms: z.number().int().min(0).max(DAY_MS), reason: z.string().min(1).max(200).default('It no longer answers.') })
      .exactOptional(),
  })
  .refine(({ state: becomes, event, lost }) => [becomes, event, lost].filter((part) => part !== undefined).length === 1, {
    error: 'must hold one of state, event, lost',
  });
export type ScriptStep = z.output<typeof step>;

/**
 * What a virtual device is. `script` makes it act by itself, from the moment it is connected: each step comes `after_ms` behind the one
 * before it, and holds a `state` that it takes on, an `event` that happens at it, or `lost`: it does not answer for `for_ms`, and
 * begins its script anew when it is back.
 *
 * @example
 * {
 *   "kind": "binary_sensor",
 *   "key": "hall-motion",
 *   "script": [
 *     { "after_ms": 60000, "state": { "readings": { "motion": true } } },
 *     { "after_ms": 8000, "state": { "readings": { "motion": false } } },
 *     { "after_ms": 600000, "lost": { "for_ms": 20000 } }
 *   ]
 * }
 */
export const virtualConfig = z
  .strictObject({
    kind: z.enum(KINDS).default('color_light').meta({ title: 'Kind', description: 'What the device can do.' }),
    reachable: z
      .boolean()
      .default(true)
      .meta({ title: 'Reachable', description: 'Off: the device behaves as if its plug were pulled.', ui: { widget: 'switch' } }),
    latency_ms: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .meta({ title: 'Latency', description: 'How long it takes to answer.', ui: { unit: 'ms', advanced: true } }),
    key: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .meta({
        title: 'Key',
        description: 'When set, the device remembers what it showed while the hub runs. Devices with one key share it.',
        ui: { advanced: true },
      }),
    leds: z
      .number()
      .int()
      .min(1)
      .max(2_048)
      .default(60)
      .meta({ title: 'LEDs', description: 'How many lights the strip has.', ui: { show_if: { field: 'kind', equals: 'strip' } } }),
    script: z
      .array(step)
      .max(MAX_STEPS, `must have at most ${MAX_STEPS} steps`)
      .default([])
      .meta({
        title: 'Script',
        description: 'Steps that it does by itself: after_ms, and one of state, event, lost.',
        ui: { advanced: true },
      }),
    repeat: z
      .boolean()
      .default(false)
      .meta({ title: 'Repeat', description: 'The script begins anew when it has ended.', ui: { widget: 'switch', advanced: true } }),
  })
  .refine(({ script, key: name }) => name !== undefined || script.every(({ lost }) => lost === undefined), {
    path: ['key'],
    error: 'is needed by a script in which the device is lost',
  })
  .refine(({ script, repeat }) => !repeat || script.reduce((sum, { after_ms }) => sum + after_ms, 0) >= MIN_ROUND_MS, {
    path: ['script'],
    error: `must take at least ${MIN_ROUND_MS} ms to be repeated`,
  });
