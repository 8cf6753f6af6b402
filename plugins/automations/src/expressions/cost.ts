import type { parse } from '@marcbachmann/cel-js';

type Node = ReturnType<typeof parse>['ast'];

/**
 * CEL has no loops but those over lists, so that each expression ends; yet loops within loops, and lists that are put together of themselves, can take
 * a long time and much memory. An upper bound of both is therefore known before an expression is ever run.
 */
export interface Cost {
  /** Steps at most. */
  readonly steps: number;
  /** Elements of lists and maps, or characters, that its result has at most. */
  readonly size: number;
  /** Whether it goes through lists: then it matters how large the values are that it is given. */
  readonly loops: boolean;
}

/** Elements and characters that a value from outside is taken to have; larger ones are refused when the expression is run. */
export const MAX_VALUE_SIZE = 1_000;
/** So many steps take some tenths of a second at worst. */
export const MAX_STEPS = 3_000_000;

const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
const VALUE: Cost = { steps: 1, size: MAX_VALUE_SIZE, loops: false };
const SMALL: Cost = { steps: 1, size: 1, loops: false };

/** What an expression costs at most. Throws {@link Refused} when that is too much. */
export function costOf(node: Node, scope: ReadonlyMap<string, Cost> = new Map()): Cost {
  const cost = count(node, scope);
  if (cost.steps <= MAX_STEPS && cost.size <= MAX_STEPS) return cost;
  throw new Refused('This could take too long, with its loops within each other', node.start);
}

/** The expression is not one that can be run; `at` is where that shows. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

function count(node: Node, scope: ReadonlyMap<string, Cost>): Cost {
  const { op, args } = node;
  switch (op) {
    case 'value':
      return { ...SMALL, size: typeof args === 'string' ? Math.max(1, args.length) : 1 };
    case 'id':
      return scope.get(args) ?? VALUE;
    case '.':
    case '.?': {
      const [object] = args;
      return more(costOf(object, scope), 1);
    }
    case 'list':
      return sum(args.map((item) => costOf(item, scope)));
    case 'map':
      return sum(args.flatMap(([key, value]) => [costOf(key, scope), costOf(value, scope)]));
    case '+':
    case '?:':
      return sum(args.map((arg) => costOf(arg, scope)));
    case 'call':
      return sum(args[1].map((arg) => costOf(arg, scope)));
    case 'rcall':
      if (args[0] === 'matches') throw new Refused('Regular expressions are not offered, since some take for ever: use like()', node.start);
      return callOn(args, scope);
    case '!_':
    case '-_':
      return more(costOf(args, scope), 1);
    case '==':
    case '!=':
    case 'in': {
      const both = sum(args.map((arg) => costOf(arg, scope)));
      return { ...both, steps: both.steps + both.size, size: 1 };
    }
    case '[]':
    case '[?]': {
      const [object, index] = args;
      const of = costOf(object, scope);
      return more(of, costOf(index, scope).steps);
    }
    default: {
      const both = sum(args.map((arg) => costOf(arg, scope)));
      return { ...both, size: 1 };
    }
  }
}

function callOn([name, object, args]: readonly [string, Node, readonly Node[]], scope: ReadonlyMap<string, Cost>): Cost {
  const of = costOf(object, scope);
  const [variable, ...bodies] = args;
  if (name === 'bind' && variable?.op === 'id' && bodies.length === 2) {
    const [value, body] = bodies as [Node, Node];
    const bound = costOf(value, scope);
    const within = costOf(body, new Map([...scope, [variable.args, { ...bound, steps: 1 }]]));
    return { steps: of.steps + bound.steps + within.steps, size: within.size, loops: bound.loops || within.loops };
  }
  if (LOOPS.has(name) && variable?.op === 'id' && bodies.length > 0) {
    const inner = new Map([...scope, [variable.args, { ...SMALL, size: of.size }]]);
    const body = sum(bodies.map((part) => costOf(part, inner)));
    const size = name === 'map' ? of.size * body.size : name === 'filter' ? of.size : 1;
    return { steps: of.steps + of.size * body.steps, size, loops: true };
  }
  const rest = sum(args.map((arg) => costOf(arg, scope)));
  // What works on a text goes through it once.
  const size = of.size + rest.size;
  return { steps: of.steps + rest.steps + Math.ceil(size / 16), size, loops: of.loops || rest.loops };
}

function more(cost: Cost, steps: number): Cost {
  return { ...cost, steps: cost.steps + steps };
}

function sum(costs: readonly Cost[]): Cost {
  return {
    steps: costs.reduce((total, { steps }) => total + steps, 1),
    size: costs.reduce((total, { size }) => total + size, 0),
    loops: costs.some(({ loops }) => loops),
  };
}
