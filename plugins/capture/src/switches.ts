import type { CaptureStatus, Entity, EntityCollection, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from './entities/capture.js';
import { InHomeAssistant } from './home-assistant.js';
import { MqttSwitches } from './mqtt-switches.js';
import type { Runs } from './runner/runs.js';

const LOOK_MS = 10_000;

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'mqtt' | 'log' | 'clock' | 'timers' | 'services' | 'hooks' | 'effect'>;
  captures: EntityCollection<CaptureRecord>;
  runs: Pick<Runs, 'status' | 'start' | 'stop'>;
}

export interface Switches {
  /** The captures that there are. */
  load(captures: readonly Entity<CaptureRecord>[]): void;
  put(id: string, name: string): void;
  remove(id: string): void;
  changed(id: string): void;
}

/** Captures as switches for those outside: at the broker, and in Home Assistant. */
export function addSwitches({ hub, captures, runs }: Deps): Switches {
  const { mqtt, log, clock, services } = hub;
  const known = new Set<string>();
  const status = (id: string): CaptureStatus => runs.status(id);
  const turn = async (id: string, on: boolean): Promise<unknown> => {
    const capture = await captures.require(id);
    return on ? runs.start(capture) : runs.stop(id);
  };
  const there = new InHomeAssistant({ service: () => services.get('home_assistant'), clock, log, status, turn });
  const broker = new MqttSwitches({ mqtt, log, ids: () => known, status: (id) => (known.has(id) ? status(id) : undefined), turn });
  const sync = (): void => {
    there.sync();
  };
  hub.hooks.tap('system.started', sync);
  // Nothing tells that another plugin has been started anew.
  hub.timers.every(LOOK_MS, 'look for Home Assistant', sync);
  hub.effect('captures in Home Assistant', () => {
    there.end();
  });
  const switches: Switches = {
    load(all) {
      for (const { id, name } of all) switches.put(id, name);
    },
    put(id, name) {
      known.add(id);
      there.put(id, name);
      broker.changed(id);
    },
    remove(id) {
      known.delete(id);
      there.remove(id);
      broker.changed(id);
    },
    changed(id) {
      there.changed(id);
      broker.changed(id);
    },
  };
  return switches;
}
