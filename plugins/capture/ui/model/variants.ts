import type { JsonSchema } from '@lightkeeper/ui';

/** Settings that are of one of several forms, told apart by one of them. */
export interface Variants {
  /** The setting that says which it is. */
  key: string;
  title: string;
  choices: { value: string; label: string; schema: JsonSchema }[];
}

/** The forms of a schema, `oneOf` with a setting that is constant in each; null for a schema of a single form. The forms are without that setting. */
export function variantsOf(schema: JsonSchema): Variants | null {
  const forms = schema.oneOf ?? [];
  const first = Object.entries(forms[0]?.properties ?? {}).find(([, property]) => property.const !== undefined);
  if (first === undefined) return null;
  const [key, { title }] = first;
  const choices = forms.flatMap((form) => {
    const { [key]: which, ...properties } = form.properties ?? {};
    if (typeof which?.const !== 'string') return [];
    const required = (form.required ?? []).filter((name) => name !== key);
    return [{ value: which.const, label: form.title ?? which.const, schema: { ...form, properties, required } }];
  });
  return choices.length === forms.length ? { key, title: title ?? key, choices } : null;
}
