import { HubError, z } from '@lightkeeper/plugin-sdk';
import type {
  CommandOutcome,
  ContextService,
  DeviceService,
  Disposer,
  Logger,
  SceneDevice,
  Sockets,
  Timers,
} from '@lightkeeper/plugin-sdk';
import { askerOf } from '../asker.js';
import type { Asker } from '../asker.js';
import type { Memory } from '../memory.js';
import { lookOf } from './look.js';
import type { Sender } from './sender.js';

/** A preview that no page holds on to, and that nobody goes on with, ends after so long. */
const LOOSE_MS = 15_000;
const MAX_PREVIEWS = 16;
/** The lights are given back as gently as they were borrowed. */
const BACK_MS = 400;

/** What the devices of a preview showed before it, and who borrowed them. */
export interface PreviewNote {
  former: SceneDevice[];
  asker: Asker;
}

/** The answer to `POST /scenes/preview`. */
export interface PreviewAnswer {
  preview_id: string;
  ok: boolean;
  items: CommandOutcome[];
}

interface Deps {
  notes: Memory<PreviewNote>;
  devices: () => DeviceService;
  sender: Sender;
  context: ContextService;
  timers: Timers;
  log: Logger;
  newId: () => string;
}

/**
 * Scenes that are tried out and not saved. The devices are borrowed: they show again what they showed before as soon as the preview ends, be it that the
 * page which holds it by its channel is closed, or the hub was killed.
 */
export class Previews {
  readonly #deps: Deps;
  /** What was last asked of the devices of each. */
  readonly #asked = new Map<string, Map<string, string>>();
  readonly #loose = new Map<string, Disposer>();
  readonly #held = new Map<string, number>();
  #ended = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Begins a preview, or goes on with one: only what is new is asked of the devices, and those that are no part of it any more are given back. */
  async show(
    parts: readonly SceneDevice[],
    options: { preview_id?: string | undefined; transition_ms?: number | undefined },
  ): Promise<PreviewAnswer> {
    const { notes, newId, context, sender } = this.#deps;
    const { preview_id = newId(), transition_ms } = options;
    const note = notes.get(preview_id);
    if (note === undefined && options.preview_id !== undefined) throw gone();
    if (note === undefined && notes.entries().length >= MAX_PREVIEWS) {
      throw new HubError('LK_RATE_LIMITED', `At most ${MAX_PREVIEWS} scenes are tried out at one time.`, { retry_after_s: 15 });
    }
    const former = note?.former ?? [];
    const wanted = new Set(parts.map(({ device_id }) => device_id));
    const released = former.filter(({ device_id }) => !wanted.has(device_id));
    const known = new Set(former.map(({ device_id }) => device_id));
    const added = parts.flatMap((part) => (known.has(part.device_id) ? [] : this.#borrow(part)));
    notes.put(preview_id, {
      former: [...former.filter(({ device_id }) => wanted.has(device_id)), ...added],
      asker: note?.asker ?? askerOf(context),
    });
    if (!this.#held.has(preview_id)) this.#expect(preview_id);
    const asked = this.#asked.get(preview_id) ?? new Map<string, string>();
    const fresh = parts.filter(({ device_id, command }) => asked.get(device_id) !== JSON.stringify(command));
    this.#asked.set(preview_id, new Map(parts.map(({ device_id, command }) => [device_id, JSON.stringify(command)])));
    const [items] = await Promise.all([sender.send(fresh, transition_ms), sender.send(released, BACK_MS)]);
    return { preview_id, ok: items.every(({ ok }) => ok), items };
  }

  /** Gives the devices back; with `keep` they stay as they are. */
  async end(preview_id: string, keep = false): Promise<void> {
    const { notes, context, sender, log } = this.#deps;
    const note = notes.get(preview_id);
    if (note === undefined) return;
    this.#forget(preview_id);
    if (keep) return;
    const items = await context.run(note.asker, () => sender.send(note.former, BACK_MS));
    for (const { device_name, ok, error } of items) if (!ok) log.warn('A light was not given back after a preview', { device_name, error });
  }

  require(preview_id: string): void {
    if (this.#deps.notes.get(preview_id) === undefined) throw gone();
  }

  /** What a hub that died left borrowed is given back. */
  async endLeft(): Promise<void> {
    const left = this.#deps.notes.entries().filter(([id]) => !this.#asked.has(id));
    await Promise.all(left.map(([id]) => this.end(id)));
  }

  /** The plugin stops: what is borrowed is given back when it is there again, since nothing can be asked of devices any more. */
  stop(): void {
    this.#ended = true;
  }

  addChannel(sockets: Sockets): void {
    sockets.channel({
      name: 'scene_preview',
      summary: 'Hold on to a preview of a scene; the devices are given back when the channel ends',
      access: { role: 'member', scope: 'scenes:write' },
      schema: z.strictObject({ preview_id: z.string().min(1).max(64) }),
      max_payload: 0,
      open: ({ preview_id }) => {
        this.require(preview_id);
        void this.#loose.get(preview_id)?.();
        this.#held.set(preview_id, (this.#held.get(preview_id) ?? 0) + 1);
        return { closed: () => this.#let(preview_id) };
      },
    });
  }

  async #let(preview_id: string): Promise<void> {
    const holders = (this.#held.get(preview_id) ?? 0) - 1;
    if (holders > 0) this.#held.set(preview_id, holders);
    else if (!this.#ended) await this.end(preview_id);
  }

  /** What a device shows now is what it is given back; nothing where that is not known. */
  #borrow({ device_id, command }: SceneDevice): SceneDevice[] {
    const device = this.#deps.devices().get(device_id);
    const look = device?.status === 'online' ? lookOf(device, new Set(Object.keys(command.set ?? {}))) : null;
    return look === null ? [] : [{ device_id, command: look }];
  }

  #expect(preview_id: string): void {
    void this.#loose.get(preview_id)?.();
    this.#loose.set(
      preview_id,
      this.#deps.timers.after(LOOSE_MS, 'end a preview that nobody holds on to', () => this.end(preview_id)),
    );
  }

  #forget(preview_id: string): void {
    this.#deps.notes.remove(preview_id);
    void this.#loose.get(preview_id)?.();
    for (const map of [this.#loose, this.#held, this.#asked]) map.delete(preview_id);
  }
}

function gone(): HubError {
  return new HubError('LK_NOT_FOUND', 'There is no such preview; it has ended.');
}
