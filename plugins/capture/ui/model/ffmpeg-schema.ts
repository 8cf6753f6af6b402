import type { FfmpegInfo } from '@lightkeeper/plugin-sdk/wire';
import type { JsonSchema } from '@lightkeeper/ui';

/** Values that a setting can have on the hub's machine. */
interface Offer {
  key: string;
  values: { value: string; label: string }[];
}

function offerFor(input: string, { cameras, displays }: FfmpegInfo): Offer | null {
  if (input === 'x11') return { key: 'display', values: displays.map((display) => ({ value: display, label: display })) };
  if (input !== 'v4l2') return null;
  return { key: 'device', values: cameras.map(({ path, name }) => ({ value: path, label: name === path ? path : `${name} (${path})` })) };
}

/**
 * The settings of ffmpeg's source as far as they work on the hub's machine: inputs that it has, with the cameras and displays that are there.
 * What is set already stays, be it there or not.
 */
export function forThisMachine(schema: JsonSchema, info: FfmpegInfo, set: Readonly<Record<string, unknown>>): JsonSchema {
  const forms = (schema.oneOf ?? []).flatMap((form) => {
    const input = form.properties?.['input']?.const;
    if (typeof input !== 'string') return [form];
    const chosen = set['input'] === input;
    const offer = offerFor(input, info);
    const works = info.inputs.includes(input) && (offer === null || offer.values.length > 0);
    if (!works && !chosen) return [];
    return [offer === null ? form : withChoices(form, offer, chosen ? set[offer.key] : undefined)];
  });
  // Where nothing works it is said why; the form stays as it is.
  return forms.length === 0 ? schema : { ...schema, oneOf: forms };
}

function withChoices(form: JsonSchema, { key, values }: Offer, set: unknown): JsonSchema {
  const { [key]: field, ...others } = form.properties ?? {};
  if (field === undefined) return form;
  const there = values.some(({ value }) => value === set);
  const all = typeof set === 'string' && !there ? [...values, { value: set, label: set }] : values;
  const { type: _type, default: initial, ...words } = field;
  const first = all.find(({ value }) => value === initial) ?? all[0];
  const choice: JsonSchema = {
    ...words,
    oneOf: all.map(({ value, label }) => ({ const: value, title: label })),
    ...(first !== undefined && { default: first.value }),
  };
  // In the order in which the hub has them.
  const properties = Object.fromEntries(
    Object.keys(form.properties ?? {}).map((name) => [name, name === key ? choice : (others[name] ?? {})]),
  );
  return { ...form, properties };
}
