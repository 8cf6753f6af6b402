import type { Clock, DeviceService, Logger, Timers } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from '../effects/registry.js';
import type { ChosenLook, LookParts } from '../look-parts.js';
import type { CaptureRecord } from '../entities/capture.js';
import type { Target } from '../entities/target.js';
import { zonesOf } from '../layout/layout.js';
import type { Layout } from '../layout/layout.js';
import { wishOf } from '../layout/wish.js';
import { Latest } from '../pipeline/latest.js';
import type { PipelineOptions } from '../pipeline/pipeline.js';
import { ProfileClock } from '../profiles/profile-clock.js';
import type { PushedFrame } from '../sources/push/frame.js';
import { PushedInputs } from '../sources/push/pushed-inputs.js';
import { previewRoom } from '../live/preview-writer.js';
import type { Previews } from '../live/previews.js';
import type { SourceRegistry } from '../sources/registry.js';
import type { PipelineThread } from './pipeline-thread.js';
import { SourceInputs } from './source-inputs.js';
import { SourceSession } from './source-session.js';
import type { CaptureStatus } from '@lightkeeper/plugin-sdk';
import { byDevice, TargetOutput } from './target-output.js';
import type { WorkerStats } from './messages.js';

/** The source itself, and what is shown while it shows nothing. Others come in between. */
const PRIORITIES = { source: 100, fallback: 254 } as const;
/** Whatever inputs a fallback has, all of them come after the source's. */
const RANK = { source: (priority: number) => priority, fallback: (priority: number) => PRIORITIES.fallback + priority / 1_000 } as const;
/** A source of pictures that shows nothing for so long has no signal; still pictures are shown anew by their source. */
const NO_SIGNAL_MS = 3_000;
/** Like WLED: 5 % of the picture's black is black still (light-level noise of video). */
const BORDER = { threshold: 0.05, settle_ms: 700, unknown_ms: 8_000, blur_px: 1 } as const;

/**
 * A picture that nobody can follow up is held for so long by the devices themselves; with the time that a thread takes to begin it is less than
 * what a WLED waits before it returns to its own state (2.5 s).
 */
const HELD_MS = 1_500;

export interface RunDeps {
  log: Logger;
  clock: Clock;
  timers: Timers;
  thread: PipelineThread;
  sources: SourceRegistry;
  effects: EffectRegistry;
  look: LookParts;
  devices: () => DeviceService | undefined;
  previews: Pick<Previews, 'wanted' | 'show'>;
  /** The status is another one. */
  changed: (status: CaptureStatus) => void;
}

/** A capture's record with the layout that it shows. */
export type RunRecord = CaptureRecord & { layout: Layout };

/** A capture that runs: its sources, its part of the pipeline's thread, and its devices. */
export class CaptureRun {
  readonly #id: string;
  #record: RunRecord;
  readonly #deps: RunDeps;
  readonly #sessions: SourceSession[];
  readonly #targets: TargetOutput[];
  readonly #lights: number;
  readonly #further: SourceInputs;
  readonly #profiles: ProfileClock;
  #preview: Latest | null = null;
  #state: CaptureStatus['state'] = 'starting';
  #since: number;
  #reason: string | null = null;
  #source_problem: string | null = null;
  /** Why a filter or the algorithm is not there. */
  #look_problem: string | null = null;
  #share = 1;
  /** The algorithm and the filters that the thread has. */
  #shown: ChosenLook | null = null;
  #pushed: PushedInputs | null = null;
  #stats: WorkerStats = { pictures: 0, outputs: 0, input_id: null, latency_ms: null, dark: false };

  constructor(id: string, record: RunRecord, deps: RunDeps) {
    this.#id = id;
    this.#record = record;
    this.#deps = deps;
    this.#since = deps.clock.now();
    const zones = zonesOf(record.layout);
    this.#lights = zones.length;
    this.#further = new SourceInputs({ ...this.#doors(), name: 'push', rank: RANK.source });
    this.#profiles = new ProfileClock({
      clock: deps.clock,
      timers: deps.timers,
      changed: () => {
        this.#tune();
      },
    });
    this.#targets = [...byDevice(record.targets)].map(([device_id, targets]) => this.#target(device_id, targets));
    const { source, fallback } = record;
    this.#sessions = [this.#session('source', source), ...(fallback === null ? [] : [this.#session('fallback', fallback)])];
  }

  get status(): CaptureStatus {
    const { pictures, outputs, latency_ms, dark } = this.#stats;
    const { targets } = this.#record;
    return {
      state: this.#state,
      since: new Date(this.#since).toISOString(),
      reason: this.#reason ?? this.#source_problem ?? this.#look_problem,
      fps_in: pictures,
      fps_out: outputs,
      latency_ms,
      showing: shownBy(this.#stats.input_id),
      dark,
      profile: this.#profiles.current?.name ?? null,
      targets: targets.flatMap((target) => this.#targets.flatMap((output) => output.status(target, this.#lights, targets) ?? [])),
    };
  }

  async begin(): Promise<void> {
    this.#profiles.follow(this.#record.profiles);
    this.#openThread();
    this.#pushed = new PushedInputs(this.#deps.clock, (options) => this.#further.open(options));
    await Promise.all([...this.#sessions.map((session) => session.begin()), ...this.#targets.map((target) => target.begin())]);
  }

  /**
   * Goes on with another record, so that a change of its look is seen at once and its devices do not fall back in between. False, and nothing
   * changed, where that takes a new beginning: another source, other devices, another number of lights.
   */
  change(record: RunRecord): boolean {
    const zones = zonesOf(record.layout);
    if (JSON.stringify(frameOf(record)) !== JSON.stringify(frameOf(this.#record)) || zones.length !== this.#lights) return false;
    this.#record = record;
    const targets = byDevice(record.targets);
    for (const target of this.#targets) target.become(targets.get(target.device_id) ?? []);
    this.#profiles.follow(record.profiles);
    this.#tune();
    return true;
  }

  #tune(): void {
    this.#deps.thread.tune(this.#id, this.#options());
    this.#tell();
  }

  /** Shows one light alone for some seconds; null shows the picture again. */
  point(light: number | null): void {
    this.#deps.thread.point(this.#id, light);
  }

  /** Shows what a script sends, beside the sources. False when there is nothing yet to show it. Throws as {@link PushedInputs.show} does. */
  push(frame: PushedFrame): boolean {
    if (this.#pushed === null) return false;
    this.#pushed.show(frame);
    return true;
  }

  /** Somebody watches from now on, or nobody does any more. */
  preview(): void {
    const { previews, thread } = this.#deps;
    const buffer = previews.wanted(this.#id) ? previewRoom(this.#lights) : null;
    this.#preview = buffer === null ? null : new Latest(buffer, 'reader');
    thread.preview(this.#id, buffer);
  }

  /** Kinds of sources, effects, filters or algorithms came or went. */
  reconsider(): void {
    for (const session of this.#sessions) session.reconsider();
    const { shown } = this.#deps.look.choose(this.#record);
    if (JSON.stringify(shown) !== JSON.stringify(this.#shown)) this.#tune();
  }

  async end(): Promise<void> {
    this.#profiles.end();
    this.#pushed = null;
    await Promise.all(this.#sessions.map((session) => session.end()));
    await this.#deps.thread.close(this.#id);
    await Promise.all(this.#targets.map((target) => target.end()));
  }

  #target(device_id: string, targets: readonly Target[]): TargetOutput {
    const { devices, timers, thread } = this.#deps;
    return new TargetOutput(device_id, targets, {
      devices,
      timers,
      changed: () => {
        this.#tell();
      },
      aim: (target) => {
        thread.target(this.#id, target);
      },
      become: (parts) => {
        thread.parts(this.#id, device_id, parts);
      },
      release: () => {
        thread.release(this.#id, device_id);
      },
    });
  }

  /** The ways of inputs into the run's part of the thread. */
  #doors(): Pick<ConstructorParameters<typeof SourceInputs>[0], 'join' | 'leave' | 'choose'> {
    const { thread, effects } = this.#deps;
    return {
      join: (input) => {
        const module = input.kind === 'painted' ? (effects.find(input.painted.effect)?.module ?? null) : null;
        thread.join(this.#id, input.kind === 'painted' && module !== null ? { ...input, module } : input);
      },
      leave: (input_id) => {
        thread.leave(this.#id, input_id);
      },
      choose: (input_id) => {
        thread.choose(this.#id, input_id);
      },
    };
  }

  #session(id: keyof typeof PRIORITIES, config: CaptureRecord['source']): SourceSession {
    const { log, clock, timers, thread, sources } = this.#deps;
    return new SourceSession(
      {
        id,
        priority: PRIORITIES[id],
        timeout_ms: NO_SIGNAL_MS,
        source: () => sources.take(config, `/${id}`),
        wish: wishOf(this.#record.layout),
        capture_id: this.#id,
        rank: RANK[id],
      },
      {
        log,
        clock,
        timers,
        ...this.#doors(),
        dim: (share) => {
          this.#share = share;
          thread.dim(this.#id, share);
        },
        standing: (reason) => {
          if (id !== 'source' || reason === this.#source_problem) return;
          this.#source_problem = reason;
          this.#tell();
        },
      },
    );
  }

  #options(): PipelineOptions {
    const { cut_bars, layout, ...look } = this.#record;
    const { shown, problem } = this.#deps.look.choose(look);
    this.#shown = shown;
    this.#look_problem = problem;
    const profile = this.#profiles.current;
    const smoothing = profile?.smoothing ?? look.smoothing;
    return { zones: zonesOf(layout), ...shown, border: cut_bars ? BORDER : null, smoothing, grade: profile?.grade ?? look.grade };
  }

  #openThread(): void {
    this.#deps.thread.open(
      { kind: 'open', run: this.#id, options: this.#options(), rate: this.#record.rate },
      {
        pictures: () => {
          for (const target of this.#targets) target.take();
        },
        previewed: () => {
          const preview = this.#preview;
          if (preview?.take() === true) this.#deps.previews.show(this.#id, preview.bytes.subarray(0, preview.header[0]));
        },
        second: (stats) => {
          this.#stats = stats;
          for (const target of this.#targets) target.look();
          if (stats.pictures > 0) this.#sessions[0]?.well();
          this.#become(stats.input_id === null ? 'waiting' : 'running', null);
        },
        broken: (reason, next_ms) => {
          this.#fail(`It failed: ${reason}`, next_ms);
        },
        died: (reason, next_ms) => {
          this.#fail(`Its thread died: ${reason}`, next_ms);
        },
        reborn: () => {
          this.#openThread();
          for (const target of this.#targets) {
            target.rejoin();
            void target.begin();
          }
          this.#deps.thread.dim(this.#id, this.#share);
          for (const session of this.#sessions) session.rejoin();
          this.#further.rejoin();
        },
      },
    );
    if (this.#deps.previews.wanted(this.#id)) this.preview();
  }

  /** The devices keep the last picture for a moment; they have their own state back when it takes longer. */
  #fail(sentence: string, next_ms: number): void {
    if (next_ms > HELD_MS) for (const target of this.#targets) void target.release();
    this.#become('failed', `${sentence} It is started anew in ${Math.ceil(next_ms / 1_000)} s.`);
  }

  #become(state: CaptureStatus['state'], reason: string | null): void {
    if (state !== this.#state) this.#since = this.#deps.clock.now();
    this.#state = state;
    this.#reason = reason;
    this.#tell();
  }

  #tell(): void {
    this.#deps.changed(this.status);
  }
}

/** Inputs of a source are named after it: `source/push`. */
function shownBy(input_id: string | null): CaptureStatus['showing'] {
  if (input_id === null) return null;
  return input_id.startsWith('fallback') ? 'fallback' : 'source';
}

/** What of a record a run cannot change while it goes on. */
function frameOf({ source, fallback, rate, targets, layout }: RunRecord): unknown {
  return [source, fallback, rate, wishOf(layout), [...new Set(targets.map(({ device_id }) => device_id))].sort()];
}
