import type { Capture } from '@lightkeeper/plugin-sdk/wire';
import { describeError, mergePatch, toast } from '@lightkeeper/ui';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { captures, change, tune } from './captures.js';

/** What a person may change of a capture. */
export type Settings = Omit<Capture, 'id' | 'status' | 'trial' | 'revision' | 'created_at' | 'updated_at'>;

/** A slider that is moved or a number that is typed is one change, sent when it has come to rest for so long. */
const QUIET_MS = 350;
const MOST_STEPS = 50;
/** What belongs to the look of a capture. */
const LOOK: ReadonlySet<string> = new Set(['algorithm', 'cut_bars', 'smoothing', 'filters', 'grade', 'rate']);

/**
 * Changes of one capture, each sent when it has come to rest, so that it is seen on the lights at once; and the way back. What is shown is
 * the wish until the hub has answered, and the fact from then on.
 */
export class Tuner implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #id: () => string;
  #wish: Settings | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  /** What each step changed, as it was before. */
  #undo: Partial<Settings>[] = [];
  #going_back = false;
  /** What the hub refused last. */
  problem: unknown = null;

  constructor(host: ReactiveControllerHost, id: () => string) {
    this.#host = host;
    this.#id = id;
    host.addController(this);
  }

  /** What was moved last is not lost when the page is left. */
  hostDisconnected(): void {
    if (this.#timer !== undefined) void this.#send();
  }

  get stored(): Settings | null {
    const capture = captures.value.by_id.get(this.#id());
    return capture === undefined ? null : settingsOf(capture);
  }

  get now(): Settings | null {
    return this.#wish ?? this.stored;
  }

  get busy(): boolean {
    return this.#wish !== null;
  }

  get undoable(): boolean {
    return this.#undo.length > 0;
  }

  put(part: Partial<Settings>): void {
    const { now } = this;
    if (now === null) return;
    this.#going_back = false;
    this.#aim({ ...now, ...part });
  }

  /** Back to what was before the last change. */
  undo(): void {
    const { now } = this;
    const before = this.#undo.pop();
    if (before === undefined || now === null) return;
    this.#going_back = true;
    this.#aim({ ...now, ...before }, 0);
  }

  #aim(wish: Settings, quiet_ms = QUIET_MS): void {
    this.#wish = wish;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), quiet_ms);
    this.#host.requestUpdate();
  }

  async #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { stored } = this;
    const wish = this.#wish;
    // What comes while a change is on its way follows it.
    if (this.#sending || wish === null || stored === null) return;
    const back = this.#going_back;
    const changes = changesOf(stored, wish);
    this.problem = null;
    if (Object.keys(changes).length > 0) {
      this.#sending = true;
      try {
        await (Object.keys(changes).every((key) => LOOK.has(key)) ? tune : change)(this.#id(), changes);
        if (!back) this.#undo = [...this.#undo, partOf(stored, changes)].slice(-MOST_STEPS);
      } catch (error) {
        this.problem = error;
        toast(describeError(error), { tone: 'error' });
      } finally {
        this.#sending = false;
      }
    }
    if (this.#wish === wish) this.#wish = null;
    else void this.#send();
    this.#host.requestUpdate();
  }
}

/** The fields of the record that a change names. */
function partOf(settings: Settings, changes: object): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => key in changes));
}

/** A layout is sent whole, in place of whatever the capture had, be it of another kind or one with a name; one with a name by that alone. */
function changesOf(stored: Settings, wish: Settings): Record<string, unknown> {
  const { layout, layout_id, ...changes } = mergePatch(stored, wish);
  if (wish.layout_id !== null) return layout_id === undefined ? changes : { ...changes, layout: null, layout_id };
  if ((layout === undefined && layout_id === undefined) || wish.layout === null) return changes;
  const gone = Object.fromEntries(Object.keys(stored.layout ?? {}).map((key) => [key, null]));
  return { ...changes, layout: { ...gone, ...wish.layout }, layout_id: null };
}

function settingsOf({ id: _i, status: _s, trial: _t, revision: _r, created_at: _c, updated_at: _u, ...settings }: Capture): Settings {
  return settings;
}
