import { COVER_WORDS, HubError, safeText, z } from '@lightkeeper/plugin-sdk';
import type { Feature, FeatureValue } from '@lightkeeper/plugin-sdk';

/** What a device may have, whatever its driver lets through. */
const MAX_FEATURES = 64;
const MAX_OPTIONS = 256;

const text = z.string().transform((value) => safeText(value, 64));
const word = text.pipe(z.string().min(1));
const words = z.array(word).max(MAX_OPTIONS);
const finite = z.number().refine(Number.isFinite);

const base = {
  key: z.string().regex(/^[a-z0-9_]{1,64}$/),
  name: word,
  device_class: word.exactOptional(),
  category: z.enum(['config', 'diagnostic']).exactOptional(),
};

const featureSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('sensor'),
    unit: word.exactOptional(),
    state_class: z.enum(['measurement', 'total', 'total_increasing']).exactOptional(),
  }),
  z.object({ ...base, kind: z.literal('binary_sensor') }),
  z
    .object({ ...base, kind: z.literal('number'), min: finite, max: finite, step: finite.positive(), unit: word.exactOptional() })
    .refine(({ min, max }) => min < max),
  z.object({ ...base, kind: z.literal('select'), options: words.min(1) }),
  z.object({ ...base, kind: z.literal('switch') }),
  z.object({ ...base, kind: z.literal('button') }),
  z.object({ ...base, kind: z.literal('cover'), position: z.boolean() }),
  z.object({ ...base, kind: z.literal('event'), types: words.min(1) }),
]);

/** The features that are what they should be, each key once; the others are left out. */
export function cleanFeatures(given: readonly Feature[]): Feature[] {
  const features = new Map<string, Feature>();
  for (const one of given.slice(0, MAX_FEATURES)) {
    const parsed = featureSchema.safeParse(one);
    if (parsed.success && !features.has(parsed.data.key)) features.set(parsed.data.key, parsed.data);
  }
  return [...features.values()];
}

/** Throws `LK_DEVICE_UNSUPPORTED`, naming the field, when a feature is not there or does not take the value. */
export function assertSettable(set: Readonly<Record<string, FeatureValue>>, device: { name: string; features: readonly Feature[] }): void {
  for (const [key, value] of Object.entries(set)) {
    const feature = device.features.find((one) => one.key === key);
    const problem =
      feature === undefined ? `${device.name} has nothing named "${safeText(key, 64)}".` : problemOf(feature, value, device.name);
    if (problem !== null) {
      throw new HubError('LK_DEVICE_UNSUPPORTED', problem, { errors: [{ field: `/set/${safeText(key, 64)}`, detail: problem }] });
    }
  }
}

function problemOf(feature: Feature, value: FeatureValue, device: string): string | null {
  const of = `${feature.name} of ${device}`;
  switch (feature.kind) {
    case 'sensor':
    case 'binary_sensor':
    case 'event':
      return `${of} can be read only.`;
    case 'switch':
      return typeof value === 'boolean' ? null : `${of} takes true or false.`;
    case 'button':
      return value === true ? null : `${of} is pressed by true.`;
    case 'select':
      return typeof value === 'string' && feature.options.includes(value) ? null : `${of} has no option "${safeText(String(value), 64)}".`;
    case 'number':
      return typeof value === 'number' && value >= feature.min && value <= feature.max
        ? null
        : `${of} takes a number from ${feature.min} to ${feature.max}.`;
    case 'cover':
      return takesCover(feature.position, value) ? null : `${of} takes open, close, stop${feature.position ? ', or 0 to 100' : ''}.`;
  }
}

function takesCover(position: boolean, value: FeatureValue): boolean {
  if (typeof value === 'number') return position && value >= 0 && value <= 100;
  return COVER_WORDS.some((one) => one === value);
}
