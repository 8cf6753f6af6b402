export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * Picks the form for a count by the locale's rules. Each form is a whole message, so that translators see the sentence.
 *
 * @example plural(n, { one: msg(str`${n} light is on`), other: msg(str`${n} lights are on`) })
 */
export function plural(count: number, forms: PluralForms, locale?: string): string {
  const language = locale ?? (typeof document === 'undefined' ? 'en' : document.documentElement.lang || 'en');
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}
