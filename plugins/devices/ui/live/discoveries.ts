import type { Discovery } from '@lightkeeper/plugin-sdk/wire';
import { collection, events, type Collection } from '@lightkeeper/ui';

let found: Collection<Discovery> | undefined;

/** What announced itself on the network, newest state, for as long as the page lives. */
export function discoveries(): Collection<Discovery> {
  if (found) return found;
  const list = collection<Discovery>('discoveries', { entity_type: 'discovery' });
  events.on('discovery_changed', ({ discovery, gone }) => {
    if (gone) list.remove(discovery.id);
    else list.put(discovery);
  });
  found = list;
  return list;
}

/** Those that wait for a person's word. */
export function waiting(items: readonly Discovery[]): Discovery[] {
  return items.filter((discovery) => discovery.status === 'new');
}
