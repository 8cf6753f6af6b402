import { definePlugin, z } from '@lightkeeper/plugin-sdk';

/** The filter's settings; the form for them, and what it refuses, come from here. */
const options = z.strictObject({
  share: z.number().min(0).max(1).default(0.5).meta({ title: 'Share', description: 'How much of a light comes from its neighbours.' }),
});

export default definePlugin({
  setup(hub) {
    const capture = hub.services.require('capture');
    const blend = {
      kind: 'blend',
      name: 'Blend neighbours',
      description: 'Each light takes a part of its light from the ones beside it.',
      options,
      module: new URL('./blend.js', import.meta.url),
    };
    const brightest = {
      id: 'brightest',
      name: 'Brightest pixel',
      description: 'A zone shows its brightest pixel, however small it is.',
      module: new URL('./brightest.js', import.meta.url),
    };
    hub.effect('the filter', capture.registerFilter(blend));
    hub.effect('the algorithm', capture.registerAlgorithm(brightest));
  },
});
