import { z } from '@lightkeeper/plugin-sdk';
import { gradeSchema } from '../color/grade.js';
import { smoothingSchema } from '../color/smoothing.js';
import { ALGORITHMS } from '../picture/mapper.js';

/** How a capture looks, whatever it shows and wherever: what a template keeps. */
export const lookFields = {
  algorithm: z.enum(ALGORITHMS).default('mean').meta({ title: 'Colour of a zone' }),
  /** Whether black bars of films are cut off. */
  cut_bars: z.boolean().default(true).meta({ title: 'Cut off black bars' }),
  smoothing: smoothingSchema.default({ kind: 'decay', time_ms: 120 }).meta({ title: 'Smoothing' }),
  grade: gradeSchema.prefault({}).meta({ title: 'Colours' }),
  /** Pictures a second that the devices are given, at most. */
  rate: z.number().int().min(1).max(120).default(60).meta({ title: 'Rate' }),
} as const;
