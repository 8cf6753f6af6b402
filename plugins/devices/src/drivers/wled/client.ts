import { HubError } from '@lightkeeper/plugin-sdk';
import type { DriverTools, z } from '@lightkeeper/plugin-sdk';
import { wledEffects, wledSnapshot, wledState } from './wire.js';
import type { WledSnapshot, WledState } from './wire.js';

/** A full answer with 32 segments has about 20 KiB. */
export const MAX_ANSWER_BYTES = 262_144;
const REQUEST_MS = 4_000;
/** WLED answers 503 while its one JSON buffer is in use. */
const BUSY_RETRY_MS = 250;
const BUSY_RETRIES = 3;

/** Talks to one WLED by HTTP, one request at a time: it has a single JSON buffer (wled00/json.cpp, requestJSONBufferLock). */
export class WledClient {
  readonly #base: string;
  readonly #tools: DriverTools;
  #last: Promise<unknown> = Promise.resolve();

  /** `address` is `host` or `host:port`. */
  constructor(address: string, tools: DriverTools) {
    this.#base = `http://${address}`;
    this.#tools = tools;
  }

  snapshot(): Promise<WledSnapshot> {
    return this.#inTurn(() => this.#ask('/json/si', wledSnapshot));
  }

  effects(): Promise<string[]> {
    return this.#inTurn(() => this.#ask('/json/eff', wledEffects));
  }

  /** Writes a state and gives the one that came of it. */
  write(body: Record<string, unknown>, signal: AbortSignal): Promise<WledState> {
    return this.#inTurn(async () => {
      const answer = await this.#exchange('/json/state', { method: 'POST', json: body, signal });
      const written = wledState.safeParse(answer);
      // Builds that do not know `v` answer {"success":true}.
      return written.success ? written.data : (await this.#ask('/json/si', wledSnapshot)).state;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #ask<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    const parsed = schema.safeParse(await this.#exchange(path, {}));
    if (!parsed.success) throw new HubError('LK_DEVICE_FAILED', 'It answers, but not as a WLED light does.');
    return parsed.data;
  }

  async #exchange(path: string, options: { method?: 'POST'; json?: unknown; signal?: AbortSignal }): Promise<unknown> {
    for (let tries = 0; ; tries += 1) {
      const signals = [this.#tools.signal, ...(options.signal === undefined ? [] : [options.signal])];
      const response = await this.#tools.http.request(`${this.#base}${path}`, {
        ...options,
        trust: this.#tools.trust,
        timeout_ms: REQUEST_MS,
        max_bytes: MAX_ANSWER_BYTES,
        signal: AbortSignal.any(signals),
      });
      if (response.status === 200) return response.json();
      if (response.status !== 503 || tries >= BUSY_RETRIES) {
        throw new HubError('LK_DEVICE_FAILED', `It answered with HTTP ${response.status} instead of its state.`);
      }
      await new Promise<void>((resolve) => {
        this.#tools.timers.after(BUSY_RETRY_MS, 'WLED is busy', resolve);
      });
    }
  }
}
