import { KeptTopics, z } from '@lightkeeper/plugin-sdk';
import type { CaptureStatus, Logger, MqttService } from '@lightkeeper/plugin-sdk';

interface Deps {
  mqtt: MqttService;
  log: Logger;
  /** Undefined where there is no such capture. */
  status: (id: string) => CaptureStatus | undefined;
  ids: () => Iterable<string>;
  turn: (id: string, on: boolean) => Promise<unknown>;
}

/** Each capture as a switch at the broker: `captures/<id>/state` is kept there as ON or OFF, and `captures/<id>/set` takes the same. */
export class MqttSwitches {
  readonly #topics: KeptTopics;

  constructor({ mqtt, log, status, ids, turn }: Deps) {
    this.#topics = new KeptTopics({
      mqtt,
      log,
      text(topic) {
        const found = status(topic.split('/')[1] ?? '');
        // Empty takes away what the broker keeps of one that is gone.
        return found === undefined ? '' : found.state === 'stopped' ? 'OFF' : 'ON';
      },
    });
    mqtt.command({
      topic: 'captures/+/set',
      summary: 'Start or stop a capture: ON or OFF',
      schema: z.enum(['ON', 'OFF']),
      handler: (word, [id = '']) => turn(id, word === 'ON'),
    });
    mqtt.onConnected(() => {
      this.#topics.forget();
      for (const id of ids()) this.changed(id);
    });
  }

  /** It was started or stopped, or is there or gone. */
  changed(id: string): void {
    this.#topics.touch(`captures/${id}/state`);
  }
}
