import { HubError } from '@lightkeeper/plugin-sdk';
import type { ActivityWriter, ContextService, Entity, EntityCollection, RunOutcome, Trace } from '@lightkeeper/plugin-sdk';
import type { Engine, Firing } from './engine/index.js';
import type { AutomationBook } from './entity/book.js';
import type { AutomationRecord } from './entity/schema.js';
import type { VOCABULARY } from './vocabulary.js';

interface Deps {
  automations: EntityCollection<AutomationRecord>;
  book: AutomationBook;
  engine: Engine;
  context: ContextService;
  activity: ActivityWriter<typeof VOCABULARY>;
}

/** What people, programs and other automations do with automations, in the context of whoever asks. */
export class AutomationControl {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  nameOf(id: string): string | undefined {
    return this.#deps.book.get(id)?.name;
  }

  /** Throws `LK_NOT_FOUND`. */
  require(id: string): Entity<AutomationRecord> {
    const entity = this.#deps.book.get(id);
    if (entity === undefined) throw new HubError('LK_NOT_FOUND', 'There is no automation with this id.');
    return entity;
  }

  /** Runs it, whatever its triggers; its conditions only where that is asked for. */
  async run(id: string, { check_conditions = false } = {}): Promise<{ trace_id: string; outcome: RunOutcome }> {
    const { name } = this.require(id);
    const fired = await this.#deps.engine.fire(id, this.#byHand(), { check_conditions });
    if (fired === null) throw new HubError('LK_CONFLICT', `${name} cannot be run as it stands. See its problems.`);
    return fired;
  }

  async dryRun(id: string): Promise<Trace> {
    const { name } = this.require(id);
    const trace = await this.#deps.engine.dryRun(id, this.#byHand());
    if (trace === null) throw new HubError('LK_CONFLICT', `${name} cannot be run as it stands. See its problems.`);
    return trace;
  }

  async turn(id: string, enabled: boolean): Promise<void> {
    await this.#deps.automations.update(id, { enabled });
  }

  /** Ends a run that is under way. */
  async cancel(trace_id: string): Promise<void> {
    const { activity, context, engine } = this.#deps;
    const trace = engine.trace(trace_id);
    if (trace === undefined) throw new HubError('LK_NOT_FOUND', 'There is no such run under way.');
    await activity.record('automation', 'automation_cancelled', {
      ...{ entity_type: 'automation', entity_id: trace.automation_id, entity_name: trace.automation_name },
      metadata: { trace_id },
    });
    engine.cancelRun(trace_id, `${nameOf(context.current().actor)} ended it.`);
  }

  #byHand(): Firing {
    const { actor, actor_id, origin, correlation_id, cause_id } = this.#deps.context.current();
    return {
      trigger: { path: null, id: null, kind: 'manual', description: `${nameOf(actor)} ran it`, data: {} },
      context: { actor, actor_id, origin, correlation_id, cause_id },
    };
  }
}

/** `anna` for `user:anna`: a sentence needs no kind. */
function nameOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}
