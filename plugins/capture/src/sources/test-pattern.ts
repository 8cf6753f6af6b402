import { z } from '@lightkeeper/plugin-sdk';
import { colorSchema } from '../effects/effect.js';
import type { SourceKind } from './source.js';

const options = z.strictObject({
  pattern: z.enum(['solid', 'bars', 'chase', 'edges']).default('bars').meta({
    title: 'Pattern',
    description: 'One colour; eight colour bars from left to right; one light that runs along the strip; each edge in a colour of its own.',
  }),
  color: colorSchema
    .default({ r: 255, g: 255, b: 255 })
    .meta({ title: 'Colour', description: 'Of one colour, and of the light that runs.' }),
});

/** Pictures by which a person sees whether all is connected as it should be. */
export const testPatternSource: SourceKind<typeof options> = {
  kind: 'test-pattern',
  name: 'Test pattern',
  description: 'Shows whether lights, layout and colours are as they should be.',
  options,
  paint: ({ pattern, color }) => ({ effect: `test-${pattern}`, options: { color }, seed: 0 }),
};
