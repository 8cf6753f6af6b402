import { z } from '@lightkeeper/plugin-sdk';
import { gradeSchema } from '../color/grade.js';
import { smoothingSchema } from '../color/smoothing.js';
import { filtersSchema } from '../filters/filter.js';
import type { FilterRecord } from '../filters/filter.js';

/** How a capture looks, whatever it shows and wherever: what a template keeps. */
export const lookFields = {
  algorithm: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be the id of an algorithm')
    .default('mean')
    .meta({ title: 'Colour of a zone' }),
  /** Whether black bars of films are cut off. */
  cut_bars: z.boolean().default(true).meta({ title: 'Cut off black bars' }),
  smoothing: smoothingSchema.default({ kind: 'decay', time_ms: 120 }).meta({ title: 'Smoothing' }),
  /** What is done to the lights before their colours are graded, one after another. */
  filters: filtersSchema.meta({ title: 'Filters' }),
  grade: gradeSchema.prefault({}).meta({ title: 'Colours' }),
  /** Pictures a second that the devices are given, at most. */
  rate: z.number().int().min(1).max(120).default(60).meta({ title: 'Rate' }),
} as const;

/** What a look names that plugins may bring. */
export interface LookNames {
  readonly algorithm: string;
  readonly filters: readonly FilterRecord[];
}
