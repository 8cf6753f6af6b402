import { HubError } from '@lightkeeper/plugin-sdk';
import type { Entity, EntityCollection, Hooks, Playlist, Scene, SceneService } from '@lightkeeper/plugin-sdk';
import type { PlaylistRecord } from './entities/playlist.js';
import type { SceneRecord } from './entities/scene.js';
import type { Players } from './playlists/players.js';
import type { Activator } from './scenes/activator.js';

/** The records of a type as they were last committed, for answers that cannot wait. */
export class Known<T> {
  readonly #records = new Map<string, Entity<T>>();

  /** Follows the records of the collection from now on, and begins with those that are there. */
  async follow(collection: EntityCollection<T>, hooks: Hooks): Promise<void> {
    hooks.tap('entity.changed', async ({ type, id, after }) => {
      if (type !== collection.type) return;
      const entity = after === null ? undefined : await collection.get(id);
      if (entity === undefined) this.#records.delete(id);
      else this.#records.set(id, entity);
    });
    for (const entity of await collection.all()) this.#records.set(entity.id, entity);
  }

  all(): Entity<T>[] {
    return [...this.#records.values()];
  }

  get(id: string): Entity<T> | undefined {
    return this.#records.get(id);
  }
}

interface Deps {
  scenes: EntityCollection<SceneRecord>;
  playlists: EntityCollection<PlaylistRecord>;
  known_scenes: Known<SceneRecord>;
  known_playlists: Known<PlaylistRecord>;
  activator: Activator;
  players: Players;
}

/** What other plugins may do with scenes and playlists. */
export function createSceneService({ scenes, playlists, known_scenes, known_playlists, activator, players }: Deps): SceneService {
  const scene = (entity: Entity<SceneRecord>): Scene => scenes.present(entity) as unknown as Scene;
  const playlist = (entity: Entity<PlaylistRecord>): Playlist => playlists.present(entity) as unknown as Playlist;
  const found = <T>(entity: T | undefined): T => {
    if (entity === undefined) throw new HubError('LK_NOT_FOUND', 'It has just been deleted.');
    return entity;
  };
  return {
    list: () => known_scenes.all().map(scene),
    get(id) {
      const entity = known_scenes.get(id);
      return entity && scene(entity);
    },
    activate: (id, options) => activator.activate(id, options),
    undo: (id) => activator.undo(id),
    playlists: () => known_playlists.all().map(playlist),
    playlist(id) {
      const entity = known_playlists.get(id);
      return entity && playlist(entity);
    },
    async control(id, act) {
      await players.control(id, act);
      return playlist(found(await playlists.get(id)));
    },
  };
}
