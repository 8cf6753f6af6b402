import { z } from '@lightkeeper/plugin-sdk';
import type { ActionKind } from '@lightkeeper/plugin-sdk';

const options = z.strictObject({
  automation_id: z
    .string()
    .min(1)
    .max(64)
    .meta({ title: 'Automation', ui: { entity: 'automation' } }),
  act: z.enum(['enable', 'disable', 'run']).default('run').meta({ title: 'What to do' }),
});

/** What the action needs of the automations. */
export interface AutomationActs {
  nameOf(automation_id: string): string | undefined;
  turn(automation_id: string, enabled: boolean): Promise<unknown>;
  run(automation_id: string): Promise<{ trace_id: string }>;
}

/** Enables, disables or runs an automation. */
export function automationAction(automations: AutomationActs): ActionKind<typeof options> {
  return {
    kind: 'automation',
    name: 'Another automation',
    description: 'Runs, enables or disables an automation.',
    icon: 'workflow',
    group: 'logic',
    options,
    references: ({ automation_id }) => [{ type: 'automation', id: automation_id, option: 'automation_id' }],
    sentence: ({ automation_id, act }, words) =>
      `${typeof act === 'string' ? act : 'run'} the automation ${words.name('automation', automation_id)}`,
    async run({ automation_id, act }) {
      if (act === 'run') await automations.run(automation_id);
      else await automations.turn(automation_id, act === 'enable');
      return null;
    },
    foresee({ automation_id, act }) {
      const name = automations.nameOf(automation_id);
      return name === undefined ? 'Nothing: there is no such automation.' : `Would ${act} ${name}.`;
    },
  };
}
