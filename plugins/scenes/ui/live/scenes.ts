import type { Playlist, Scene, SceneActivation, SceneDevice } from '@lightkeeper/plugin-sdk/wire';
import { Store, api, can, collection, describeError, events, msg, str, toast, type Collection } from '@lightkeeper/ui';

/** All scenes and playlists of the hub, with how they stand just now. */
export const scenes: Collection<Scene> = collection<Scene>('scenes', { entity_type: 'scene', refetch: true });
export const playlists: Collection<Playlist> = collection<Playlist>('playlists', { entity_type: 'playlist', refetch: true });

events.on('scene_status', ({ scene_id, status }) => {
  scenes.merge(scene_id, { status });
});
events.on('playlist_status', ({ playlist_id, status }) => {
  playlists.merge(playlist_id, { status });
});

/** Whether the reader may show, make and change scenes. */
export const mayUse = (): boolean => can('member');

export const scenePage = (id: string): string => `/scenes/${encodeURIComponent(id)}`;
export const playlistPage = (id: string): string => `/scenes/playlists/${encodeURIComponent(id)}`;
export const historyLink = (type: 'scene' | 'playlist', id: string): string =>
  `/activity?entity_type=${type}&entity_id=${encodeURIComponent(id)}`;
export const entryLink = (id: string): string => `/activity?entry=${encodeURIComponent(id)}`;

const path = (id: string): string => `scenes/${encodeURIComponent(id)}`;

/** What a scene came to, where it was shown from this page; `sending` until the hub has answered. */
export type Attempt = 'sending' | SceneActivation;
export const attempts = new Store<ReadonlyMap<string, Attempt>>(new Map());

function note(id: string, attempt: Attempt | null): void {
  attempts.update((old) => {
    const next = new Map(old);
    if (attempt === null) next.delete(id);
    else next.set(id, attempt);
    return next;
  });
}

/** What went wrong is said in passing; null then. */
async function tried<T>(deed: () => Promise<T>): Promise<T | null> {
  try {
    return await deed();
  } catch (error) {
    toast(describeError(error), { tone: 'error' });
    return null;
  }
}

/** Shows a scene. What did not take its part is told at the scene. */
export async function activate({ id }: Scene): Promise<void> {
  if (attempts.value.get(id) === 'sending') return;
  note(id, 'sending');
  note(id, await tried(() => api.post<SceneActivation>(`${path(id)}/activate`)));
}

/** Gives the devices of a scene back what they showed before it. */
export async function undo({ id, name }: Scene): Promise<void> {
  note(id, null);
  const back = await tried(() => api.post<SceneActivation>(`${path(id)}/undo`));
  if (back === null) return;
  const missed = back.items.filter(({ ok }) => !ok).map(({ device_name }) => device_name);
  if (missed.length === 0) toast(msg(str`The lights are as they were before ${name}.`));
  else toast(msg(str`Not all lights are as they were before ${name}: ${missed.join(', ')}.`), { tone: 'warning' });
}

/** What a scene is made of, without what the hub knows of it. */
export type SceneDraft = Pick<Scene, 'name' | 'description' | 'devices' | 'transition_ms' | 'retry_offline' | 'area_id'>;

/** A device that a snapshot has left out, and why. */
export interface LeftOut {
  device_id: string;
  device_name: string;
  reason: string;
}

/** Keeps what the devices show now as a scene. Throws what the hub refuses. */
export async function snapshot(body: {
  name: string;
  device_ids: string[];
  area_id: string | null;
}): Promise<Scene & { left_out: LeftOut[] }> {
  const made = await api.post<Scene & { left_out: LeftOut[] }>('scenes/snapshot', body);
  scenes.put(made);
  return made;
}

/** What the devices show now, as parts of a scene. */
export async function look(device_ids: readonly string[]): Promise<{ devices: SceneDevice[]; left_out: LeftOut[] } | null> {
  return tried(() => api.post('scenes/look', { device_ids }));
}

/** Makes a scene, or changes the one with this id unless somebody else has since. Throws what the hub refuses. */
export async function save(draft: SceneDraft, known: Pick<Scene, 'id' | 'revision'> | null): Promise<Scene> {
  const saved =
    known === null ? await api.post<Scene>('scenes', draft) : await api.patch<Scene>(path(known.id), draft, { if_match: known.revision });
  scenes.put(saved);
  return saved;
}

/** A second one of the same. */
export async function duplicate({ name, description, devices, transition_ms, retry_offline, area_id }: Scene): Promise<void> {
  const draft = { name: msg(str`${name.slice(0, 110)}, again`), description, devices, transition_ms, retry_offline, area_id };
  await tried(() => save(draft, null));
}

export async function removeScene(id: string): Promise<boolean> {
  const done = await tried(async () => {
    await api.delete(path(id));
    return true;
  });
  if (done !== null) scenes.remove(id);
  return done !== null;
}

/** What a playlist is made of. */
export type PlaylistDraft = Pick<Playlist, 'name' | 'items' | 'loop' | 'shuffle'>;

export async function savePlaylist(draft: PlaylistDraft, known: Pick<Playlist, 'id' | 'revision'> | null): Promise<Playlist> {
  const saved =
    known === null
      ? await api.post<Playlist>('playlists', draft)
      : await api.patch<Playlist>(`playlists/${encodeURIComponent(known.id)}`, draft, { if_match: known.revision });
  playlists.put(saved);
  return saved;
}

/** Starts, pauses, skips or stops a playlist. */
export async function control(id: string, act: 'start' | 'pause' | 'skip' | 'stop'): Promise<void> {
  const now = await tried(() => api.post<Playlist>(`playlists/${encodeURIComponent(id)}/${act}`));
  if (now !== null) playlists.merge(id, { status: now.status });
}

export async function removePlaylist(id: string): Promise<boolean> {
  const done = await tried(async () => {
    await api.delete(`playlists/${encodeURIComponent(id)}`);
    return true;
  });
  if (done !== null) playlists.remove(id);
  return done !== null;
}
