import type { CaptureService, Disposer } from '@lightkeeper/plugin-sdk';
import type { CaptureControl } from './control.js';
import type { FilterRegistry } from './filters/registry.js';
import type { EffectRegistry } from './effects/registry.js';
import type { AlgorithmRegistry } from './picture/algorithms.js';
import type { Runs } from './runner/runs.js';
import type { SourceRegistry } from './sources/registry.js';

interface Deps {
  sources: SourceRegistry;
  effects: EffectRegistry;
  filters: FilterRegistry;
  algorithms: AlgorithmRegistry;
  runs: Pick<Runs, 'reconsider'>;
  control: CaptureControl;
}

/** What other plugins may do with captures and add to them. Captures that run hear at once of what comes and goes. */
export function createCaptureService({ sources, effects, filters, algorithms, runs, control }: Deps): CaptureService {
  const follow = (undo: Disposer): Disposer => {
    runs.reconsider();
    return () => {
      void undo();
      runs.reconsider();
    };
  };
  return {
    registerSource: (source) => follow(sources.add(source)),
    registerEffect: (effect) => follow(effects.add(effect)),
    registerFilter: (filter) => follow(filters.add(filter)),
    registerAlgorithm: (algorithm) => follow(algorithms.add(algorithm)),
    list: () => control.list(),
    get: (id) => control.get(id),
    start: (id) => control.start(id),
    stop: (id) => control.stop(id),
    startAll: () => control.startAll(),
    stopAll: () => control.stopAll(),
  };
}
