/**
 * The brightest pixel of each zone. It runs in the pipeline's thread, for each picture of the source.
 *
 * @type {import('@lightkeeper/plugin-sdk').MakeAlgorithm}
 */
export default function brightest(zones) {
  return ({ data, stride, step, red, green, blue, linear }, lights) => {
    for (let index = 0; index < zones.length; index += 1) {
      const { left, top, right, bottom } = zones[index];
      let most = -1;
      let best = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let x = left; x < right; x += 1) {
          const at = y * stride + x * step;
          // How much of what is seen as bright comes from each colour: ITU-R BT.709-6, 3.2.
          const bright = 0.2126 * linear[data[at + red]] + 0.7152 * linear[data[at + green]] + 0.0722 * linear[data[at + blue]];
          if (bright <= most) continue;
          most = bright;
          best = at;
        }
      }
      lights[index * 3] = linear[data[best + red]];
      lights[index * 3 + 1] = linear[data[best + green]];
      lights[index * 3 + 2] = linear[data[best + blue]];
    }
  };
}
