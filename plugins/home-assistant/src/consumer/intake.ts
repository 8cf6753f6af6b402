import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Logger, MqttMessage } from '@lightkeeper/plugin-sdk';
import { parseConfig } from './config.js';
import type { DiscoveryConfig } from './config.js';
import type { Registry } from './registry.js';
import { parseConfigTopic } from './topic.js';
import type { Warnings } from './warnings.js';

/** What waits to be read is bounded too; the broker is asked again by whoever announces. */
const MAX_WAITING = 20_000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** The loop is free again after so many milliseconds of reading; while very many wait, it reads faster than they come. */
const SLICE_MS = 4;
const LONG_SLICE_MS = 20;
const MANY = 2_500;

interface IntakeDeps {
  prefix: string;
  registry: Registry;
  warnings: Warnings;
  log: Logger;
  /** Whether the hub itself announced it. */
  isOwn: (config: DiscoveryConfig) => boolean;
  onChanged: (device_keys: readonly string[]) => void;
}

/** Takes configs as they come, and reads them piece by piece, so that thousands at once stall nothing. */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #waiting = new Map<string, Uint8Array>();
  /** What each topic said last, to know what is new. */
  readonly #digests = new Map<string, string>();
  #bytes = 0;
  #reading = false;
  #stopped = false;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  take({ topic, payload, truncated }: MqttMessage): void {
    if (this.#stopped) return;
    const { prefix, warnings } = this.#deps;
    if (truncated) {
      warnings.warn(sourceOf(prefix, topic), 'An announcement was too long and was passed over');
      return;
    }
    const before = this.#waiting.get(topic);
    const bytes = this.#bytes - (before?.byteLength ?? 0) + payload.byteLength;
    if ((before === undefined && this.#waiting.size >= MAX_WAITING) || bytes > MAX_WAITING_BYTES) {
      warnings.warn('all', 'Too many announcements at once; some were passed over');
      return;
    }
    this.#bytes = bytes;
    this.#waiting.set(topic, payload);
    if (!this.#reading) void this.#read();
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting.clear();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    while (this.#waiting.size > 0) {
      await setImmediate();
      const until = performance.now() + (this.#waiting.size > MANY ? LONG_SLICE_MS : SLICE_MS);
      for (const [topic, payload] of this.#waiting) {
        this.#waiting.delete(topic);
        this.#bytes -= payload.byteLength;
        try {
          this.#readOne(topic, payload);
        } catch (error) {
          this.#deps.log.error('An announcement could not be read', { error });
        }
        if (performance.now() > until) break;
      }
    }
    this.#reading = false;
  }

  #readOne(topic: string, payload: Uint8Array): void {
    const { prefix, registry, warnings, onChanged, isOwn } = this.#deps;
    const parsed_topic = parseConfigTopic(prefix, topic);
    if (parsed_topic === null) {
      warnings.warn(sourceOf(prefix, topic), 'An announcement has a topic that is not valid');
      return;
    }
    if (payload.byteLength === 0) {
      this.#digests.delete(topic);
      onChanged(registry.remove(topic));
      return;
    }
    const digest = createHash('sha256').update(payload).digest('base64');
    if (this.#digests.get(topic) === digest) return;
    const config = this.#parse(parsed_topic, topic, payload);
    if (config === null || isOwn(config)) return;
    const { changed, taken } = registry.put({ ...config, topic, bytes: payload.byteLength });
    if (taken) {
      this.#digests.set(topic, digest);
    } else {
      this.#digests.delete(topic);
      warnings.warn('all', 'There are more announcements than the hub keeps; the others were passed over', registry.size);
    }
    onChanged(changed);
  }

  /** What cannot be read leaves the former config as it was. */
  #parse(parsed_topic: Parameters<typeof parseConfig>[0], topic: string, payload: Uint8Array): DiscoveryConfig | null {
    try {
      return parseConfig(parsed_topic, new TextDecoder('utf-8', { fatal: true }).decode(payload));
    } catch (error) {
      const { prefix, warnings } = this.#deps;
      if (error instanceof Error) warnings.warn(sourceOf(prefix, topic), 'An announcement is not valid', { reason: error.message });
      return null;
    }
  }
}

/** Who announces, as far as a topic tells: the node, or the object where there is none. */
function sourceOf(prefix: string, topic: string): string {
  return topic
    .slice(prefix.length + 1)
    .split('/', 2)
    .join('/');
}
