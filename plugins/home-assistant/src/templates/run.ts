import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';
import type { Value } from './values.js';

/** The names that a part of a template sees: its own, then those around it. */
export class Scope {
  readonly #values = new Map<string, Value>();

  constructor(readonly parent?: Scope) {}

  get(name: string): Value | undefined {
    return this.#values.get(name) ?? (this.#values.has(name) ? null : this.parent?.get(name));
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }
}

/** One rendering: its names, its output, and what it may still cost. All work is counted here. */
export class Run {
  output = '';
  #steps: number = LIMITS.steps;

  constructor(
    public scope: Scope,
    readonly now: () => number,
  ) {}

  /** Counts work. @throws TemplateError when there was too much. */
  step(count = 1): void {
    this.#steps -= count;
    if (this.#steps < 0) throw new TemplateError(`The template takes more than ${String(LIMITS.steps)} steps.`);
  }

  /** Passes on a text that was just made, when it is not too long. */
  text(text: string): string {
    this.room(text.length);
    return text;
  }

  /** Asks for the room for a text before it is made, so that a long one is never in memory. */
  room(length: number): void {
    if (length > LIMITS.text) throw new TemplateError(`A text is longer than ${String(LIMITS.text)} characters.`);
    this.step(length >> 8);
  }

  /** Counts what it takes to read a value: a payload may be a longer text than a template can make. */
  read(value: Value): void {
    if (typeof value === 'string') this.step(value.length >> 8);
  }

  /** Asks for the room for a list before it is made. */
  items(count: number): void {
    if (count > LIMITS.list) throw new TemplateError(`A list has more than ${String(LIMITS.list)} items.`);
    this.step(count);
  }

  write(text: string): void {
    this.room(text.length);
    if (this.output.length + text.length > LIMITS.text)
      throw new TemplateError(`The output is longer than ${String(LIMITS.text)} characters.`);
    this.output += text;
  }
}
