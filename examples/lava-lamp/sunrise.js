import { z } from '@lightkeeper/plugin-sdk';

const WIDTH = 2;
const HEIGHT = 8;
const EVERY_MS = 100;

const options = z.strictObject({
  minutes: z.number().min(0.1).max(120).default(30).meta({ title: 'Minutes', description: 'How long it takes until it is day.' }),
});

/** A sky of 2 by 8 pixels that brightens from below, ten times a second. */
export const sunriseSource = {
  kind: 'sunrise',
  name: 'Sunrise',
  description: 'A sky that brightens from the horizon up.',
  options,
  async open({ minutes }, sink, { clock, timers }) {
    sink.reserve(WIDTH * HEIGHT * 3);
    const began = clock.now();
    const show = () => {
      paintSky(sink.room, Math.min(1, (clock.now() - began) / (minutes * 60_000)));
      sink.show({ width: WIDTH, height: HEIGHT, format: 'rgb24' });
    };
    const end = timers.every(EVERY_MS, 'show the sky', show);
    return { close: () => end() };
  },
};

/** `day` is 0 at night and 1 by day; light reaches the rows one after another, the lowest first, red before green and blue. */
function paintSky(room, day) {
  for (let row = 0; row < HEIGHT; row += 1) {
    const light = Math.min(1, Math.max(0, 2 * day - row / (HEIGHT - 1)));
    const color = [light, light ** 2, light ** 3].map((part) => Math.round(255 * part));
    for (let x = 0; x < WIDTH; x += 1) room.set(color, ((HEIGHT - 1 - row) * WIDTH + x) * 3);
  }
}
