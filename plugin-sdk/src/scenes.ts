import type { Occurrence } from './hooks.js';
import type { Playlist, Scene, SceneActivation, SceneDevice } from './wire/scene.js';

/** What the hooks of scenes carry; their entry is written already. */
export interface SceneOccurrence extends Occurrence {
  scene_id: string;
}

/** What the hooks of playlists carry; their entry is written already. */
export interface PlaylistOccurrence extends Occurrence {
  playlist_id: string;
}

declare module './hooks.js' {
  interface HookPayloads {
    /** Before a scene's commands go out: may refuse it by throwing. */
    'scene.activating': { scene_id: string; scene_name: string; devices: readonly SceneDevice[] };
    /** All its devices have taken it, or said why not. */
    'scene.activated': SceneOccurrence & { outcome: SceneActivation };
    'playlist.started': PlaylistOccurrence;
    /** It was stopped, or has come to its end. */
    'playlist.stopped': PlaylistOccurrence;
  }
}

export type PlaylistAct = 'start' | 'pause' | 'skip' | 'stop';

/** What `hub.services.require('scenes')` offers. All acts run, and are recorded, under the context's actor. */
export interface SceneService {
  list(): Scene[];
  get(scene_id: string): Scene | undefined;
  /**
   * Gives all its devices their part and tells what came of it at each: one that fails keeps no other from its part.
   * Rejects with `LK_NOT_FOUND`, and with what a tap of `scene.activating` refuses it with.
   *
   * @example
   * const { ok, items } = await hub.services.require('scenes').activate(scene_id, { transition_ms: 2_000 });
   */
  activate(scene_id: string, options?: { transition_ms?: number; retry_offline?: boolean }): Promise<SceneActivation>;
  /** Gives the devices the state from before the scene. Rejects with `LK_NOT_FOUND`, or `LK_CONFLICT` where there is nothing to go back to. */
  undo(scene_id: string): Promise<SceneActivation>;
  playlists(): Playlist[];
  playlist(playlist_id: string): Playlist | undefined;
  /**
   * `start` begins it, or goes on where it was paused; starting what plays, pausing what is not played and stopping what is stopped change
   * nothing. `skip` goes to the next item at once. Resolves with how it stands then. Rejects with `LK_NOT_FOUND`, and `LK_CONFLICT` for a skip while it is stopped.
   */
  control(playlist_id: string, act: PlaylistAct): Promise<Playlist>;
}
