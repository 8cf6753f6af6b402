import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { DriverTools, HttpResponse, Turns, z } from '@lightkeeper/plugin-sdk';
import { authorization, readChallenge } from './digest.js';
import { firstGeneration, frame, shellyAbout } from './wire.js';
import type { Frame, ShellyAbout } from './wire.js';

/** The status of the largest Shelly has about 10 KiB. */
export const MAX_ANSWER_BYTES = 262_144;
/** By what name the hub asks ("RPC Protocol", Request Frame, src). */
export const SOURCE = 'lightkeeper';
const REQUEST_MS = 4_000;
const RPC = '/rpc';

export const NO_PASSWORD = 'It asks for a password, and none is set in its connection.';
export const WRONG_PASSWORD = 'It refuses the password that is set in its connection.';

/** Talks to one Shelly by HTTP, one request at a time: it has few connections to give ("RPC Channels": six for all). */
export class ShellyClient {
  readonly #address: string;
  readonly #password: string;
  readonly #tools: DriverTools;
  readonly #turns: Turns;
  #id = 0;

  /** `address` is `host` or `host:port`; an empty `password` stands for none. */
  constructor(address: string, password: string, tools: DriverTools, turns: Turns) {
    this.#address = address;
    this.#turns = turns;
    this.#password = password;
    this.#tools = tools;
  }

  /** What it is; answers without a password. Refuses what is no Shelly, and Gen1, which has another protocol. */
  about(): Promise<ShellyAbout> {
    return this.#inTurn(async () => {
      const answer = (await this.#request('/shelly', {})).json();
      if (firstGeneration.safeParse(answer).success) {
        const detail =
          'It is a Shelly of the first generation, which speaks another protocol. Shelly Plus, Pro, Gen3 and later can be added.';
        throw new HubError('LK_DEVICE_FAILED', detail);
      }
      return understood(shellyAbout, answer);
    });
  }

  /** Calls a method and gives its result. */
  call<S extends z.ZodType>(method: string, params: Record<string, unknown>, result: S, signal?: AbortSignal): Promise<z.output<S>> {
    return this.#inTurn(async () => {
      this.#id += 1;
      const json = { id: this.#id, src: SOURCE, method, params };
      const { error, result: given } = await this.#exchange(json, signal);
      if (error !== undefined) throw new HubError('LK_DEVICE_FAILED', `It refused with "${safeText(error.message, 200)}".`);
      return understood(result, given);
    }, signal);
  }

  #inTurn<T>(work: () => Promise<T>, signal = this.#tools.signal): Promise<T> {
    return this.#turns.take(this.#address, () => {
      signal.throwIfAborted();
      return work();
    });
  }

  /** Asked anew for each request, as firmware before 2.0 wants it ("Authentication", Authentication process). */
  async #exchange(json: object, signal: AbortSignal | undefined): Promise<Frame> {
    const first = await this.#request(RPC, { json, signal });
    if (first.status !== 401) return readFrame(first);
    if (this.#password === '') throw new HubError('LK_DEVICE_FAILED', NO_PASSWORD);
    const challenge = readChallenge(first.headers['www-authenticate']);
    if (challenge === null) throw new HubError('LK_DEVICE_FAILED', 'It asks for a password, but not as a Shelly does.');
    const headers = { Authorization: authorization(challenge, this.#password, { method: 'POST', uri: RPC }) };
    const second = await this.#request(RPC, { json, headers, signal });
    if (second.status === 401) throw new HubError('LK_DEVICE_FAILED', WRONG_PASSWORD);
    return readFrame(second);
  }

  async #request(
    path: string,
    { json, headers, signal }: { json?: object; headers?: Record<string, string>; signal?: AbortSignal | undefined },
  ): Promise<HttpResponse> {
    const response = await this.#tools.http.request(`http://${this.#address}${path}`, {
      ...(json !== undefined && { method: 'POST', json }),
      ...(headers !== undefined && { headers }),
      trust: this.#tools.trust,
      timeout_ms: REQUEST_MS,
      max_bytes: MAX_ANSWER_BYTES,
      signal: AbortSignal.any([this.#tools.signal, ...(signal === undefined ? [] : [signal])]),
    });
    // An error of a method comes with 500 in some firmware, with its frame all the same.
    if (![200, 401, 500].includes(response.status)) {
      throw new HubError('LK_DEVICE_FAILED', `It answered with HTTP ${response.status}, which no Shelly does.`);
    }
    return response;
  }
}

function readFrame(response: HttpResponse): Frame {
  return understood(frame, response.json());
}

function understood<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HubError('LK_DEVICE_FAILED', 'It answers, but not as a Shelly does.');
  return parsed.data;
}
