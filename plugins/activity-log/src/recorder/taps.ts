import type { Disposer, Hooks, Occurrence, VocabularyEntry, VocabularyRegistry } from '@lightkeeper/plugin-sdk';
import type { Recorder } from './recorder.js';

/** A record may wait for the transactions before it; only a database that hangs takes this long. */
const TAP_TIMEOUT_MS = 20_000;

/** Records every change of an entity in the change's own transaction: an error here takes the change back. */
export function recordChanges(hooks: Hooks, vocabulary: () => VocabularyRegistry, recorder: Recorder): void {
  hooks.tap(
    'entity.changing',
    async (change) => {
      if (change.bulk) return;
      const owner = vocabulary().find(change.category, change.action)?.plugin_id ?? 'core';
      const entry = await recorder.record(
        change.category,
        change.action,
        {
          actor: change.context.actor,
          entity_type: change.type,
          entity_id: change.id,
          entity_name: change.name,
          metadata: { changed: [...change.changed] },
        },
        { tx: change.tx },
        owner,
        change.context,
      );
      if (entry) change.entry_id = entry.id;
    },
    { phase: 'record', timeout_ms: TAP_TIMEOUT_MS },
  );
}

/** Records every declared action that names a hook whenever that hook is called. Knows neither the hooks nor their plugins. */
export function recordOccurrences(hooks: Hooks, vocabulary: VocabularyRegistry, recorder: Recorder): Disposer {
  const taps = new Map<string, Disposer>();

  const listen = (declared: VocabularyEntry): void => {
    const key = `${declared.category}.${declared.action}`;
    // A plugin that was restarted declares its words again.
    void taps.get(key)?.();
    taps.delete(key);
    // An entry for each entry would never end.
    if (declared.hook === undefined || declared.hook === 'activity.recorded') return;
    const tap = hooks.tap(
      declared.hook,
      async (payload) => {
        // The contract of `ActionDeclaration.hook`: whoever names a hook there gives it an occurrence.
        const occurrence = payload as Occurrence;
        const { tx, actor, severity, entity_type, entity_id, entity_name, metadata } = occurrence;
        const entry = await recorder.record(
          declared.category,
          declared.action,
          {
            ...(actor === undefined ? {} : { actor }),
            ...(severity === undefined ? {} : { severity }),
            entity_type: entity_type ?? null,
            entity_id: entity_id ?? null,
            entity_name: entity_name ?? null,
            ...(metadata === undefined ? {} : { metadata }),
          },
          tx === undefined ? {} : { tx },
          declared.plugin_id,
        );
        if (entry) occurrence.entry_id = entry.id;
      },
      { phase: 'record', timeout_ms: TAP_TIMEOUT_MS },
    );
    taps.set(key, tap);
  };

  return vocabulary.onDeclared(listen);
}
