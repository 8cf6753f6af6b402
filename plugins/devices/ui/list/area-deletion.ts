import type { Area } from '@lightkeeper/plugin-sdk/wire';
import { api, collection, confirmDialog, describeError, msg, plural, str, toast } from '@lightkeeper/ui';

/** Asks, and deletes a room. Its devices stay. */
export async function deleteArea(area: Area, devices: number): Promise<void> {
  const sure = await confirmDialog({
    heading: msg(str`Delete ${area.name}?`),
    text: plural(devices, {
      one: msg('Its one device stays, without a room. What happened in it stays in the log.'),
      other: msg(str`Its ${devices} devices stay, without a room. What happened in it stays in the log.`),
    }),
    confirm: msg('Delete the room'),
    cancel: msg('Keep it'),
    danger: true,
  });
  if (!sure) return;
  try {
    await api.delete(`areas/${encodeURIComponent(area.id)}`);
    collection('areas').remove(area.id);
  } catch (error) {
    toast(describeError(error), { tone: 'error' });
  }
}
