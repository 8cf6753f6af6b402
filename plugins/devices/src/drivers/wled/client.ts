import { HubError } from '@lightkeeper/plugin-sdk';
import type { DriverTools, Turns, z } from '@lightkeeper/plugin-sdk';
import { namePresets } from './names.js';
import type { Presets } from './names.js';
import { wledConfig } from './live-settings.js';
import type { WledLive } from './live-settings.js';
import { wledNames, wledPresets, wledSnapshot, wledState } from './wire.js';
import type { WledPresets, WledSnapshot, WledState } from './wire.js';

/** A full answer with 32 segments has about 20 KiB. */
export const MAX_ANSWER_BYTES = 262_144;
const REQUEST_MS = 4_000;
/** WLED answers 503 while its one JSON buffer is in use. */
const BUSY_RETRY_MS = 250;
const BUSY_RETRIES = 3;

interface Exchange {
  method?: 'POST';
  json?: unknown;
  signal?: AbortSignal;
  may_be_missing?: boolean;
}

/** Talks to one WLED by HTTP, one request at a time: it has a single JSON buffer (wled00/json.cpp, requestJSONBufferLock). */
export class WledClient {
  readonly #address: string;
  readonly #tools: DriverTools;
  readonly #turns: Turns;

  /** `address` is `host` or `host:port`. */
  constructor(address: string, tools: DriverTools, turns: Turns) {
    this.#address = address;
    this.#tools = tools;
    this.#turns = turns;
  }

  snapshot(): Promise<WledSnapshot> {
    return this.#inTurn(() => this.#ask('/json/si', wledSnapshot));
  }

  effects(): Promise<string[]> {
    return this.#inTurn(() => this.#ask('/json/eff', wledNames));
  }

  palettes(): Promise<string[]> {
    return this.#inTurn(() => this.#ask('/json/pal', wledNames));
  }

  /** Its presets; a light whose presets cannot be read is a light without presets. */
  async readPresets(): Promise<Presets> {
    try {
      return namePresets(await this.#presets());
    } catch (error) {
      this.#tools.signal.throwIfAborted();
      const presets_problem = error instanceof HubError ? error.message : 'They could not be read.';
      return { ...namePresets({}), presets_problem };
    }
  }

  /** How it takes pictures; null where it does not tell, as when a PIN protects its settings. */
  async liveSettings(signal: AbortSignal): Promise<WledLive | null> {
    try {
      return (await this.#inTurn(() => this.#ask('/json/cfg', wledConfig), signal)).if.live;
    } catch {
      signal.throwIfAborted();
      return null;
    }
  }

  /** Writes a state and gives the one that came of it. */
  write(body: Record<string, unknown>, signal: AbortSignal): Promise<WledState> {
    return this.#inTurn(async () => {
      const answer = await this.#exchange('/json/state', { method: 'POST', json: body, signal });
      const written = wledState.safeParse(answer);
      // Builds that do not know `v` answer {"success":true}.
      return written.success ? written.data : (await this.#ask('/json/si', wledSnapshot)).state;
    }, signal);
  }

  /** A WLED that never stored one may have no such file. */
  #presets(): Promise<WledPresets> {
    return this.#inTurn(async () => {
      const parsed = wledPresets.safeParse((await this.#exchange('/presets.json', { may_be_missing: true })) ?? {});
      if (!parsed.success) throw new HubError('LK_DEVICE_FAILED', 'They are not written as WLED writes them.');
      return parsed.data;
    });
  }

  #inTurn<T>(work: () => Promise<T>, signal = this.#tools.signal): Promise<T> {
    return this.#turns.take(this.#address, () => {
      signal.throwIfAborted();
      return work();
    });
  }

  async #ask<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    const parsed = schema.safeParse(await this.#exchange(path, {}));
    if (!parsed.success) throw new HubError('LK_DEVICE_FAILED', 'It answers, but not as a WLED light does.');
    return parsed.data;
  }

  async #exchange(path: string, { may_be_missing = false, ...options }: Exchange): Promise<unknown> {
    const signal = AbortSignal.any([this.#tools.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    for (let tries = 0; ; tries += 1) {
      const response = await this.#tools.http.request(`http://${this.#address}${path}`, {
        ...options,
        trust: this.#tools.trust,
        timeout_ms: REQUEST_MS,
        max_bytes: MAX_ANSWER_BYTES,
        signal,
      });
      if (response.status === 200) return response.json();
      if (response.status === 404 && may_be_missing) return null;
      if (response.status !== 503 || tries >= BUSY_RETRIES) {
        throw new HubError('LK_DEVICE_FAILED', `It answered with HTTP ${response.status} instead of its state.`);
      }
      await this.#pause(signal);
    }
  }

  /** Ends with the signal too: others may wait for this device behind us. */
  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        reject(new HubError('LK_DEVICE_FAILED', 'It was busy until it was given up.'));
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#tools.timers.after(BUSY_RETRY_MS, 'WLED is busy', () => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
    });
  }
}
