import type { FoundPlugin } from './find-plugins.js';

export interface OrderedPlugins {
  /** Each after those that it depends on. */
  order: FoundPlugin[];
  /** Those that cannot start, with the reason. */
  refused: Map<FoundPlugin, string>;
}

/** Sorts plugins so that each comes after its dependencies. A cycle is told as a path, a missing plugin by its name. */
export function orderPlugins(found: readonly FoundPlugin[]): OrderedPlugins {
  const refused = new Map<FoundPlugin, string>();
  const byId = new Map<string, FoundPlugin>();
  for (const plugin of found) {
    const first = byId.get(plugin.manifest.id);
    if (plugin.problem !== null) refused.set(plugin, plugin.problem);
    else if (first === undefined) byId.set(plugin.manifest.id, plugin);
    else refused.set(plugin, `another plugin has the id "${plugin.manifest.id}" already (${first.source})`);
  }
  const order: FoundPlugin[] = [];
  const done = new Map<string, boolean>();

  const visit = (plugin: FoundPlugin, path: readonly string[]): boolean => {
    const { id, dependsOn } = plugin.manifest;
    const known = done.get(id);
    if (known !== undefined) return known;
    if (path.includes(id)) {
      refused.set(plugin, `it depends on itself: ${[...path.slice(path.indexOf(id)), id].join(' -> ')}`);
      return false;
    }
    for (const needed of dependsOn) {
      const dependency = byId.get(needed);
      const ready = dependency !== undefined && visit(dependency, [...path, id]);
      if (ready) continue;
      if (!refused.has(plugin)) {
        refused.set(
          plugin,
          dependency === undefined
            ? `it needs the plugin "${needed}", which is not there`
            : `it needs the plugin "${needed}", which cannot start`,
        );
      }
      done.set(id, false);
      return false;
    }
    done.set(id, true);
    order.push(plugin);
    return true;
  };
  for (const plugin of byId.values()) visit(plugin, []);
  return { order, refused };
}
