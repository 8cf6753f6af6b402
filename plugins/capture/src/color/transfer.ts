/** Light of an sRGB byte, 0 to 1 (IEC 61966-2-1, the transfer function). */
export function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** The sRGB byte of a light, for showing it on a screen. */
export function fromLinear(light: number): number {
  const value = light <= 0.003_130_8 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}

/** The light of each sRGB byte, as 0 to 65,535. */
export const LINEAR_16: Readonly<Uint16Array> = Uint16Array.from({ length: 256 }, (_, byte) => Math.round(toLinear(byte) * 65_535));

/** The light of each sRGB byte, 0 to 1. */
export const LINEAR: Readonly<Float32Array> = Float32Array.from({ length: 256 }, (_, byte) => toLinear(byte));
