import type { ActivityWriter, ContextService, HookCaller } from '@lightkeeper/plugin-sdk';
import type { RunRecorder, RunnableAutomation } from './engine/index.js';
import type { VOCABULARY } from './vocabulary.js';

interface Deps {
  activity: ActivityWriter<typeof VOCABULARY>;
  context: ContextService;
  hooks: {
    triggered: HookCaller<'automation.triggered'>;
    finished: HookCaller<'automation.finished'>;
    failed: HookCaller<'automation.failed'>;
  };
}

/** Tells the log, and whoever listens, of runs. */
export function createRecorder({ activity, context, hooks }: Deps): RunRecorder {
  const about = ({ id, name }: RunnableAutomation): { entity_type: string; entity_id: string; entity_name: string } => ({
    entity_type: 'automation',
    entity_id: id,
    entity_name: name,
  });
  return {
    triggered(entry_id, automation, trace_id, { trigger, context: cause }) {
      const { device_id } = trigger.data;
      const metadata = {
        trace_id,
        trigger: trigger.description,
        trigger_kind: trigger.kind,
        ...(typeof device_id === 'string' && { device_id }),
      };
      return context.run(cause, async () => {
        const entry = await activity.record('automation', 'automation_triggered', { id: entry_id, ...about(automation), metadata });
        await hooks.triggered.call({ ...about(automation), metadata, entry_id, automation_id: automation.id, trace_id });
        return entry;
      });
    },
    async finished(automation, trace_id, facts) {
      const occurrence = { ...about(automation), metadata: { trace_id, ...facts } };
      const entry = await activity.record('automation', 'automation_finished', occurrence);
      await hooks.finished.call({ ...occurrence, ...(entry && { entry_id: entry.id }), automation_id: automation.id, trace_id });
    },
    async repeated(automation, facts) {
      await activity.record('automation', 'automation_repeated', { ...about(automation), metadata: { ...facts } });
    },
    async failed(automation, trace_id, facts) {
      const occurrence = { ...about(automation), metadata: { trace_id, ...facts, reason: facts.reason.replace(/\.$/, '') } };
      const word = facts.outcome === 'cut' ? 'automation_cut' : 'automation_failed';
      const entry = await activity.record('automation', word, occurrence);
      await hooks.failed.call({ ...occurrence, ...(entry && { entry_id: entry.id }), automation_id: automation.id, trace_id });
    },
  };
}
