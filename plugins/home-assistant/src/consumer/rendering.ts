import type { Clock } from '@lightkeeper/plugin-sdk';
import { compileTemplate, renderValue, TemplateError, UnsupportedTemplate } from '../templates/template.js';
import { NotShown } from './entity.js';
import type { Message } from './message.js';

const MAX_SHOWN = 120;

/** Reads a value out of a message; null keeps the old one. */
export type ReadValue = (message: Message) => string | null;

/** Writes what is published for a value and the variables beside it. Throws a TemplateError. */
export type WriteCommand = (value: unknown, variables?: Record<string, unknown>) => string;

/** The templates of an entity. Without one, a value is the message's text, and a command the value's. */
export class Rendering {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws {@link NotShown} with the template when it cannot be understood. */
  value(source: string | null | undefined): ReadValue {
    if (source === undefined || source === null || source === '') return ({ text }) => text;
    const template = compile(source);
    return (message) => {
      try {
        return renderValue(template, message.text, this.#clock);
      } catch (error) {
        if (error instanceof TemplateError) return null;
        throw error;
      }
    };
  }

  /** Throws {@link NotShown} with the template when it cannot be understood. */
  command(source: string | null | undefined): WriteCommand {
    if (source === undefined || source === null || source === '') return (value) => String(value);
    const template = compile(source);
    return (value, variables = {}) => template.render({ ...variables, value }, this.#clock);
  }
}

function compile(source: string): ReturnType<typeof compileTemplate> {
  try {
    return compileTemplate(source);
  } catch (error) {
    if (!(error instanceof UnsupportedTemplate)) throw error;
    const shown = source.length > MAX_SHOWN ? `${source.slice(0, MAX_SHOWN)}…` : source;
    throw new NotShown(`its template uses ${error.construct}: ${shown}`);
  }
}
