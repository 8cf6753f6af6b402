import type { CaptureLayout, NamedLayout } from '@lightkeeper/plugin-sdk/wire';
import { api, collection, type Collection } from '@lightkeeper/ui';
import { captures } from './captures.js';

/** The layouts that have names. */
export const layouts: Collection<NamedLayout> = collection<NamedLayout>('layouts', { entity_type: 'layout', refetch: true });

const path = (id: string): string => `layouts/${encodeURIComponent(id)}`;

/** The names of the captures that use it. */
export function usersOf(layout_id: string): string[] {
  return captures.value.items.filter((capture) => capture.layout_id === layout_id).map(({ name }) => name);
}

/** Keeps a layout under a name, in place of the one that has it. Throws what the hub refuses. */
export async function keep(name: string, layout: CaptureLayout): Promise<NamedLayout> {
  const old = layouts.value.items.find((one) => one.name === name);
  // A layout of another kind has other fields: those of the old one go.
  const gone = Object.fromEntries(Object.keys(old?.layout ?? {}).map((key) => [key, null]));
  const kept = await (old === undefined
    ? api.post<NamedLayout>('layouts', { name, layout })
    : api.patch<NamedLayout>(path(old.id), { layout: { ...gone, ...layout } }));
  layouts.put(kept);
  return kept;
}

export async function rename(id: string, name: string): Promise<void> {
  layouts.put(await api.patch<NamedLayout>(path(id), { name }));
}

/** Throws while a capture uses it. */
export async function remove(id: string): Promise<void> {
  await api.delete(path(id));
  layouts.remove(id);
}
