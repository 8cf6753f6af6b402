import type { AutomationProblem, JsonValue } from '@lightkeeper/plugin-sdk';
import type { BlueprintFile, Hole } from './file.js';
import { holeOf } from './holes.js';

export type Inputs = Readonly<Record<string, JsonValue>>;

/** What is wrong with the values for a blueprint's holes; paths are keys. */
export function checkInputs({ holes }: BlueprintFile, inputs: Inputs): AutomationProblem[] {
  const problems: AutomationProblem[] = Object.keys(inputs)
    .filter((key) => !holes.has(key))
    .map((key) => ({ path: key, detail: 'The blueprint has no such input.' }));
  for (const [key, hole] of holes) {
    const value = inputs[key];
    if (isEmpty(value)) {
      if (hole.required) problems.push({ path: key, detail: `${hole.title} must be given.` });
      continue;
    }
    const { success, error } = hole.value.safeParse(value);
    if (success) continue;
    const [issue] = error.issues;
    problems.push({
      path: [key, ...(issue?.path.map(String) ?? [])].join('.'),
      detail: `${hole.title}: ${issue?.message ?? 'it is wrong'}.`,
    });
  }
  return problems;
}

/** The value of each hole: what is given, else its default. */
export function valuesOf({ holes }: BlueprintFile, inputs: Inputs): (key: string) => JsonValue {
  return (key) => {
    let hole: Hole | undefined = holes.get(key);
    // Defaults go in no circle: see readBlueprint.
    while (hole !== undefined) {
      const given = inputs[hole.key];
      if (!isEmpty(given)) return given as JsonValue;
      if (hole.same_as === null) return hole.default;
      hole = holes.get(hole.same_as);
    }
    return null;
  };
}

/** The automation's steps with its holes filled. A step with a hole that was left empty is left out. */
export function fill(file: BlueprintFile, inputs: Inputs): BlueprintFile['body'] {
  const { body } = file;
  const valueOf = valuesOf(file, inputs);
  const filled = (value: unknown): unknown => {
    const key = holeOf(value);
    if (key !== undefined) return structuredClone(valueOf(key));
    if (Array.isArray(value)) return value.filter((item) => !leftOut(item)).map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner)]));
  };
  const leftOut = (item: unknown): boolean => {
    if (typeof item !== 'object' || item === null || !('kind' in item)) return false;
    return emptyHole(Object.fromEntries(Object.entries(item).filter(([, inner]) => !holdsSteps(inner))));
  };
  /** Whether one of a step's own options is a hole that was left empty; those of steps within it are theirs. */
  const emptyHole = (value: unknown): boolean => {
    const key = holeOf(value);
    if (key !== undefined) return valueOf(key) === null;
    return typeof value === 'object' && value !== null && !holdsSteps(value) && Object.values(value).some(emptyHole);
  };
  return filled(body) as BlueprintFile['body'];
}

function holdsSteps(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.some((item) => typeof item === 'object' && item !== null && ('kind' in item || holdsSteps(Object.values(item as object))))
  );
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}
