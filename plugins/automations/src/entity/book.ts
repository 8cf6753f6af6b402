import type { Automation, AutomationProblem, AutomationStatus, Entity, Logger, TraceSummary } from '@lightkeeper/plugin-sdk';
import type { Arming } from '../arming/index.js';
import type { BlueprintLibrary } from '../blueprints/library.js';
import type { Engine, RunnableAutomation } from '../engine/index.js';
import type { StepChecker } from './checker.js';
import { effectiveOf } from './effective.js';
import type { Effective } from './effective.js';
import type { AutomationRecord } from './schema.js';
import { masked } from './secrets.js';
import type { StepSecrets } from './secrets.js';

type AutomationEntity = Entity<AutomationRecord>;

interface Deps {
  log: Logger;
  library: Pick<BlueprintLibrary, 'get'>;
  checker: StepChecker;
  secrets: StepSecrets;
  engine: Pick<Engine, 'define' | 'forget' | 'cancel' | 'standing'>;
  arming: Pick<Arming, 'arm' | 'disarm' | 'start' | 'status'>;
  last: (automation_id: string) => TraceSummary | null;
}

interface Known {
  readonly entity: AutomationEntity;
  readonly effective: Effective;
  /** Why it cannot be run at all. */
  readonly reason: string | null;
}

/** All automations as they are run, and what can be said of each. */
export class AutomationBook {
  readonly #deps: Deps;
  readonly #known = new Map<string, Known>();
  #started = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get(id: string): AutomationEntity | undefined {
    return this.#known.get(id)?.entity;
  }

  all(): AutomationEntity[] {
    return [...this.#known.values()].map(({ entity }) => entity);
  }

  effective(id: string): Effective | undefined {
    return this.#known.get(id)?.effective;
  }

  /** An automation has come, or has another form. */
  put(entity: AutomationEntity): void {
    if (this.get(entity.id)?.revision !== entity.revision) this.#take(entity);
  }

  #take(entity: AutomationEntity): void {
    const { engine, library, log } = this.#deps;
    const effective = effectiveOf(entity.data, library);
    let reason = effective.problems[0]?.detail ?? null;
    const was_enabled = this.#known.get(entity.id)?.entity.data.enabled === true;
    if (reason === null) {
      try {
        engine.define(runnable(entity, effective));
      } catch (error) {
        log.warn('An automation cannot be run', { automation: entity.name, error });
        reason = 'Its steps are not whole.';
      }
    }
    if (reason !== null) engine.forget(entity.id);
    this.#known.set(entity.id, { entity, effective, reason });
    if (was_enabled && !entity.data.enabled) engine.cancel(entity.id, 'The automation was switched off.');
    if (this.#started) this.#arm(entity.id);
  }

  /** It is deleted. */
  remove(id: string): void {
    this.#known.delete(id);
    this.#deps.arming.disarm(id);
    this.#deps.engine.forget(id);
  }

  /** The steps of those that are made from this blueprint are others now. */
  follow(blueprint_id: string): string[] {
    const followers = this.all().filter(({ data }) => data.blueprint?.blueprint_id === blueprint_id);
    for (const entity of followers) this.#take(entity);
    return followers.map(({ id }) => id);
  }

  /** Begins to hear their triggers. */
  start(): void {
    this.#started = true;
    const listening = [...this.#known.values()].filter(listens);
    this.#deps.arming.start(listening.map(({ entity, effective }) => armed(entity, effective)));
  }

  status({ id, data }: AutomationEntity): AutomationStatus {
    const { engine, arming, last } = this.#deps;
    const known = this.#known.get(id);
    const { running, queued, throttled_until } = engine.standing(id);
    const heard = arming.status(id);
    return {
      armed: heard?.armed === true,
      reason: data.enabled ? (known?.reason ?? heard?.reason ?? null) : null,
      running,
      queued,
      last_run: last(id),
      next_at: iso(heard?.next_at ?? null),
      throttled_until: iso(throttled_until),
    };
  }

  problems({ id }: AutomationEntity, effective: Effective): AutomationProblem[] {
    const { checker, arming } = this.#deps;
    const mistakes = checker.mistakes(effective).map(({ path, detail }) => ({ path, detail }));
    return [...effective.problems, ...mistakes, ...checker.missing(effective), ...(arming.status(id)?.problems ?? [])];
  }

  /** What the wire form has beside what is stored. With `open`, secrets are shown. */
  present(entity: AutomationEntity, { open = false } = {}): Pick<Automation, 'sentence' | 'problems' | 'status'> & Partial<Automation> {
    const { checker, secrets, library } = this.#deps;
    const known = this.#known.get(entity.id);
    const effective = known?.entity.revision === entity.revision ? known.effective : effectiveOf(entity.data, library);
    const { triggers, conditions, actions } = effective;
    const lists = { triggers, conditions, actions };
    return {
      ...(open || entity.data.blueprint !== null ? (open ? lists : masked(lists, secrets.find(lists))) : {}),
      sentence: checker.sentence(effective),
      problems: this.problems(entity, effective),
      status: this.status(entity),
    };
  }

  #arm(id: string): void {
    const { arming } = this.#deps;
    const known = this.#known.get(id);
    if (known !== undefined && listens(known)) arming.arm(armed(known.entity, known.effective));
    else arming.disarm(id);
  }
}

function listens({ entity, reason }: Known): boolean {
  return entity.data.enabled && reason === null;
}

function armed({ id, data }: AutomationEntity, { triggers }: Effective): Parameters<Arming['arm']>[0] {
  return { id, triggers, missed: data.missed };
}

function runnable({ id, name, revision, data }: AutomationEntity, { variables, conditions, actions }: Effective): RunnableAutomation {
  const { mode, max_runs, max_run_ms, stored_traces } = data;
  return { id, name, revision, mode, max_runs, max_run_ms, stored_traces, variables, conditions, actions };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
