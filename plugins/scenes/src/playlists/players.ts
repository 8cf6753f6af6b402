import { HubError } from '@lightkeeper/plugin-sdk';
import type {
  ActivityWriter,
  Clock,
  ContextService,
  Disposer,
  Entity,
  EntityCollection,
  Logger,
  PlaylistAct,
  PlaylistStatus,
  PluginDatabase,
  SceneActivation,
  Timers,
} from '@lightkeeper/plugin-sdk';
import type { PlaylistRecord } from '../entities/playlist.js';
import type { SceneHooks } from '../hooks.js';
import type { Memory } from '../memory.js';
import type { VOCABULARY } from '../vocabulary.js';
import { orderOf } from './order.js';

/** Where a playlist stands that is not stopped. Times in epoch milliseconds. */
export interface PlaylistNote {
  state: 'playing' | 'paused';
  order: number[];
  /** Which of `order`. */
  position: number;
  next_at: number;
  /** What is left of the item while it is paused. */
  remaining_ms: number | null;
  started_at: number;
  /** The entry that tells of its start, which is the cause of the items that come by themselves, and what it belongs to. */
  cause_id: string | null;
  correlation_id: string;
  problem: string | null;
}

const STOPPED: PlaylistStatus = {
  state: 'stopped',
  index: null,
  next_at: null,
  remaining_ms: null,
  started_at: null,
  order: [],
  problem: null,
};

type Action = 'playlist_started' | 'playlist_paused' | 'playlist_resumed' | 'playlist_skipped' | 'playlist_stopped';
type Playlist = Entity<PlaylistRecord>;

interface Deps {
  playlists: Pick<EntityCollection<PlaylistRecord>, 'require' | 'get'>;
  activate: (scene_id: string, options: { transition_ms?: number | undefined }) => Promise<SceneActivation>;
  notes: Memory<PlaylistNote>;
  db: PluginDatabase;
  activity: ActivityWriter<typeof VOCABULARY>;
  context: ContextService;
  clock: Clock;
  timers: Timers;
  log: Logger;
  hooks: SceneHooks;
  changed: (playlist_id: string, status: PlaylistStatus) => void;
}

/** Plays playlists. Where each stands is stored with its entry, so that it goes on there whatever happened to the hub. */
export class Players {
  readonly #deps: Deps;
  readonly #timers = new Map<string, Disposer>();
  /** What was asked of each is done one after another. */
  readonly #queues = new Map<string, Promise<unknown>>();
  /** The scene that is being shown. */
  readonly #showing = new Map<string, Promise<void>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  status(id: string): PlaylistStatus {
    const note = this.#deps.notes.get(id);
    if (note === undefined) return STOPPED;
    const playing = note.state === 'playing';
    return {
      state: note.state,
      index: note.order[note.position] ?? null,
      next_at: playing ? new Date(note.next_at).toISOString() : null,
      remaining_ms: note.remaining_ms,
      started_at: new Date(note.started_at).toISOString(),
      order: note.order,
      problem: note.problem,
    };
  }

  /** Those that played when the hub ended go on: one whose item has run out meanwhile goes to the next. */
  goOn(): void {
    for (const [id, note] of this.#deps.notes.entries()) if (note.state === 'playing') this.#wind(id, note.next_at);
  }

  /** Resolves when what was asked for is recorded, and the scene that it led to is shown. */
  async control(id: string, act: PlaylistAct): Promise<void> {
    await this.#inTurn(id, async () => {
      const playlist = await this.#deps.playlists.require(id);
      const note = this.#deps.notes.get(id);
      if (act === 'start') await this.#start(playlist, note);
      else if (act === 'skip') await this.#skip(playlist, note);
      else if (note !== undefined) await (act === 'pause' ? this.#pause(playlist, note) : this.#stop(playlist, note, ''));
    });
    if (act === 'start' || act === 'skip') await this.#showing.get(id);
  }

  /** Its items are others now: what is shown stays, as far as it is still there, and what follows is what stands there now. */
  edited({ id, data: { items, shuffle } }: Pick<Playlist, 'id' | 'data'>): void {
    const { notes } = this.#deps;
    const note = notes.get(id);
    if (note === undefined || (items.length === note.order.length && shuffle)) return;
    const shown = Math.min(note.order[note.position] ?? 0, items.length - 1);
    const order = orderOf(items.length, { shuffle });
    notes.put(id, { ...note, order, position: order.indexOf(shown) });
    this.#tell(id);
  }

  /** It was deleted. */
  forget(id: string): void {
    this.#unwind(id);
    this.#deps.notes.remove(id);
  }

  async #start(playlist: Playlist, note: PlaylistNote | undefined): Promise<void> {
    const { clock, context } = this.#deps;
    if (note?.state === 'playing') return;
    const now = clock.now();
    if (note === undefined) {
      const { items, shuffle } = playlist.data;
      const fresh = {
        state: 'playing',
        remaining_ms: null,
        started_at: now,
        cause_id: null,
        problem: null,
        position: 0,
        next_at: now,
      } as const;
      const first: PlaylistNote = { ...fresh, correlation_id: context.current().correlation_id, order: orderOf(items.length, { shuffle }) };
      const entry_id = await this.#record('playlist_started', playlist, this.#at(playlist, first, 0));
      this.#show(playlist, entry_id);
      this.#tellStarted(playlist, entry_id);
      return;
    }
    const next_at = now + (note.remaining_ms ?? 0);
    const entry_id = await this.#record('playlist_resumed', playlist, { ...note, state: 'playing', next_at, remaining_ms: null });
    this.#wind(playlist.id, next_at);
    this.#tellStarted(playlist, entry_id);
  }

  async #pause(playlist: Playlist, note: PlaylistNote): Promise<void> {
    if (note.state === 'paused') return;
    const remaining_ms = Math.max(0, note.next_at - this.#deps.clock.now());
    await this.#record('playlist_paused', playlist, { ...note, state: 'paused', remaining_ms });
    this.#unwind(playlist.id);
  }

  async #skip(playlist: Playlist, note: PlaylistNote | undefined): Promise<void> {
    if (note === undefined) throw new HubError('LK_CONFLICT', `${playlist.name} is not played, so there is nothing to skip.`);
    const next = this.#next(playlist, note);
    if (next === null) {
      await this.#stop(playlist, note, ', which had come to its end');
      return;
    }
    this.#show(playlist, await this.#record('playlist_skipped', playlist, next));
  }

  async #stop(playlist: Playlist, note: PlaylistNote, why: string): Promise<void> {
    const { clock, hooks } = this.#deps;
    const metadata = { why, duration_ms: clock.now() - note.started_at };
    const entry_id = await this.#record('playlist_stopped', playlist, null, metadata);
    this.#unwind(playlist.id);
    // Not waited for: whoever hears of it may have something to ask of the playlist.
    void hooks.stopped.call({ ...about(playlist), metadata, playlist_id: playlist.id, ...(entry_id !== null && { entry_id }) });
  }

  #tellStarted(playlist: Playlist, entry_id: string | null): void {
    void this.#deps.hooks.started.call({ ...about(playlist), playlist_id: playlist.id, ...(entry_id !== null && { entry_id }) });
  }

  /** The item's time is over. */
  async #advance(id: string): Promise<void> {
    const { playlists, notes, context, db } = this.#deps;
    // A device that takes its time keeps the next scene from coming, so that nothing piles up behind it.
    await this.#showing.get(id);
    await this.#inTurn(id, async () => {
      const [playlist, note] = [await playlists.get(id), notes.get(id)];
      if (playlist === undefined || note?.state !== 'playing' || note.next_at > this.#deps.clock.now()) return;
      const { cause_id, correlation_id } = note;
      await context.run({ actor: 'schedule', origin: 'schedule', correlation_id, cause_id }, async () => {
        const next = this.#next(playlist, note);
        if (next === null) {
          await this.#stop(playlist, note, ', which had come to its end');
          return;
        }
        await db.transaction((tx) => notes.putWithin(tx, id, next));
        this.#tell(id);
        this.#show(playlist, cause_id);
      });
    });
  }

  /** Where it stands after the item that is shown; null when that was the last. */
  #next(playlist: Playlist, note: PlaylistNote): PlaylistNote | null {
    const { items, loop, shuffle } = playlist.data;
    if (note.position + 1 < note.order.length) return this.#at(playlist, note, note.position + 1);
    if (!loop) return null;
    return this.#at(playlist, { ...note, order: orderOf(items.length, { shuffle, after: note.order.at(-1) ?? null }) }, 0);
  }

  #at({ data: { items } }: Playlist, note: PlaylistNote, position: number): PlaylistNote {
    const duration = items[note.order[position] ?? 0]?.duration_ms ?? 0;
    const paused = note.state === 'paused';
    return { ...note, position, next_at: this.#deps.clock.now() + duration, remaining_ms: paused ? duration : null, problem: null };
  }

  /** Shows the item at which it stands. Not waited for by what else is asked of the playlist. */
  #show({ id, data: { items } }: Playlist, cause_id: string | null): void {
    const { notes, activate, context } = this.#deps;
    const note = notes.get(id);
    const item = items[note?.order[note.position] ?? 0];
    if (note === undefined || item === undefined) return;
    if (note.state === 'playing') this.#wind(id, note.next_at);
    const now = context.current();
    const showing = context
      .run({ ...now, cause_id: cause_id ?? now.cause_id }, () =>
        activate(item.scene_id, { transition_ms: item.transition_ms ?? undefined }),
      )
      .then(problemOf, (error: unknown) => this.#problemFrom(id, error))
      .then((problem) => {
        if (this.#showing.get(id) === showing) this.#showing.delete(id);
        const current = notes.get(id);
        if (problem === null || current?.next_at !== note.next_at) return;
        notes.put(id, { ...current, problem });
        this.#tell(id);
      });
    this.#showing.set(id, showing);
  }

  #problemFrom(id: string, error: unknown): string {
    if (error instanceof HubError) return error.code === 'LK_NOT_FOUND' ? 'The scene is gone.' : error.message;
    this.#deps.log.error('A scene of a playlist could not be shown', { playlist: id, error });
    return 'The scene could not be shown.';
  }

  #wind(id: string, next_at: number): void {
    this.#unwind(id);
    const ms = Math.max(0, next_at - this.#deps.clock.now());
    this.#timers.set(
      id,
      this.#deps.timers.after(ms, 'the next scene of a playlist', () => this.#advance(id)),
    );
  }

  #unwind(id: string): void {
    void this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  /** The entry and where the playlist stands are stored as one. Without a note it is stopped. */
  async #record(
    action: Action,
    playlist: Playlist,
    note: PlaylistNote | null,
    metadata: Record<string, unknown> = {},
  ): Promise<string | null> {
    const { db, activity, notes } = this.#deps;
    const entry_id = await db.transaction(async (tx) => {
      const entry = await activity.record('automation', action, { ...about(playlist), metadata }, { tx });
      const id = entry?.id ?? null;
      if (note === null) await notes.removeWithin(tx, playlist.id);
      else await notes.putWithin(tx, playlist.id, action === 'playlist_started' ? { ...note, cause_id: id } : note);
      return id;
    });
    this.#tell(playlist.id);
    return entry_id;
  }

  #tell(id: string): void {
    this.#deps.changed(id, this.status(id));
  }

  async #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#queues.get(id) ?? Promise.resolve()).then(work, work);
    this.#queues.set(id, turn);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(id) === turn) this.#queues.delete(id);
    }
  }
}

function problemOf({ items }: SceneActivation): string | null {
  const missed = items.filter(({ ok }) => !ok).map(({ device_name }) => device_name);
  return missed.length === 0 ? null : `The scene did not reach ${missed.length > 3 ? `${missed.length} devices` : missed.join(', ')}.`;
}

function about({ id, name }: Playlist): { entity_type: string; entity_id: string; entity_name: string } {
  return { entity_type: 'playlist', entity_id: id, entity_name: name };
}
