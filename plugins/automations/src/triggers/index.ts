import type { Expressions } from '../expressions/index.js';
import { BUILT_IN } from '../kinds/index.js';
import type { Kinds } from '../kinds/index.js';
import { activityTrigger } from './activity.js';
import { deviceEventTrigger, deviceStatusTrigger, discoveryTrigger } from './device-happenings.js';
import { deviceStateTrigger } from './device-state.js';
import type { DeviceWatch } from './device-watch.js';
import type { TriggerHub } from './hub.js';
import { captureTrigger, hubTrigger, manualTrigger, playlistTrigger, sceneTrigger } from './hub-happenings.js';
import { mqttTrigger } from './mqtt.js';
import { numericTrigger } from './numeric.js';
import { cronTrigger, intervalTrigger, sunTrigger, timeTrigger } from './schedules.js';
import { webhookTrigger } from './webhook.js';

export { DeviceWatch } from './device-watch.js';
export { knownValuesMigration } from './known-values.js';
export type { Since } from './device-watch.js';
export { describeState, sentenceOfState, subject } from './device-words.js';
export type { TriggerHub } from './hub.js';

/** Adds the triggers that come with the hub. */
export function addTriggers({ triggers }: Kinds, hub: TriggerHub, watch: DeviceWatch, expressions: Expressions): void {
  triggers.add(timeTrigger, BUILT_IN);
  triggers.add(cronTrigger, BUILT_IN);
  triggers.add(intervalTrigger, BUILT_IN);
  triggers.add(sunTrigger, BUILT_IN);
  triggers.add(deviceStateTrigger(watch), BUILT_IN);
  triggers.add(numericTrigger(watch), BUILT_IN);
  triggers.add(deviceStatusTrigger(hub, watch), BUILT_IN);
  triggers.add(deviceEventTrigger(hub, watch), BUILT_IN);
  triggers.add(discoveryTrigger(hub), BUILT_IN);
  triggers.add(mqttTrigger(hub, expressions), BUILT_IN);
  triggers.add(webhookTrigger(hub), BUILT_IN);
  triggers.add(sceneTrigger(hub), BUILT_IN);
  triggers.add(playlistTrigger(hub), BUILT_IN);
  triggers.add(captureTrigger(hub), BUILT_IN);
  triggers.add(activityTrigger(hub), BUILT_IN);
  triggers.add(hubTrigger(hub), BUILT_IN);
  triggers.add(manualTrigger, BUILT_IN);
}
