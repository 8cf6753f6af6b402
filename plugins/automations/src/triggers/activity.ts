import { SEVERITIES, z } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, RequestContext, TriggerKind } from '@lightkeeper/plugin-sdk';
import type { TriggerHub } from './hub.js';
import { Lineage } from './lineage.js';
import { Listeners } from './listeners.js';

const LONGEST_WINDOW_MS = 604_800_000;
const word = z.string().min(1).max(64);

const options = z
  .strictObject({
    categories: z.array(word).min(1).max(20).optional().meta({ title: 'Categories' }),
    action: word.optional().meta({ title: 'Action', description: 'Such as login_failed.' }),
    severities: z.array(z.enum(SEVERITIES)).min(1).max(3).optional().meta({ title: 'Severities' }),
    actor: z.string().min(1).max(200).optional().meta({ title: 'Actor', description: 'Such as user:anna.' }),
    entity_type: word.optional().meta({ title: 'Type of thing', ui: { advanced: true } }),
    entity_id: word.optional().meta({ title: 'Id of the thing', ui: { advanced: true } }),
    message_like: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ title: 'Words', description: 'Each is matched from its beginning, in any order.' }),
    count: z.number().int().min(1).max(1_000).default(1).meta({ title: 'So often' }),
    within_ms: z
      .number()
      .int()
      .min(1_000)
      .max(LONGEST_WINDOW_MS)
      .optional()
      .meta({ title: 'Within', ui: { widget: 'duration' } }),
  })
  .refine(({ count, within_ms }) => count === 1 || within_ms !== undefined, { message: 'must say within what time', path: ['within_ms'] });

/**
 * An entry of the log fits a filter; with `count`, so many of them within a time, and then anew from the next on. What follows from a run of the
 * automation itself never counts, however long the chain of causes is: it cannot set itself going.
 */
export function activityTrigger(hub: TriggerHub): TriggerKind<typeof options> {
  const listeners = new Listeners<ActivityEntry>();
  const lineage = new Lineage();
  hub.hooks.tap('activity.recorded', ({ entry }) => {
    lineage.take(entry);
    if (!listeners.has('')) return;
    hub.context.run(contextOf(entry, hub.context.current()), () => {
      listeners.tell('', entry);
    });
  });
  return {
    kind: 'activity',
    name: 'Entry in the log',
    description: 'Something is recorded in the activity log, such as three failed sign-ins within five minutes.',
    icon: 'scroll-text',
    group: 'log',
    options,
    sentence(filter, words) {
      const what =
        filter.action?.replaceAll('_', ' ') ?? (filter.categories === undefined ? 'anything' : words.list(filter.categories, 'or'));
      const who = filter.actor === undefined ? '' : ` by ${words.value(filter.actor)}`;
      const like = filter.message_like === undefined ? '' : ` with ${words.value(filter.message_like)}`;
      const often =
        filter.within_ms === undefined || filter.count === 1 ? '' : ` ${filter.count} times within ${words.duration(filter.within_ms)}`;
      return `the log tells of ${what}${who}${like}${often}`;
    },
    listen(filter, { automation_id, clock, fire }) {
      const wanted = filter.message_like === undefined ? [] : wordsOf(filter.message_like);
      let moments: number[] = [];
      return listeners.add('', (entry) => {
        if (!fits(entry, filter, wanted) || lineage.isOf(entry, automation_id)) return;
        const now = clock.now();
        const since = now - (filter.within_ms ?? 0);
        moments = [...moments.filter((moment) => moment > since), now].slice(-filter.count);
        if (moments.length < filter.count) return;
        moments = [];
        const { id, ts, category, action, severity, actor, message, entity_type, entity_id, entity_name } = entry;
        fire({
          description: filter.count === 1 ? message.slice(0, 300) : `${filter.count} times: ${message.slice(0, 280)}`,
          data: {
            entry_id: id,
            ts,
            category,
            action,
            severity,
            actor,
            message: message.slice(0, 1_000),
            entity_type,
            entity_id,
            entity_name,
            count: filter.count,
          },
        });
      });
    },
  };
}

function fits(entry: ActivityEntry, filter: z.output<typeof options>, wanted: readonly string[]): boolean {
  const { categories, severities, action, actor, entity_type, entity_id } = filter;
  return (
    (categories === undefined || categories.includes(entry.category)) &&
    (action === undefined || action === entry.action) &&
    (severities === undefined || severities.includes(entry.severity)) &&
    (actor === undefined || actor === entry.actor) &&
    (entity_type === undefined || entity_type === entry.entity_type) &&
    (entity_id === undefined || entity_id === entry.entity_id) &&
    (wanted.length === 0 || holdsWords(entry.message, wanted))
  );
}

/** As the filter `message_like` of the log has it. */
function holdsWords(message: string, wanted: readonly string[]): boolean {
  const words = wordsOf(message);
  return wanted.every((start) => words.some((candidate) => candidate.startsWith(start)));
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** A run that an entry sets going goes on in the name of whoever is behind the entry. */
function contextOf({ id, actor, metadata }: ActivityEntry, current: RequestContext): RequestContext {
  const same = current.actor === actor;
  return {
    ...current,
    actor,
    actor_id: same ? current.actor_id : null,
    correlation_id: metadata.correlation_id ?? current.correlation_id,
    cause_id: id,
  };
}
