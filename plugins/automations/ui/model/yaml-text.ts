import { Document, LineCounter, Scalar, isMap, isScalar, parseDocument, visit, type ScalarTag } from 'yaml';

/** A mistake in a text, with its place from 1. */
export interface TextMistake {
  detail: string;
  line: number;
  column: number;
}

const OPTIONS = { version: '1.2', aliasDuplicateObjects: false } as const;

/** An expression in a text: `!cel now.hour + 1`, as the hub reads it. */
const CEL: ScalarTag = { tag: '!cel', resolve: (expression) => ({ $cel: expression }) };

/** A value as text, its expressions behind the tag `!cel`. */
export function writeText(value: unknown): string {
  const document = new Document(value, OPTIONS);
  tagExpressions(document);
  return document.toString({ lineWidth: 0 });
}

/** A text that says something else under these names; what it says of the others stays as it is written, comments and all. */
export function mendText(text: string, changes: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(text, { version: '1.2', customTags: [CEL] });
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) document.delete(key);
    else document.set(key, document.createNode(value, { aliasDuplicateObjects: false }));
  }
  tagExpressions(document);
  return document.toString({ lineWidth: 0 });
}

function tagExpressions(document: Document): void {
  visit(document, {
    Map(_key, node) {
      const [pair] = node.items;
      if (node.items.length !== 1 || !isMap(node) || !isScalar(pair?.key) || pair.key.value !== '$cel') return undefined;
      const text = isScalar(pair.value) ? pair.value.value : undefined;
      if (typeof text !== 'string') return undefined;
      const scalar = new Scalar(text);
      scalar.tag = '!cel';
      return scalar;
    },
  });
}

/** Reads a text; `mistakes` are those of the writing itself, what it says is for the hub to judge. */
export function readText(text: string): { value: unknown; mistakes: TextMistake[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false, customTags: [CEL] });
  const mistakes = [...document.errors, ...document.warnings].map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { detail: message.split('\n', 1)[0] ?? message, line, column: col };
  });
  if (mistakes.length > 0) return { value: null, mistakes };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, mistakes: [] };
  } catch (error) {
    return { value: null, mistakes: [{ detail: error instanceof Error ? error.message : String(error), line: 1, column: 1 }] };
  }
}
