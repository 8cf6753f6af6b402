import { z } from '@lightkeeper/plugin-sdk';
import { litPart, nextAt } from './month.js';

const PHASES = { new: 0, 'first quarter': 0.25, full: 0.5, 'last quarter': 0.75 };

/** A schedule: it only says when it comes next. Missed moments, the clock, restarts and the trace are the hub's. */
export const moonPhase = {
  kind: 'moon_phase',
  name: 'Phase of the moon',
  description: 'The moon is new, half or full.',
  icon: 'moon',
  group: 'time',
  options: z.strictObject({ phase: z.enum(Object.keys(PHASES)).meta({ title: 'The moon is' }) }),
  sentence: ({ phase }) => `the moon is ${phase}`,
  next: ({ phase }, after) => nextAt(PHASES[phase], after),
  event: ({ phase }, at) => ({ description: `The moon was ${phase}`, data: { phase, lit: litPart(at) } }),
};
