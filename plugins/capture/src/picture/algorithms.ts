import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { AlgorithmDefinition, CaptureAlgorithmInfo, Disposer } from '@lightkeeper/plugin-sdk';
import { moduleFields } from '../modules.js';
import type { Algorithm } from './mapper.js';

/** One of the ways in which a zone becomes one colour: of those that come with the hub, or by the address of a plugin's module. */
export type ChosenAlgorithm = { readonly id: Algorithm; readonly module: null } | { readonly id: string; readonly module: string };

interface RegisteredAlgorithm {
  readonly info: CaptureAlgorithmInfo;
  readonly chosen: ChosenAlgorithm;
}

const BUILT_IN: Record<Algorithm, Omit<CaptureAlgorithmInfo, 'id'>> = {
  mean: { name: 'Mean of its light', description: 'What an eye sees that looks from afar.' },
  mean_bytes: { name: 'Mean as other programs reckon it', description: 'The mean of the bytes: darker than what an eye sees.' },
  mean_squared: { name: 'Mean, bright parts first', description: 'What is bright counts for more than in the mean.' },
  dominant: { name: 'Its most frequent colour', description: 'The colour of the largest area, unmixed.' },
  whole: { name: 'Mean of the whole picture', description: 'All lights show the same.' },
  whole_dominant: { name: 'Most frequent colour of the picture', description: 'All lights show the same, unmixed.' },
};

const definitionSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9, - and _'),
  ...moduleFields,
});

/** The algorithms there are: those that come with the hub, and those of other plugins. */
export class AlgorithmRegistry {
  readonly #algorithms = new Map<string, RegisteredAlgorithm>();

  constructor() {
    for (const [id, about] of Object.entries(BUILT_IN) as [Algorithm, Omit<CaptureAlgorithmInfo, 'id'>][])
      this.#algorithms.set(id, { info: { id, ...about }, chosen: { id, module: null } });
  }

  /** Throws `LK_PLUGIN_INVALID` or `LK_CONFLICT`, see {@link CaptureService.registerAlgorithm}. */
  add(definition: AlgorithmDefinition): Disposer {
    const checked = definitionSchema.safeParse(definition);
    if (!checked.success) throw new HubError('LK_PLUGIN_INVALID', `This cannot be an algorithm: ${z.prettifyError(checked.error)}`);
    const { id, name, description, module } = checked.data;
    if (this.#algorithms.has(id)) throw new HubError('LK_CONFLICT', `The algorithm "${id}" is there already.`);
    const registered = { info: { id, name, description }, chosen: { id, module: module.href } };
    this.#algorithms.set(id, registered);
    return () => {
      if (this.#algorithms.get(id) === registered) this.#algorithms.delete(id);
    };
  }

  list(): CaptureAlgorithmInfo[] {
    return [...this.#algorithms.values()].map(({ info }) => info);
  }

  /** Throws `LK_VALIDATION`, naming `field`, when there is none of the id. */
  choose(id: string, field: string): ChosenAlgorithm {
    const found = this.#algorithms.get(id);
    if (found !== undefined) return found.chosen;
    const detail = `There is no algorithm "${id}": the plugin that brings it does not run.`;
    throw new HubError('LK_VALIDATION', detail, { errors: [{ field, detail }] });
  }
}
