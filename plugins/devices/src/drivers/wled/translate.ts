import { safeText } from '@lightkeeper/plugin-sdk';
import type { LightCapability, DeviceCommand, DeviceDescription, DeviceState } from '@lightkeeper/plugin-sdk';
import { LIGHT_CCT, LIGHT_RGB } from './wire.js';
import type { WledInfo, WledState } from './wire.js';

/*
 * WLED keeps the colour temperature as a byte. It takes kelvin from 1900 to 10091 as well and makes the byte by dividing the distance
 * from 1900 by 32 (FX_fcn.cpp, Segment::setCCT); this is the way back.
 */
const KELVIN_MIN = 1900;
const KELVIN_MAX = 10_091;
const KELVIN_STEP = 32;

/** Names that stand for "not in this build" (kno.wled.ge, "JSON API", Reserved effect IDs). */
const RESERVED = new Set(['RSVD', '-', '']);

/** WLED's effects: numbers on the wire, names for people. */
export class EffectNames {
  readonly #names: readonly string[];
  /** What can be chosen; "Solid", number 0, is the absence of an effect. */
  readonly list: string[];

  constructor(names: readonly string[]) {
    this.#names = names.map((name) => safeText(name, 64).trim());
    this.list = [...new Set(this.#names.filter((name, index) => index > 0 && !RESERVED.has(name)))];
  }

  /** Null for plain colour. */
  name(number: number): string | null {
    if (number === 0) return null;
    const name = this.#names[number] ?? '';
    return RESERVED.has(name) ? `Effect ${number}` : name;
  }

  number(name: string | null): number | undefined {
    if (name === null) return 0;
    const index = this.#names.indexOf(name, 1);
    return index === -1 ? undefined : index;
  }
}

function lightBits({ leds }: WledInfo): number {
  return leds.lc ?? LIGHT_RGB;
}

export function capabilitiesOf(info: WledInfo, effects: EffectNames): LightCapability[] {
  const bits = lightBits(info);
  const capabilities: LightCapability[] = ['on_off', 'brightness'];
  if ((bits & LIGHT_RGB) !== 0) capabilities.push('color_rgb');
  if ((bits & LIGHT_CCT) !== 0) capabilities.push('color_temp');
  if (effects.list.length > 0) capabilities.push('effect');
  return capabilities;
}

/** The segment that stands for the whole light. */
export function mainSegment(state: WledState): WledState['seg'][number] | undefined {
  return state.seg.find(({ id }, index) => (id ?? index) === state.mainseg) ?? state.seg[0];
}

export function toState(state: WledState, info: WledInfo, effects: EffectNames): DeviceState {
  const bits = lightBits(info);
  const segment = mainSegment(state);
  const [r, g, b] = segment?.col?.[0] ?? [];
  return {
    on: state.on,
    ...(state.bri > 0 && { brightness: state.bri }),
    ...((bits & LIGHT_RGB) !== 0 && r !== undefined && g !== undefined && b !== undefined && { color: { r, g, b } }),
    ...((bits & LIGHT_CCT) !== 0 && segment?.cct !== undefined && { color_temp: KELVIN_MIN + segment.cct * KELVIN_STEP }),
    ...(segment?.fx !== undefined && { effect: effects.name(segment.fx) }),
  };
}

/** The body for `POST /json/state`. `v` asks for the whole state as the answer; `tt` is a transition for this call in units of 100 ms. */
export function toWled(command: DeviceCommand, main_segment: number, effects: EffectNames): Record<string, unknown> {
  const { on, brightness, color, color_temp, effect, transition_ms } = command;
  const fx = effect === undefined ? undefined : effects.number(effect);
  const segment = {
    ...(color && { col: [[color.r, color.g, color.b]] }),
    ...(color_temp !== undefined && { cct: Math.min(KELVIN_MAX, Math.max(KELVIN_MIN, color_temp)) }),
    ...(fx !== undefined && { fx }),
  };
  return {
    v: true,
    ...(transition_ms !== undefined && { tt: Math.round(transition_ms / 100) }),
    ...(on !== undefined && { on }),
    ...(brightness !== undefined && { bri: brightness }),
    ...(Object.keys(segment).length > 0 && { seg: [{ id: main_segment, ...segment }] }),
  };
}

export function toInfo(info: WledInfo): NonNullable<DeviceDescription['info']> {
  return {
    product: info.product ?? 'WLED',
    version: info.ver,
    ...(info.name !== undefined && { announced_name: info.name }),
    ...(info.mac !== undefined && { mac: info.mac.toLowerCase() }),
    ...(info.arch !== undefined && { chip: info.arch }),
    leds: info.leds.count,
    ...(info.wifi?.signal !== undefined && { signal_percent: info.wifi.signal }),
  };
}
