/**
 * Lights that run into each other. It runs in the pipeline's thread, for each picture that goes to the devices: what it needs for that it makes
 * at its beginning.
 *
 * @type {import('@lightkeeper/plugin-sdk').MakeFilter<{ share: number }>}
 */
export default function blend({ share }, places) {
  const before = new Float32Array(places.length * 3);
  return (_seconds, lights) => {
    before.set(lights);
    for (let at = 0; at < lights.length; at += 1) {
      const left = at < 3 ? before[at] : before[at - 3];
      const right = at + 3 < before.length ? before[at + 3] : before[at];
      lights[at] = before[at] * (1 - share) + ((left + right) / 2) * share;
    }
  };
}
