import type { CaptureService, Disposer } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from './effects/registry.js';
import type { Runs } from './runner/runs.js';
import type { SourceRegistry } from './sources/registry.js';

interface Deps {
  sources: SourceRegistry;
  effects: EffectRegistry;
  runs: Pick<Runs, 'reconsider'>;
}

/** What other plugins may add to the captures. Captures that run hear at once of what comes and goes. */
export function createCaptureService({ sources, effects, runs }: Deps): CaptureService {
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
  };
}
