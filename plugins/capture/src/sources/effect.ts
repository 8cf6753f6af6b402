import { z } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from '../effects/registry.js';
import type { SourceKind } from './source.js';

const options = z.strictObject({
  effect: z.string().min(1).max(40).meta({ title: 'Effect' }),
  options: z.record(z.string().max(40), z.unknown()).default({}).meta({ title: 'Its settings' }),
  /** The same number gives the same chance. */
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1)
    .meta({ title: 'Seed' }),
});

/** A picture made by the hub, from time and chance alone. */
export function effectSource(effects: EffectRegistry): SourceKind<typeof options> {
  return {
    kind: 'effect',
    name: 'Effect',
    description: 'Fire, waves, a rainbow: light that the hub makes by itself.',
    options,
    paint({ effect, options: given, seed }) {
      effects.require(effect, '/source/effect');
      return effects.take(effect, given, seed, '/source/options');
    },
  };
}
