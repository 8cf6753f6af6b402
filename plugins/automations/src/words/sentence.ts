import { safeText } from '@lightkeeper/plugin-sdk';
import type { ActionConfig, ConditionConfig, TriggerConfig } from '@lightkeeper/plugin-sdk';
import type { Words } from './words.js';

const MAX_SENTENCE = 2_000;

interface Parts {
  readonly triggers: readonly TriggerConfig[];
  readonly conditions: readonly ConditionConfig[];
  readonly actions: readonly ActionConfig[];
}

/** An automation read back: `When Motion turns on, if it is after sunset, then activate Evening.` */
export function sentenceOf({ triggers, conditions, actions }: Parts, words: Words): string {
  const when = triggers.some(({ enabled }) => enabled !== false) ? `When ${words.triggers(triggers)}` : 'When somebody runs it';
  const only = conditions.some(({ enabled }) => enabled !== false) ? `, if ${words.conditions(conditions)}` : '';
  return safeText(`${when}${only}, then ${words.actions(actions)}.`, MAX_SENTENCE);
}
