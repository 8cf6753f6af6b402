import { KeptTopics } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceService, DeviceSnapshot, DeviceState, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import { colorModes, deviceCommand, lightCommandSchema, lightState, mainKind } from './light.js';
import type { ColorMode } from './light.js';

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'mqtt' | 'hooks' | 'log'>;
  devices: () => DeviceService | undefined;
  /** Whether anything is to be told at all. */
  enabled: () => boolean;
}

const topicOf = (device_id: string): string => `devices/${device_id}/light`;

/** Lights in Home Assistant's own words: their state at `devices/<id>/light`, their commands from `devices/<id>/light/set`. */
export class Lights {
  readonly #deps: Deps;
  readonly #topics: KeptTopics;
  /** Whether a light shows its colour or its white, which devices do not tell: what was asked for, or changed, last. */
  readonly #shows = new Map<string, { mode: ColorMode; color: string | undefined; color_temp: number | undefined }>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#topics = new KeptTopics({
      mqtt: deps.hub.mqtt,
      log: deps.hub.log,
      text: (topic) => this.#text(topic.split('/')[1] ?? ''),
    });
    deps.hub.hooks.tap('device.state_changed', ({ device_id, state }) => {
      this.#changed(device_id, state);
      this.touch(device_id);
    });
    deps.hub.hooks.tap('device.commanded', ({ device_id, command }) => {
      this.#commanded(device_id, command);
      this.touch(device_id);
    });
    deps.hub.mqtt.command({
      topic: 'devices/+/light/set',
      summary: "Command a light in the words of Home Assistant's JSON lights",
      schema: lightCommandSchema,
      handler: async (given, [device_id = '']) => {
        const service = deps.devices();
        const command = deviceCommand(given, service?.get(device_id)?.capabilities ?? []);
        if (command !== null) await service?.command(device_id, command);
      },
    });
  }

  touch(device_id: string): void {
    if (this.#deps.enabled()) this.#topics.touch(topicOf(device_id));
  }

  /** Tells all of them, on a broker that may know nothing. */
  tellAll(): void {
    this.#topics.forget();
    for (const { id } of this.#deps.devices()?.list() ?? []) this.touch(id);
  }

  /** The device is gone, and its topic is to be empty. */
  forget(device_id: string): void {
    this.#shows.delete(device_id);
    this.touch(device_id);
  }

  #text(device_id: string): string | undefined {
    const device = this.#deps.devices()?.get(device_id);
    if (device === undefined) return '';
    if (device.state === null || mainKind(device.capabilities) !== 'light') return undefined;
    return JSON.stringify(lightState(device.state, this.#mode(device)));
  }

  #mode({ id, capabilities }: DeviceSnapshot): ColorMode {
    const modes = colorModes(capabilities);
    const shown = this.#shows.get(id)?.mode;
    return shown !== undefined && modes.includes(shown) ? shown : modes[0];
  }

  #changed(device_id: string, { color, color_temp }: DeviceState): void {
    const before = this.#shows.get(device_id);
    const now = { color: color && JSON.stringify(color), color_temp };
    // A light that shows a white may tell the colour that comes near to it as well.
    const mode =
      before === undefined
        ? color === undefined && color_temp !== undefined
          ? 'color_temp'
          : 'rgb'
        : now.color_temp !== before.color_temp
          ? 'color_temp'
          : now.color !== before.color
            ? 'rgb'
            : before.mode;
    this.#shows.set(device_id, { mode, ...now });
  }

  #commanded(device_id: string, { color, color_temp }: DeviceCommand): void {
    const shows = this.#shows.get(device_id);
    if (shows === undefined || (color === undefined) === (color_temp === undefined)) return;
    shows.mode = color === undefined ? 'color_temp' : 'rgb';
  }
}
