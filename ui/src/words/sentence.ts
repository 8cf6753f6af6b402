import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { actorName } from './actors.js';

/** A sentence of the log in its parts: who, what was done, and the thing it was done to. */
export interface SentencePart {
  kind: 'actor' | 'thing' | 'text';
  text: string;
}

/** The words under which an actor may open a sentence. */
function subjects(entry: ActivityEntry): string[] {
  const name = actorName(entry.actor);
  const words = [name, entry.actor];
  if (entry.actor === 'system') words.push('The hub', 'Hub', 'Lightkeeper');
  if (entry.actor === 'anonymous') words.push('Someone');
  if (entry.actor === 'cli') words.push('The command line');
  return words.filter((word) => word !== '');
}

/**
 * Takes the message apart, so that the actor can be shown as a chip and the thing in bold. The words stay those of the message:
 * it is the record. A message that does not begin with its actor has no actor part.
 */
export function sentenceParts(entry: ActivityEntry): SentencePart[] {
  const { message } = entry;
  const lower = message.toLowerCase();
  const subject = subjects(entry).find((word) => lower.startsWith(word.toLowerCase()) && !/[\p{L}\p{N}]/u.test(message[word.length] ?? ''));
  const parts: SentencePart[] = [];
  let rest = message;
  if (subject) {
    parts.push({ kind: 'actor', text: message.slice(0, subject.length) });
    rest = message.slice(subject.length);
  }
  const thing = entry.entity_name ?? '';
  const at = thing === '' ? -1 : rest.indexOf(thing);
  if (at < 0) {
    parts.push({ kind: 'text', text: rest });
  } else {
    parts.push(
      { kind: 'text', text: rest.slice(0, at) },
      { kind: 'thing', text: thing },
      { kind: 'text', text: rest.slice(at + thing.length) },
    );
  }
  return parts.filter((part) => part.text !== '');
}
