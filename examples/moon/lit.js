import { z } from '@lightkeeper/plugin-sdk';
import { litPart } from './month.js';

/** `detail` and `inputs` stand in the trace of each run, whether the condition holds or not. */
export const moonLit = {
  kind: 'moon_lit',
  name: 'Moonlight',
  description: 'So much of the moon is lit.',
  icon: 'moon-star',
  group: 'time',
  options: z.strictObject({
    at_least: z.number().min(0).max(1).default(0.5).meta({ title: 'At least', description: '0 is a new moon, 1 a full one.' }),
  }),
  sentence: ({ at_least }) => `at least ${Math.round(at_least * 100)} % of the moon is lit`,
  test({ at_least }, { clock }) {
    const lit = litPart(clock.now());
    return { passed: lit >= at_least, detail: `${Math.round(lit * 100)} % of the moon is lit`, inputs: { lit } };
  },
};
