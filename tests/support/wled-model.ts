/*
 * What a WLED device remembers, and how it takes a state that is written to it. Facts: kno.wled.ge "JSON API" and wled00/json.cpp
 * (deserializeState, deserializeSegment, serializeState, serializeInfo).
 */

import { isObject } from './device-server.js';
import type { Json } from './device-server.js';

export interface WledOptions {
  name?: string;
  /** Twelve hexadecimal digits in lower case, as WLED writes it. */
  mac?: string;
  leds?: number;
  /** Light capabilities: 1 RGB, 2 white channel, 4 colour temperature. */
  lc?: number;
  segments?: number;
  /** Builds without WebSockets report -1 clients. */
  websockets?: boolean;
  version?: string;
  palettes?: string[];
  effects?: string[];
  /** What stands in its presets.json; null for a WLED that has no such file. */
  presets?: Record<string, Json> | null;
}

interface Segment {
  id: number;
  n?: string;
  start: number;
  stop: number;
  on: boolean;
  bri: number;
  cct: number;
  col: number[][];
  fx: number;
  sx: number;
  ix: number;
  pal: number;
  sel: boolean;
}

/** `RSVD` and `-` are numbers that this build has no effect for. */
export const WLED_EFFECTS = [
  'Solid',
  'Blink',
  'Breathe',
  'Wipe',
  'Wipe Random',
  'RSVD',
  'Rainbow',
  '-',
  'Candle',
  'Fire 2012',
  'Colortwinkles',
];
export const WLED_PALETTES = ['Default', '* Random Cycle', '* Color 1', '* Colors 1&2', 'Party', 'Cloud', 'Lava', 'Ocean', 'Forest'];

export class WledModel {
  readonly #options: Required<WledOptions>;
  #bri = 0;
  /** The brightness while off, and after a toggle. */
  #bri_last = 128;
  #transition = 7;
  #main = 0;
  #preset = -1;
  #live = false;
  /** The preset that the main loop is to load. */
  #pending = 0;
  #playlist = -1;
  #override = 0;
  /** When presets.json was last changed, in seconds. */
  #presets_at = 1_700_000_000;
  /** How it takes pictures, in `/json/cfg` ("if.live"): `timeout` in tenths of a second. */
  readonly live_settings: Json = { en: true, mso: false, port: 5568, mc: false, timeout: 25, maxbri: false, 'no-gc': true, offset: 0 };
  /** What stands otherwise in the info. */
  readonly drifted: Json = {};
  readonly #nightlight: Json = { on: false, dur: 60, mode: 1, tbri: 0, rem: -1 };
  readonly #udp: Json = { send: false, recv: true, sgrp: 1, rgrp: 1 };
  readonly #segments: Segment[];
  /** The transition of the last write, in units of 100 ms; null when it named none. */
  last_tt: number | null = null;

  constructor(options: WledOptions = {}) {
    this.#options = {
      name: 'Bookshelf',
      mac: 'a0b1c2d3e4f5',
      leds: 120,
      lc: 1,
      segments: 1,
      websockets: true,
      version: '0.15.1',
      palettes: WLED_PALETTES,
      effects: WLED_EFFECTS,
      presets: null,
      ...options,
    };
    const { leds, segments, lc } = this.#options;
    const share = Math.floor(leds / segments);
    this.#segments = Array.from({ length: segments }, (_, id) => ({
      id,
      start: id * share,
      stop: (id + 1) * share,
      on: true,
      bri: 255,
      cct: 127,
      col: [pad([255, 160, 0], lc), pad([0, 0, 0], lc), pad([0, 0, 0], lc)],
      fx: 0,
      sx: 128,
      ix: 128,
      pal: 0,
      sel: id === 0,
    }));
  }

  get name(): string {
    return this.#options.name;
  }

  get leds(): number {
    return this.#options.leds;
  }

  get mac(): string {
    return this.#options.mac;
  }

  get websockets(): boolean {
    return this.#options.websockets;
  }

  /** Whether pictures are shown; they are not while a person's override is on. */
  get live(): boolean {
    return this.#live;
  }

  get override(): number {
    return this.#override;
  }

  get on(): boolean {
    return this.#bri > 0;
  }

  state(): Json {
    return {
      on: this.#bri > 0,
      bri: this.#bri_last,
      transition: this.#transition,
      ps: this.#preset,
      pl: this.#playlist,
      ledmap: 0,
      nl: this.#nightlight,
      udpn: this.#udp,
      lor: this.#override,
      mainseg: this.#main,
      seg: this.#segments.map((segment) => ({
        ...segment,
        len: segment.stop - segment.start,
        grp: 1,
        spc: 0,
        of: 0,
        frz: false,
        set: 0,
        c1: 128,
        c2: 128,
        c3: 16,
        rev: false,
        mi: false,
        o1: false,
        o2: false,
        o3: false,
        si: 0,
        m12: 0,
      })),
    };
  }

  info(websocket_clients: number): Json {
    const { name, mac, leds, lc, version, websockets } = this.#options;
    return {
      ver: version,
      vid: 2503100,
      cn: 'Kōsen',
      release: 'ESP32',
      name,
      leds: {
        count: leds,
        pwr: this.on ? 340 : 12,
        fps: this.on ? 42 : 0,
        maxpwr: 850,
        maxseg: 32,
        seglc: this.#segments.map(() => lc),
        lc,
        rgbw: (lc & 2) !== 0,
        wv: 0,
        cct: lc & 4,
      },
      str: false,
      udpport: 21324,
      live: this.#live,
      liveseg: -1,
      lm: '',
      lip: '',
      ws: websockets ? websocket_clients : -1,
      fxcount: this.#options.effects.length,
      palcount: this.#options.palettes.length,
      cpalcount: 0,
      maps: [{ id: 0 }],
      wifi: { bssid: '02:00:00:00:00:01', rssi: -58, signal: 84, channel: 6 },
      fs: { u: 20, t: 983, pmt: this.#presets_at },
      ndc: 0,
      arch: 'esp32',
      core: 'v3.3.6-16-gcc5440f6a2',
      freeheap: 172_000,
      uptime: 4_711,
      opt: 79,
      brand: 'WLED',
      product: 'FOSS',
      mac,
      ip: '127.0.0.1',
      ...this.drifted,
    };
  }

  effects(): string[] {
    return this.#options.effects;
  }

  palettes(): string[] {
    return this.#options.palettes;
  }

  /** presets.json; undefined where there is none. */
  presets(): Record<string, Json> | undefined {
    return this.#options.presets ?? undefined;
  }

  /** Stores presets as its own page does. */
  storePresets(presets: Record<string, Json>): void {
    this.#options.presets = presets;
    this.#presets_at += 1;
  }

  segment(id: number): Readonly<Segment> | undefined {
    return this.#segments[id];
  }

  /** Its main loop: loads the preset that was asked for. Whether that changed something. */
  loop(): boolean {
    const id = this.#pending;
    this.#pending = 0;
    const preset = id > 0 ? this.#options.presets?.[id] : undefined;
    if (preset === undefined) return false;
    const { n: _name, playlist, ...state } = preset;
    this.#playlist = isObject(playlist) ? id : -1;
    this.#preset = id;
    this.#write(state);
    return true;
  }

  /** Takes a written state; gives whether the writer asked for a full answer. */
  apply(root: Json): boolean {
    if (typeof root.ps === 'number' && root.ps !== this.#preset) this.#pending = root.ps;
    // Whatever else changes the look, it is no longer the preset's ("State object", ps).
    else if ('seg' in root) this.#preset = this.#playlist = -1;
    this.#write(root);
    return root.v === true;
  }

  #write(root: Json): void {
    this.#applyPower(root);
    const tt = root.tt;
    this.last_tt = typeof tt === 'number' ? tt : null;
    if (typeof root.transition === 'number') this.#transition = root.transition;
    if (typeof root.live === 'boolean') this.#live = root.live;
    if (isObject(root.nl)) Object.assign(this.#nightlight, root.nl);
    if (isObject(root.udpn)) {
      // `recv` is told, and follows from the groups.
      const { recv: _told, ...udp } = root.udpn;
      Object.assign(this.#udp, udp);
      this.#udp.recv = this.#udp.rgrp !== 0;
    }
    if (typeof root.mainseg === 'number' && this.#segments[root.mainseg] !== undefined) this.#main = root.mainseg;
    this.#override = number(root.lor, this.#override, 2);
    this.#applySegments(root.seg);
  }

  #applyPower(root: Json): void {
    const before = this.#bri > 0;
    this.#bri = number(root.bri, this.#bri, 255);
    const on = typeof root.on === 'boolean' ? root.on : this.#bri > 0;
    if (on !== this.#bri > 0) this.#toggle();
    // {"on":"t","bri":32} on a light that was off turns it on and does not toggle it off again.
    if (typeof root.on === 'string' && root.on.startsWith('t') && (before || this.#bri === 0)) this.#toggle();
    if (this.#bri > 0) this.#bri_last = this.#bri;
  }

  #toggle(): void {
    if (this.#bri === 0) {
      this.#bri = this.#bri_last;
    } else {
      this.#bri_last = this.#bri;
      this.#bri = 0;
    }
  }

  /** A list goes by place or `id`; one object goes to its `id`, or without one to all selected segments. */
  #applySegments(written: unknown): void {
    if (Array.isArray(written)) {
      written.forEach((part: unknown, place) => {
        if (isObject(part)) this.#applySegment(part, number(part.id, place, 255));
      });
    } else if (isObject(written)) {
      if (typeof written.id === 'number') this.#applySegment(written, written.id);
      else for (const { id, sel } of this.#segments) if (sel) this.#applySegment(written, id);
    }
  }

  #applySegment(part: Json, id: number): void {
    const segment = this.#segments[id];
    if (segment === undefined) return;
    segment.fx = number(part.fx, segment.fx, this.#options.effects.length - 1);
    segment.sx = number(part.sx, segment.sx, 255);
    segment.ix = number(part.ix, segment.ix, 255);
    if ((this.#options.lc & 1) !== 0) segment.pal = number(part.pal, segment.pal, this.#options.palettes.length - 1);
    if (part.bri !== undefined) {
      const bri = number(part.bri, segment.bri, 255);
      if (bri > 0) segment.bri = bri;
      segment.on = bri > 0;
    }
    if (typeof part.n === 'string') segment.n = part.n;
    if (typeof part.on === 'boolean') segment.on = part.on;
    if (typeof part.sel === 'boolean') segment.sel = part.sel;
    if (typeof part.cct === 'number') segment.cct = cctByte(part.cct);
    if (Array.isArray(part.col)) {
      part.col.slice(0, 3).forEach((written: unknown, slot) => {
        const color = colorOf(written);
        if (color !== null && color.length > 0) segment.col[slot] = pad(color, this.#options.lc);
      });
    }
  }
}

/** Kelvin from 1900 to 10091, or the byte itself (FX_fcn.cpp, Segment::setCCT). */
function cctByte(value: number): number {
  return value > 255 ? (Math.min(10_091, Math.max(1900, value)) - 1900) >> 5 : value;
}

/** A number, or `~10` and `~-10` for a step up or down. */
function number(written: unknown, current: number, max: number): number {
  const step = typeof written === 'string' ? /^~(-?\d{1,3})$/.exec(written)?.[1] : undefined;
  if (step !== undefined) return Math.min(max, Math.max(0, current + Number(step)));
  return typeof written === 'number' && Number.isInteger(written) && written >= 0 && written <= max ? written : current;
}

/** `[r, g, b]`, `[r, g, b, w]` or `"RRGGBB"`. */
function colorOf(written: unknown): number[] | null {
  if (typeof written === 'string' && /^#?[0-9a-f]{6}$/i.test(written)) {
    const value = Number.parseInt(written.replace('#', ''), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  if (!Array.isArray(written)) return null;
  return written.filter((channel): channel is number => typeof channel === 'number').map((channel) => channel & 255);
}

/** RGB strips have three channels, those with white four. */
function pad(color: number[], lc: number): number[] {
  const channels = (lc & 2) !== 0 ? 4 : 3;
  return Array.from({ length: channels }, (_, index) => color[index] ?? 0);
}
