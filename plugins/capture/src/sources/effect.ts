import { HubError, z } from '@lightkeeper/plugin-sdk';
import { EFFECTS } from '../effects/effects.js';
import type { PaintedSource, SourceKind } from './source.js';

const options = z.strictObject({
  effect: z.enum(EFFECTS.map(({ id }) => id)).meta({ title: 'Effect' }),
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
export const effectSource: SourceKind<typeof options> = {
  kind: 'effect',
  name: 'Effect',
  description: 'Fire, waves, a rainbow: light that the hub makes by itself.',
  options,
  paint: ({ effect, options: given, seed }) => paintedEffect(effect, given, seed, '/source/options'),
};

/** An effect with its options taken in. Throws `LK_VALIDATION`, naming the options below `field`, when they are not the effect's. */
export function paintedEffect(effect: string, given: Record<string, unknown>, seed: number, field: string): PaintedSource {
  const known = EFFECTS.find(({ id }) => id === effect);
  const parsed = known?.options.safeParse(given);
  if (parsed?.success === true) return { effect, options: parsed.data, seed };
  const issue = parsed?.error.issues[0];
  throw HubError.field([field, ...(issue?.path.map(String) ?? [])].join('/'), issue?.message ?? 'no effect has this id');
}
