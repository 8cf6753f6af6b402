import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock, HomeFacts, JsonValue, RunFacts } from '@lightkeeper/plugin-sdk';
import { EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { Environment, parse } from '@marcbachmann/cel-js';
import { expressionOf } from '../kinds/index.js';
import { localTime } from '../time/local-time.js';
import { sunAt } from '../time/sun.js';
import { MAX_VALUE_SIZE, Refused, costOf } from './cost.js';
import { MAX_EXPRESSION, createEnvironment, environmentNames } from './environment.js';
import type { DeviceSenses, Senses } from './environment.js';
import { fromExpressionValue, toExpressionValue } from './values.js';

type Parsed = ReturnType<typeof parse>;

interface Compiled {
  readonly run: Parsed;
  /** What it gives: `bool`, `double`, `dyn`. */
  readonly type: string;
  /** Elements that the values which it is given may have together. */
  readonly max_size: number;
}

interface Mistake {
  readonly mistake: string;
}

/** What an expression is worked out from. */
export type ExpressionFacts = Pick<RunFacts, 'trigger' | 'variables'>;

interface ExpressionsOptions {
  readonly clock: Clock;
  readonly home: HomeFacts;
  readonly devices: DeviceSenses;
}

/** Expressions that are kept ready. */
const KEPT = 2_000;
/** Elements that values may have together where no list is gone through. */
const MAX_ELEMENTS = 20_000;

/** Works out expressions in CEL, within known bounds of time and memory. */
export class Expressions {
  readonly #environment: Environment;
  readonly #options: ExpressionsOptions;
  readonly #compiled = new Map<string, Compiled | Mistake>();

  constructor(options: ExpressionsOptions) {
    this.#options = options;
    this.#environment = createEnvironment(options.devices);
  }

  /** The names that an expression may speak of. */
  get names(): { name: string; type: string; description: string }[] {
    return environmentNames();
  }

  /** What is wrong with an expression, with the place of the mistake; null when it can be worked out. `yes_or_no` for one that must give true or false. */
  check(expression: string, { yes_or_no = false }: { yes_or_no?: boolean } = {}): string | null {
    const compiled = this.#compile(expression);
    if ('mistake' in compiled) return compiled.mistake;
    if (!yes_or_no || compiled.type === 'bool' || compiled.type === 'dyn') return null;
    return `It must give true or false, and gives ${compiled.type}.`;
  }

  /** Works an expression out. Throws `LK_VALIDATION` with a sentence that says what went wrong, and where. */
  evaluate(expression: string, facts: ExpressionFacts): JsonValue {
    const compiled = this.#compile(expression);
    if ('mistake' in compiled) throw failed(expression, compiled.mistake);
    try {
      return fromExpressionValue(compiled.run(new RunSenses(this.#options, facts, compiled.max_size)));
    } catch (error) {
      throw failed(expression, explain(error, expression));
    }
  }

  /** A copy of a value with each `{ "$cel": … }` in it worked out. */
  resolve(value: unknown, facts: ExpressionFacts): JsonValue {
    if (typeof value !== 'object' || value === null) return (value ?? null) as JsonValue;
    const expression = expressionOf(value);
    if (expression !== undefined) return this.evaluate(expression, facts);
    if (Array.isArray(value)) return value.map((item) => this.resolve(item, facts));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item, facts)]));
  }

  #compile(expression: string): Compiled | Mistake {
    let compiled = this.#compiled.get(expression);
    if (compiled === undefined) {
      if (this.#compiled.size >= KEPT) this.#compiled.clear();
      compiled = this.#read(expression);
      if (expression.length <= MAX_EXPRESSION) this.#compiled.set(expression, compiled);
    }
    return compiled;
  }

  #read(expression: string): Compiled | Mistake {
    if (expression.trim() === '') return { mistake: 'The expression is empty.' };
    if (expression.length > MAX_EXPRESSION) {
      return { mistake: `The expression is longer than ${MAX_EXPRESSION.toLocaleString('en')} characters.` };
    }
    try {
      const run = this.#environment.parse(expression);
      const { loops } = costOf(run.ast);
      const { valid, type = 'dyn', error } = run.check();
      if (!valid) return { mistake: explain(error, expression) };
      return { run, type, max_size: loops ? MAX_VALUE_SIZE : MAX_ELEMENTS };
    } catch (error) {
      return { mistake: explain(error, expression) };
    }
  }
}

/** What an expression sees of the run and of the home. */
class RunSenses implements Senses {
  readonly #options: ExpressionsOptions;
  readonly #facts: ExpressionFacts;
  readonly #max_size: number;

  constructor(options: ExpressionsOptions, facts: ExpressionFacts, max_size: number) {
    this.#options = options;
    this.#facts = facts;
    this.#max_size = max_size;
  }

  get trigger(): unknown {
    const { id, kind, description, data } = this.#facts.trigger;
    return { id: id ?? '', kind, description, data: toExpressionValue(data, this.#max_size) };
  }

  get variables(): unknown {
    return toExpressionValue(this.#facts.variables, this.#max_size);
  }

  get repeat(): unknown {
    return toExpressionValue(this.#facts.variables.repeat ?? {}, this.#max_size);
  }

  get now(): Date {
    return new Date(this.#options.clock.now());
  }

  get local(): Senses['local'] {
    const { time, date, weekday, hour, minute, day, month, year } = localTime(this.#options.clock.now(), this.#options.home.time_zone);
    return { time, date, weekday, hour: BigInt(hour), minute: BigInt(minute), day: BigInt(day), month: BigInt(month), year: BigInt(year) };
  }

  get sun(): Senses['sun'] {
    return sunAt(this.#options.clock.now(), this.#options.home);
  }
}

function failed(expression: string, why: string): HubError {
  const short = expression.length > 60 ? `${expression.slice(0, 59)}…` : expression;
  return new HubError('LK_VALIDATION', `The expression “${short}” could not be worked out. ${why}`);
}

function explain(error: unknown, expression: string): string {
  if (error instanceof Refused) return `${error.message}${place(expression, error.at)}.`;
  if (error instanceof ParseError || error instanceof EvaluationError || error instanceof CelTypeError) {
    return sentence(`${error.summary}${place(expression, error.range?.start)}`);
  }
  return sentence(error instanceof Error ? error.message : 'It could not be worked out');
}

/** Where a mistake is, counted from 1. */
function place(expression: string, at: number | undefined): string {
  if (at === undefined) return '';
  const before = expression.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return before.length === 1 ? ` (at character ${column})` : ` (line ${before.length}, character ${column})`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
