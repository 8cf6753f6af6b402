import { z } from '@lightkeeper/plugin-sdk';

/** No capture has more. */
const MAX_FILTERS = 8;

const filterSchema = z.strictObject({
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the kind of a filter'),
  /** They are checked by the kind. */
  options: z.record(z.string().max(64), z.unknown()).default({}),
});
export type FilterRecord = z.output<typeof filterSchema>;

/** The filters of a capture, in their order. */
export const filtersSchema = z.array(filterSchema).max(MAX_FILTERS, `must be at most ${MAX_FILTERS}`).default([]);

/** One as the pipeline's thread knows it: with the address of its module, and its options as its schema gives them. */
export interface ChosenFilter {
  readonly kind: string;
  readonly options: Record<string, unknown>;
  readonly module: string;
}
