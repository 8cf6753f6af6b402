import { HubError } from '@lightkeeper/plugin-sdk';
import type {
  ActivityWriter,
  Clock,
  ContextService,
  DeviceService,
  Entity,
  EntityCollection,
  PluginDatabase,
  SceneActivation,
  SceneDevice,
  SceneOutcome,
} from '@lightkeeper/plugin-sdk';
import { partsOf } from '../entities/parts.js';
import type { SceneRecord } from '../entities/scene.js';
import type { SceneHooks } from '../hooks.js';
import type { Memory } from '../memory.js';
import type { VOCABULARY } from '../vocabulary.js';
import { missedBy } from './missed.js';
import { lookOf } from './look.js';
import type { Sender } from './sender.js';
import type { SceneNote, Tracker } from './tracker.js';
import type { Waiting } from './waiting.js';

export interface ActivateOptions {
  transition_ms?: number | undefined;
  retry_offline?: boolean | undefined;
}

interface Deps {
  scenes: Pick<EntityCollection<SceneRecord>, 'require'>;
  devices: () => DeviceService;
  sender: Sender;
  tracker: Tracker;
  waiting: Waiting;
  notes: Memory<SceneNote>;
  db: PluginDatabase;
  activity: ActivityWriter<typeof VOCABULARY>;
  context: ContextService;
  clock: Clock;
  hooks: SceneHooks;
}

/** Shows scenes, and takes them back. */
export class Activator {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async activate(id: string, { transition_ms, retry_offline }: ActivateOptions = {}): Promise<SceneActivation> {
    const { scenes, tracker, notes, hooks, clock } = this.#deps;
    const scene = await scenes.require(id);
    const parts = partsOf(scene.data.devices);
    await hooks.activating.call({ scene_id: id, scene_name: scene.name, devices: parts });
    const former = notes.get(id);
    const now = clock.now();
    const undo = this.#former(id, parts);
    const superseded = tracker.neighbours(id);
    tracker.hold(id);
    try {
      const note: SceneNote = { activated_at: now, current: true, undo, state: tracker.status(id).state, since: former?.since ?? now };
      const entry_id = await this.#record('scene_activated', scene, note);
      const activation = await this.#apply(scene, parts, {
        entry_id,
        transition_ms: transition_ms ?? scene.data.transition_ms,
        retry: retry_offline ?? scene.data.retry_offline,
      });
      if (activation.items.some(({ ok, waiting }) => ok || waiting)) this.#supersede(superseded);
      else this.#restore(id, former);
      if (!activation.ok) await this.#tellMissed(scene, activation);
      // Not waited for: whoever hears of it may have something to ask of the scene.
      void hooks.activated.call({
        ...about(scene),
        scene_id: id,
        outcome: activation,
        ...(entry_id !== null && { entry_id }),
      });
      return activation;
    } finally {
      tracker.release(id);
    }
  }

  async undo(id: string): Promise<SceneActivation> {
    const { scenes, tracker, notes, waiting } = this.#deps;
    const scene = await scenes.require(id);
    const note = notes.get(id);
    if (note === undefined || !tracker.status(id).can_undo) {
      throw new HubError('LK_CONFLICT', `There is nothing to go back to: the scene ${scene.name} is not shown.`);
    }
    tracker.hold(id);
    try {
      const entry_id = await this.#record('scene_undone', scene, note);
      waiting.forgetScene(id);
      const activation = await this.#apply(scene, note.undo, { entry_id, transition_ms: undefined, retry: scene.data.retry_offline });
      if (activation.items.some(({ ok }) => ok)) notes.put(id, { ...note, current: false, undo: [] });
      return activation;
    } finally {
      tracker.release(id);
    }
  }

  /** A device that was away is about to get its part: what it shows now is what undo goes back to. */
  rememberLate(id: string, { device_id, command }: SceneDevice): void {
    const { notes } = this.#deps;
    const note = notes.get(id);
    if (note?.current !== true || note.undo.some((part) => part.device_id === device_id)) return;
    const undo = this.#look(device_id, new Set(Object.keys(command.set ?? {})));
    if (undo !== null) notes.put(id, { ...note, undo: [...note.undo, { device_id, command: undo }] });
  }

  /** What the devices show now; while they show the scene already, what they showed before it. */
  #former(id: string, parts: readonly SceneDevice[]): SceneDevice[] {
    const { notes, tracker } = this.#deps;
    const known = notes.get(id)?.undo ?? [];
    if (known.length > 0 && (tracker.isHeld(id) || tracker.status(id).state === 'active')) return known;
    return parts.flatMap(({ device_id, command }) => {
      const look = this.#look(device_id, new Set(Object.keys(command.set ?? {})));
      return look === null ? [] : [{ device_id, command: look }];
    });
  }

  #look(device_id: string, keys: ReadonlySet<string>): SceneDevice['command'] | null {
    const device = this.#deps.devices().get(device_id);
    return device?.status === 'online' ? lookOf(device, keys) : null;
  }

  /** Others that share its devices are not the last word about them any more. */
  #supersede(ids: Iterable<string>): void {
    const { notes, tracker } = this.#deps;
    for (const id of ids) {
      const note = notes.get(id);
      if (note?.current === true) notes.put(id, { ...note, current: false });
      tracker.touch(id);
    }
  }

  /** It reached nothing: it stands as it stood. */
  #restore(id: string, former: SceneNote | undefined): void {
    const { notes } = this.#deps;
    if (former === undefined) notes.remove(id);
    else notes.put(id, former);
  }

  /** The entry and what undo needs are stored as one, before anything is asked of a device. */
  async #record(action: 'scene_activated' | 'scene_undone', scene: Entity<SceneRecord>, note: SceneNote): Promise<string | null> {
    const { db, activity, notes } = this.#deps;
    return db.transaction(async (tx) => {
      await notes.putWithin(tx, scene.id, note);
      const entry = await activity.record(
        'automation',
        action,
        { ...about(scene), metadata: { devices: scene.data.devices.length } },
        { tx },
      );
      return entry?.id ?? null;
    });
  }

  async #apply(
    { id }: Entity<SceneRecord>,
    parts: readonly SceneDevice[],
    { entry_id, transition_ms, retry }: { entry_id: string | null; transition_ms: number | undefined; retry: boolean },
  ): Promise<SceneActivation> {
    const { context, sender, tracker, waiting } = this.#deps;
    const now = context.current();
    return context.run({ ...now, cause_id: entry_id ?? now.cause_id }, async () => {
      const outcomes = await sender.send(parts, transition_ms);
      const items = outcomes.map((outcome, index): SceneOutcome => {
        const command = parts[index]?.command;
        const waits = retry && outcome.error?.code === 'LK_DEVICE_OFFLINE' && command !== undefined;
        if (waits) waiting.put(outcome.device_id, id, command);
        if (outcome.ok) tracker.settle(id, outcome.device_id, transition_ms ?? 0);
        return { ...outcome, waiting: waits };
      });
      return { ok: items.every(({ ok }) => ok), items, entry_id };
    });
  }

  async #tellMissed(scene: Entity<SceneRecord>, { items, entry_id }: SceneActivation): Promise<void> {
    const { activity, context } = this.#deps;
    const now = context.current();
    await context.run({ ...now, cause_id: entry_id ?? now.cause_id }, () =>
      activity.record('automation', 'scene_failed', {
        ...about(scene),
        severity: items.some(({ ok }) => ok) ? 'warning' : 'error',
        metadata: missedBy(items),
      }),
    );
  }
}

function about({ id, name }: Entity<SceneRecord>): { entity_type: string; entity_id: string; entity_name: string } {
  return { entity_type: 'scene', entity_id: id, entity_name: name };
}
