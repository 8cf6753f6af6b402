import type { Device, DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk/wire';
import { kelvinToRgb } from '@lightkeeper/ui';

/** How far a colour may be from a white, summed over its channels, to be taken for it. */
const ALIKE = 40;

/**
 * The wish for white light. A light that mixes colours and whites reports both at once (WLED does): its colour has to become that
 * white too, or the white would not be seen.
 */
export function whiteWish(device: Pick<Device, 'capabilities'>, kelvin: number): DeviceCommand {
  return device.capabilities.includes('color_rgb') ? { color: kelvinToRgb(kelvin), color_temp: kelvin } : { color_temp: kelvin };
}

/** Whether the light shows the white of its colour temperature just now, and not a colour. */
export function showsWhite(state: DeviceState | null): boolean {
  if (state?.color_temp === undefined) return false;
  if (state.color === undefined) return true;
  const white = kelvinToRgb(state.color_temp);
  return Math.abs(white.r - state.color.r) + Math.abs(white.g - state.color.g) + Math.abs(white.b - state.color.b) <= ALIKE;
}
