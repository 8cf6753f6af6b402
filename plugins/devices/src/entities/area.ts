import { AREA_KINDS, z } from '@lightkeeper/plugin-sdk';
import type { EntityTypeDefinition } from '@lightkeeper/plugin-sdk';

export const areaSchema = z.strictObject({
  kind: z.enum(AREA_KINDS).default('other').meta({ title: 'Drawing' }),
});
export type AreaRecord = z.output<typeof areaSchema>;

export const areaType: EntityTypeDefinition<typeof areaSchema> = {
  type: 'area',
  path: 'areas',
  label: 'Area',
  schema: areaSchema,
  access: { read: 'viewer', write: 'admin' },
  unique_name: true,
};
