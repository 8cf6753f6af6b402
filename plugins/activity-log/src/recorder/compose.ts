import {
  SEVERITIES,
  type ActivityEntry,
  type EntryMetadata,
  type RecordInput,
  type RequestContext,
  type VocabularyEntry,
} from '@lightkeeper/plugin-sdk';
import { cleanMetadata } from './metadata.js';
import { MESSAGE_LENGTH, renderMessage } from './template.js';
import { cleanOrNull, cleanText } from './text.js';

const ACTOR_LENGTH = 160;
const TYPE_LENGTH = 64;
const ID_LENGTH = 200;
const NAME_LENGTH = 200;
const USER_AGENT_LENGTH = 300;

export interface EntryFacts {
  id: string;
  now: number;
  declaration: VocabularyEntry;
  input: RecordInput;
  context: RequestContext;
  plugin_id: string;
}

/** Where the work came from. What the context knows wins over what the caller says; `plugin_id` is never the caller's to say. */
function provenance({ context, input, plugin_id }: EntryFacts): EntryMetadata {
  const known: EntryMetadata = { origin: context.origin, correlation_id: context.correlation_id, plugin_id };
  if (context.cause_id !== null) known.cause_id = context.cause_id;
  if (context.ip !== null) known.ip = context.ip;
  if (context.user_agent !== null) known.user_agent = cleanText(context.user_agent, USER_AGENT_LENGTH);
  const own_actor = input.actor === undefined || input.actor === context.actor;
  if (own_actor && context.actor_id !== null) known.actor_id = context.actor_id;
  return known;
}

/** Makes the eleven fields of an entry out of what happened and who did it. Everything in it is safe to store and to show. */
export function composeEntry(facts: EntryFacts): ActivityEntry {
  const { declaration, input, context } = facts;
  const metadata = cleanMetadata({ ...input.metadata, ...provenance(facts) });
  const named = {
    actor: cleanText(input.actor ?? context.actor, ACTOR_LENGTH),
    entity_type: cleanOrNull(input.entity_type, TYPE_LENGTH),
    entity_id: cleanOrNull(input.entity_id, ID_LENGTH),
    entity_name: cleanOrNull(input.entity_name, NAME_LENGTH),
  };
  const severity = SEVERITIES.find((known) => known === input.severity) ?? declaration.severity;
  return {
    id: facts.id,
    ts: new Date(facts.now).toISOString(),
    category: declaration.category,
    action: declaration.action,
    severity,
    actor: named.actor,
    message:
      input.message === undefined ? renderMessage(declaration.message, { ...named, metadata }) : cleanText(input.message, MESSAGE_LENGTH),
    entity_type: named.entity_type,
    entity_id: named.entity_id,
    entity_name: named.entity_name,
    metadata,
  };
}
