import type { AutomationProblem, JsonValue } from '@lightkeeper/plugin-sdk';
import { checkInputs, fill } from '../blueprints/fill.js';
import type { BlueprintLibrary } from '../blueprints/library.js';
import { told } from '../blueprints/told.js';
import type { Words } from '../words/words.js';
import type { AutomationRecord } from './schema.js';
import type { StepLists } from './secrets.js';

/** What an automation does: its own steps, or those of its blueprint with the holes filled. */
export interface Effective extends StepLists {
  readonly variables: Record<string, JsonValue>;
  /** What it is in words of its blueprint; null where its steps say it. */
  readonly told: ((words: Words) => string | null) | null;
  /** What keeps it from being run at all. */
  readonly problems: readonly AutomationProblem[];
}

/** The steps that an automation has in the end. */
export function effectiveOf(data: Readonly<AutomationRecord>, library: Pick<BlueprintLibrary, 'get'>): Effective {
  const { blueprint, triggers, conditions, actions, variables } = data;
  if (blueprint === null) return { triggers, conditions, actions, variables, told: null, problems: [] };
  const known = library.get(blueprint.blueprint_id);
  if (known === undefined) {
    return {
      ...NOTHING,
      variables,
      told: null,
      problems: [{ path: 'blueprint.blueprint_id', detail: 'The blueprint is gone, or cannot be read.' }],
    };
  }
  const problems = checkInputs(known.file, blueprint.inputs).map(({ path, detail }) => ({ path: `blueprint.inputs.${path}`, detail }));
  if (problems.length > 0) return { ...NOTHING, variables, told: null, problems };
  const filled = fill(known.file, blueprint.inputs);
  return {
    ...filled,
    variables: { ...filled.variables, ...variables },
    told: (words) => told(known.file, blueprint.inputs, words),
    problems,
  };
}

const NOTHING = { triggers: [], conditions: [], actions: [] };
