const BLOBS = 5;

/**
 * Blobs of wax that rise and sink. It runs in the pipeline's thread: all it knows is what it is given, and it makes nothing anew while it
 * paints. Light is linear, 0 to 1.
 *
 * @type {import('@lightkeeper/plugin-sdk').PaintEffect<{ heat: number, hue: number }>}
 */
export default function lava({ heat, hue }, places, seed) {
  const wax = [channel(hue), channel(hue - 120), channel(hue - 240)];
  const blobs = Array.from({ length: BLOBS }, (_, index) => ({ x: chance(seed, index), pace: 0.5 + chance(seed, index + BLOBS), y: 0 }));
  return (seconds, lights) => {
    for (const blob of blobs) blob.y = 0.5 - 0.5 * Math.cos(seconds * heat * blob.pace + blob.x * 7);
    for (let light = 0; light < places.length; light += 1) {
      const { x, y } = places[light];
      let warmth = 0.05;
      for (const blob of blobs) warmth += 0.02 / (0.02 + (x - blob.x) ** 2 + (y - blob.y) ** 2);
      for (let color = 0; color < 3; color += 1) lights[light * 3 + color] = Math.min(1, warmth) * wax[color];
    }
  };
}

/** How much of a colour a hue has; its distance from it is in degrees. */
function channel(distance) {
  return Math.min(1, Math.max(0, 2 - Math.abs(((distance + 540) % 360) - 180) / 60));
}

/** 0 to 1, the same for the same numbers. */
function chance(seed, index) {
  const wave = Math.sin(seed * 12.9898 + index * 78.233) * 43_758.5453;
  return wave - Math.floor(wave);
}
