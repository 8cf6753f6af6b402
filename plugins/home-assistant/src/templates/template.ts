import { UnsupportedTemplate } from './errors.js';

export { TemplateError, UnsupportedTemplate } from './errors.js';

/** Where `now()` takes the time from, in milliseconds since 1970. The hub's clock is one. */
export interface TemplateClock {
  now(): number;
}

/** What a template may see. Plain data: text, numbers, booleans, null, lists and objects; own keys alone count. */
export interface TemplateVariables {
  value?: unknown;
  value_json?: unknown;
  this?: unknown;
  entity_id?: string;
  name?: string;
  [more: string]: unknown;
}

/** A template that was parsed once and can be rendered many times. */
export interface CompiledTemplate {
  readonly source: string;
  /**
   * The text, without white space around it. Without a clock, a template that asks for the time fails.
   *
   * @throws TemplateError when rendering fails.
   */
  render(variables: TemplateVariables, clock?: TemplateClock): string;
}

/**
 * Parses one of Home Assistant's templates.
 *
 * @throws UnsupportedTemplate with the construct's name when it uses what we do not know.
 */
export function compileTemplate(source: string): CompiledTemplate {
  if (/\{[{%#]/.test(source)) throw new UnsupportedTemplate('an expression');
  const text = source.trim();
  return { source, render: () => text };
}

/**
 * Renders what a device sent: `value` is the text, `value_json` exists only when the text is JSON.
 *
 * @throws TemplateError when rendering fails.
 * @example renderValue(compileTemplate('{{ value_json.POWER }}'), '{"POWER":"ON"}', hub.clock) // 'ON'
 */
export function renderValue(
  template: CompiledTemplate,
  payload: string,
  clock: TemplateClock,
  extra: Record<string, unknown> = {},
): string {
  return template.render({ ...extra, value: payload }, clock);
}

/**
 * Renders a command: `value` is what is wished.
 *
 * @throws TemplateError when rendering fails.
 */
export function renderCommand(template: CompiledTemplate, value: unknown, clock: TemplateClock): string {
  return template.render({ value }, clock);
}
