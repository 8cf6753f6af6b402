import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, RouteDefinition, Routes } from '@lightkeeper/plugin-sdk';
import type { z } from 'zod';

/** A route as the registry keeps it, when the types of its schemas no longer matter. */
export type RouteRecord = RouteDefinition<z.ZodObject, z.ZodObject, z.ZodType> & { owner: string };

const PATH = /^(\/(:[a-z_]+|[a-z0-9._-]+))+$/;

/** All routes of the hub with their owners. Guards, OpenAPI and tests read it; so a new route can not be forgotten by any of them. */
export class RouteRegistry {
  readonly #routes = new Map<string, RouteRecord>();
  /** Grows with each change, so that the router knows when to be built anew. */
  version = 0;

  all(): readonly RouteRecord[] {
    return [...this.#routes.values()];
  }

  add(owner: string, definition: Omit<RouteRecord, 'owner'>): Disposer {
    if (!PATH.test(definition.path)) throw new HubError('LK_PLUGIN_INVALID', `${owner}: "${definition.path}" is not a route path`);
    // Two routes that differ only in the names of their parameters would shadow each other.
    const key = `${definition.method} ${definition.path.replaceAll(/:[a-z_]+/g, ':')}`;
    const taken = this.#routes.get(key);
    if (taken !== undefined) {
      throw new HubError('LK_PLUGIN_INVALID', `${owner} adds ${definition.method} ${definition.path}, which ${taken.owner} has`);
    }
    this.#routes.set(key, { ...definition, owner });
    this.version += 1;
    return () => {
      this.#routes.delete(key);
      this.version += 1;
    };
  }
}

/** The face of the registry for one owner; each route ends with the owner's effects. */
export function routesFor(registry: RouteRegistry, owner: string, effect: (label: string, undo: Disposer) => Disposer): Routes {
  return {
    add(definition) {
      const record = definition as unknown as Omit<RouteRecord, 'owner'>;
      effect(`route: ${definition.method} ${definition.path}`, registry.add(owner, record));
    },
  };
}
