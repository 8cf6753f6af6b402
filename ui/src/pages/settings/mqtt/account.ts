import { msg } from '../../../i18n/msg.js';

/** How far an account of the broker in the hub reaches. */
export const ACCESSES = ['own', 'home_assistant', 'everything'] as const;
export type Access = (typeof ACCESSES)[number];

/** An account as the API shows it; its password is never among it. */
export interface MqttAccount {
  id: string;
  name: string;
  access: Access;
  enabled: boolean;
  revision: number;
}

export function accessWord(access: Access): string {
  switch (access) {
    case 'own':
      return msg('Its own topics');
    case 'home_assistant':
      return msg('Home Assistant');
    case 'everything':
      return msg('Everything');
  }
}

export function accessText(access: Access): string {
  switch (access) {
    case 'own':
      return msg('For a device or a bridge: all below its own name, and its announcements for Home Assistant.');
    case 'home_assistant':
      return msg('For Home Assistant: the hub’s topics, the announcements, and what the other accounts say.');
    case 'everything':
      return msg('For tools that you trust: every topic there is.');
  }
}

/** 20 characters without those that are mistaken for each other: about 115 bits. */
export function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const bytes = crypto.getRandomValues(new Uint8Array(64));
  // What would favour the first letters is passed over.
  const fair = [...bytes].filter((byte) => byte < 256 - (256 % letters.length));
  return fair
    .slice(0, 20)
    .map((byte) => letters[byte % letters.length])
    .join('');
}
