import type { Disposer } from './disposable.js';

interface ExposedBase {
  /**
   * Names it for good among all that the hub shows there: 1 to 64 of `a-z`, `0-9` and `_`, best with the plugin's id in front:
   * `capture_0198c7`. Whatever people attach to it there hangs on this name.
   */
  key: string;
  /** For people: `Ambient light`. */
  name: string;
  /** One of Home Assistant's icons: `mdi:television-ambient-light`. */
  icon?: string;
}

/** Something to switch: a capture, an automation. */
export interface ExposedSwitch extends ExposedBase {
  kind: 'switch';
  /** Whether it is on; null while that is not known. */
  state(): boolean | null;
  /** Called under the context of the broker's client; what it does is recorded as `mqtt:…`. */
  command(on: boolean): void | Promise<void>;
}

/** Something to press or to call up: a scene. */
export interface ExposedAction extends ExposedBase {
  kind: 'button' | 'scene';
  command(): void | Promise<void>;
}

/** Something to read: a number or a short text. */
export interface ExposedSensor extends ExposedBase {
  kind: 'sensor';
  /** With a unit the value is a number. */
  unit?: string;
  state(): number | string | null;
}

export type ExposedEntity = ExposedSwitch | ExposedAction | ExposedSensor;

/** What `hub.services.get('home_assistant')` offers: a place among what the hub shows of itself in Home Assistant. */
export interface HomeAssistantService {
  /**
   * Shows something there until the disposer is called: hand it to `hub.effect`. Refuses with `LK_VALIDATION` a key that cannot be one,
   * and with `LK_CONFLICT` one that is taken.
   *
   * @example
   * hub.effect('in Home Assistant', service.expose({ key: 'tide_alarm', kind: 'switch', name: 'Tide alarm', state: () => on, command: turn }));
   */
  expose(entity: ExposedEntity): Disposer;
  /** The state of what has this key may be another. Cheap; only a changed one is told. */
  changed(key: string): void;
}
