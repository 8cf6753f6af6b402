/**
 * The tree that `@huggingface/jinja` parses a template into, as far as we know it (its `src/ast.ts`, 0.5.11). The package does not
 * export these types. A node of another type is refused by the compiler.
 */

/** A word or sign of the template. */
export interface Token {
  value: string;
  type: string;
}

export type Node =
  | Literal
  | Identifier
  | Member
  | Call
  | Filter
  | Binary
  | Unary
  | { type: 'Ternary'; condition: Node; trueExpr: Node; falseExpr: Node }
  | Select
  | Slice
  | KeywordArgument
  | If
  | For
  | SetStatement
  | { type: 'Comment' | 'Break' | 'Continue' };

type Literal =
  | { type: 'IntegerLiteral' | 'FloatLiteral'; value: number }
  | { type: 'StringLiteral'; value: string }
  | { type: 'ArrayLiteral' | 'TupleLiteral'; value: Node[] }
  | { type: 'ObjectLiteral'; value: Map<Node, Node> };

export interface Identifier {
  type: 'Identifier';
  value: string;
}

export interface Member {
  type: 'MemberExpression';
  object: Node;
  property: Node;
  computed: boolean;
}

export interface Call {
  type: 'CallExpression';
  callee: Node;
  args: Node[];
}

export interface Filter {
  type: 'FilterExpression';
  operand: Node;
  filter: Node;
}

export interface Binary {
  type: 'BinaryExpression';
  operator: Token;
  left: Node;
  right: Node;
}

export interface Unary {
  type: 'UnaryExpression';
  operator: Token;
  argument: Node;
}

/** `a if b` without else, and `for x in a if b`. */
export interface Select {
  type: 'SelectExpression';
  lhs: Node;
  test: Node;
}

export interface Slice {
  type: 'SliceExpression';
  start?: Node;
  stop?: Node;
  step?: Node;
}

export interface KeywordArgument {
  type: 'KeywordArgumentExpression';
  key: Identifier;
  value: Node;
}

export interface If {
  type: 'If';
  test: Node;
  body: Node[];
  alternate: Node[];
}

export interface For {
  type: 'For';
  loopvar: Node;
  iterable: Node;
  body: Node[];
  defaultBlock: Node[];
}

export interface SetStatement {
  type: 'Set';
  assignee: Node;
  value: Node | null;
  body: Node[];
}
