import type { EntityUser } from '@lightkeeper/plugin-sdk/wire';
import { api } from '../api/client.js';
import { msg, str } from '../i18n/msg.js';
import { confirmDialog, type ConfirmOptions } from './lk-confirm.js';

/** More names than that are counted. */
const MOST_NAMES = 5;

interface DeleteOptions extends Partial<ConfirmOptions> {
  heading: string;
  /** Which record: `devices`, and its id. */
  path: string;
  id: string;
}

/** Asks before a record is deleted, and says what else speaks of it. Resolves with the answer. */
export async function confirmDelete({ path, id, text = '', ...options }: DeleteOptions): Promise<boolean> {
  const users = await usersOf(path, id);
  return confirmDialog({
    confirm: msg('Delete it'),
    cancel: msg('Keep it'),
    danger: true,
    ...options,
    text: users.length === 0 ? text : `${msg(str`It is used by ${named(users)}. They stay, and say what they miss.`)}\n\n${text}`.trim(),
  });
}

/** Nobody can say where it is used when the hub does not answer; the deletion itself will tell. */
async function usersOf(path: string, id: string): Promise<EntityUser[]> {
  try {
    return (await api.get<{ items: EntityUser[] }>(`${path}/${encodeURIComponent(id)}/used-by`)).items;
  } catch {
    return [];
  }
}

function named(users: readonly EntityUser[]): string {
  const names = users.slice(0, MOST_NAMES).map(({ label, name }) => msg(str`${label.toLocaleLowerCase()} “${name}”`));
  if (users.length > MOST_NAMES) names.push(msg(str`${users.length - MOST_NAMES} more`));
  return new Intl.ListFormat([...navigator.languages], { type: 'conjunction' }).format(names);
}
