import type { Expressions } from '../expressions/index.js';
import { BUILT_IN } from '../kinds/index.js';
import type { Kinds } from '../kinds/index.js';
import type { DeviceWatch, TriggerHub } from '../triggers/index.js';
import { numericCondition, stateCondition } from './devices.js';
import { LOGIC_KINDS } from './logic.js';
import { captureCondition, expressionCondition, triggerCondition } from './others.js';
import { sunCondition, timeCondition } from './time.js';

export { ConditionTester } from './tester.js';

/** Adds the conditions that come with the hub. */
export function addConditions({ conditions }: Kinds, hub: TriggerHub, watch: DeviceWatch, expressions: Expressions): void {
  for (const kind of LOGIC_KINDS) conditions.add(kind, BUILT_IN);
  conditions.add(stateCondition(watch), BUILT_IN);
  conditions.add(numericCondition(watch), BUILT_IN);
  conditions.add(timeCondition, BUILT_IN);
  conditions.add(sunCondition, BUILT_IN);
  conditions.add(captureCondition(hub), BUILT_IN);
  conditions.add(triggerCondition, BUILT_IN);
  conditions.add(expressionCondition(expressions), BUILT_IN);
}
