import { createHash } from 'node:crypto';
import { safeText } from '@lightkeeper/plugin-sdk';
import type { Disposer, TriggerConfig, TriggerEvent, TriggerKind, TriggerTools } from '@lightkeeper/plugin-sdk';
import type { Alarm, TimerHeap } from '../engine/timer-heap.js';
import type { ArmingHub, Hold, TriggerFiring } from './ports.js';

/** Events that a trigger may hold at one time. */
const MAX_HOLDS = 100;
/** A schedule that is this late has been missed: the computer slept, or its clock was set. */
const LATE_MS = 60_000;
const MAX_DATA_BYTES = 8_192;

/** Where a trigger keeps what it holds; without a place it is forgotten with the trigger. */
export interface HoldKeeper {
  all(): readonly Hold[];
  put(hold: Hold): void;
  remove(key: string): void;
}

export interface ArmedTriggerOptions {
  readonly hub: ArmingHub;
  readonly alarms: TimerHeap;
  readonly automation_id: string;
  /** Where it stands: `triggers.0`. */
  readonly path: string;
  readonly config: TriggerConfig;
  readonly kind: TriggerKind;
  readonly options: Record<string, unknown>;
  readonly holds: HoldKeeper;
  readonly missed: 'skip' | 'run_once';
  /** Up to when schedules were heard before; null where nothing was missed. */
  readonly heard_until: number | null;
  readonly fired: (firing: TriggerFiring) => void;
  /** A schedule has another moment now, or something is wrong with the trigger: a sentence, null when it is well again. */
  readonly changed: (problem: string | null) => void;
}

/** One trigger of an automation, from the moment at which it is heard until it is closed. */
export class ArmedTrigger {
  readonly #options: ArmedTriggerOptions;
  readonly #holds = new Map<string, { hold: Hold; alarm: Alarm }>();
  #schedule: Alarm | null = null;
  #closed = false;
  #stop: Disposer | null = null;

  constructor(options: ArmedTriggerOptions) {
    this.#options = options;
    if ('listen' in options.kind) this.#listen(options.kind);
    else this.#begin(options.kind);
  }

  /** When it fires next by its schedule; null where it has none. */
  get next_at(): number | null {
    return this.#schedule?.at ?? null;
  }

  /** The clock, the time zone or the place has changed: when it fires next is reckoned anew. */
  reschedule(): void {
    const { kind, hub } = this.#options;
    if ('listen' in kind || this.#closed) return;
    this.#plan(kind, hub.clock.now());
  }

  /** Ends it. What it holds stays with its keeper. */
  close(): void {
    this.#closed = true;
    void this.#stop?.();
    const { alarms } = this.#options;
    if (this.#schedule !== null) alarms.clear(this.#schedule);
    this.#schedule = null;
    for (const { alarm } of this.#holds.values()) alarms.clear(alarm);
    this.#holds.clear();
  }

  #listen(kind: Extract<TriggerKind, { listen: unknown }>): void {
    const { options, holds, hub } = this.#options;
    for (const hold of holds.all()) this.#holds.set(hold.key, { hold, alarm: this.#alarm(hold) });
    const failed = (error: unknown): void => {
      if (!this.#closed) this.#options.changed(sentence(error));
    };
    try {
      const listening = kind.listen(options, this.#tools());
      if (!(listening instanceof Promise)) {
        this.#stop = listening;
        return;
      }
      void listening.then((stop) => {
        if (this.#closed) void stop();
        else this.#stop = stop;
      }, failed);
    } catch (error) {
      hub.log.debug('A trigger cannot be armed', { error });
      failed(error);
    }
  }

  #tools(): TriggerTools {
    const { hub, automation_id, path } = this.#options;
    return {
      automation_id,
      path,
      clock: hub.clock,
      timers: hub.timers,
      log: hub.log,
      home: hub.home,
      fire: (event) => {
        this.#fire(event);
      },
      hold: (key, ms, event) => {
        this.#hold(key, ms, event);
      },
      release: (key) => {
        this.#release(key);
      },
      held: () => [...this.#holds.keys()],
    };
  }

  #fire(event: TriggerEvent): void {
    if (this.#closed) return;
    const { config, path, fired, hub } = this.#options;
    const { actor, actor_id, origin, correlation_id, cause_id } = hub.context.current();
    fired({
      trigger: { path, kind: config.kind, id: config.id ?? null, ...factsOf(event) },
      context: { actor, actor_id, origin, correlation_id, cause_id },
    });
  }

  #hold(key: string, ms: number, event: TriggerEvent): void {
    if (this.#closed || this.#holds.has(key) || this.#holds.size >= MAX_HOLDS) return;
    const { hub, holds } = this.#options;
    const { actor, actor_id, origin, correlation_id, cause_id } = hub.context.current();
    const { description, data } = factsOf(event);
    const hold: Hold = {
      key: key.slice(0, 200),
      due_at: hub.clock.now() + Math.max(0, ms),
      event: { description, data },
      context: { actor, actor_id, origin, correlation_id, cause_id },
    };
    this.#holds.set(key, { hold, alarm: this.#alarm(hold) });
    holds.put(hold);
  }

  #release(key: string): void {
    const held = this.#holds.get(key);
    if (held === undefined) return;
    this.#options.alarms.clear(held.alarm);
    this.#holds.delete(key);
    this.#options.holds.remove(held.hold.key);
  }

  #alarm(hold: Hold): Alarm {
    const { alarms, hub } = this.#options;
    return alarms.set(hold.due_at, () => {
      this.#release(hold.key);
      hub.context.run(hold.context, () => {
        this.#fire(hold.event);
      });
    });
  }

  /** What was missed while nobody listened is made up for once, where that is wanted. */
  #begin(kind: Extract<TriggerKind, { next: unknown }>): void {
    const { hub, heard_until, missed } = this.#options;
    const now = hub.clock.now();
    if (heard_until !== null && missed === 'run_once' && heard_until < now) {
      const due = this.#nextOf(kind, heard_until);
      if (due !== null && due <= now) {
        this.#schedule = this.#options.alarms.set(now, () => {
          this.#occur(kind, due, ' (missed while the hub was off)');
          this.#plan(kind, hub.clock.now());
        });
        return;
      }
    }
    this.#plan(kind, now);
  }

  #plan(kind: Extract<TriggerKind, { next: unknown }>, after: number): void {
    const { alarms, hub, missed } = this.#options;
    if (this.#schedule !== null) alarms.clear(this.#schedule);
    this.#schedule = null;
    if (this.#closed) return;
    const due = this.#nextOf(kind, after);
    if (due === null) return;
    this.#schedule = alarms.set(due, () => {
      const now = hub.clock.now();
      const late = now - due > LATE_MS;
      if (!late || missed === 'run_once') this.#occur(kind, due, late ? ' (late, since the computer slept or its clock was set)' : '');
      this.#plan(kind, Math.max(due, now));
    });
    this.#options.changed(null);
  }

  #nextOf(kind: Extract<TriggerKind, { next: unknown }>, after: number): number | null {
    const { options, hub, changed } = this.#options;
    try {
      const due = kind.next(options, after, hub.home);
      if (due === null) {
        changed('It never comes.');
        return null;
      }
      if (Number.isFinite(due) && due > after) return due;
      changed('Its kind gave no moment that is yet to come.');
    } catch (error) {
      changed(sentence(error));
    }
    return null;
  }

  #occur(kind: Extract<TriggerKind, { next: unknown }>, due: number, remark: string): void {
    const { hub, options, config } = this.#options;
    let event: TriggerEvent;
    try {
      event = kind.event?.(options, due, hub.home) ?? { description: `It was time for “${config.kind}”` };
    } catch (error) {
      event = { description: `It was time for “${config.kind}”: ${sentence(error)}` };
    }
    hub.context.run({ actor: 'schedule', origin: 'schedule', correlation_id: hub.newId() }, () => {
      this.#fire({
        description: `${event.description}${remark}`,
        data: { ...event.data, scheduled_for: new Date(due).toISOString() },
      });
    });
  }
}

/** Tells triggers apart by what they are, so that what they hold is theirs wherever they stand. */
export function triggerKeys(configs: readonly TriggerConfig[]): string[] {
  const seen = new Map<string, number>();
  return configs.map((config) => {
    const hash = createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 32);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}-${count}`;
  });
}

function factsOf({ description, data = {} }: TriggerEvent): Required<TriggerEvent> {
  return {
    description: safeText(description, 500),
    data: JSON.stringify(data).length > MAX_DATA_BYTES ? { truncated: true } : data,
  };
}

export function sentence(error: unknown): string {
  const text = error instanceof Error && error.message !== '' ? error.message.slice(0, 300) : 'It cannot be armed.';
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
