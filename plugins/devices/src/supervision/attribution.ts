import type { DeviceCommand, DeviceState, RequestContext } from '@lightkeeper/plugin-sdk';

/** How long after a command, and the time that it asked for, a device may still report what it has made of it. */
const ECHO_MS = 5_000;

/** Words of a command that ask nothing of the light. */
const BESIDE = new Set(['set', 'transition_ms']);

/** Whose doing a change of a device's state is: that of the last command, whose echo it is, or the device's own. */
export class Attribution {
  #last: { context: RequestContext; light: boolean; readings: ReadonlySet<string>; until: number } | null = null;

  /** A command goes out under this context. */
  commanded(command: DeviceCommand, context: RequestContext, now: number): void {
    this.#last = {
      context,
      light: Object.keys(command).some((word) => !BESIDE.has(word)),
      readings: new Set(Object.keys(command.set ?? {}).flatMap((key) => [key, `${key}_position`])),
      until: now + (command.transition_ms ?? 0) + ECHO_MS,
    };
  }

  /**
   * The context that the change belongs to; null when it is the device's own. What is reported within the command's work is its doing whatever it
   * is; later only what it asked for.
   */
  contextOf(before: DeviceState | null, after: DeviceState, current: RequestContext, now: number): RequestContext | null {
    if (this.#last === null) return null;
    const { context, until } = this.#last;
    if (current.correlation_id === context.correlation_id) return context;
    return now < until && this.#covers(before ?? {}, after) ? context : null;
  }

  #covers({ readings: before = {}, ...light_before }: DeviceState, { readings: after = {}, ...light_after }: DeviceState): boolean {
    // What is measured rides along with what was asked for: a lamp that was switched on draws power.
    if (JSON.stringify(light_before) !== JSON.stringify(light_after)) return this.#last?.light === true;
    return Object.keys(after).some((key) => after[key] !== before[key] && this.#last?.readings.has(key) === true);
  }
}
