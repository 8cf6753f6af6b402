import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { CaptureSourceInfo, Disposer } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from '../effects/registry.js';
import type { OpenSource, PaintedSource, PictureSink, SourceKind, SourceTools } from './source.js';

export type SourceConfig = { kind: string } & Record<string, unknown>;

interface RegisteredSource {
  readonly info: CaptureSourceInfo;
  readonly secrets: readonly string[];
  parse(options: Record<string, unknown>): { error: z.ZodError } | { taken: Taken };
}

/** A source with its options taken in. */
type Taken =
  { painted: PaintedSource; begin: null } | { painted: null; begin: (sink: PictureSink, tools: SourceTools) => Promise<OpenSource> };

/** With whether the very same kind of source, and effect, is there still. */
export type Opened = Taken & { present: () => boolean };

const kindSchema = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and -'),
  name: z.string().min(1).max(80),
  description: z.string().max(400),
  options: z.instanceof(z.ZodType, { error: 'must be a schema of zod' }),
  secrets: z.array(z.string().min(1).max(40)).max(20).optional(),
});

/** The kinds of sources there are. */
export class SourceRegistry {
  readonly #kinds = new Map<string, RegisteredSource>();
  readonly #effects: EffectRegistry;

  constructor(effects: EffectRegistry) {
    this.#effects = effects;
  }

  /** Throws `LK_PLUGIN_INVALID` or `LK_CONFLICT`, see {@link CaptureService.registerSource}. */
  add<S extends z.ZodType<object>>(source: SourceKind<S>): Disposer {
    const checked = kindSchema.safeParse(source);
    if (!checked.success) throw new HubError('LK_PLUGIN_INVALID', `This cannot be a source: ${z.prettifyError(checked.error)}`);
    const { kind } = checked.data;
    if (this.#kinds.has(kind)) throw new HubError('LK_CONFLICT', `The source "${kind}" is there already.`);
    const registered = register(source);
    this.#kinds.set(kind, registered);
    return () => {
      if (this.#kinds.get(kind) === registered) this.#kinds.delete(kind);
    };
  }

  /** Which options of the kind are secret; none of a kind that is not known. */
  secrets({ kind }: SourceConfig): readonly string[] {
    return this.#kinds.get(kind)?.secrets ?? [];
  }

  list(): CaptureSourceInfo[] {
    return [...this.#kinds.values()].map(({ info }) => info);
  }

  /** Throws `LK_VALIDATION`, naming the fields below `field`, when the options are not those of the kind. */
  check(field: string, config: SourceConfig): void {
    this.take(config, field);
  }

  /** The source that the config describes. Throws as {@link SourceRegistry.check} does. */
  take({ kind, ...options }: SourceConfig, field = '/source'): Opened {
    const registered = this.#kinds.get(kind);
    if (registered === undefined) {
      const detail = `There is no source "${kind}": the plugin that brings it does not run.`;
      throw new HubError('LK_VALIDATION', detail, { errors: [{ field: `${field}/kind`, detail }] });
    }
    const parsed = registered.parse(options);
    if ('taken' in parsed) {
      const { taken } = parsed;
      const effect = taken.painted === null ? null : this.#effects.require(taken.painted.effect, `${field}/effect`);
      return { ...taken, present: () => this.#kinds.get(kind) === registered && (effect === null || this.#effects.has(effect)) };
    }
    const errors = parsed.error.issues.map(({ path, message }) => ({ field: [field, ...path.map(String)].join('/'), detail: message }));
    throw new HubError('LK_VALIDATION', errors.map((one) => `${one.field}: ${one.detail}`).join('; '), { errors });
  }
}

function register<S extends z.ZodType<object>>(source: SourceKind<S>): RegisteredSource {
  const { kind, name, description, options } = source;
  return {
    info: { kind, name, description, options_schema: z.toJSONSchema(options, { io: 'input' }) },
    secrets: source.secrets ?? [],
    parse(given) {
      const parsed = options.safeParse(given);
      if (!parsed.success) return { error: parsed.error };
      const { data } = parsed;
      if ('paint' in source) return { taken: { painted: source.paint(data), begin: null } };
      return { taken: { painted: null, begin: (sink, tools) => source.open(data, sink, tools) } };
    },
  };
}
