import type { Binary, Call, Filter, Member, Node, Slice, Token } from './ast.js';
import { bindArgs, checkCall, type Callable } from './calls.js';
import { UnsupportedTemplate } from './errors.js';
import { FILTERS } from './filters.js';
import { FROM_KEYS, FUNCTIONS } from './functions.js';
import { LIMITS } from './limits.js';
import { attribute, callMethod, isMethod, item, slice } from './members.js';
import { ARITHMETIC, COMPARISONS, arithmetic, signed, truthy } from './operators.js';
import { NEGATED_TEST_MARK, TEST_MARK } from './parse.js';
import type { Run } from './run.js';
import { TESTS, holds } from './tests.js';
import { Dict, Tuple, Undefined, type Value } from './values.js';

/** An expression, ready to be evaluated. */
export type Evaluate = (run: Run) => Value;

const CONSTANTS = new Map<string, Value>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

/** What Home Assistant offers without a call, and we do not. */
const FOREIGN = new Set(['states', 'e', 'pi', 'tau', 'lipsum', 'cycler', 'joiner', 'self', 'super']);

/** Makes functions of expressions, once. What is not known is refused here, so that nothing is found out while rendering. */
export class ExpressionCompiler {
  #depth = 0;

  constructor(
    readonly depthOf: ReadonlyMap<Token, number>,
    /** Names that the template gives itself. */
    readonly assigned: ReadonlySet<string>,
  ) {}

  /** The one place where the steps of expressions are counted. */
  compile(node: Node): Evaluate {
    this.#depth += 1;
    if (this.#depth > LIMITS.tree) throw new UnsupportedTemplate(`an expression of more than ${String(LIMITS.tree)} levels`);
    const evaluate = this.#expression(node);
    this.#depth -= 1;
    return (run) => {
      run.step();
      return evaluate(run);
    };
  }

  #expression(node: Node): Evaluate {
    switch (node.type) {
      case 'IntegerLiteral':
        return this.#integer(node.value);
      case 'FloatLiteral':
      case 'StringLiteral':
        return constant(node.value);
      case 'ArrayLiteral':
        return this.#list(node.value, (items) => items);
      case 'TupleLiteral':
        return this.#list(node.value, (items) => new Tuple(items));
      case 'ObjectLiteral':
        return this.#dict(node.value);
      case 'Identifier':
        return this.#name(node.value);
      case 'MemberExpression':
        return this.#member(node);
      case 'CallExpression':
        return this.#call(node);
      case 'FilterExpression':
        return this.#filter(node);
      case 'BinaryExpression':
        return this.#binary(node);
      case 'UnaryExpression':
        return this.#unary(node.operator.value, this.compile(node.argument));
      case 'Ternary':
        return this.#choice(node.condition, this.compile(node.trueExpr), this.compile(node.falseExpr));
      case 'SelectExpression':
        return this.#choice(node.test, this.compile(node.lhs), constant(new Undefined('An inline if has no else.')));
      default:
        throw new UnsupportedTemplate(`the construct ${node.type}`);
    }
  }

  #integer(value: number): Evaluate {
    if (!Number.isSafeInteger(value)) throw new UnsupportedTemplate('a very large integer');
    return constant(BigInt(value));
  }

  #list(nodes: readonly Node[], make: (items: Value[]) => Value): Evaluate {
    const items = nodes.map((node) => this.compile(node));
    return (run) => make(items.map((evaluate) => evaluate(run)));
  }

  #dict(nodes: ReadonlyMap<Node, Node>): Evaluate {
    const entries = Array.from(nodes, ([key, value]) => [this.compile(key), this.compile(value)] as const);
    return (run) => Dict.of(entries.map(([key, value]) => [key(run), value(run)] as const));
  }

  #name(name: string): Evaluate {
    const known = CONSTANTS.get(name);
    if (known !== undefined) return constant(known);
    if (!this.assigned.has(name) && (FOREIGN.has(name) || FUNCTIONS.has(name)))
      throw new UnsupportedTemplate(`the name ${name} as a value`);
    const missing = new Undefined(`'${name.slice(0, 100)}' is undefined.`);
    return (run) => {
      const value = run.scope.get(name);
      return value === undefined ? missing : value;
    };
  }

  #member({ object, property, computed }: Member): Evaluate {
    const self = this.compile(object);
    if (property.type === 'SliceExpression') return this.#slice(self, property);
    if (!computed && property.type === 'Identifier') {
      const name = property.value;
      return (run) => attribute(self(run), name);
    }
    const key = this.compile(property);
    return (run) => item(self(run), key(run));
  }

  #slice(self: Evaluate, { start, stop, step }: Slice): Evaluate {
    const [from, to, by] = [start, stop, step].map((node) => (node === undefined ? constant(null) : this.compile(node))) as [
      Evaluate,
      Evaluate,
      Evaluate,
    ];
    return (run) => slice(run, self(run), [from(run), to(run), by(run)]);
  }

  #call({ callee, args }: Call): Evaluate {
    if (callee.type === 'Identifier') {
      const known = this.assigned.has(callee.value) ? undefined : FUNCTIONS.get(callee.value);
      if (known === undefined) throw new UnsupportedTemplate(`the function ${callee.value}()`);
      return this.#invoke(known, args, `the function ${callee.value}()`);
    }
    if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') {
      throw new UnsupportedTemplate('a call of something that has no name');
    }
    const { object } = callee;
    const method = callee.property.value;
    if (object.type === 'Identifier' && object.value === 'dict' && method === 'from_keys') {
      return this.#invoke(FROM_KEYS, args, 'the function dict.from_keys()');
    }
    if (!isMethod(method)) throw new UnsupportedTemplate(`the method ${method}()`);
    const self = this.compile(object);
    const positional = args.map((node) => {
      if (node.type === 'KeywordArgumentExpression') throw new UnsupportedTemplate(`named arguments of the method ${method}()`);
      return this.compile(node);
    });
    return (run) =>
      callMethod(
        run,
        self(run),
        method,
        positional.map((evaluate) => evaluate(run)),
      );
  }

  #filter({ operand, filter }: Filter): Evaluate {
    const [name, args] = named(filter);
    const input = this.compile(operand);
    if (name.startsWith(NEGATED_TEST_MARK)) return this.#testCall(input, name.slice(NEGATED_TEST_MARK.length), true, args);
    if (name.startsWith(TEST_MARK)) return this.#testCall(input, name.slice(TEST_MARK.length), false, args);
    const known = FILTERS.get(name);
    if (known === undefined) throw new UnsupportedTemplate(`the filter ${name}`);
    return this.#invoke(known, args, `the filter ${name}`, input);
  }

  #testCall(input: Evaluate, name: string, negate: boolean, args: readonly Node[]): Evaluate {
    const test = TESTS.get(name.toLowerCase() === 'none' ? 'none' : name);
    if (test === undefined) throw new UnsupportedTemplate(`the test ${name}`);
    const bind = this.#arguments(test, args, `the test ${name}`);
    return (run) => holds(run, test, bind(run), input(run)) !== negate;
  }

  /** A call of a filter or function, its arguments checked now and evaluated later. */
  #invoke(known: Callable, args: readonly Node[], what: string, input: Evaluate = constant(null)): Evaluate {
    const bind = this.#arguments(known, args, what);
    return (run) => {
      const value = input(run);
      run.read(value);
      return known.call(run, bind(run), value);
    };
  }

  #arguments(known: Callable, args: readonly Node[], what: string): (run: Run) => ReturnType<typeof bindArgs> {
    const positional: Evaluate[] = [];
    const keywords: (readonly [string, Evaluate])[] = [];
    for (const node of args) {
      if (node.type === 'KeywordArgumentExpression') keywords.push([node.key.value, this.compile(node.value)]);
      else positional.push(this.compile(node));
    }
    checkCall(
      known,
      positional.length,
      keywords.map(([name]) => name),
      what,
    );
    checkInner(what, args);
    return (run) =>
      bindArgs(
        known,
        positional.map((evaluate) => evaluate(run)),
        keywords.map(([name, evaluate]) => [name, evaluate(run)] as const),
      );
  }

  #binary(node: Binary): Evaluate {
    const operator = node.operator.value;
    if (COMPARISONS.has(operator)) return this.#comparison(node);
    if (operator === 'and' || operator === 'or') return this.#logic(operator, this.compile(node.left), this.compile(node.right));
    if (!ARITHMETIC.has(operator)) throw new UnsupportedTemplate(`the operator ${operator}`);
    if (operator === '%' && node.left.type === 'StringLiteral') throw new UnsupportedTemplate('formatting of text with %');
    if (operator === '~' && this.#bindsLooser(node)) throw new UnsupportedTemplate('~ behind + or - without brackets');
    const [left, right] = [this.compile(node.left), this.compile(node.right)];
    return (run) => {
      const value = left(run);
      return arithmetic(run, operator, value, right(run));
    };
  }

  /** In Jinja `a + b ~ c` is `a + (b ~ c)`; the parser takes it from left to right. */
  #bindsLooser({ operator, left }: Binary): boolean {
    return (
      left.type === 'BinaryExpression' &&
      ['+', '-'].includes(left.operator.value) &&
      this.depthOf.get(left.operator) === this.depthOf.get(operator)
    );
  }

  /** `a < b < c` is `a < b and b < c` in Jinja; the parser takes it for `(a < b) < c`, which the brackets tell apart. */
  #comparison(node: Binary): Evaluate {
    const links: (readonly [string, Evaluate])[] = [];
    let first: Node = node;
    while (first.type === 'BinaryExpression' && COMPARISONS.has(first.operator.value)) {
      if (links.length > 0 && !this.#isLink(node, first)) break;
      links.unshift([first.operator.value, this.compile(first.right)]);
      first = first.left;
    }
    const start = this.compile(first);
    return (run) => {
      let left = start(run);
      for (const [sign, evaluate] of links) {
        const right = evaluate(run);
        if (COMPARISONS.get(sign)?.(run, left, right) !== true) return false;
        left = right;
      }
      return true;
    };
  }

  #isLink(outer: Binary, inner: Binary): boolean {
    const [here, there] = [this.depthOf.get(outer.operator), this.depthOf.get(inner.operator)];
    if (here === undefined || there === undefined) throw new UnsupportedTemplate('"not in" in a chain of comparisons');
    return here === there;
  }

  #logic(operator: 'and' | 'or', left: Evaluate, right: Evaluate): Evaluate {
    return (run) => {
      const value = left(run);
      return truthy(value) === (operator === 'and') ? right(run) : value;
    };
  }

  #unary(operator: string, argument: Evaluate): Evaluate {
    if (operator === 'not') return (run) => !truthy(argument(run));
    if (operator !== '-' && operator !== '+') throw new UnsupportedTemplate(`the operator ${operator}`);
    return (run) => signed(operator, argument(run));
  }

  #choice(condition: Node, yes: Evaluate, no: Evaluate): Evaluate {
    const test = this.compile(condition);
    return (run) => (truthy(test(run)) ? yes(run) : no(run));
  }
}

const constant =
  (value: Value): Evaluate =>
  () =>
    value;

/** The name and the arguments of what stands behind `|`. */
function named(filter: Node): [string, readonly Node[]] {
  if (filter.type === 'Identifier') return [filter.value, []];
  if (filter.type === 'CallExpression' && filter.callee.type === 'Identifier') return [filter.callee.value, filter.args];
  throw new UnsupportedTemplate('a filter with something behind its brackets');
}

const TAKES_FILTER = new Map([['the filter map', 0]]);
const TAKES_TEST = new Map([
  ['the filter select', 0],
  ['the filter reject', 0],
  ['the filter selectattr', 1],
  ['the filter rejectattr', 1],
]);

/** `map('upper')` and `select('odd')` name a filter or a test in a text; a written one is looked up now. */
function checkInner(what: string, args: readonly Node[]): void {
  for (const [kind, places, table] of [['filter', TAKES_FILTER, FILTERS] as const, ['test', TAKES_TEST, TESTS] as const]) {
    const place = places.get(what);
    const node = place === undefined ? undefined : args[place];
    if (node?.type === 'StringLiteral' && !table.has(node.value)) throw new UnsupportedTemplate(`the ${kind} ${node.value}`);
  }
}
