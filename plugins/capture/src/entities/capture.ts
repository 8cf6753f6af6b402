import { z } from '@lightkeeper/plugin-sdk';
import type { EntityTypeDefinition } from '@lightkeeper/plugin-sdk';
import { gradeSchema } from '../color/grade.js';
import { smoothingSchema } from '../color/smoothing.js';
import { layoutSchema } from '../layout/layout.js';
import { ALGORITHMS } from '../picture/mapper.js';
import type { SourceRegistry } from '../sources/registry.js';
import type { CaptureStatus } from '@lightkeeper/plugin-sdk';

/** Where pictures come from: a kind and, beside it, that kind's own fields. They are checked by the kind. */
const sourceSchema = z.looseObject({ kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the kind of a source') });

const targetSchema = z.strictObject({
  device_id: z.string().min(1).max(64),
  /** Which light of the layout the device's first light shows. */
  first: z.number().int().min(0).max(65_535).default(0),
  /** Whether the device's lights run against the layout. */
  reverse: z.boolean().default(false),
});
export type Target = z.output<typeof targetSchema>;

export const captureSchema = z.strictObject({
  source: sourceSchema.meta({ title: 'Source' }),
  /** What is shown while the source shows nothing; null leaves the lights to themselves. */
  fallback: sourceSchema.nullable().default(null).meta({ title: 'Otherwise' }),
  layout: layoutSchema.meta({ title: 'Layout' }),
  targets: z.array(targetSchema).min(1, 'must name at least one device').max(64).meta({ title: 'Devices' }),
  algorithm: z.enum(ALGORITHMS).default('mean').meta({ title: 'Colour of a zone' }),
  /** Whether black bars of films are cut off. */
  cut_bars: z.boolean().default(true).meta({ title: 'Cut off black bars' }),
  smoothing: smoothingSchema.default({ kind: 'decay', time_ms: 120 }).meta({ title: 'Smoothing' }),
  grade: gradeSchema.prefault({}).meta({ title: 'Colours' }),
  /** Pictures a second that the devices are given, at most. */
  rate: z.number().int().min(1).max(120).default(60).meta({ title: 'Rate' }),
  /** Starts with the hub. */
  autostart: z.boolean().default(false).meta({ title: 'Start with the hub' }),
});
export type CaptureRecord = z.output<typeof captureSchema>;

interface CaptureTypeDeps {
  sources: SourceRegistry;
  status: (id: string) => CaptureStatus;
}

/** Members start and stop captures; administrators make them. */
export function captureType({ sources, status }: CaptureTypeDeps): EntityTypeDefinition<typeof captureSchema> {
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
    present: ({ id }) => ({ status: status(id) }),
    validate({ data: { source, fallback } }) {
      sources.check('/source', source);
      if (fallback !== null) sources.check('/fallback', fallback);
      return Promise.resolve();
    },
  };
}
