import type { Timers } from '@lightkeeper/plugin-sdk';
import type { Painter, Place } from '../effects/effect.js';
import { PreviewWriter } from '../live/preview-writer.js';
import { middleOf } from '../layout/zone.js';
import type { Target } from '../entities/target.js';
import type { Zone } from '../layout/zone.js';
import { PIXEL_FORMATS, problemOf } from '../picture/frame.js';
import type { Frame } from '../picture/frame.js';
import { Latest } from '../pipeline/latest.js';
import { Muxer } from '../pipeline/muxer.js';
import type { Input } from '../pipeline/muxer.js';
import { ageOf } from '../pipeline/monotonic.js';
import { Pacer } from '../pipeline/pacer.js';
import { bufferOf, swiftOf } from '../pipeline/room.js';
import type { SwiftMean } from '../picture/swift-mean.js';
import type { PacerClock } from '../pipeline/pacer.js';
import { Phase } from '../pipeline/phase.js';
import { Pipeline } from '../pipeline/pipeline.js';
import type { PipelineOptions } from '../pipeline/pipeline.js';
import { LIGHTS, PICTURE, TIMEOUT } from './messages.js';
import type { WorkerInput, WorkerStats, WorkerTarget } from './messages.js';
import { BLACK_HOLE, findPainter, loadPainter } from './painters.js';
import type { MakePainter } from './painters.js';
import { loadParts, partsAtHand } from './parts.js';
import type { PipelineParts } from '../pipeline/parts.js';
import { Pointer } from './pointer.js';
import { WorkerOutput } from './worker-output.js';

interface RunOptions {
  pipeline: PipelineOptions;
  rate: number;
  clock: PacerClock;
  timers: Timers;
  /** New pictures stand in rooms of devices. */
  pictures(): void;
  /** A device cannot be sent to from here. */
  refused(device_id: string, reason: string): void;
  /** A new preview is there. */
  previewed(): void;
  second(stats: WorkerStats): void;
  /** It cannot go on, and has ended. */
  broken(error: unknown): void;
}

type Standing = { -readonly [K in keyof Input]: Input[K] };

interface PictureInput {
  config: WorkerInput;
  kind: 'pictures';
  room: Latest;
  swift: SwiftMean | null;
  /** How it stands among the others: one object for all of its pictures, since V8 would put one for each where it sweeps once in ten minutes. */
  standing: Standing;
  /** It has brought a picture that has not been looked at. */
  fresh: boolean;
}

interface PaintedInput {
  config: WorkerInput;
  kind: 'painted';
  make: MakePainter;
  paint: Painter;
  began: number;
}

type OpenInput = PictureInput | PaintedInput;

/** One capture in the pipeline's thread: takes the newest picture of the source that counts, and gives out lights at an even pace. */
export class WorkerRun {
  readonly #options: RunOptions;
  readonly #pipeline: Pipeline;
  #zones: readonly Zone[];
  #places: readonly Place[];
  readonly #lights: Uint8Array;
  readonly #pointer: Pointer;
  readonly #outputs = new Map<string, WorkerOutput>();
  readonly #muxer = new Muxer();
  readonly #inputs = new Map<string, OpenInput>();
  /** Inputs whose module is being loaded, as they came. */
  readonly #loading = new Map<string, WorkerInput>();
  readonly #pacer: Pacer;
  readonly #phase: Phase;
  readonly #latencies: number[] = [];
  #stats: WorkerStats = { pictures: 0, outputs: 0, input_id: null, latency_ms: null, dark: true };
  /** Something was shown: until then the devices keep their own state; after that, nothing is darkness and not the last picture for ever. */
  #lit = false;
  #preview: PreviewWriter | null = null;
  /** The options that it is to have: those of a tuning whose modules are being loaded are not there yet. */
  #wanted: PipelineOptions | null;
  /** It has what its options need of plugins' modules; nothing is shown before. */
  #ready = false;
  /** It was tuned: what is shown is looked at once more, also where it is no new picture. */
  #tuned = false;
  #stepped_at: number;
  #second_at: number;

  constructor(options: RunOptions) {
    const { pipeline, rate, clock } = options;
    this.#options = options;
    this.#pipeline = new Pipeline(pipeline);
    this.#zones = pipeline.zones;
    this.#places = pipeline.zones.map(middleOf);
    this.#lights = new Uint8Array(pipeline.zones.length * 3);
    this.#pointer = new Pointer(pipeline.zones.length);
    this.#stepped_at = this.#second_at = clock.now();
    this.#wanted = pipeline;
    this.#phase = new Phase(1_000 / rate);
    this.#pacer = new Pacer(rate, clock, (now) => {
      try {
        this.#beat(now);
      } catch (error) {
        this.#break(error);
      }
    });
    this.tune(pipeline);
  }

  /** A source is there. */
  join(config: WorkerInput): void {
    this.#loading.delete(config.id);
    if (config.kind === 'painted') {
      if (config.module === undefined) this.#joinPainted(config, findPainter(config.painted));
      else void this.#load(config, loadPainter(config.painted, config.module));
      return;
    }
    const room = new Latest(bufferOf(config.buffer), 'reader');
    const { id, priority, timeout_ms, buffer } = config;
    const standing = { id, priority, timeout_ms, heard_at: Number.NaN };
    this.#inputs.set(id, { config, kind: 'pictures', room, swift: swiftOf(buffer), standing, fresh: false });
  }

  async #load(config: WorkerInput, loading: Promise<MakePainter>): Promise<void> {
    this.#loading.set(config.id, config);
    const wanted = (): boolean => this.#loading.get(config.id) === config;
    try {
      const make = await loading;
      if (!wanted()) return;
      this.#joinPainted(config, make);
      this.#loading.delete(config.id);
    } catch (error) {
      if (wanted()) this.#break(error);
    }
  }

  #joinPainted(config: WorkerInput, make: MakePainter): void {
    const now = this.#options.clock.now();
    this.#inputs.set(config.id, { config, kind: 'painted', make, paint: make(this.#places), began: now });
    // A painted source always has something to show; one of pictures counts from its first picture on.
    this.#muxer.hear({ ...config, heard_at: now });
  }

  /** A device shows it from now on, or does so in another way. */
  target(target: WorkerTarget): void {
    const { device_id } = target;
    const { clock, timers, rate } = this.#options;
    this.release(device_id);
    const output = new WorkerOutput(target, {
      ...{ clock, timers, rate, zones: this.#zones },
      refused: (reason) => {
        this.#options.refused(device_id, reason);
      },
    });
    this.#outputs.set(device_id, output);
  }

  /** A device shows other parts of it. */
  parts(device_id: string, targets: readonly Target[]): void {
    this.#outputs.get(device_id)?.become(targets);
  }

  release(device_id: string): void {
    this.#outputs.get(device_id)?.end();
    this.#outputs.delete(device_id);
  }

  /** Shows one light alone for some seconds; null shows the picture again. */
  point(light: number | null): void {
    this.#pointer.at(light, this.#options.clock.now());
  }

  leave(id: string): void {
    this.#loading.delete(id);
    this.#inputs.delete(id);
    this.#muxer.leave(id);
  }

  choose(id: string | null): void {
    this.#muxer.choose(id);
  }

  /** Other options for as many lights, while it goes on. */
  tune(pipeline: PipelineOptions): void {
    this.#wanted = pipeline;
    const parts = partsAtHand(pipeline);
    if (parts === null) void this.#prepare(pipeline);
    else this.#become(pipeline, parts);
  }

  async #prepare(pipeline: PipelineOptions): Promise<void> {
    try {
      const parts = await loadParts(pipeline);
      if (this.#wanted === pipeline) this.#become(pipeline, parts);
    } catch (error) {
      if (this.#wanted === pipeline) this.#break(error);
    }
  }

  #become(pipeline: PipelineOptions, parts: PipelineParts): void {
    this.#pipeline.tune(pipeline, parts);
    this.#ready = true;
    this.#tuned = true;
    if (JSON.stringify(pipeline.zones) === JSON.stringify(this.#zones)) return;
    this.#zones = pipeline.zones;
    this.#places = pipeline.zones.map(middleOf);
    for (const input of this.#inputs.values()) {
      if (input.kind === 'painted') input.paint = input.make(this.#places);
    }
    for (const output of this.#outputs.values()) output.follow(this.#zones);
  }

  dim(share: number): void {
    this.#pipeline.dim(share);
  }

  preview(buffer: SharedArrayBuffer | null): void {
    this.#preview = buffer === null ? null : new PreviewWriter(buffer, this.#places.length);
  }

  end(): void {
    this.#wanted = null;
    this.#loading.clear();
    this.#pacer.end();
    for (const output of this.#outputs.values()) output.end();
    this.#outputs.clear();
  }

  #break(error: unknown): void {
    this.end();
    this.#options.broken(error);
  }

  #beat(now: number): void {
    for (const input of this.#inputs.values()) if (input.kind === 'pictures' && input.room.take()) this.#hear(input, now);
    const current = this.#ready ? this.#muxer.current(now) : null;
    const input = current === null ? undefined : this.#inputs.get(current.id);
    if (input === undefined) this.#pipeline.paint(BLACK_HOLE, 0);
    else if (input.kind === 'painted') this.#pipeline.paint(input.paint, (now - input.began) / 1_000);
    // One that comes to count shows what it last brought, however long ago that was.
    else if (input.fresh || this.#tuned || input.config.id !== this.#stats.input_id) this.#look(input, now);
    this.#tuned = false;
    this.#stats.input_id = input?.config.id ?? null;
    this.#pipeline.step(now - this.#stepped_at, this.#lights);
    this.#stepped_at = now;
    this.#lit ||= input !== undefined;
    if (this.#lit) this.#show(now);
    if (this.#preview?.write(now, pictureOf(input), this.#pipeline.crop, this.#lights) === true) this.#options.previewed();
    this.#stats.outputs += 1;
    if (now - this.#second_at >= 1_000) this.#tell(now);
  }

  #show(now: number): void {
    const shown = this.#pointer.shown(now) ?? this.#lights;
    this.#stats.dark &&= this.#lights.every((byte) => byte === 0);
    let stands = false;
    for (const output of this.#outputs.values()) stands = output.show(shown, now) || stands;
    if (stands) this.#options.pictures();
  }

  #hear(input: PictureInput, now: number): void {
    const { header } = input.room;
    if (header[PICTURE.format] !== LIGHTS && problemOf(frameOf(input.room)) !== null) return;
    const timeout = header[PICTURE.timeout] ?? TIMEOUT.of_input;
    input.standing.timeout_ms = timeout === TIMEOUT.of_input ? input.config.timeout_ms : timeout === TIMEOUT.never ? null : timeout;
    input.standing.heard_at = now;
    this.#muxer.hear(input.standing);
    this.#stats.pictures += 1;
    input.fresh = true;
  }

  #look(input: PictureInput, now: number): void {
    const { header } = input.room;
    const frame = frameOf(input.room);
    // Its room has just been made anew.
    if (frame.width === 0) return;
    if (header[PICTURE.format] === LIGHTS) this.#pipeline.takeLights(frame.data.subarray(0, frame.width * 3));
    else this.#pipeline.look(frame, now, input.swift);
    if (!input.fresh) return;
    input.fresh = false;
    const waited = ageOf(header[PICTURE.at] ?? 0, now);
    this.#latencies.push(waited);
    if (!this.#pacer.isShifting) this.#pacer.shift(this.#phase.heard(waited));
  }

  #tell(now: number): void {
    const sorted = this.#latencies.splice(0).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    this.#options.second({ ...this.#stats, latency_ms: median === undefined ? null : Math.round(median) });
    this.#stats = { pictures: 0, outputs: 0, input_id: this.#stats.input_id, latency_ms: null, dark: true };
    this.#second_at = now;
  }
}

/** The picture that an input shows; null when it shows something else. */
function pictureOf(input: OpenInput | undefined): Frame | null {
  if (input?.kind !== 'pictures' || input.room.header[PICTURE.format] === LIGHTS) return null;
  const frame = frameOf(input.room);
  return frame.width === 0 ? null : frame;
}

function frameOf({ header, bytes }: Latest): Frame {
  return {
    data: bytes,
    width: header[PICTURE.width] ?? 0,
    height: header[PICTURE.height] ?? 0,
    stride: header[PICTURE.stride] ?? 0,
    format: PIXEL_FORMATS[header[PICTURE.format] ?? 0] ?? 'rgb24',
  };
}
