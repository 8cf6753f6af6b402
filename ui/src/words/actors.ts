import type { Actor } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '../i18n/msg.js';

export const ACTOR_KINDS = ['user', 'token', 'automation', 'schedule', 'device', 'mqtt', 'plugin', 'cli', 'system', 'anonymous'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** What kind of actor stands behind a name in the log. A word that we do not know counts as the hub's own. */
export function actorKind(actor: Actor): ActorKind {
  const word = actor.split(':', 1)[0] ?? '';
  return (ACTOR_KINDS as readonly string[]).includes(word) ? (word as ActorKind) : 'system';
}

/** The name to show: the part behind the colon, or a word for the kinds that have none. */
export function actorName(actor: Actor): string {
  const colon = actor.indexOf(':');
  if (colon >= 0 && colon < actor.length - 1) return actor.slice(colon + 1);
  switch (actorKind(actor)) {
    case 'schedule':
      return msg('The schedule');
    case 'cli':
      return msg('Command line');
    case 'anonymous':
      return msg('Someone');
    case 'system':
      return msg('The hub');
    default:
      return actor;
  }
}

const ICONS: Record<Exclude<ActorKind, 'user'>, string> = {
  token: 'key-round',
  automation: 'workflow',
  schedule: 'clock',
  device: 'lightbulb',
  mqtt: 'radio',
  plugin: 'puzzle',
  cli: 'terminal',
  system: 'cpu',
  anonymous: 'circle-help',
};

export function actorIcon(kind: ActorKind): string {
  return kind === 'user' ? 'user-round' : ICONS[kind];
}

/** One of a person's own hues, 0 to 5; the same for the same name everywhere. */
export function personHue(name: string): number {
  let sum = 0;
  for (const char of name.toLowerCase()) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return sum % 6;
}
