import { z } from '@lightkeeper/plugin-sdk';
import type { EntityTypeDefinition } from '@lightkeeper/plugin-sdk';
import type { LookParts } from '../look-parts.js';
import { lookFields } from './look.js';

const templateSchema = z.strictObject(lookFields);
export type TemplateRecord = z.output<typeof templateSchema>;

/** A look under a name, to be given to captures. A capture keeps what it was given when the template changes. */
export const templateType = (look: LookParts): EntityTypeDefinition<typeof templateSchema> => ({
  type: 'capture_template',
  path: 'capture-templates',
  label: 'Capture template',
  schema: templateSchema,
  access: { read: 'viewer', write: 'admin' },
  unique_name: true,
  validate({ data }, previous) {
    look.check(data, previous?.data);
  },
});
