import { definePlugin } from '@lightkeeper/plugin-sdk';
import { moonGlow } from './glow.js';
import { moonLit } from './lit.js';
import { moonPhase } from './phase.js';

export default definePlugin({
  setup(hub) {
    const automations = hub.services.require('automations');
    hub.effect('the trigger', automations.registerTrigger(moonPhase));
    hub.effect('the condition', automations.registerCondition(moonLit));
    hub.effect('the action', automations.registerAction(moonGlow(() => hub.services.require('devices'))));
  },
});
