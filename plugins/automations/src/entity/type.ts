import type { Entity, EntityTypeDefinition } from '@lightkeeper/plugin-sdk';
import type { BlueprintLibrary } from '../blueprints/library.js';
import { refuse } from './checker.js';
import type { StepChecker } from './checker.js';
import { effectiveOf } from './effective.js';
import { automationSchema } from './schema.js';
import type { AutomationRecord } from './schema.js';
import type { StepSecrets } from './secrets.js';

interface Deps {
  checker: StepChecker;
  secrets: StepSecrets;
  library: Pick<BlueprintLibrary, 'get'>;
  /** What is not stored of it. */
  present: (entity: Entity<AutomationRecord>) => Record<string, unknown>;
}

/** Members run automations; administrators make them. Those who may not change them do not see their secrets. */
export function automationType({ checker, secrets, library, present }: Deps): EntityTypeDefinition<typeof automationSchema> {
  return {
    type: 'automation',
    path: 'automations',
    label: 'Automation',
    schema: automationSchema,
    access: { read: 'viewer', write: 'admin' },
    // The others have bodies of their own: see addAutomationRoutes.
    routes: ['list', 'delete'],
    secrets: (data) => secrets.find(data),
    references: (data) => [
      ...checker.references(effectiveOf(data, library)),
      ...(data.blueprint === null ? [] : [{ type: 'blueprint', id: data.blueprint.blueprint_id }]),
    ],
    present,
    validate({ data }, previous) {
      // What was right when it was saved stays: a device that is gone, or a plugin that is away, keeps nobody from changing the rest.
      if (previous !== null && same(steps(data), steps(previous.data))) return;
      const { blueprint, triggers, conditions, actions } = data;
      if (blueprint !== null && triggers.length + conditions.length + actions.length > 0) {
        refuse([{ path: 'blueprint', detail: 'Beside a blueprint there are no triggers, conditions and actions of its own.' }]);
      }
      const effective = effectiveOf(data, library);
      if (effective.problems.length > 0) refuse(effective.problems);
      const before = previous === null ? null : effectiveOf(previous.data, library);
      const mistakes = checker.mistakes(effective).filter(({ path, away }) => {
        const list = path.split('.', 1)[0] as 'triggers' | 'conditions' | 'actions';
        return !(away && before !== null && same(before[list], effective[list]));
      });
      if (mistakes.length > 0) refuse(mistakes);
    },
  };
}

function steps({ triggers, conditions, actions, blueprint }: Readonly<AutomationRecord>): unknown {
  return { triggers, conditions, actions, blueprint };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
