import type { CommandOutcome, DeviceCommand } from './device.js';

/** What a scene asks of one device: the words of a command, without the time that the change takes. */
export interface SceneDevice {
  device_id: string;
  command: Omit<DeviceCommand, 'transition_ms'>;
}

/**
 * `active` when all its devices that answer show it, `modified` when it was activated last and somebody has changed one of its devices since,
 * `off` otherwise.
 */
export type SceneState = 'active' | 'modified' | 'off';

/** How a scene stands now, `scene_status`. */
export interface SceneStatus {
  state: SceneState;
  /** Since when, ISO 8601; null before it was first activated. */
  since: string | null;
  /** When it was last activated; null before. */
  activated_at: string | null;
  /** Whether `POST /scenes/{id}/undo` can give the devices the state that they had before. */
  can_undo: boolean;
  /** Devices that were away when it was activated, and get their part when they are back. */
  waiting: string[];
  /** Devices that do not show what the scene asks of them, while it is `modified`. */
  differing: string[];
}

/** A scene as REST and WebSocket show it. */
export interface Scene {
  id: string;
  name: string;
  /** For people. */
  description: string;
  /** 1 to 200. */
  devices: SceneDevice[];
  /** The time that a change takes where the caller names none: 0 to 3,600,000 milliseconds. */
  transition_ms: number;
  /** Whether a device that is away gets its part when it returns, unless something else was asked of it since. */
  retry_offline: boolean;
  area_id: string | null;
  status: SceneStatus;
  /** Devices of the scene that are gone, by id. */
  missing: string[];
  revision: number;
  created_at: string;
  updated_at: string;
}

/** What came of a scene at one of its devices. */
export interface SceneOutcome extends CommandOutcome {
  /** The device is away, and gets its part when it returns. */
  waiting: boolean;
}

/** The answer to `POST /scenes/{id}/activate`. */
export interface SceneActivation {
  /** True when all devices have taken it. */
  ok: boolean;
  items: SceneOutcome[];
  /** The entry in the log. */
  entry_id: string | null;
}

export interface PlaylistItem {
  scene_id: string;
  /** How long it stays: 1,000 to 86,400,000 milliseconds. */
  duration_ms: number;
  /** By default the scene's own. */
  transition_ms: number | null;
}

export type PlaylistState = 'stopped' | 'playing' | 'paused';

/** How a playlist stands now, `playlist_status`. */
export interface PlaylistStatus {
  state: PlaylistState;
  /** Which item is shown, from 0; null while it is stopped. */
  index: number | null;
  /** When the next one comes, ISO 8601; null unless it plays. */
  next_at: string | null;
  /** How much of the item is left while it is paused, in milliseconds. */
  remaining_ms: number | null;
  started_at: string | null;
  /** The order in which the items come in this round, as indexes into `items`. */
  order: number[];
  /** What went wrong with the last item, in words. */
  problem: string | null;
}

/** A playlist as REST and WebSocket show it. */
export interface Playlist {
  id: string;
  name: string;
  /** 1 to 200. */
  items: PlaylistItem[];
  /** Begins anew after its last item. */
  loop: boolean;
  /** Another order in each round. */
  shuffle: boolean;
  status: PlaylistStatus;
  revision: number;
  created_at: string;
  updated_at: string;
}
