import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { CaptureEffectInfo, Disposer, EffectDefinition, PaintedSource } from '@lightkeeper/plugin-sdk';
import { moduleSchema } from '../modules.js';
import { EFFECTS } from './effects.js';
import { PATTERNS } from './patterns.js';

interface RegisteredEffect {
  readonly info: CaptureEffectInfo;
  readonly options: z.ZodObject;
  /** Where the module is that paints it; null for one that comes with the hub. */
  readonly module: string | null;
}

/** They are sources of their own, and not offered among the effects. */
const UNLISTED = new Set(PATTERNS.map(({ id }) => id));

const definitionSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and -'),
  name: z.string().min(1).max(80),
  options: z.instanceof(z.ZodObject, { error: 'must be an object schema of zod' }),
  module: moduleSchema,
});

/** The effects there are: those that come with the hub, and those of other plugins. */
export class EffectRegistry {
  readonly #effects = new Map([...EFFECTS, ...PATTERNS].map((effect) => [effect.id, register(effect, null)]));

  /** Throws `LK_PLUGIN_INVALID` or `LK_CONFLICT`, see {@link CaptureService.registerEffect}. */
  add<S extends z.ZodObject>(definition: EffectDefinition<S>): Disposer {
    const checked = definitionSchema.safeParse(definition);
    if (!checked.success) throw new HubError('LK_PLUGIN_INVALID', `This cannot be an effect: ${z.prettifyError(checked.error)}`);
    const { id, name, options, module } = checked.data;
    if (this.#effects.has(id)) throw new HubError('LK_CONFLICT', `The effect "${id}" is there already.`);
    const registered = register({ id, name, options }, module.href);
    this.#effects.set(id, registered);
    return () => {
      if (this.has(registered)) this.#effects.delete(id);
    };
  }

  /** Whether it is the very one that is there now. */
  has(effect: RegisteredEffect): boolean {
    return this.#effects.get(effect.info.id) === effect;
  }

  list(): CaptureEffectInfo[] {
    return [...this.#effects.values()].map(({ info }) => info).filter(({ id }) => !UNLISTED.has(id));
  }

  /** One that is offered, by its id or its name. */
  named(name: string): CaptureEffectInfo | undefined {
    return this.list().find((effect) => effect.id === name || effect.name === name);
  }

  find(id: string): RegisteredEffect | undefined {
    return this.#effects.get(id);
  }

  /** Throws `LK_VALIDATION`, naming `field`, when there is none of the id. */
  require(id: string, field: string): RegisteredEffect {
    const found = this.#effects.get(id);
    if (found !== undefined) return found;
    const detail = `There is no effect "${id}": the plugin that brings it does not run.`;
    throw new HubError('LK_VALIDATION', detail, { errors: [{ field, detail }] });
  }

  /** An effect with its options taken in. Throws `LK_VALIDATION`, naming the options below `field`, when they are not the effect's. */
  take(id: string, given: Record<string, unknown>, seed: number, field: string): PaintedSource {
    const parsed = this.require(id, field).options.safeParse(given);
    if (parsed.success) return { effect: id, options: parsed.data, seed };
    const [issue] = parsed.error.issues;
    throw HubError.field([field, ...(issue?.path.map(String) ?? [])].join('/'), issue?.message ?? 'must be the settings of the effect');
  }
}

function register({ id, name, options }: Pick<EffectDefinition, 'id' | 'name' | 'options'>, module: string | null): RegisteredEffect {
  return { info: { id, name, options_schema: z.toJSONSchema(options, { io: 'input' }) }, options, module };
}
