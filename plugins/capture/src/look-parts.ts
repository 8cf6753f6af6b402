import { HubError } from '@lightkeeper/plugin-sdk';
import type { LookNames } from './entities/look.js';
import type { ChosenFilter } from './filters/filter.js';
import type { FilterRegistry } from './filters/registry.js';
import type { AlgorithmRegistry, ChosenAlgorithm } from './picture/algorithms.js';

/** The algorithm and the filters of a capture, as the pipeline's thread knows them. */
export interface ChosenLook {
  readonly algorithm: ChosenAlgorithm;
  readonly filters: readonly ChosenFilter[];
}

interface Deps {
  algorithms: AlgorithmRegistry;
  filters: FilterRegistry;
}

/** What a look names that plugins may bring. */
export class LookParts {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws `LK_VALIDATION` for what is not there, or not as it has to be; what was named before may be away, with its plugin. */
  check({ algorithm, filters }: LookNames, previous: LookNames | undefined): void {
    if (algorithm !== previous?.algorithm) this.#deps.algorithms.choose(algorithm, '/algorithm');
    const known = new Set(previous?.filters.map((filter) => JSON.stringify(filter)));
    filters.forEach((filter, index) => {
      if (!known.has(JSON.stringify(filter))) this.#deps.filters.choose(filter, `/filters/${index}`);
    });
  }

  /** What can be shown of a look, and what of it is missing, for people: a capture goes on without it. */
  choose({ algorithm, filters }: LookNames): { shown: ChosenLook; problem: string | null } {
    const problems: string[] = [];
    const without = <T, U>(fallback: U, choose: () => T): T | U => {
      try {
        return choose();
      } catch (error) {
        problems.push(error instanceof HubError ? error.message : 'A part of the look cannot be shown.');
        return fallback;
      }
    };
    const mean: ChosenAlgorithm = { id: 'mean', module: null };
    const shown = {
      algorithm: without(mean, () => this.#deps.algorithms.choose(algorithm, '/algorithm')),
      filters: filters.flatMap((filter, index) => without([], () => this.#deps.filters.choose(filter, `/filters/${index}`))),
    };
    return { shown, problem: problems.length === 0 ? null : problems.join(' ') };
  }
}
