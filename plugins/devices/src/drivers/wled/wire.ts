import { z } from '@lightkeeper/plugin-sdk';

/*
 * The parts of WLED's JSON API that the hub reads (kno.wled.ge, "JSON API"). WLED adds fields with each version, so objects are loose;
 * what is used is bounded, since a device is as hostile as anything else on the network.
 */

const byte = z.number().int().min(0).max(255);

const segment = z.looseObject({
  id: byte.optional(),
  /** Three colours of three (RGB) or four (RGBW) channels; the first is the main one. */
  col: z.array(z.array(byte).max(4)).max(3).optional(),
  /** Number of the effect; 0 is "Solid". */
  fx: byte.optional(),
  /** White balance: 0 warmest to 255 coldest. */
  cct: byte.optional(),
});

export const wledState = z.looseObject({
  on: z.boolean(),
  /** While off: the brightness it will have when switched on. */
  bri: byte,
  mainseg: z.number().int().min(-1).max(255).optional(),
  seg: z.array(segment).max(64),
});
export type WledState = z.output<typeof wledState>;

export const wledInfo = z.looseObject({
  ver: z.string().min(1).max(64),
  brand: z.string().max(64).optional(),
  product: z.string().max(64).optional(),
  name: z.string().max(256).optional(),
  mac: z.string().max(32).optional(),
  arch: z.string().max(64).optional(),
  leds: z.looseObject({
    count: z.number().int().min(0).max(65_535),
    /** Light capabilities as bits: 1 RGB, 2 white channel, 4 colour temperature. Since 0.13. */
    lc: byte.optional(),
    rgbw: z.boolean().optional(),
  }),
  wifi: z.looseObject({ signal: z.number().int().min(0).max(100).optional() }).optional(),
  /** Connected WebSocket clients; -1 where WebSockets are left out of the build. */
  ws: z.number().int().min(-1).max(255).optional(),
});
export type WledInfo = z.output<typeof wledInfo>;

/** `/json/si`, and what comes over the WebSocket. */
export const wledSnapshot = z.looseObject({ state: wledState, info: wledInfo });
export type WledSnapshot = z.output<typeof wledSnapshot>;

/** `/json/eff`: names by number. */
export const wledEffects = z.array(z.string().max(256)).max(512);

/** Bits of `info.leds.lc`. */
export const LIGHT_RGB = 1;
export const LIGHT_CCT = 4;
