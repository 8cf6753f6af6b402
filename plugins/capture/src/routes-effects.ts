import type { Routes } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from './effects/registry.js';
import type { FilterRegistry } from './filters/registry.js';
import type { AlgorithmRegistry } from './picture/algorithms.js';

interface Deps {
  effects: EffectRegistry;
  filters: FilterRegistry;
  algorithms: AlgorithmRegistry;
}

/** What captures can be made of beside their sources, those that plugins bring included, so that a page can offer it. */
export function addEffectRoutes(routes: Routes, { effects, filters, algorithms }: Deps): void {
  const offer = (path: string, summary: string, list: () => object[]): void => {
    routes.add({
      method: 'GET',
      path,
      summary,
      access: { role: 'viewer', scope: 'captures:read' },
      handler: () => ({ items: list(), next_cursor: null }),
    });
  };
  offer('/capture-effects', 'List the effects', () => effects.list());
  offer('/capture-filters', 'List the filters', () => filters.list());
  offer('/capture-algorithms', 'List the ways in which a zone becomes one colour', () => algorithms.list());
}
