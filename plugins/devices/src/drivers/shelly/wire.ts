import { z } from '@lightkeeper/plugin-sdk';

/*
 * What the hub reads of the Shelly Gen2+ documentation (shelly-api-docs.shelly.cloud, "Gen2+ Device API"). Devices add fields with each
 * firmware, so what is not listed is let go; what is used is bounded, since a device is as hostile as anything else on the network.
 */

/** Kinds of component that the hub knows; where a number stands for several, the first of this list is taken. */
export const KINDS = ['rgbw', 'rgb', 'cct', 'light', 'cover', 'switch', 'input', 'pm1', 'em', 'em1', 'emdata', 'em1data'] as const;
export type Kind = (typeof KINDS)[number];

/** `GET /shelly`, which answers without a password and on each generation ("Shelly", "HTTP endpoint /shelly"). Only Gen1 has `type`. */
export const shellyAbout = z.object({
  gen: z.number().int().min(2).max(99),
  id: z.string().min(1).max(64),
  mac: z.string().regex(/^[0-9a-f]{12}$/i),
  model: z.string().max(64).optional(),
  app: z.string().max(64).optional(),
  ver: z.string().max(64).optional(),
  name: z.string().max(256).nullish(),
});
export type ShellyAbout = z.output<typeof shellyAbout>;

/** Gen1 names its type in the same place, and no generation ("Gen1 Device API", "/shelly"). */
export const firstGeneration = z.object({ type: z.string(), gen: z.undefined().optional() });

const percent = z.number().min(0).max(100);
const byte = z.number().int().min(0).max(255);
const reading = z.number().nullable();

/**
 * Status of any component, whole or the part that a notification brings: "Switch", "Light", "RGB", "RGBW", "CCT", "Cover", "Input", "PM1",
 * "EM", "EM1", "EMData" and "EM1Data", section Status.
 */
export const componentStatus = z.object({
  output: z.boolean().nullable().optional(),
  brightness: percent.optional(),
  rgb: z.tuple([byte, byte, byte]).optional(),
  white: byte.optional(),
  /** Kelvin. */
  ct: z.number().min(0).max(20_000).nullable().optional(),
  /** Input: true while pressed; null where it is a button. Cover: what it does. */
  state: z
    .union([z.boolean(), z.string().max(32)])
    .nullable()
    .optional(),
  /** Cover: 0 closed to 100 open, null while it is not known; and whether it can be sent to a position at all. */
  current_pos: percent.nullable().optional(),
  pos_control: z.boolean().optional(),
  /** Watt: of what switches, of one phase, of all phases. */
  apower: reading.optional(),
  act_power: reading.optional(),
  total_act_power: reading.optional(),
  /** Volt and ampere. */
  voltage: reading.optional(),
  current: reading.optional(),
  total_current: reading.optional(),
  /** Watt-hours since it was reset: of what switches, of one phase, of all phases. */
  aenergy: z.object({ total: reading.optional() }).nullish(),
  total_act_energy: reading.optional(),
  total_act: reading.optional(),
  temperature: z.object({ tC: reading.optional() }).nullish(),
  /** Where a transition that is under way leads. */
  transition: z.object({ target: z.object({ output: z.boolean().optional(), brightness: percent.optional() }).optional() }).nullish(),
});
export type ComponentStatus = z.output<typeof componentStatus>;

/** `Shelly.GetStatus` and the `params` of a notification: components by their keys, such as `light:0`. */
export const componentMap = z.record(z.string().max(64), z.unknown());

/** `CCT.GetConfig` ("CCT", section Configuration). */
export const cctConfig = z.object({ ct_range: z.tuple([z.number().min(500), z.number().max(20_000)]).optional() });

const frameError = z.object({ code: z.number(), message: z.string().max(1_024).default('') });

/** A response frame, or a notification ("RPC Protocol"). */
export const frame = z.object({
  id: z.union([z.number(), z.string()]).nullish(),
  method: z.string().max(64).optional(),
  params: componentMap.optional(),
  result: z.unknown().optional(),
  error: frameError.optional(),
});
export type Frame = z.output<typeof frame>;

/** `params` of NotifyEvent ("Notifications", NotifyEvent). */
export const notifiedEvents = z.object({
  events: z.array(z.object({ component: z.string().max(64), event: z.string().max(64) })).max(64),
});
