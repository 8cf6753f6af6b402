import { BoundedCache } from './bounded-cache.js';
import { compile } from './compile-statement.js';
import { TemplateError } from './errors.js';
import { readJson } from './json.js';
import { LIMITS } from './limits.js';
import { Run, Scope } from './run.js';
import { Ready, toValue, type Value } from './values.js';

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
  return compiled.get(source, () => new Template(source));
}

/** Senders repeat themselves: thousands of entities share some hundred templates. */
const compiled = new BoundedCache<CompiledTemplate>(512);

class Template implements CompiledTemplate {
  readonly #write: (run: Run) => void;

  constructor(readonly source: string) {
    this.#write = compile(source);
  }

  render(variables: TemplateVariables, clock: TemplateClock = NO_CLOCK): string {
    const scope = new Scope();
    for (const [name, value] of Object.entries(variables)) {
      if (value !== undefined) scope.set(name, toValue(value));
    }
    const run = new Run(scope, () => clock.now());
    this.#write(run);
    return run.output.trim();
  }
}

const NO_CLOCK: TemplateClock = {
  now: () => {
    throw new TemplateError('The template asks for the time, and there is no clock.');
  },
};

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
  if (payload.length > LIMITS.payload) throw new TemplateError(`The payload is longer than ${String(LIMITS.payload)} characters.`);
  const json = template.source.includes('value_json') ? readPayload(payload) : undefined;
  return template.render({ ...extra, value: payload, ...(json !== undefined && { value_json: new Ready(json) }) }, clock);
}

let last: { readonly payload: string; readonly json: Value | undefined } = { payload: '', json: undefined };

/** Many entities read the same payload one after the other; it is parsed once. Templates cannot change what they read. */
function readPayload(payload: string): Value | undefined {
  if (last.payload !== payload) last = { payload, json: readJson(payload) };
  return last.json;
}

/**
 * Renders a command: `value` is what is wished.
 *
 * @throws TemplateError when rendering fails.
 */
export function renderCommand(template: CompiledTemplate, value: unknown, clock: TemplateClock): string {
  return template.render({ value }, clock);
}
