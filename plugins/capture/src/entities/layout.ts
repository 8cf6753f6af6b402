import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { EntityCollection, EntityTypeDefinition, Hooks } from '@lightkeeper/plugin-sdk';
import { layoutSchema, zonesOf } from '../layout/layout.js';
import type { Layout } from '../layout/layout.js';

const layoutRecordSchema = z.strictObject({ layout: layoutSchema.meta({ title: 'Layout' }) });
export type LayoutRecord = z.output<typeof layoutRecordSchema>;

/** A layout under a name, for several captures. */
export const layoutType: EntityTypeDefinition<typeof layoutRecordSchema> = {
  type: 'layout',
  path: 'layouts',
  label: 'Layout',
  schema: layoutRecordSchema,
  access: { read: 'viewer', write: 'admin' },
  unique_name: true,
  present: ({ data }) => ({ lights: zonesOf(data.layout).length }),
};

/** What of a capture says which layout it has: its own, or one that has a name. */
export interface LayoutChoice {
  readonly layout: Layout | null;
  readonly layout_id: string | null;
}

/** The layouts that have names, at hand at once: a capture that starts does not wait for the database. */
export class Layouts {
  readonly #known = new Map<string, Layout>();

  /** `user` gives the name of a capture that uses a layout, which then cannot be deleted. */
  async load(
    layouts: EntityCollection<LayoutRecord>,
    hooks: Hooks,
    user: (layout_id: string) => Promise<string | undefined>,
  ): Promise<void> {
    hooks.tap('entity.changing', async ({ type, op, id, name }) => {
      if (type !== 'layout' || op !== 'deleted') return;
      const capture = await user(id);
      if (capture !== undefined) {
        throw new HubError('LK_CONFLICT', `The capture ${capture} uses the layout ${name}. Give it another one before you delete this.`);
      }
    });
    hooks.tap(
      'entity.changed',
      ({ type, id, after }) => {
        if (type !== 'layout') return;
        if (after === null) this.#known.delete(id);
        else this.#known.set(id, (after as LayoutRecord).layout);
      },
      // Captures that use it begin anew with it, in the phase that follows.
      { phase: 'first' },
    );
    for (const { id, data } of await layouts.all()) this.#known.set(id, data.layout);
  }

  /** The layout that a capture shows; null when the one that it names is gone. */
  find({ layout, layout_id }: LayoutChoice): Layout | null {
    return layout_id === null ? layout : (this.#known.get(layout_id) ?? null);
  }

  /** As `find`, but throws `LK_NOT_FOUND`. */
  require(choice: LayoutChoice): Layout {
    const layout = this.find(choice);
    if (layout === null) throw new HubError('LK_NOT_FOUND', 'The layout that this capture names is gone. Give it another one.');
    return layout;
  }
}
