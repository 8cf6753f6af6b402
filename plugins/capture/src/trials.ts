import { z } from '@lightkeeper/plugin-sdk';
import type { Disposer, EntityCollection, Sockets, Timers } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from './entities/capture.js';
import type { Runs } from './runner/runs.js';

/** A trial that no page holds on to is gone after so long. */
const LOOSE_MS = 15_000;

const id = z.string().min(1).max(64);
const schema = z.strictObject({
  capture_id: id,
  /** The capture that stands back for it, and runs again when it ends. */
  instead: id.nullable().default(null),
});

interface Deps {
  captures: EntityCollection<CaptureRecord>;
  runs: Pick<Runs, 'start'>;
  timers: Timers;
}

/** Captures by which somebody tries something out. Each is there for as long as a page holds on to it by its channel: when that breaks it goes. */
export class Trials {
  readonly #deps: Deps;
  readonly #loose = new Map<string, Disposer>();
  #ended = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** One that nobody holds on to, be it new or left by a hub that died. */
  expect(capture_id: string): void {
    this.forget(capture_id);
    const gone = this.#deps.timers.after(LOOSE_MS, 'remove a trial that nobody holds on to', () => this.#remove(capture_id));
    this.#loose.set(capture_id, gone);
  }

  /** It is held on to, or gone. */
  forget(capture_id: string): void {
    void this.#loose.get(capture_id)?.();
    this.#loose.delete(capture_id);
  }

  /** The hub stops: what is left is removed when it is there again, since nothing can be recorded any more. */
  end(): void {
    this.#ended = true;
  }

  addChannel(sockets: Sockets): void {
    sockets.channel({
      name: 'capture_trial',
      summary: 'Hold on to a capture that was made as a trial; it is deleted when the channel ends',
      access: { role: 'admin', scope: 'captures:write' },
      schema,
      max_payload: 0,
      open: async ({ capture_id, instead }) => {
        const { data } = await this.#deps.captures.require(capture_id);
        if (data.trial) this.forget(capture_id);
        return { closed: () => this.#let(capture_id, instead) };
      },
    });
  }

  async #let(capture_id: string, instead: string | null): Promise<void> {
    if (this.#ended) return;
    await this.#remove(capture_id);
    const other = instead === null ? undefined : await this.#deps.captures.get(instead);
    if (other !== undefined) await this.#deps.runs.start(other);
  }

  async #remove(capture_id: string): Promise<void> {
    this.#loose.delete(capture_id);
    const capture = await this.#deps.captures.get(capture_id);
    if (capture?.data.trial === true) await this.#deps.captures.remove(capture_id);
  }
}
