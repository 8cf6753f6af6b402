import { KeptTopics, z } from '@lightkeeper/plugin-sdk';
import type { Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { AutomationControl } from '../control.js';
import type { AutomationBook } from '../entity/book.js';
import { InHomeAssistant } from './home-assistant.js';

const LOOK_MS = 10_000;

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'mqtt' | 'log' | 'timers' | 'services' | 'hooks' | 'effect'>;
  book: AutomationBook;
  control: AutomationControl;
}

export interface Outside {
  /** An automation has come or gone, was renamed or switched. */
  changed(id: string): void;
}

/** Automations for those outside: at the broker, and as switches in Home Assistant. */
export function addOutside({ hub, book, control }: Deps): Outside {
  const { mqtt, log, services } = hub;
  const topics = new KeptTopics({
    mqtt,
    log,
    text(topic) {
      const automation = book.get(topic.split('/')[1] ?? '');
      // Empty takes away what the broker keeps of one that is gone.
      return automation === undefined ? '' : automation.data.enabled ? 'ON' : 'OFF';
    },
  });
  const touch = (id: string): void => {
    topics.touch(`automations/${id}/state`);
  };
  mqtt.command({
    topic: 'automations/+/set',
    summary: 'Enable or disable an automation: ON or OFF',
    schema: z.enum(['ON', 'OFF']),
    handler: (word, [id = '']) => control.turn(id, word === 'ON'),
  });
  mqtt.command({
    topic: 'automations/+/trigger',
    summary: 'Run an automation, its conditions left aside; the payload is passed over',
    schema: z.unknown(),
    handler: (_payload, [id = '']) => control.run(id),
  });
  mqtt.onConnected(() => {
    topics.forget();
    for (const { id } of book.all()) touch(id);
  });

  const there = new InHomeAssistant({
    service: () => services.get('home_assistant'),
    log,
    isOn: (id) => book.get(id)?.data.enabled ?? null,
    turn: (id, on) => control.turn(id, on),
  });
  const sync = (): void => {
    there.sync();
  };
  hub.hooks.tap('system.started', sync);
  // Nothing tells that another plugin has been started anew.
  hub.timers.every(LOOK_MS, 'look for Home Assistant', sync);
  hub.effect('automations in Home Assistant', () => {
    there.end();
  });

  return {
    changed(id) {
      touch(id);
      const automation = book.get(id);
      if (automation === undefined) there.remove(id);
      else there.put(id, automation.name);
    },
  };
}
