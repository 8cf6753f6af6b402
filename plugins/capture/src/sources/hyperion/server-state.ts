import { HubError } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from '../../effects/registry.js';
import type { Slots } from './slots.js';

/** The version of Hyperion whose messages these are: clients look at it to know what they may ask for. */
const VERSION = '2.0.16';

interface ServerStateDeps {
  slots: Slots;
  /** Known to clients as that of this server; it never changes. */
  id: string;
  dim: (share: number) => void;
  effects: Pick<EffectRegistry, 'list'>;
}

interface Update {
  command: string;
  data: unknown;
}

/** What Hyperion's clients see of the server beside its slots, and what they may change of it. */
export class ServerState {
  readonly #deps: ServerStateDeps;
  readonly #components = new Map([
    ['ALL', true],
    ['LEDDEVICE', true],
  ]);
  readonly #told = new Map<string, string>();
  #brightness = 100;

  constructor(deps: ServerStateDeps) {
    this.#deps = deps;
  }

  /** Throws `LK_VALIDATION` for what is set in the capture itself. */
  setComponent(name: string, enabled: boolean): void {
    if (!this.#components.has(name)) {
      throw HubError.field('/componentstate', `must be of ALL or LEDDEVICE: ${name} is set in the capture`);
    }
    this.#components.set(name, enabled);
    this.#dim();
  }

  setBrightness(percent: number): void {
    this.#brightness = percent;
    this.#dim();
  }

  /** The answer to `serverinfo`: what the hub has of it, and the empty rest that clients read without asking. */
  info(): object {
    return {
      ...this.#priorities(),
      components: this.#listComponents(),
      adjustment: this.#adjustment(),
      effects: this.#deps.effects.list().map(({ name, id }) => ({ name, file: id, script: '', args: {} })),
      instance: [{ instance: 0, friendly_name: 'Lightkeeper', running: true }],
      hostname: 'Lightkeeper',
      imageToLedMappingType: 'multicolor_mean',
      videomode: '2D',
      leds: [],
      sessions: [],
      transform: [],
      activeEffects: [],
      activeLedColor: [],
    };
  }

  system(): object {
    return {
      hyperion: { version: VERSION, build: 'Lightkeeper', id: this.#deps.id, readOnlyMode: false },
      system: { hostName: 'Lightkeeper', prettyName: 'Lightkeeper', productType: 'lightkeeper' },
    };
  }

  /** What is another than when it was last asked. */
  news(): Update[] {
    const all: Update[] = [
      { command: 'priorities-update', data: this.#priorities() },
      { command: 'adjustment-update', data: this.#adjustment() },
      ...this.#listComponents().map((component) => ({ command: 'components-update', data: component })),
    ];
    return all.filter(({ command, data }, index) => {
      const [key, text] = [`${command} ${index}`, JSON.stringify(data)];
      if (this.#told.get(key) === text) return false;
      this.#told.set(key, text);
      return true;
    });
  }

  #dim(): void {
    const on = [...this.#components.values()].every(Boolean);
    this.#deps.dim(on ? this.#brightness / 100 : 0);
  }

  #listComponents(): { name: string; enabled: boolean }[] {
    return [...this.#components].map(([name, enabled]) => ({ name, enabled }));
  }

  #adjustment(): object[] {
    return [{ id: 'default', brightness: this.#brightness }];
  }

  #priorities(): object {
    const { slots } = this.#deps;
    const shown = slots.list();
    const visible = slots.chosen ?? shown[0]?.priority;
    return {
      priorities: shown.map(({ priority, component, owner, name, rgb }) => ({
        priority,
        active: true,
        visible: priority === visible,
        componentId: component,
        origin: owner.origin,
        owner: name,
        ...(rgb !== null && { value: { RGB: rgb } }),
      })),
      priorities_autoselect: slots.chosen === null,
    };
  }
}
