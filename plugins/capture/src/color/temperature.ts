/**
 * How much of red, green and blue makes white of this colour temperature, the largest being 1. The black body's colour by the approximation
 * of its chromaticity that Kim et al. give (US patent 7,024,034 B2, claim for 1,667 to 25,000 K), taken to linear sRGB and set against 6,600 K,
 * the white that screens are made for.
 */
export function kelvinGains(kelvin: number): readonly [number, number, number] {
  const wanted = blackBody(kelvin);
  const white = blackBody(NEUTRAL_K);
  const gains = wanted.map((value, index) => Math.max(0, value) / (white[index] ?? 1));
  const most = Math.max(...gains);
  return [(gains[0] ?? 0) / most, (gains[1] ?? 0) / most, (gains[2] ?? 0) / most];
}

const NEUTRAL_K = 6_600;

/** Linear sRGB of a black body, of luminance 1. */
function blackBody(kelvin: number): readonly [number, number, number] {
  const t = Math.min(25_000, Math.max(1_667, kelvin));
  const x =
    t <= 4_000
      ? -0.266_123_9e9 / t ** 3 - 0.234_358e6 / t ** 2 + 0.877_695_6e3 / t + 0.179_91
      : -3.025_846_9e9 / t ** 3 + 2.107_037_9e6 / t ** 2 + 0.222_634_7e3 / t + 0.240_39;
  const y =
    t <= 2_222
      ? -1.106_381_4 * x ** 3 - 1.348_110_2 * x ** 2 + 2.185_558_32 * x - 0.202_196_83
      : t <= 4_000
        ? -0.954_947_6 * x ** 3 - 1.374_185_93 * x ** 2 + 2.091_370_15 * x - 0.167_488_67
        : 3.081_758 * x ** 3 - 5.873_386_7 * x ** 2 + 3.751_129_97 * x - 0.370_014_83;
  const X = x / y;
  const Z = (1 - x - y) / y;
  // XYZ to linear sRGB (IEC 61966-2-1).
  return [3.2406 * X - 1.5372 - 0.4986 * Z, -0.9689 * X + 1.8758 + 0.0415 * Z, 0.0557 * X - 0.204 + 1.057 * Z];
}
