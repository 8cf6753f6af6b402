import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock } from '@lightkeeper/plugin-sdk';
import type { InputOptions, PaintedSource, SourceInput } from '../source.js';
import type { Budget } from './assembler.js';
import { rgbFromNv12 } from './nv12.js';
import type { Nv12Image, RawImage } from './request.js';

/** Who fills a slot: a connection, or all clients of the JSON port together, whose colours outlive their connections. */
export interface Owner {
  readonly origin: string;
}

export interface SlotContent {
  readonly component: 'COLOR' | 'EFFECT' | 'IMAGE';
  readonly owner: Owner;
  /** The name of the effect, or of the picture. */
  readonly name: string;
  /** The colour, where there is one. */
  readonly rgb: readonly [number, number, number] | null;
  /** Epoch milliseconds; null for as long as nobody clears it. */
  readonly ends_at: number | null;
}

interface Slot {
  input: SourceInput;
  reserved: number;
  content: SlotContent;
}

interface SlotsDeps {
  clock: Clock;
  budget: Budget;
  input: (options: InputOptions) => SourceInput;
}

const MAX_SIDE = 8_192;

/**
 * What is shown at each of Hyperion's priorities. As there, a priority is a place of its own: whoever comes to it later takes it over, and
 * anyone may clear it.
 */
export class Slots {
  readonly #deps: SlotsDeps;
  readonly #slots = new Map<number, Slot>();
  #chosen: number | null = null;

  constructor(deps: SlotsDeps) {
    this.#deps = deps;
  }

  /** Throws `LK_VALIDATION` when the bytes are not the picture's. */
  image(priority: number, owner: Owner, image: RawImage | Nv12Image, timeout_ms: number | null, name = ''): void {
    const { width, height } = image;
    const channels = image.kind === 'nv12' ? checkNv12(image) : channelsOf(image);
    const { input } = this.#room(priority, width * height * channels);
    if (image.kind === 'nv12') rgbFromNv12(image, input.room);
    else input.room.set(image.data);
    input.show({ width, height, format: channels === 3 ? 'rgb24' : 'rgbx', timeout_ms });
    this.#fill(priority, { component: 'IMAGE', owner, name, rgb: null, ends_at: this.#end(timeout_ms) });
  }

  /** Colours of the lights, red, green and blue of each; one colour lights all. */
  colors(priority: number, owner: Owner, colors: readonly number[], timeout_ms: number | null): void {
    const { input } = this.#room(priority, colors.length);
    input.room.set(colors);
    input.showLights({ count: colors.length / 3, timeout_ms });
    const [red = 0, green = 0, blue = 0] = colors;
    this.#fill(priority, { component: 'COLOR', owner, name: '', rgb: [red, green, blue], ends_at: this.#end(timeout_ms) });
  }

  effect(priority: number, owner: Owner, painted: PaintedSource, timeout_ms: number | null, name: string): void {
    this.clear(priority);
    const input = this.#deps.input({ id: String(priority), priority, timeout_ms });
    input.paint(painted, timeout_ms);
    this.#slots.set(priority, {
      input,
      reserved: 0,
      content: { component: 'EFFECT', owner, name, rgb: null, ends_at: this.#end(timeout_ms) },
    });
  }

  /** How many priorities show something, or did until a moment ago. */
  get count(): number {
    return this.#slots.size;
  }

  /** The priority that a person chose; null when none is, or what was there is gone. */
  get chosen(): number | null {
    return this.#chosen;
  }

  /** Shows one priority before all others while it is there; null leaves it to the priorities. Throws `LK_VALIDATION` when nothing is there. */
  choose(priority: number | null): void {
    const slot = this.#slots.get(priority ?? this.#chosen ?? 0);
    if (priority !== null && slot === undefined) throw HubError.field('/priority', 'must be one that shows something');
    slot?.input.choose(priority !== null);
    this.#chosen = priority;
  }

  clear(priority: number): void {
    const slot = this.#slots.get(priority);
    if (slot === undefined) return;
    this.#slots.delete(priority);
    if (this.#chosen === priority) this.#chosen = null;
    this.#deps.budget.take(-slot.reserved);
    slot.input.close();
  }

  clearAll(): void {
    for (const priority of [...this.#slots.keys()]) this.clear(priority);
  }

  /** The owner is gone, and with it what it shows. */
  leave(owner: Owner): void {
    for (const [priority, { content }] of [...this.#slots]) if (content.owner === owner) this.clear(priority);
  }

  /** What is there now, the smallest priority first. */
  list(): (SlotContent & { priority: number })[] {
    const now = this.#deps.clock.now();
    for (const [priority, { content }] of [...this.#slots]) {
      if (content.ends_at !== null && content.ends_at <= now) this.clear(priority);
    }
    return [...this.#slots].map(([priority, { content }]) => ({ priority, ...content })).sort((a, b) => a.priority - b.priority);
  }

  /** The slot of a priority with room for so many bytes, new where there was none or less. */
  #room(priority: number, bytes: number): Slot {
    let slot = this.#slots.get(priority);
    if (slot?.content.component === 'EFFECT') {
      this.clear(priority);
      slot = undefined;
    }
    if (slot !== undefined && slot.reserved >= bytes) return slot;
    if (!this.#deps.budget.take(bytes - (slot?.reserved ?? 0))) {
      throw HubError.field('/image', 'must be smaller: all pictures together take more than there is room for');
    }
    const input = slot?.input ?? this.#deps.input({ id: String(priority), priority, timeout_ms: null });
    input.reserve(bytes);
    const made: Slot = { input, reserved: bytes, content: slot?.content ?? EMPTY };
    this.#slots.set(priority, made);
    return made;
  }

  #fill(priority: number, content: SlotContent): void {
    const slot = this.#slots.get(priority);
    if (slot !== undefined) slot.content = content;
  }

  #end(timeout_ms: number | null): number | null {
    return timeout_ms === null ? null : this.#deps.clock.now() + timeout_ms;
  }
}

const EMPTY: SlotContent = { component: 'IMAGE', owner: { origin: '' }, name: '', rgb: null, ends_at: null };

function checkSize({ width, height }: { width: number; height: number }): void {
  const fits = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= MAX_SIDE;
  if (!fits(width) || !fits(height)) throw HubError.field('/image', `must have 1 to ${MAX_SIDE} pixels on each side`);
}

function channelsOf({ width, height, data }: RawImage): 3 | 4 {
  checkSize({ width, height });
  const channels = data.byteLength / (width * height);
  if (channels !== 3 && channels !== 4) {
    throw HubError.field(
      '/image',
      `of ${width} x ${height} must have ${width * height * 3} or ${width * height * 4} bytes, not ${data.byteLength}`,
    );
  }
  return channels;
}

/** Its bytes become three a pixel. */
function checkNv12(image: Nv12Image): 3 {
  checkSize(image);
  const { width, height, stride_y, stride_uv, data_y, data_uv } = image;
  const pairs = width + (width & 1);
  if (stride_y < width || stride_uv < pairs) throw HubError.field('/image', 'must have strides of at least its width');
  const needed_y = stride_y * (height - 1) + width;
  const needed_uv = stride_uv * (Math.ceil(height / 2) - 1) + pairs;
  if (data_y.byteLength < needed_y || data_uv.byteLength < needed_uv) {
    throw HubError.field('/image', `of ${width} x ${height} must have ${needed_y} bytes of brightness and ${needed_uv} of colour`);
  }
  return 3;
}
