import type { Role } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '../i18n/msg.js';

export function roleWord(role: Role): string {
  switch (role) {
    case 'owner':
      return msg('Owner');
    case 'admin':
      return msg('Admin');
    case 'member':
      return msg('Member');
    case 'viewer':
      return msg('Viewer');
    case 'guest':
      return msg('Guest');
  }
}

/** What a role may do, in a few words. */
export function roleText(role: Role): string {
  switch (role) {
    case 'owner':
      return msg('May do everything, other owners included.');
    case 'admin':
      return msg('Runs the hub: people, plugins, settings.');
    case 'member':
      return msg('Uses and arranges lights, scenes and rooms.');
    case 'viewer':
      return msg('Sees everything, changes nothing.');
    case 'guest':
      return msg('Sees little, changes nothing.');
  }
}
