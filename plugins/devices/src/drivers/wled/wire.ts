import { z } from '@lightkeeper/plugin-sdk';

/*
 * The parts of WLED's JSON API that the hub reads (kno.wled.ge, "JSON API"). WLED adds fields with each version, so objects are loose;
 * what is used is bounded, since a device is as hostile as anything else on the network.
 */

const byte = z.number().int().min(0).max(255);
/** Counts that are for reading only: one that makes no sense is left out, and does not cost the light. */
const count = z.number().min(0).max(4_294_967_295).optional().catch(undefined);

export const wledSegment = z.looseObject({
  id: byte.optional(),
  /** The name that a person gave it ("State object", seg.n). */
  n: z.string().max(256).optional().catch(undefined),
  on: z.boolean().optional(),
  bri: byte.optional(),
  /** Three colours of three (RGB) or four (RGBW) channels; the first is the main one. */
  col: z.array(z.array(byte).max(4)).max(3).optional(),
  /** Number of the effect; 0 is "Solid". */
  fx: byte.optional(),
  /** Speed and intensity of the effect. */
  sx: byte.optional(),
  ix: byte.optional(),
  /** Number of the palette. */
  pal: byte.optional(),
  /** White balance: 0 warmest to 255 coldest. */
  cct: byte.optional(),
});
export type WledSegment = z.output<typeof wledSegment>;

export const wledState = z.looseObject({
  on: z.boolean(),
  /** While off: the brightness it will have when switched on. */
  bri: byte,
  /** The preset and the playlist that are shown, -1 for none. */
  ps: z.number().int().min(-1).max(255).optional(),
  pl: z.number().int().min(-1).max(255).optional(),
  /** Nightlight: dims within `dur` minutes. */
  nl: z.looseObject({ on: z.boolean().optional(), dur: byte.optional() }).optional(),
  /** Whether it tells other WLEDs what it shows. Which ones it follows is a set of groups, and no switch. */
  udpn: z.looseObject({ send: z.boolean().optional() }).optional(),
  /** Live data override: 0 off, 1 until the live data ends, 2 until the next restart. */
  lor: z.number().int().min(0).max(2).optional().catch(undefined),
  mainseg: z.number().int().min(-1).max(255).optional(),
  seg: z.array(wledSegment).max(64),
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
    /** The same of each segment, in the order of the state's `seg`. */
    seglc: z.array(byte).max(64).optional().catch(undefined),
    rgbw: z.boolean().optional(),
    /** Frames a second. */
    fps: count,
    /** Estimated current and its limit, in mA; both 0 where the limiter is off. */
    pwr: count,
    maxpwr: count,
  }),
  /** Whether something streams to it, what (`E1.31`, `DDP`, …), and from which address. */
  live: z.boolean().optional().catch(undefined),
  lm: z.string().max(64).optional().catch(undefined),
  lip: z.string().max(64).optional().catch(undefined),
  wifi: z.looseObject({ signal: z.number().int().min(0).max(100).optional() }).optional(),
  /** `pmt` changes when presets.json does ("Info object", fs). */
  fs: z.looseObject({ pmt: count }).optional().catch(undefined),
  /** Bytes. */
  freeheap: count,
  /** Seconds since its start. */
  uptime: count,
  /** Connected WebSocket clients; -1 where WebSockets are left out of the build. */
  ws: z.number().int().min(-1).max(255).optional(),
});
export type WledInfo = z.output<typeof wledInfo>;

/** `/json/si`, and what comes over the WebSocket. */
export const wledSnapshot = z.looseObject({ state: wledState, info: wledInfo });
export type WledSnapshot = z.output<typeof wledSnapshot>;

/** `/json/eff` and `/json/pal`: names by number. */
export const wledNames = z.array(z.string().max(256)).max(512);

/** `/presets.json`: presets by their numbers, 1 to 250; one with `playlist` is a playlist (kno.wled.ge, "Presets"). */
export const wledPresets = z.record(
  z.string().max(8),
  z.looseObject({ n: z.string().max(1_024).optional().catch(undefined), playlist: z.unknown().optional() }),
);
export type WledPresets = z.output<typeof wledPresets>;

/** Bits of `info.leds.lc`. */
export const LIGHT_RGB = 1;
export const LIGHT_WHITE = 2;
export const LIGHT_CCT = 4;
