import * as jinja from '@huggingface/jinja';
import type { Node, Token } from './ast.js';
import { UnsupportedTemplate } from './errors.js';
import { LIMITS } from './limits.js';

// The package's own declarations do not resolve, so its two functions are given their types here.
const tokenize = jinja.tokenize as unknown as (source: string) => Token[];
const parseTokens = jinja.parse as unknown as (tokens: readonly Token[]) => { body: Node[] };

/** A parsed template. */
export interface Parsed {
  readonly body: Node[];
  /** How many brackets are open at an operator: tells `(a < b) < c` from `a < b < c`. */
  readonly depthOf: ReadonlyMap<Token, number>;
}

/** More white space in one piece than the scanner is given. */
const BLANKS = new RegExp(`\\s{${String(LIMITS.blanks + 1)}}`);

/** What the parser's own marker of a test with arguments begins with; no name in a template can. */
export const TEST_MARK = 'is ';
export const NEGATED_TEST_MARK = 'is not ';

/** Parses a template, within limits. @throws UnsupportedTemplate for what the parser does not know. */
export function parse(template: string): Parsed {
  if (template.length > LIMITS.source) throw new UnsupportedTemplate(`more than ${String(LIMITS.source)} characters`);
  const source = template.trim();
  // The parser's scanner takes quadratic time for blanks in a row.
  if (BLANKS.test(source)) throw new UnsupportedTemplate(`more than ${String(LIMITS.blanks)} blanks in a row`);
  // The parser's own marker for chat templates, which it would drop without a word.
  if (/\bgeneration\s*-?%\}/.test(source)) throw new UnsupportedTemplate('the statement generation');
  const tokens = syntax(() => tokenize(repairEscapes(source)));
  if (tokens.length > LIMITS.tokens) throw new UnsupportedTemplate(`more than ${String(LIMITS.tokens)} words and signs`);
  const depthOf = measure(tokens);
  const program = syntax(() => parseTokens(testsAsFilters(tokens)));
  return { body: program.body, depthOf };
}

/** The parser throws errors of many kinds for what it cannot read, some of them by accident. */
function syntax<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnsupportedTemplate) throw error;
    const reason = error instanceof Error && error.name === 'SyntaxError' ? `: ${error.message.slice(0, 200)}` : '';
    throw new UnsupportedTemplate(`syntax that cannot be read${reason}`);
  }
}

/** Python keeps an escape that it does not know, as the `\d` of a regular expression; the parser would refuse it. */
function repairEscapes(source: string): string {
  if (!source.includes('\\')) return source;
  return source.replace(/\{#[^]*?#\}|\{[{%](?:"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|(?![}%]\})[^])*/g, (block) =>
    block.startsWith('{#') ? block : block.replace(/\\([^])/g, (escape, char: string) => repaired(escape, char)),
  );
}

function repaired(escape: string, char: string): string {
  if (/[ntrbfvxu'"\\]/.test(char)) return escape;
  if (/[0-7aNU\n]/.test(char)) throw new UnsupportedTemplate(`the escape ${char === '\n' ? 'of a line end' : escape} in a text`);
  return `\\${escape}`;
}

const OPEN = new Set(['OpenParen', 'OpenSquareBracket', 'OpenCurlyBracket']);
const CLOSE = new Set(['CloseParen', 'CloseSquareBracket', 'CloseCurlyBracket']);
const BLOCKS = new Set(['if', 'for', 'set', 'macro', 'call', 'filter']);

/** Refuses what the parser would descend too deeply for, and notes how deep in brackets each token is. */
function measure(tokens: readonly Token[]): Map<Token, number> {
  const depthOf = new Map<Token, number>();
  let [brackets, blocks, chained] = [0, 0, 0];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]?.type;
    if (OPEN.has(token.type)) brackets += 1;
    if (CLOSE.has(token.type)) brackets -= 1;
    if (token.type === 'OpenParen' && before === 'CloseParen') chained += 1;
    if (token.type === 'UnaryOperator' || (token.type === 'AdditiveBinaryOperator' && before === 'AdditiveBinaryOperator')) chained += 1;
    if (token.type === 'Identifier' && before === 'OpenStatement') {
      if (BLOCKS.has(token.value) && !isAssignment(tokens, index)) blocks += 1;
      if (token.value.startsWith('end')) blocks -= 1;
      if (token.value === 'elif') chained += 1;
    } else if (token.value === 'not' || token.value === 'else') chained += 1;
    depthOf.set(token, brackets);
    if (brackets + blocks + chained > LIMITS.nesting)
      throw new UnsupportedTemplate(`more than ${String(LIMITS.nesting)} levels of nesting`);
  }
  return depthOf;
}

/** Whether the statement is `{% set x = … %}`, which has no end of its own. */
function isAssignment(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.value !== 'set') return false;
  for (let index = at; tokens[index] !== undefined && tokens[index]?.type !== 'CloseStatement'; index += 1) {
    if (tokens[index]?.type === 'Equals') return true;
  }
  return false;
}

const ARGUMENTS = new Set(['NumericLiteral', 'StringLiteral', 'Identifier', 'OpenSquareBracket', 'OpenCurlyBracket']);
const NO_ARGUMENTS = new Set(['and', 'or', 'if', 'else', 'is', 'in', 'not']);
const TRAILERS = new Set(['Dot', 'OpenSquareBracket', 'OpenParen']);

/**
 * The parser knows tests without arguments only, and nothing behind them. `x is divisibleby(3)`, and `x is divisibleby 3`, become
 * `x|"is divisibleby"(3)`: in Jinja a test binds as a filter does.
 */
function testsAsFilters(tokens: readonly Token[]): Token[] {
  const changed: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const negated = isWord(tokens[index + 1], 'not');
    const at = index + (negated ? 2 : 1);
    const [name, next] = [tokens[at], tokens[at + 1]];
    if (!isWord(token, 'is') || tokens[index - 1]?.type === 'Dot' || name?.type !== 'Identifier') {
      changed.push(token);
      continue;
    }
    changed.push({ value: '|', type: 'Pipe' }, { value: (negated ? NEGATED_TEST_MARK : TEST_MARK) + name.value, type: 'Identifier' });
    index = at;
    if (next === undefined || !ARGUMENTS.has(next.type) || NO_ARGUMENTS.has(next.value)) continue;
    index = closing(tokens, at + 1);
    if (TRAILERS.has(tokens[index + 1]?.type ?? '')) {
      throw new UnsupportedTemplate(`the test ${name.value} with a longer argument outside brackets`);
    }
    const argument = testsAsFilters(tokens.slice(at + 1, index + 1));
    changed.push({ value: '(', type: 'OpenParen' }, ...argument, { value: ')', type: 'CloseParen' });
  }
  return changed;
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.type === 'Identifier' && token.value === word;
}

/** Where the argument that begins here ends: at its closing bracket, or at once. */
function closing(tokens: readonly Token[], start: number): number {
  let open = 0;
  for (const [offset, token] of tokens.slice(start).entries()) {
    if (OPEN.has(token.type)) open += 1;
    if (CLOSE.has(token.type)) open -= 1;
    if (open === 0) return start + offset;
  }
  return tokens.length - 1;
}
