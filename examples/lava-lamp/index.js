import { definePlugin, z } from '@lightkeeper/plugin-sdk';
import { sunriseSource } from './sunrise.js';

/** Its settings; the form for them, and what it refuses, come from here. */
const options = z.strictObject({
  heat: z.number().min(0).max(1).default(0.5).meta({ title: 'Heat', description: 'How fast the wax rises.' }),
  hue: z.number().min(0).max(360).default(15).meta({ title: 'Hue of the wax', description: 'In degrees: 0 is red, 120 green, 240 blue.' }),
});

export default definePlugin({
  setup(hub) {
    const capture = hub.services.require('capture');
    const module = new URL('./lava.js', import.meta.url);
    hub.effect('the effect', capture.registerEffect({ id: 'lava-lamp', name: 'Lava lamp', options, module }));
    hub.effect('the source', capture.registerSource(sunriseSource));
  },
});
