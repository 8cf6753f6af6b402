import { HubError } from '@lightkeeper/plugin-sdk';
import type { Entity, EntityCollection } from '@lightkeeper/plugin-sdk';
import type { BlueprintLibrary } from '../blueprints/library.js';
import { readYaml } from '../yaml/document.js';
import type { YamlText } from '../yaml/document.js';
import { effectiveOf } from './effective.js';
import type { AutomationRecord } from './schema.js';
import type { StepSecrets } from './secrets.js';

type Input = Record<string, unknown>;
type Revision = number | undefined;

/** What is shown of an automation and not stored. Sent back, it is passed over: what was read can be sent as it is. */
const READ_ONLY = new Set(['id', 'sentence', 'problems', 'status', 'revision', 'created_at', 'updated_at']);
const LISTS = ['triggers', 'conditions', 'actions'] as const;

interface Deps {
  automations: EntityCollection<AutomationRecord>;
  secrets: StepSecrets;
  library: Pick<BlueprintLibrary, 'get'>;
  /** It is stored: what is answered knows it already. */
  taken: (entity: Entity<AutomationRecord>) => void;
}

/** Takes automations in, as JSON or as a text in YAML. */
export class AutomationWriter {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  create(body: unknown): Promise<Entity<AutomationRecord>> {
    return within(body, async (input) => {
      const whole = this.#deps.secrets.unmask(withoutSteps(input, input.blueprint), null);
      return this.#taken(await this.#deps.automations.create(whole as { name: string }));
    });
  }

  /** Takes the body in the place of the whole automation. */
  replace(id: string, body: unknown, revision: Revision): Promise<Entity<AutomationRecord>> {
    return within(body, async (input) => {
      const { automations, secrets } = this.#deps;
      const { data } = await automations.require(id);
      const whole = secrets.unmask(withoutSteps(input, input.blueprint), this.#steps(data));
      return this.#taken(await automations.replace(id, whole as { name: string }, optionsOf(revision)));
    });
  }

  /** JSON Merge Patch. A blueprint that is taken away leaves its steps behind, as the automation's own. */
  async update(id: string, body: unknown, revision: Revision): Promise<Entity<AutomationRecord>> {
    const { automations, secrets } = this.#deps;
    const { data } = await automations.require(id);
    const input = inputOf(body);
    const blueprint = 'blueprint' in input ? input.blueprint : data.blueprint;
    const stored = this.#steps(data);
    const taken = data.blueprint !== null && blueprint === null ? { ...stored, ...input } : withoutSteps(input, blueprint);
    const left = blueprint !== null && data.blueprint === null ? { triggers: [], conditions: [], actions: [] } : {};
    return this.#taken(await automations.update(id, { ...secrets.unmask(taken, stored), ...left }, optionsOf(revision)));
  }

  #taken(entity: Entity<AutomationRecord>): Entity<AutomationRecord> {
    this.#deps.taken(entity);
    return entity;
  }

  /** As they are shown: where it has a blueprint, with its holes filled. */
  #steps(data: Readonly<AutomationRecord>): Pick<AutomationRecord, 'triggers' | 'conditions' | 'actions' | 'variables'> {
    const { triggers, conditions, actions, variables } = effectiveOf(data, this.#deps.library);
    return { triggers, conditions, actions, variables };
  }
}

/** What a body says: JSON, or a text in YAML, whose places are then known. */
export function inputOf(body: unknown): Input {
  return readInput(body).input;
}

export function readInput(body: unknown): { input: Input; text: YamlText | null } {
  const text = typeof body === 'string' ? readYaml(body) : null;
  const value: unknown = text === null ? body : text.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw HubError.field('/', 'must be an automation: an object with a name, triggers and actions');
  }
  return { input: Object.fromEntries(Object.entries(value).filter(([key]) => !READ_ONLY.has(key))), text };
}

/** Says of what is refused in a text where it stands there. */
async function within<T>(body: unknown, fn: (input: Input) => Promise<T>): Promise<T> {
  const { input, text } = readInput(body);
  try {
    return await fn(input);
  } catch (error) {
    if (text === null || !(error instanceof HubError) || error.code !== 'LK_VALIDATION' || error.errors === undefined) throw error;
    const errors = error.errors.map(({ field, detail }) => {
      const { line, column } = text.place(field.slice(1).replaceAll('/', '.'));
      return { field, detail: `line ${line}, column ${column}: ${detail}` };
    });
    throw new HubError(
      'LK_VALIDATION',
      errors
        .map(({ detail }) => detail)
        .join(' ')
        .slice(0, 1_000),
      { errors, cause: error },
    );
  }
}

/** The steps beside a blueprint are shown, and are the blueprint's: they are not taken back in. */
function withoutSteps(input: Input, blueprint: unknown): Input {
  if (blueprint === null || blueprint === undefined) return input;
  return Object.fromEntries(Object.entries(input).filter(([key]) => !(LISTS as readonly string[]).includes(key)));
}

function optionsOf(revision: Revision): { revision?: number } {
  return revision === undefined ? {} : { revision };
}
