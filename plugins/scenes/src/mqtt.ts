import { KeptTopics, z } from '@lightkeeper/plugin-sdk';
import type { Logger, MqttService, SceneService } from '@lightkeeper/plugin-sdk';
import { activationSchema } from './routes.js';

interface Deps {
  mqtt: MqttService;
  log: Logger;
  service: SceneService;
}

const nothing = z.literal('').or(z.strictObject({}));
const activation = nothing.or(activationSchema.unwrap());

/** Scenes and playlists at the broker: `<kind>/<id>/state` is kept there, and messages to the topics beside it act. */
export class MqttTopics {
  readonly #topics: KeptTopics;

  constructor({ mqtt, log, service }: Deps) {
    this.#topics = new KeptTopics({
      mqtt,
      log,
      text(topic) {
        const [kind, id = ''] = topic.split('/');
        // Empty takes away what the broker keeps of one that is gone.
        return (kind === 'scenes' ? service.get(id) : service.playlist(id))?.status.state ?? '';
      },
    });
    mqtt.command({
      topic: 'scenes/+/activate',
      summary: 'Show a scene: an empty message, or JSON with transition_ms and retry_offline',
      schema: activation,
      handler: (options, [id = '']) =>
        service.activate(id, options === '' ? {} : (options as { transition_ms?: number; retry_offline?: boolean })),
    });
    for (const act of ['start', 'stop'] as const) {
      mqtt.command({
        topic: `playlists/+/${act}`,
        summary: act === 'start' ? 'Start a playlist, or let it go on: an empty message' : 'Stop a playlist: an empty message',
        schema: nothing,
        handler: (_nothing, [id = '']) => service.control(id, act),
      });
    }
    mqtt.onConnected(() => {
      this.#topics.forget();
      for (const { id } of service.list()) this.changed('scenes', id);
      for (const { id } of service.playlists()) this.changed('playlists', id);
    });
  }

  /** It stands otherwise, or is there or gone. */
  changed(kind: 'scenes' | 'playlists', id: string): void {
    this.#topics.touch(`${kind}/${id}/state`);
  }
}
