import { z } from '@lightkeeper/plugin-sdk';

/** The file of a plugin's that is loaded in the pipeline's thread. */
export const moduleSchema = z.instanceof(URL).refine(({ protocol }) => protocol === 'file:', 'must be the address of a file of the plugin');

/** What everything that a plugin brings to the thread says of itself, beside what captures name it by. */
export const moduleFields = { name: z.string().min(1).max(80), description: z.string().max(400), module: moduleSchema };
