import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, TriggerConfig } from '@lightkeeper/plugin-sdk';
import { TimerHeap } from '../engine/timer-heap.js';
import type { Kinds } from '../kinds/index.js';
import { ArmedTrigger, triggerKeys } from './armed-trigger.js';
import type { ArmedTriggerOptions, HoldKeeper } from './armed-trigger.js';
import { HoldStore } from './hold-store.js';
import { LastHeard } from './last-heard.js';
import type { ArmedAutomation, ArmingHub, ArmingStatus, Hold, TriggerFiring } from './ports.js';

interface ArmingOptions {
  readonly hub: ArmingHub;
  readonly kinds: Kinds;
  /** A trigger of this automation has fired; under the context of the firing. */
  readonly fired: (automation_id: string, firing: TriggerFiring) => void;
  /** How the triggers of an automation fare has changed. */
  readonly changed: (automation_id: string) => void;
}

interface Slot {
  readonly config: TriggerConfig;
  readonly path: string;
  readonly key: string;
  armed: ArmedTrigger | null;
  problem: string | null;
  /** Up to when its schedule was heard before the hub started; null once it is heard again, and for those that came since. */
  heard_until: number | null;
}

interface Entry {
  readonly automation: ArmedAutomation;
  readonly slots: readonly Slot[];
}

/** Hears the triggers of all automations that are switched on. */
export class Arming {
  readonly #options: ArmingOptions;
  readonly #alarms: TimerHeap;
  readonly #holds: HoldStore;
  readonly #heard: LastHeard;
  readonly #entries = new Map<string, Entry>();
  readonly #waits = new Set<ArmedTrigger>();
  readonly #disposers: Disposer[];

  constructor(options: ArmingOptions) {
    this.#options = options;
    const { hub, kinds } = options;
    this.#alarms = new TimerHeap(hub.clock, hub.timers, 'triggers that wait');
    this.#holds = new HoldStore(hub.db, hub.log);
    this.#heard = new LastHeard(hub, {
      setBack: () => {
        this.#reschedule();
      },
      setForward: () => {
        // Whatever fell due on the way rings now, and not when the timer that slept with the computer would have ended.
        this.#alarms.set(hub.clock.now(), () => undefined);
      },
    });
    this.#disposers = [
      kinds.triggers.onChange((kind) => {
        this.#retry(({ config }) => config.kind === kind);
      }),
      hub.home.onChange(() => {
        this.#reschedule();
        this.#retry(({ problem }) => problem !== null);
      }),
    ];
  }

  /** Begins with those that are switched on, in place of {@link arm}: they may have missed something while the hub was off. */
  start(automations: readonly ArmedAutomation[]): void {
    this.#holds.retainAutomations(new Set(automations.map(({ id }) => id)));
    for (const automation of automations) this.#put(automation, this.#heard.before);
    this.#heard.begin();
  }

  /** Hears its triggers from now on, in place of those that it had. */
  arm(automation: ArmedAutomation): void {
    const known = this.#entries.get(automation.id);
    const same = known !== undefined && JSON.stringify(known.automation) === JSON.stringify(automation);
    if (!same) this.#put(automation, null);
  }

  /** Hears them no longer, and forgets what they waited for. */
  disarm(automation_id: string): void {
    for (const { armed } of this.#entries.get(automation_id)?.slots ?? []) armed?.close();
    this.#entries.delete(automation_id);
    this.#holds.retain(automation_id, []);
  }

  /** Undefined for one that is not armed. */
  status(automation_id: string): ArmingStatus | undefined {
    const entry = this.#entries.get(automation_id);
    if (entry === undefined) return undefined;
    const troubled = entry.slots.filter(({ problem }) => problem !== null);
    const armed = entry.slots.length === 0 || troubled.length < entry.slots.length;
    const moments = entry.slots.map((slot) => slot.armed?.next_at ?? null).filter((at) => at !== null);
    return {
      armed,
      reason: armed ? null : (troubled[0]?.problem ?? null),
      next_at: moments.length === 0 ? null : Math.min(...moments),
      problems: troubled.flatMap(({ armed: heard, path, problem }) =>
        heard === null || problem === null ? [] : [{ path, detail: problem }],
      ),
    };
  }

  /**
   * Hears triggers for a step that waits, until the disposer is called. `path` is that of their list. Throws when one of them cannot be heard. What
   * they hold with `for` begins anew when the step goes on after a restart.
   */
  listen(automation_id: string, path: string, triggers: readonly TriggerConfig[], fired: (firing: TriggerFiring) => void): Disposer {
    const armed: ArmedTrigger[] = [];
    const stop = (): void => {
      for (const trigger of armed) {
        trigger.close();
        this.#waits.delete(trigger);
      }
    };
    for (const [index, config] of triggers.entries()) {
      if (config.enabled === false) continue;
      const at = `${path}.${index}`;
      let problem: string | null = null;
      const trigger = this.#make(config, {
        automation_id,
        path: at,
        holds: new Forgotten(),
        missed: 'run_once',
        heard_until: null,
        fired,
        changed: (detail) => {
          problem = detail;
        },
      });
      if (trigger !== null) {
        armed.push(trigger);
        this.#waits.add(trigger);
      }
      problem ??= trigger === null ? this.#problemOf(config) : null;
      if (problem !== null) {
        stop();
        throw new HubError('LK_VALIDATION', `${at}: ${problem}`);
      }
    }
    return stop;
  }

  /** Ends it all; what waits for its time goes on after the next start. */
  async stop(): Promise<void> {
    for (const dispose of this.#disposers) await dispose();
    for (const { slots } of this.#entries.values()) for (const { armed } of slots) armed?.close();
    for (const trigger of this.#waits) trigger.close();
    this.#entries.clear();
    this.#alarms.stop();
    await this.#heard.stop();
    await this.#holds.settled();
  }

  #put(automation: ArmedAutomation, heard_until: number | null): void {
    for (const { armed } of this.#entries.get(automation.id)?.slots ?? []) armed?.close();
    const keys = triggerKeys(automation.triggers);
    const slots = automation.triggers
      .map((config, index): Slot => ({
        config,
        path: `triggers.${index}`,
        key: keys[index] ?? '',
        armed: null,
        problem: null,
        heard_until,
      }))
      .filter(({ config }) => config.enabled !== false);
    this.#holds.retain(
      automation.id,
      slots.map(({ key }) => key),
    );
    const entry: Entry = { automation, slots };
    this.#entries.set(automation.id, entry);
    for (const slot of slots) this.#armSlot(entry, slot);
    this.#options.changed(automation.id);
  }

  #armSlot({ automation: { id: automation_id, missed } }: Entry, slot: Slot): void {
    const owner = { automation_id, trigger_key: slot.key };
    slot.armed?.close();
    slot.problem = null;
    slot.armed = this.#make(slot.config, {
      automation_id,
      path: slot.path,
      holds: {
        all: () => this.#holds.of(owner),
        put: (hold) => {
          this.#holds.put(owner, hold);
        },
        remove: (key) => {
          this.#holds.remove(owner, key);
        },
      },
      missed,
      heard_until: slot.heard_until,
      fired: (firing) => {
        if (missed === 'run_once' && firing.context.origin === 'schedule') this.#heard.note();
        this.#options.fired(automation_id, firing);
      },
      changed: (problem) => {
        slot.problem = problem;
        this.#options.changed(automation_id);
      },
    });
    if (slot.armed === null) slot.problem = this.#problemOf(slot.config);
    else slot.heard_until = null;
  }

  /** Null when its kind is away, or its options are wrong. */
  #make(config: TriggerConfig, rest: Omit<ArmedTriggerOptions, 'hub' | 'alarms' | 'config' | 'kind' | 'options'>): ArmedTrigger | null {
    const { hub, kinds } = this.#options;
    const kind = kinds.triggers.find(config.kind)?.kind;
    const options = kinds.options('trigger', config);
    if (kind === undefined || options?.ok !== true) return null;
    return new ArmedTrigger({ hub, alarms: this.#alarms, config, kind, options: options.value, ...rest });
  }

  #problemOf(config: TriggerConfig): string {
    const options = this.#options.kinds.options('trigger', config);
    if (options === undefined) return `There is no trigger "${config.kind.slice(0, 40)}", or its plugin does not run.`;
    return options.problems[0]?.detail ?? 'Its options are not right.';
  }

  #retry(concerns: (slot: Slot) => boolean): void {
    for (const entry of this.#entries.values()) {
      const slots = entry.slots.filter(concerns);
      for (const slot of slots) this.#armSlot(entry, slot);
      if (slots.length > 0) this.#options.changed(entry.automation.id);
    }
  }

  #reschedule(): void {
    for (const { slots } of this.#entries.values()) for (const { armed } of slots) armed?.reschedule();
    for (const trigger of this.#waits) trigger.reschedule();
  }
}

/** Keeps nothing. */
class Forgotten implements HoldKeeper {
  all(): readonly Hold[] {
    return [];
  }

  put(): void {
    // A wait that goes on after a restart hears its triggers anew.
  }

  remove(): void {
    // See put.
  }
}
