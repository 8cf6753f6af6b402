import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { CaptureFilterInfo, Disposer, FilterDefinition } from '@lightkeeper/plugin-sdk';
import { moduleFields } from '../modules.js';
import type { ChosenFilter, FilterRecord } from './filter.js';

interface RegisteredFilter {
  readonly info: CaptureFilterInfo;
  readonly options: z.ZodObject;
  readonly module: string;
}

const definitionSchema = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and -'),
  options: z.instanceof(z.ZodObject, { error: 'must be an object schema of zod' }),
  ...moduleFields,
});

/** The filters that plugins bring. */
export class FilterRegistry {
  readonly #filters = new Map<string, RegisteredFilter>();

  /** Throws `LK_PLUGIN_INVALID` or `LK_CONFLICT`, see {@link CaptureService.registerFilter}. */
  add<S extends z.ZodObject>(definition: FilterDefinition<S>): Disposer {
    const checked = definitionSchema.safeParse(definition);
    if (!checked.success) throw new HubError('LK_PLUGIN_INVALID', `This cannot be a filter: ${z.prettifyError(checked.error)}`);
    const { kind, name, description, options, module } = checked.data;
    if (this.#filters.has(kind)) throw new HubError('LK_CONFLICT', `The filter "${kind}" is there already.`);
    const info = { kind, name, description, options_schema: z.toJSONSchema(options, { io: 'input' }) };
    const registered = { info, options, module: module.href };
    this.#filters.set(kind, registered);
    return () => {
      if (this.#filters.get(kind) === registered) this.#filters.delete(kind);
    };
  }

  list(): CaptureFilterInfo[] {
    return [...this.#filters.values()].map(({ info }) => info);
  }

  /** A filter with its options taken in. Throws `LK_VALIDATION`, naming what is wrong below `field`. */
  choose({ kind, options }: FilterRecord, field: string): ChosenFilter {
    const found = this.#filters.get(kind);
    if (found === undefined) {
      const detail = `There is no filter "${kind}": the plugin that brings it does not run.`;
      throw new HubError('LK_VALIDATION', detail, { errors: [{ field: `${field}/kind`, detail }] });
    }
    const parsed = found.options.safeParse(options);
    if (parsed.success) return { kind, options: sendable(kind, parsed.data), module: found.module };
    const [issue] = parsed.error.issues;
    const place = [field, 'options', ...(issue?.path.map(String) ?? [])].join('/');
    throw HubError.field(place, issue?.message ?? 'must be the settings of the filter');
  }
}

/** A plugin's schema may give what cannot go to another thread. */
function sendable(kind: string, options: Record<string, unknown>): Record<string, unknown> {
  try {
    return structuredClone(options);
  } catch {
    throw new HubError('LK_PLUGIN_INVALID', `The settings of the filter "${kind}" hold what cannot go to another thread.`);
  }
}
