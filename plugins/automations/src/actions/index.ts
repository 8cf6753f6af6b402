import type { Hub, SentenceWords, Vocabulary } from '@lightkeeper/plugin-sdk';
import { BUILT_IN } from '../kinds/index.js';
import type { Kinds } from '../kinds/index.js';
import type { Notifications } from '../notifications/notifications.js';
import { automationAction } from './automation.js';
import type { AutomationActs } from './automation.js';
import { captureAction } from './capture.js';
import { CONTROL_KINDS } from './control.js';
import { deviceAction } from './device.js';
import { mqttAction } from './mqtt.js';
import { notifyAction } from './notify.js';
import { playlistAction, sceneAction } from './scene.js';
import { webhookAction } from './webhook.js';

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'services' | 'mqtt' | 'http'>;
  words: SentenceWords;
  notifications: Pick<Notifications, 'add'>;
  automations: AutomationActs;
}

/** Adds the actions that come with the hub. */
export function addActions({ actions }: Kinds, { hub, words, notifications, automations }: Deps): void {
  const { services } = hub;
  for (const kind of CONTROL_KINDS) actions.add(kind, BUILT_IN);
  actions.add(
    deviceAction(() => services.require('devices'), words),
    BUILT_IN,
  );
  actions.add(
    sceneAction(() => services.require('scenes'), words),
    BUILT_IN,
  );
  actions.add(
    playlistAction(() => services.require('scenes')),
    BUILT_IN,
  );
  actions.add(
    captureAction(() => services.require('capture'), words),
    BUILT_IN,
  );
  actions.add(mqttAction(hub.mqtt), BUILT_IN);
  actions.add(webhookAction(hub.http), BUILT_IN);
  actions.add(notifyAction(notifications), BUILT_IN);
  actions.add(automationAction(automations), BUILT_IN);
}
