import type { Clock, DeviceSnapshot, Disposer, SceneDevice, SceneState, SceneStatus, Timers } from '@lightkeeper/plugin-sdk';
import type { Memory } from '../memory.js';
import { shows } from './shows.js';

/** What is remembered of a scene that was activated. */
export interface SceneNote {
  /** Epoch milliseconds, like `since`. */
  activated_at: number;
  /** No other scene that shares a device with it was activated since, and it was not taken back. */
  current: boolean;
  /** What its devices showed before it. */
  undo: SceneDevice[];
  state: SceneState;
  since: number;
}

/** Devices tell of changes one by one: those that come together are looked at together. */
const LOOK_MS = 100;
/** How a scene stands is stored when it has stood so for a while. */
const STORE_MS = 5_000;
/** A lamp may tell of a change so long after it should have ended. */
const SETTLE_MS = 3_000;
/** A blind takes its time. */
const COVER_MS = 60_000;

/**
 * What a device's part says of the scene. `settling`: it has taken its part, and is on its way. `unknown`: nobody has heard of it yet since the
 * hub started. `silent`: it is away or gone, or nothing can be told of it.
 */
type Verdict = 'shows' | 'differs' | 'settling' | 'unknown' | 'silent';

interface Watched {
  parts: ReadonlyMap<string, SceneDevice['command']>;
  verdicts: Map<string, Verdict>;
  settling: Map<string, Disposer>;
  state: SceneState;
  /** Since when it stands so, where that is known. */
  since: number | null;
  /** Activations under way: until they are done, the scene stands as it stood. */
  held: number;
  /** The status that was told last, as text. */
  told: string;
}

interface Deps {
  clock: Clock;
  timers: Timers;
  device: (id: string) => DeviceSnapshot | undefined;
  notes: Memory<SceneNote>;
  /** The devices that wait for their part in a scene. */
  waiting: (scene_id: string) => string[];
  changed: (scene_id: string, status: SceneStatus) => void;
}

/** Knows by what the devices say of themselves how each scene stands. A change of one device costs a look at that device's parts alone. */
export class Tracker {
  readonly #deps: Deps;
  readonly #scenes = new Map<string, Watched>();
  readonly #scenes_of = new Map<string, Set<string>>();
  readonly #dirty = new Set<string>();
  readonly #unstored = new Set<string>();
  #looks = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** A scene is there, or asks something else of its devices. */
  put(id: string, devices: readonly SceneDevice[]): void {
    const before = this.#scenes.get(id);
    if (before !== undefined) this.#unlink(id, before);
    const scene = this.#watched(id, devices);
    this.#scenes.set(id, scene);
    for (const device_id of scene.parts.keys()) {
      const scenes = this.#scenes_of.get(device_id) ?? new Set();
      this.#scenes_of.set(device_id, scenes.add(id));
    }
    this.touch(id);
  }

  remove(id: string): void {
    const scene = this.#scenes.get(id);
    if (scene === undefined) return;
    this.#unlink(id, scene);
    this.#scenes.delete(id);
  }

  /** Whether a scene is being activated just now. */
  isHeld(id: string): boolean {
    return (this.#scenes.get(id)?.held ?? 0) > 0;
  }

  /** The other scenes that have a device in common with this one. */
  neighbours(id: string): Set<string> {
    const devices = [...(this.#scenes.get(id)?.parts.keys() ?? [])];
    const ids = new Set(devices.flatMap((device_id) => [...(this.#scenes_of.get(device_id) ?? [])]));
    ids.delete(id);
    return ids;
  }

  /** `devices` are what the scene asks for, in case that it was made a moment ago. */
  status(id: string, devices: readonly SceneDevice[] = []): SceneStatus {
    const { notes, waiting } = this.#deps;
    const scene = this.#scenes.get(id) ?? this.#watched(id, devices);
    const { since, verdicts } = scene;
    const state = scene.held > 0 ? scene.state : this.#stateOf(id, scene);
    const note = notes.get(id);
    return {
      state,
      since: note === undefined ? null : iso(since),
      activated_at: iso(note?.activated_at),
      can_undo: state !== 'off' && (note?.undo.length ?? 0) > 0,
      waiting: waiting(id),
      differing: state === 'modified' ? [...verdicts].flatMap(([device_id, verdict]) => (verdict === 'differs' ? [device_id] : [])) : [],
    };
  }

  /** Something is new about a device: it came, went, is gone, or shows something else. */
  deviceChanged(device_id: string): void {
    if (!this.#scenes_of.has(device_id)) return;
    this.#dirty.add(device_id);
    if (this.#looks) return;
    this.#looks = true;
    this.#deps.timers.after(LOOK_MS, 'look how the scenes stand', () => {
      this.#looks = false;
      const devices = [...this.#dirty];
      this.#dirty.clear();
      const scenes = new Set(devices.flatMap((one) => this.#judgeAll(one)));
      for (const id of scenes) this.touch(id);
    });
  }

  /** Something was asked of a device: what it was on its way to counts no more. */
  deviceAsked(device_id: string): void {
    for (const id of this.#scenes_of.get(device_id) ?? []) {
      const scene = this.#scenes.get(id);
      void scene?.settling.get(device_id)?.();
      scene?.settling.delete(device_id);
    }
    this.deviceChanged(device_id);
  }

  hold(id: string): void {
    const scene = this.#scenes.get(id);
    if (scene !== undefined) scene.held += 1;
  }

  release(id: string): void {
    const scene = this.#scenes.get(id);
    if (scene === undefined) return;
    scene.held -= 1;
    for (const device_id of scene.parts.keys()) this.#judge(scene, device_id);
    this.touch(id);
  }

  /** A device has taken its part, and may take so long to show it. */
  settle(id: string, device_id: string, transition_ms: number): void {
    const scene = this.#scenes.get(id);
    if (scene === undefined) return;
    void scene.settling.get(device_id)?.();
    const moves =
      this.#deps.device(device_id)?.features.some(({ kind, key }) => kind === 'cover' && hasKey(scene, device_id, key)) === true;
    const ms = transition_ms + SETTLE_MS + (moves ? COVER_MS : 0);
    const stop = this.#deps.timers.after(ms, 'a device should show its scene', () => {
      scene.settling.delete(device_id);
      this.deviceChanged(device_id);
    });
    scene.settling.set(device_id, stop);
    this.#judge(scene, device_id);
  }

  /** Something of the scene's status may be another. */
  touch(id: string): void {
    const scene = this.#scenes.get(id);
    if (scene === undefined || scene.held > 0) return;
    const next = this.#stateOf(id, scene);
    if (next !== scene.state) {
      scene.state = next;
      scene.since = this.#deps.clock.now();
      this.#storeSoon(id);
    }
    const status = this.status(id);
    const text = JSON.stringify(status);
    if (text === scene.told) return;
    scene.told = text;
    this.#deps.changed(id, status);
  }

  #watched(id: string, devices: readonly SceneDevice[]): Watched {
    const before = this.#scenes.get(id);
    const { state = 'off', since = null } = before ?? this.#deps.notes.get(id) ?? {};
    const { held = 0, told = '' } = before ?? {};
    const parts = new Map(devices.map(({ device_id, command }) => [device_id, command]));
    const scene: Watched = { parts, verdicts: new Map(), settling: new Map(), state, since, held, told };
    for (const device_id of parts.keys()) this.#judge(scene, device_id);
    return scene;
  }

  #stateOf(id: string, { state, verdicts }: Watched): SceneState {
    const said = [...verdicts.values()];
    // Of what nobody has heard of yet, or any more, the last word counts.
    if (said.includes('unknown') || said.every((verdict) => verdict === 'silent')) return state;
    if (!said.includes('differs')) return 'active';
    return this.#deps.notes.get(id)?.current === true ? 'modified' : 'off';
  }

  /** Looks at a device's parts anew, and gives the scenes of which it now says something else. */
  #judgeAll(device_id: string): string[] {
    return [...(this.#scenes_of.get(device_id) ?? [])].filter((id) => {
      const scene = this.#scenes.get(id);
      return scene !== undefined && this.#judge(scene, device_id);
    });
  }

  /** Whether it says something else than before. */
  #judge(scene: Watched, device_id: string): boolean {
    const command = scene.parts.get(device_id);
    if (command === undefined) return false;
    const before = scene.verdicts.get(device_id);
    const verdict = scene.settling.has(device_id) ? 'settling' : verdictOf(command, this.#deps.device(device_id));
    scene.verdicts.set(device_id, verdict);
    return verdict !== before;
  }

  /** Only of what was activated once. */
  #storeSoon(id: string): void {
    const { notes, timers } = this.#deps;
    if (notes.get(id) === undefined) return;
    this.#unstored.add(id);
    if (this.#unstored.size > 1) return;
    timers.after(STORE_MS, 'store how the scenes stand', () => {
      for (const scene_id of this.#unstored) {
        const [note, scene] = [notes.get(scene_id), this.#scenes.get(scene_id)];
        if (note !== undefined && scene !== undefined && scene.since !== null)
          notes.put(scene_id, { ...note, state: scene.state, since: scene.since });
      }
      this.#unstored.clear();
    });
  }

  #unlink(id: string, scene: Watched): void {
    for (const stop of scene.settling.values()) void stop();
    for (const device_id of scene.parts.keys()) {
      const scenes = this.#scenes_of.get(device_id);
      scenes?.delete(id);
      if (scenes?.size === 0) this.#scenes_of.delete(device_id);
    }
  }
}

function verdictOf(command: SceneDevice['command'], device: DeviceSnapshot | undefined): Verdict {
  if (device === undefined || !device.enabled || device.status === 'offline') return 'silent';
  if (device.status === 'unknown') return 'unknown';
  if (device.state === null) return 'silent';
  const shown = shows(command, device.state, device.features);
  return shown === null ? 'silent' : shown ? 'shows' : 'differs';
}

function hasKey({ parts }: Watched, device_id: string, key: string): boolean {
  return parts.get(device_id)?.set?.[key] !== undefined;
}

function iso(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}
