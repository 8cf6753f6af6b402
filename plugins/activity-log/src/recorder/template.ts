import { cleanText } from './text.js';

/** Characters of a message. */
export const MESSAGE_LENGTH = 500;
const VALUE_LENGTH = 120;

/** What stands for an actor who has no name of their own. */
const BARE_ACTORS: Record<string, string> = {
  system: 'the hub',
  anonymous: 'someone',
  schedule: 'the schedule',
  cli: 'the command line',
};

export interface TemplateFacts {
  actor: string;
  entity_type: string | null;
  entity_id: string | null;
  entity_name: string | null;
  metadata: Readonly<Record<string, unknown>>;
}

/** The name behind the colon, never the kind before it. */
export function actorName(actor: string): string {
  const bare = Object.hasOwn(BARE_ACTORS, actor) ? BARE_ACTORS[actor] : undefined;
  if (bare !== undefined) return bare;
  const colon = actor.indexOf(':');
  const name = colon === -1 ? actor : actor.slice(colon + 1);
  return name === '' ? 'someone' : name;
}

function plain(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length > 0) return value.map((item) => plain(item) ?? '…').join(', ');
  return undefined;
}

function fill(word: string, facts: TemplateFacts): string {
  switch (word) {
    case 'actor':
      return actorName(facts.actor);
    case 'name':
      return facts.entity_name ?? facts.entity_id ?? 'something unnamed';
    case 'type':
      return (facts.entity_type ?? 'thing').replaceAll('_', ' ');
    default:
      return plain(Object.hasOwn(facts.metadata, word) ? facts.metadata[word] : undefined) ?? 'unknown';
  }
}

/** Fills a declared sentence. What is filled in is never read as a template again. A sentence that begins with a nameless actor begins large. */
export function renderMessage(template: string, facts: TemplateFacts): string {
  const message = template.replace(/\{([a-z][a-z0-9_]*)\}/g, (_whole, word: string) => cleanText(fill(word, facts), VALUE_LENGTH));
  const capitalised = template.startsWith('{actor}') && Object.hasOwn(BARE_ACTORS, facts.actor);
  return cleanText(capitalised ? message.charAt(0).toUpperCase() + message.slice(1) : message, MESSAGE_LENGTH);
}
