import type { DeviceCommand, DeviceDescription, DeviceState, LightCapability } from '@lightkeeper/plugin-sdk';
import { lightBits, mergePatches, segmentId, shownSegment } from './view.js';
import type { WledPatch, WledView } from './view.js';
import { LIGHT_CCT, LIGHT_RGB, LIGHT_WHITE } from './wire.js';
import type { WledInfo } from './wire.js';

/*
 * WLED keeps the colour temperature as a byte. It takes kelvin from 1900 to 10091 as well and makes the byte by dividing the distance
 * from 1900 by 32 (FX_fcn.cpp, Segment::setCCT); this is the way back.
 */
const KELVIN_MIN = 1900;
const KELVIN_MAX = 10_091;
const KELVIN_STEP = 32;

export function capabilitiesOf(view: WledView): LightCapability[] {
  const bits = lightBits(view);
  const capabilities: LightCapability[] = ['on_off', 'brightness'];
  if ((bits & LIGHT_RGB) !== 0) capabilities.push('color_rgb');
  if ((bits & LIGHT_CCT) !== 0) capabilities.push('color_temp');
  if (view.names.effects.list.length > 0) capabilities.push('effect');
  return capabilities;
}

/** The light: power and brightness of the strip with the look of its main segment, or one segment alone. */
export function toState(view: WledView): DeviceState {
  const { state, names, only } = view;
  const bits = lightBits(view);
  const segment = shownSegment(view)?.segment;
  const [r, g, b] = segment?.col?.[0] ?? [];
  const brightness = only === null ? state.bri : (segment?.bri ?? 0);
  return {
    on: state.on && (only === null || segment?.on !== false),
    ...(brightness > 0 && { brightness }),
    ...((bits & LIGHT_RGB) !== 0 && r !== undefined && g !== undefined && b !== undefined && { color: { r, g, b } }),
    ...((bits & LIGHT_CCT) !== 0 && segment?.cct !== undefined && { color_temp: KELVIN_MIN + segment.cct * KELVIN_STEP }),
    ...(segment?.fx !== undefined && { effect: names.effects.name(segment.fx) }),
  };
}

/** What to write for the light's part of a command. `tt` is a transition for this call in units of 100 ms. */
export function toWled(command: DeviceCommand, view: WledView): WledPatch {
  const { color, color_temp, effect, transition_ms } = command;
  const shown = shownSegment(view);
  const fx = effect === undefined ? undefined : view.names.effects.number(effect);
  // Three channels alone would switch a white channel off.
  const white = (lightBits(view) & LIGHT_WHITE) === 0 ? [] : [shown?.segment.col?.[0]?.[3] ?? 0];
  const look = {
    ...(color && { col: [[color.r, color.g, color.b, ...white]] }),
    ...(color_temp !== undefined && { cct: Math.min(KELVIN_MAX, Math.max(KELVIN_MIN, color_temp)) }),
    ...(fx !== undefined && { fx }),
  };
  return mergePatches([
    transition_ms === undefined ? {} : { tt: Math.round(transition_ms / 100) },
    view.only === null ? ofStrip(command) : ofSegment(command, view, view.only),
    Object.keys(look).length === 0 ? {} : { seg: [{ id: shown?.id ?? 0, ...look }] },
  ]);
}

function ofStrip({ on, brightness }: DeviceCommand): WledPatch {
  return { ...(on !== undefined && { on }), ...(brightness !== undefined && { bri: brightness }) };
}

/** A segment is lit when the strip is on as well. Switching the strip on for its sake leaves the other segments dark, as they were. */
function ofSegment({ on, brightness }: DeviceCommand, { state }: WledView, id: number): WledPatch {
  const lights = on ?? (brightness !== undefined ? true : undefined);
  const own = { id, ...(lights !== undefined && { on: lights }), ...(brightness !== undefined && { bri: brightness }) };
  if (lights !== true || state.on) return lights === undefined ? {} : { seg: [own] };
  const others = state.seg.map(segmentId).filter((other) => other !== id);
  return { on: true, seg: [...others.map((other) => ({ id: other, on: false })), own] };
}

/** Whether the state that came of a command is another than it asked for. */
export function isRefused({ on, brightness }: DeviceCommand, view: WledView): boolean {
  const state = toState(view);
  return (on !== undefined && state.on !== on) || (brightness !== undefined && state.brightness !== brightness);
}

/** A person's wish at the WLED that streams are passed over ("State object", lor). */
const LIVE_OVERRIDES = [null, 'until the stream ends', 'always'] as const;

export function toInfo({ info, names, state }: WledView): NonNullable<DeviceDescription['info']> {
  return {
    product: info.product ?? 'WLED',
    version: info.ver,
    ...(info.name !== undefined && { announced_name: info.name }),
    ...(info.mac !== undefined && { mac: info.mac.toLowerCase() }),
    ...(info.arch !== undefined && { chip: info.arch }),
    leds: info.leds.count,
    // 0 stands for no limit, and for one while nothing is drawn (wled00/json.cpp, serializeInfo).
    ...((info.leds.maxpwr ?? 0) > 0 && { power_limit_ma: info.leds.maxpwr ?? 0 }),
    ...(state.lor !== undefined && { live_override: LIVE_OVERRIDES[state.lor] ?? null }),
    ...(info.live !== undefined && { live_source: info.live ? liveSource(info) : null }),
    ...(names.presets_problem !== null && { presets_problem: names.presets_problem }),
  };
}

/** What streams to it, and from where; some sources have no name ("Info object", lm and lip). */
function liveSource({ lm = '', lip = '' }: WledInfo): string {
  const words = [lm, lip].filter((word) => word !== '');
  return words.length === 0 ? 'unnamed' : words.join(' ');
}
