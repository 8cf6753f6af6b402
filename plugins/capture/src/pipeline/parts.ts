import type { LightFilter, LightPlace, MakeAlgorithm } from '@lightkeeper/plugin-sdk';

/** What a pipeline has of plugins' modules, loaded. */
export interface PipelineParts {
  /** Null where the algorithm comes with the hub. */
  readonly algorithm: MakeAlgorithm | null;
  /** In the order in which they run. */
  readonly filters: readonly ((places: readonly LightPlace[]) => LightFilter)[];
}

export const NO_PARTS: PipelineParts = { algorithm: null, filters: [] };

/** The filters of a capture, one after another, in a time of their own. */
export class FilterChain {
  readonly #filters: readonly LightFilter[];
  #seconds = 0;

  constructor(filters: PipelineParts['filters'], places: readonly LightPlace[]) {
    this.#filters = filters.map((make) => make(places));
  }

  /** Lets so many milliseconds pass, and changes the lights in place. */
  step(ms: number, lights: Float32Array): void {
    this.#seconds += ms / 1_000;
    for (const filter of this.#filters) filter(this.#seconds, lights);
  }
}
