import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { CaptureStatus, DeviceService, EntityCollection, EntityTypeDefinition } from '@lightkeeper/plugin-sdk';
import { layoutSchema } from '../layout/layout.js';
import { MAX_PROFILES, profileSchema } from '../profiles/profile.js';
import type { SourceRegistry } from '../sources/registry.js';
import type { LookParts } from '../look-parts.js';
import type { LayoutRecord, Layouts } from './layout.js';
import { lookFields } from './look.js';
import { checkTargets, targetSchema } from './target.js';

/** Where pictures come from: a kind and, beside it, that kind's own fields. They are checked by the kind. */
const sourceSchema = z.looseObject({ kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the kind of a source') });

export const captureSchema = z.strictObject({
  source: sourceSchema.meta({ title: 'Source' }),
  /** What is shown while the source shows nothing; null leaves the lights to themselves. */
  fallback: sourceSchema.nullable().default(null).meta({ title: 'Otherwise' }),
  /** Its own layout; null where it has that of `layout_id`. */
  layout: layoutSchema.nullable().default(null).meta({ title: 'Layout' }),
  /** A layout that has a name, in place of one of its own. */
  layout_id: z.string().min(1).max(64).nullable().default(null).meta({ title: 'Saved layout' }),
  targets: z.array(targetSchema).min(1, 'must name at least one device').max(64).meta({ title: 'Devices' }),
  ...lookFields,
  /** How it looks at some times of the day. Where several hold, the first does. */
  profiles: z.array(profileSchema).max(MAX_PROFILES).default([]).meta({ title: 'Day and night' }),
  /** Starts with the hub. */
  autostart: z.boolean().default(false).meta({ title: 'Start with the hub' }),
  /** Somebody tries something out: it is deleted when nobody holds on to it by the channel `capture_trial`. */
  trial: z.boolean().default(false).meta({ title: 'Only tried out' }),
});
export type CaptureRecord = z.output<typeof captureSchema>;

interface CaptureTypeDeps {
  sources: SourceRegistry;
  look: LookParts;
  layouts: Layouts;
  named_layouts: EntityCollection<LayoutRecord>;
  devices: () => DeviceService | undefined;
  status: (id: string) => CaptureStatus;
}

/** Members start and stop captures; administrators make them. On the wire `layout` is the one that is shown, also where it has a name. */
export function captureType({
  sources,
  look,
  layouts,
  named_layouts,
  devices,
  status,
}: CaptureTypeDeps): EntityTypeDefinition<typeof captureSchema> {
  return {
    type: 'capture',
    path: 'captures',
    label: 'Capture',
    schema: captureSchema,
    access: { read: 'viewer', write: 'admin' },
    secrets: ({ source, fallback }) => [
      ...sources.secrets(source).map((name) => ['source', name]),
      ...(fallback === null ? [] : sources.secrets(fallback).map((name) => ['fallback', name])),
    ],
    references: ({ targets, layout_id }) => [
      ...targets.map(({ device_id }) => ({ type: 'device', id: device_id })),
      ...(layout_id === null ? [] : [{ type: 'layout', id: layout_id }]),
    ],
    present: ({ id, data }) => ({ layout: layouts.find(data), status: status(id) }),
    async validate({ data }, previous, tx) {
      const { source, fallback, layout, layout_id, targets } = data;
      // A capture whose source is away, with its plugin, can still be renamed, laid out and graded.
      if (!same(source, previous?.data.source)) sources.check('/source', source);
      if (fallback !== null && !same(fallback, previous?.data.fallback)) sources.check('/fallback', fallback);
      look.check(data, previous?.data);
      checkTargets(targets, (id) => devices()?.get(id));
      if (layout === null && layout_id === null) throw HubError.field('/layout', 'must be given, or layout_id in its place');
      if (layout !== null && layout_id !== null) {
        throw HubError.field('/layout_id', 'must be null beside a layout of its own; set one of the two to null');
      }
      if (layout_id !== null && layout_id !== previous?.data.layout_id && (await named_layouts.get(layout_id, tx)) === undefined) {
        throw HubError.field('/layout_id', 'no layout has this id');
      }
    },
  };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
