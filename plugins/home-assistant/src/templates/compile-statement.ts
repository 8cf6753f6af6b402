import type { For, If, Node, SetStatement } from './ast.js';
import { ExpressionCompiler, type Evaluate } from './compile-expression.js';
import { TemplateError, UnsupportedTemplate } from './errors.js';
import { LIMITS } from './limits.js';
import { iterate, truthy } from './operators.js';
import { parse } from './parse.js';
import { Scope, type Run } from './run.js';
import { str } from './text.js';
import { Namespace, Undefined, itemsOf, aType, typeName, type Value } from './values.js';

/** What a statement does to the loop around it. */
type Outcome = 'go on' | 'break' | 'continue';
type Execute = (run: Run) => Outcome;
type Assign = (run: Run, value: Value) => void;

/** Makes one function of a template. It writes to the run's output. */
export function compile(source: string): (run: Run) => void {
  const { body, depthOf } = parse(source);
  const assigned = new Set<string>();
  collect(body, assigned);
  return new StatementCompiler(new ExpressionCompiler(depthOf, assigned)).program(body);
}

class StatementCompiler {
  #loops = 0;
  #depth = 0;

  constructor(readonly expressions: ExpressionCompiler) {}

  program(body: readonly Node[]): (run: Run) => void {
    const execute = this.#block(body);
    return (run) => {
      execute(run);
    };
  }

  #block(nodes: readonly Node[]): Execute {
    this.#depth += 1;
    if (this.#depth > LIMITS.nesting) throw new UnsupportedTemplate(`more than ${String(LIMITS.nesting)} levels of statements`);
    const statements = nodes.map((node) => this.#statement(node));
    this.#depth -= 1;
    return (run) => {
      for (const execute of statements) {
        run.step();
        const outcome = execute(run);
        if (outcome !== 'go on') return outcome;
      }
      return 'go on';
    };
  }

  #statement(node: Node): Execute {
    switch (node.type) {
      case 'Comment':
        return () => 'go on';
      case 'If':
        return this.#if(node);
      case 'For':
        return this.#for(node);
      case 'Set':
        return this.#set(node);
      case 'Break':
      case 'Continue':
        if (this.#loops === 0) throw new UnsupportedTemplate(`${node.type.toLowerCase()} outside a loop`);
        return node.type === 'Break' ? () => 'break' : () => 'continue';
      default:
        return this.#write(this.expressions.compile(node));
    }
  }

  #write(evaluate: Evaluate): Execute {
    return (run) => {
      run.write(str(run, evaluate(run)));
      return 'go on';
    };
  }

  #if({ test, body, alternate }: If): Execute {
    const condition = this.expressions.compile(test);
    const [yes, no] = [this.#block(body), this.#block(alternate)];
    return (run) => (truthy(condition(run)) ? yes(run) : no(run));
  }

  #for({ loopvar, iterable, body, defaultBlock }: For): Execute {
    const filtered = iterable.type === 'SelectExpression';
    const list = this.expressions.compile(filtered ? iterable.lhs : iterable);
    const test = filtered ? this.expressions.compile(iterable.test) : undefined;
    const assign = this.#target(loopvar);
    this.#loops += 1;
    const each = this.#block(body);
    this.#loops -= 1;
    const otherwise = this.#block(defaultBlock);
    return (run) => {
      const all = iterate(run, list(run));
      const wanted = test === undefined ? all : all.filter((value) => inScope(run, () => (assign(run, value), truthy(test(run)))));
      if (wanted.length === 0) return otherwise(run);
      for (const [index, value] of wanted.entries()) {
        run.step();
        const outcome = inScope(run, () => {
          assign(run, value);
          run.scope.set('loop', loopAt(wanted, index));
          return each(run);
        });
        if (outcome === 'break') break;
      }
      return 'go on';
    };
  }

  #set({ assignee, value, body }: SetStatement): Execute {
    const assign = this.#target(assignee);
    if (value !== null) {
      const evaluate = this.expressions.compile(value);
      return (run) => {
        assign(run, evaluate(run));
        return 'go on';
      };
    }
    const block = this.#block(body);
    return (run) => {
      const before = run.output;
      run.output = '';
      const outcome = block(run);
      const captured = run.output;
      run.output = before;
      assign(run, captured);
      return outcome;
    };
  }

  /** What stands before `=` or `in`: a name, several names, or a namespace's field. */
  #target(node: Node): Assign {
    if (node.type === 'Identifier') {
      const name = node.value;
      return (run, value) => {
        run.scope.set(name, value);
      };
    }
    if (node.type === 'TupleLiteral') return unpack(node.value.map((inner) => this.#target(inner)));
    if (node.type !== 'MemberExpression' || node.computed || node.object.type !== 'Identifier' || node.property.type !== 'Identifier') {
      throw new UnsupportedTemplate('an assignment to something that has no name');
    }
    const space = this.expressions.compile(node.object);
    const name = node.property.value;
    return (run, value) => {
      const target = space(run);
      if (target instanceof Undefined) throw new TemplateError(target.reason);
      if (!(target instanceof Namespace && target.writable))
        throw new TemplateError(`Only a namespace has fields to set, not a ${typeName(target)}.`);
      target.fields.set(name, value);
    };
  }
}

function unpack(targets: readonly Assign[]): Assign {
  return (run, value) => {
    const items = itemsOf(value) ?? (typeof value === 'string' ? Array.from(value) : undefined);
    if (items?.length !== targets.length)
      throw new TemplateError(`${aType(value)} cannot be unpacked into ${String(targets.length)} names.`);
    for (const [index, assign] of targets.entries()) assign(run, items[index] ?? null);
  };
}

/** Names that a loop sets end with each turn. */
function inScope<T>(run: Run, act: () => T): T {
  const outer = run.scope;
  run.scope = new Scope(outer);
  try {
    return act();
  } finally {
    run.scope = outer;
  }
}

function loopAt(items: readonly Value[], index: number): Namespace {
  const loop = new Namespace(false);
  const left = items.length - index;
  const fields: [string, Value | undefined][] = [
    ['index', BigInt(index + 1)],
    ['index0', BigInt(index)],
    ['revindex', BigInt(left)],
    ['revindex0', BigInt(left - 1)],
    ['first', index === 0],
    ['last', left === 1],
    ['length', BigInt(items.length)],
    ['previtem', items[index - 1]],
    ['nextitem', items[index + 1]],
  ];
  for (const [name, value] of fields) if (value !== undefined) loop.fields.set(name, value);
  return loop;
}

/** The names that the template gives itself, so that they are not taken for functions. */
function collect(nodes: readonly Node[], names: Set<string>): void {
  const target = (node: Node): void => {
    if (node.type === 'Identifier') names.add(node.value);
    if (node.type === 'TupleLiteral') node.value.forEach(target);
  };
  for (const node of nodes) {
    if (node.type === 'Set') {
      target(node.assignee);
      collect(node.body, names);
    } else if (node.type === 'If') {
      collect(node.body, names);
      collect(node.alternate, names);
    } else if (node.type === 'For') {
      target(node.loopvar);
      collect(node.body, names);
      collect(node.defaultBlock, names);
    }
  }
}
