import type { MakeAlgorithm, MakeFilter, PicturePixels } from '@lightkeeper/plugin-sdk';
import { NO_PARTS } from '../pipeline/parts.js';
import type { PipelineParts } from '../pipeline/parts.js';
import type { PipelineOptions } from '../pipeline/pipeline.js';
import { load } from './brought.js';

type Chosen = Pick<PipelineOptions, 'algorithm' | 'filters'>;

/** What these options need of plugins' modules, where that is nothing; null where it has to be loaded. */
export function partsAtHand({ algorithm, filters }: Chosen): PipelineParts | null {
  return algorithm.module === null && filters.length === 0 ? NO_PARTS : null;
}

/** Loads what these options need of plugins' modules. What these do wrong is an error that names the filter or the algorithm. */
export async function loadParts({ algorithm, filters }: Chosen): Promise<PipelineParts> {
  const [colors, ...made] = await Promise.all([
    algorithm.module === null ? null : load<Parameters<MakeAlgorithm>, PicturePixels>(`algorithm "${algorithm.id}"`, algorithm.module),
    ...filters.map(async ({ kind, options, module }) => {
      const make = await load<Parameters<MakeFilter<unknown>>, number>(`filter "${kind}"`, module);
      return (places: Parameters<MakeFilter<unknown>>[1]) => make(options, places);
    }),
  ]);
  return { algorithm: colors, filters: made };
}
