import { nameSchema, Reply, z } from '@lightkeeper/plugin-sdk';
import type { EntityCollection, Routes } from '@lightkeeper/plugin-sdk';
import type { LayoutRecord } from './entities/layout.js';
import { fromHyperion, hyperionLedsSchema, toHyperion } from './layout/hyperion.js';
import { zonesOf } from './layout/layout.js';

/** Layouts from Hyperion and for it. Its `leds` say the same as our zones. */
export function addLayoutRoutes(routes: Routes, layouts: EntityCollection<LayoutRecord>): void {
  routes.add({
    method: 'POST',
    path: '/layouts/import',
    summary: 'Make a layout of Hyperion’s lights',
    description: 'Takes the array `leds` of Hyperion, in which `hmin`, `hmax`, `vmin` and `vmax` of each light are shares of the picture.',
    access: { role: 'admin', scope: 'layouts:write' },
    body: z.strictObject({ name: nameSchema, leds: hyperionLedsSchema }),
    async handler({ body: { name, leds } }) {
      const layout = await layouts.create({ name, layout: fromHyperion(leds) });
      return Reply.created(layouts.present(layout), `/api/v1/layouts/${layout.id}`);
    },
  });

  routes.add({
    method: 'GET',
    path: '/layouts/:id/hyperion',
    summary: 'A layout as Hyperion’s lights',
    access: { role: 'viewer', scope: 'layouts:read' },
    params: z.strictObject({ id: z.string().max(64) }),
    async handler({ params: { id } }) {
      const { data } = await layouts.require(id);
      return { leds: toHyperion(zonesOf(data.layout)) };
    },
  });
}
