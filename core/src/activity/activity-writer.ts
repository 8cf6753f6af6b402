import { HubError } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, ActivityWriter, ContextService, RecordInput, RecordOptions, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { ServiceRegistry } from '../services/service-registry.js';
import type { VocabularyStore } from './vocabulary.js';

interface WriterDeps {
  plugin_id: string;
  builtIn: boolean;
  vocabulary: VocabularyStore;
  services: ServiceRegistry;
  context: ContextService;
}

/** A plugin's pen: it writes only words that the plugin declared, and only under names that are its to use. */
export function createActivityWriter(deps: WriterDeps): ActivityWriter<Vocabulary> {
  return {
    record: async (
      category: string,
      action: string,
      input: RecordInput = {},
      options: RecordOptions = {},
    ): Promise<ActivityEntry | null> => {
      const declared = deps.vocabulary.find(category, action);
      if (declared?.plugin_id !== deps.plugin_id) {
        throw new HubError('LK_PLUGIN_INVALID', `${deps.plugin_id} records ${category}.${action}, which it has not declared`);
      }
      if (input.actor !== undefined) checkActor(input.actor, deps);
      const recorder = deps.services.get('activity_recorder');
      if (recorder === undefined) throw new HubError('LK_LOG_UNAVAILABLE', 'The activity log does not run, so nothing can be recorded.');
      return recorder.record(category, action, input, options, deps.plugin_id);
    },
  };
}

/** A third party speaks as itself, for a device, or as whoever asked it. */
export function checkActor(actor: string, { plugin_id, builtIn, context }: Pick<WriterDeps, 'plugin_id' | 'builtIn' | 'context'>): void {
  if (builtIn || actor === `plugin:${plugin_id}` || actor.startsWith('device:') || actor === context.current().actor) return;
  throw new HubError('LK_FORBIDDEN', `The plugin ${plugin_id} may not act as ${actor.slice(0, 80)}`);
}
