import type { CaptureStatus, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { CaptureControl } from './control.js';
import { InHomeAssistant } from './home-assistant.js';
import { MqttSwitches } from './mqtt-switches.js';
import { STOPPED } from './runner/status.js';

const LOOK_MS = 10_000;

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'mqtt' | 'log' | 'clock' | 'timers' | 'services' | 'hooks' | 'effect'>;
  control: CaptureControl;
}

export interface Switches {
  put(id: string, name: string): void;
  remove(id: string): void;
  changed(id: string): void;
}

/** Captures as switches for those outside: at the broker, and in Home Assistant. */
export function addSwitches({ hub, control }: Deps): Switches {
  const { mqtt, log, clock, services } = hub;
  const turn = (id: string, on: boolean): Promise<unknown> => control.turn(id, on);
  const status = (id: string): CaptureStatus => control.get(id)?.status ?? STOPPED;
  const there = new InHomeAssistant({ service: () => services.get('home_assistant'), clock, log, status, turn });
  const ids = (): string[] => control.list().map(({ id }) => id);
  const broker = new MqttSwitches({ mqtt, log, ids, status: (id) => control.get(id)?.status, turn });
  const sync = (): void => {
    there.sync();
  };
  hub.hooks.tap('system.started', sync);
  // Nothing tells that another plugin has been started anew.
  hub.timers.every(LOOK_MS, 'look for Home Assistant', sync);
  hub.effect('captures in Home Assistant', () => {
    there.end();
  });
  return {
    put(id, name) {
      there.put(id, name);
      broker.changed(id);
    },
    remove(id) {
      there.remove(id);
      broker.changed(id);
    },
    changed(id) {
      there.changed(id);
      broker.changed(id);
    },
  };
}
