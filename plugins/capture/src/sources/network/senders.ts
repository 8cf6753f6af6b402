import type { Clock } from '@lightkeeper/plugin-sdk';

/** One that is silent for so long makes place for another (ANSI E1.31-2018, 6.7.1: network data loss). */
const SILENCE_MS = 2_500;

/** Of several that send to one port only one is shown: the one with the highest priority, then the one that was there first. */
export class Senders {
  readonly #clock: Clock;
  #current: { id: string; priority: number; heard_at: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `other` when it is to be passed over; `new` when it has taken the place of another, or the first. */
  hear(id: string, priority = 100): 'same' | 'new' | 'other' {
    const now = this.#clock.now();
    const known = this.#current;
    const held = known !== null && now - known.heard_at < SILENCE_MS;
    if (held && known.id !== id && priority <= known.priority) return 'other';
    this.#current = { id, priority, heard_at: now };
    return held && known.id === id ? 'same' : 'new';
  }

  /** The sender said that it ends. */
  leave(id: string): void {
    if (this.#current?.id === id) this.#current = null;
  }
}

/** How numbers count that begin anew: from `first` on, so many. */
interface Numbering {
  readonly count: number;
  /** A number so little behind the last one is that of a late packet; one further behind is that of a sender that began anew. */
  readonly late: number;
  /** The same number twice is the same packet twice. */
  readonly unique: boolean;
}

/** DDP leaves it to senders whether packets or pictures are numbered: 1 to 15, so that the same number may come again. */
export const DDP_NUMBERS: Numbering = { count: 15, late: 5, unique: false };
/** ANSI E1.31-2018, 6.7.2. */
export const E131_NUMBERS: Numbering = { count: 256, late: 20, unique: true };
/** Art-Net 4, "ArtDmx": 1 to 255, so that packets that overtake one another can be told. */
export const ARTNET_NUMBERS: Numbering = { count: 255, late: 20, unique: true };

/** Tells late packets of each stream of numbers. */
export class Sequences {
  readonly #numbering: Numbering;
  readonly #last = new Map<number, number>();

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  /** Whether the packet comes too late to count; null is that of a sender that does not number. */
  isLate(stream: number, sequence: number | null): boolean {
    if (sequence === null) return false;
    const { count, late, unique } = this.#numbering;
    const last = this.#last.get(stream);
    const behind = last === undefined ? null : (last - sequence + count) % count;
    if (behind !== null && behind < late && (behind > 0 || unique)) return true;
    this.#last.set(stream, sequence);
    return false;
  }

  reset(): void {
    this.#last.clear();
  }
}
