import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { JsonValue } from '@lightkeeper/plugin-sdk';
import { LineCounter, isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Node, ScalarTag } from 'yaml';

/** A mistake in a text, with its place from 1. */
export interface TextMistake {
  detail: string;
  line: number;
  column: number;
}

/** What may stand as a tag: the types of JSON (YAML 1.2.2 §10.2), and our own. */
const PLAIN_TAG = /^(?:tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)|!cel|!input)$/;

/** A text in YAML that holds what JSON can say. */
export interface YamlText {
  readonly value: JsonValue;
  /** Where something stands, by its path `actions.0.device_id`; where it is missing, what it is missing in. */
  place(path: string): { line: number; column: number };
}

/** The longest text: far more than a thousand steps need. */
export const MAX_YAML_BYTES = 262_144;
/** YAML lets a text repeat itself; ten lines can stand for a billion values. */
const MAX_ALIASES = 100;
const MAX_DEPTH = 64;
const MAX_MISTAKES = 20;

const CEL: ScalarTag = { tag: '!cel', resolve: (expression) => ({ $cel: expression }) };
/** A hole of a blueprint, as `{ $input: key }`. */
const INPUT: ScalarTag = { tag: '!input', resolve: (key) => ({ $input: key.trim() }) };

/**
 * Reads YAML 1.2 with the tag `!cel` for expressions and, in blueprints, `!input` for holes. Throws {@link YamlMistakes} with each mistake, or
 * `LK_BODY_TOO_LARGE`.
 */
export function readYaml(text: string, { holes = false }: { holes?: boolean } = {}): YamlText {
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    throw new HubError('LK_BODY_TOO_LARGE', `The text is larger than ${MAX_YAML_BYTES / 1_024} KiB.`);
  }
  const lines = new LineCounter();
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parse(text, lines, holes);
  const problems = [...document.errors, ...document.warnings];
  const mistakes: TextMistake[] = problems.map((problem) => ({ detail: firstLine(problem.message), ...at(problem.pos[0]) }));
  mistakes.push(...unfit(document).map(({ detail, offset }) => ({ detail, ...at(offset) })));
  if (mistakes.length > 0) throw new YamlMistakes(mistakes.slice(0, MAX_MISTAKES));
  return {
    value: toJson(document),
    place: (path) => at(offsetOf(document, path === '' ? [] : path.split('.'))),
  };
}

/** A text that cannot be read. */
export class YamlMistakes extends HubError {
  readonly mistakes: readonly TextMistake[];

  constructor(mistakes: readonly TextMistake[]) {
    const errors = mistakes.map(({ detail, line, column }) => ({ field: `line ${line}, column ${column}`, detail }));
    super(
      'LK_VALIDATION',
      errors
        .map(({ field, detail }) => `${field}: ${detail}`)
        .join(' ')
        .slice(0, 1_000),
      { errors },
    );
    this.mistakes = mistakes;
  }
}

function parse(text: string, lineCounter: LineCounter, holes: boolean): Document.Parsed {
  try {
    return parseDocument(text, { lineCounter, version: '1.2', prettyErrors: false, customTags: holes ? [CEL, INPUT] : [CEL] });
  } catch (error) {
    // The library goes down into the text by recursion.
    if (error instanceof RangeError) throw new YamlMistakes([{ detail: 'Its values stand too deep in each other.', line: 1, column: 1 }]);
    throw error;
  }
}

/** What YAML can say and JSON cannot, and what must not be said. */
function unfit(document: Document): { detail: string; offset: number }[] {
  const found: { detail: string; offset: number }[] = [];
  const note = (node: unknown, detail: string): void => {
    found.push({ detail, offset: startOf(node) });
  };
  let aliases = 0;
  visit(document, (_key, node, path) => {
    if (found.length >= MAX_MISTAKES) return visit.BREAK;
    if (path.length > MAX_DEPTH * 2) {
      note(node, 'Its values stand too deep in each other.');
      return visit.BREAK;
    }
    if (isAlias(node)) {
      aliases += 1;
      if (aliases > MAX_ALIASES) note(node, `There are more than ${MAX_ALIASES} aliases.`);
      // An alias within what it stands for would never end.
      const target = node.resolve(document);
      if (target === undefined) note(node, 'Nothing stands for this alias.');
      if (path.some((ancestor) => ancestor === target)) note(node, 'The alias stands within what it stands for.');
    }
    if (isPair(node)) {
      const key = isScalar(node.key) ? node.key.value : undefined;
      if (typeof key !== 'string') note(node.key, 'A key must be a text; put it in quotes.');
      else if (key === '__proto__') note(node.key, 'No key may have this name.');
    }
    if (isNode(node) && !isAlias(node) && node.tag !== undefined && !PLAIN_TAG.test(node.tag)) note(node, 'There is no such tag here.');
    if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value)) note(node, 'JSON has no such number.');
    if (isScalar(node) && typeof node.value === 'bigint') note(node, 'The number is too large.');
    return undefined;
  });
  return found;
}

function toJson(document: Document): JsonValue {
  try {
    // Anew from JSON: a number such as -0 is then the one that JSON has.
    return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES }) ?? null)) as JsonValue;
  } catch (error) {
    const detail = error instanceof Error ? firstLine(error.message) : 'It cannot be read.';
    throw new YamlMistakes([{ detail, line: 1, column: 1 }]);
  }
}

/** Follows the path as far as it goes; an unknown key is shown by itself, a missing one by what it is missing in. */
function offsetOf(document: Document, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node)) node = node.items[Number(key)];
    else if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      offset = startOf(pair.key);
      node = pair.value;
      continue;
    } else break;
    if (node === undefined) break;
    offset = startOf(node);
  }
  return offset;
}

function startOf(node: unknown): number {
  if (isPair(node)) return startOf(node.key);
  return isNode(node) ? ((node as Node).range?.[0] ?? 0) : 0;
}

function firstLine(message: string): string {
  const line = safeText(message.split('\n', 1)[0] ?? '', 200);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
