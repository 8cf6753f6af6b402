import { TemplateError, UnsupportedTemplate } from './errors.js';
import type { Run } from './run.js';
import { str } from './text.js';
import { truthy } from './operators.js';
import { typeName, type Value } from './values.js';

/** The arguments of a call, under their names. */
export class Args {
  constructor(
    readonly named: ReadonlyMap<string, Value>,
    /** Positional ones beyond the named. */
    readonly rest: readonly Value[],
  ) {}

  get(name: string): Value | undefined {
    return this.named.get(name);
  }

  require(name: string): Value {
    const value = this.named.get(name);
    if (value === undefined) throw new TemplateError(`The argument ${name} is missing.`);
    return value;
  }

  text(name: string, fallback = ''): string {
    const value = this.named.get(name);
    if (value === undefined) return fallback;
    if (typeof value !== 'string') throw new TemplateError(`The argument ${name} must be text, not ${typeName(value)}.`);
    return value;
  }

  flag(name: string, fallback = false): boolean {
    const value = this.named.get(name);
    return value === undefined ? fallback : truthy(value);
  }
}

/** A filter, test or function: what it is called with, and what it does. For filters and tests `input` is what stands before them. */
export interface Callable<Result extends Value = Value> {
  /** Names of the positional arguments, in order. */
  readonly params: readonly string[];
  /** It takes more than its params: further ones, or names of its own. */
  readonly open: boolean;
  call(run: Run, args: Args, input: Value): Result;
}

export function callable<Result extends Value>(params: readonly string[], call: Callable<Result>['call']): Callable<Result> {
  return { params, open: false, call };
}

export function openCallable<Result extends Value>(params: readonly string[], call: Callable<Result>['call']): Callable<Result> {
  return { params, open: true, call };
}

/** Says what is wrong with a call's shape, if anything: it is known before it is ever made. */
function misfit(spec: Callable, positional: number, names: readonly string[]): string | undefined {
  if (spec.open) return undefined;
  if (positional > spec.params.length) return 'more arguments than it has';
  const unknown = names.find((name) => !spec.params.includes(name));
  return unknown === undefined ? undefined : `the argument ${unknown}`;
}

/** @throws UnsupportedTemplate for arguments that we do not know. `what` names the call. */
export function checkCall(spec: Callable, positional: number, names: readonly string[], what: string): void {
  const problem = misfit(spec, positional, names);
  if (problem !== undefined) throw new UnsupportedTemplate(`${what} with ${problem}`);
}

/** Puts arguments under their names. */
export function bindArgs(spec: Callable, positional: readonly Value[], named: Iterable<readonly [string, Value]> = []): Args {
  const all = new Map(named);
  const problem = misfit(spec, positional.length, [...all.keys()]);
  if (problem !== undefined) throw new TemplateError(`A call has ${problem}.`);
  for (const [index, name] of spec.params.entries()) {
    const value = positional[index];
    if (value !== undefined) all.set(name, value);
  }
  return new Args(all, positional.slice(spec.params.length));
}

/** Home Assistant's rule for what cannot be converted: the default if there is one, else the rendering fails. */
export function orDefault(run: Run, args: Args, converted: Value | undefined, input: Value, what: string): Value {
  const value = converted ?? (converted === null ? null : args.get('default'));
  if (value === undefined) throw new TemplateError(`${what} got '${str(run, input).slice(0, 100)}', and no default is given.`);
  return value;
}
