import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { CaptureSourceInfo, Disposer } from '@lightkeeper/plugin-sdk';
import type { OpenSource, PaintedSource, PictureSink, SourceKind, SourceTools } from './source.js';

export type SourceConfig = { kind: string } & Record<string, unknown>;

interface RegisteredSource {
  readonly info: CaptureSourceInfo;
  readonly secrets: readonly string[];
  parse(options: Record<string, unknown>): { error: z.ZodError } | { open: Opened };
}

/** A source with its options taken in. */
export type Opened =
  { painted: PaintedSource; begin: null } | { painted: null; begin: (sink: PictureSink, tools: SourceTools) => Promise<OpenSource> };

/** The kinds of sources there are. */
export class SourceRegistry {
  readonly #kinds = new Map<string, RegisteredSource>();

  add<S extends z.ZodType<object>>(source: SourceKind<S>): Disposer {
    const { kind } = source;
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
    if (registered === undefined) throw HubError.field(`${field}/kind`, 'no source is of this kind');
    const parsed = registered.parse(options);
    if ('open' in parsed) return parsed.open;
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
      if ('paint' in source) return { open: { painted: source.paint(data), begin: null } };
      return { open: { painted: null, begin: (sink, tools) => source.open(data, sink, tools) } };
    },
  };
}
