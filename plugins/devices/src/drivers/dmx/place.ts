import { partsOf } from './fixture.js';
import type { Fixture, FixturePart } from './fixture.js';
import type { StripPictures } from './pictures.js';
import type { Seat } from './universe.js';

/** The channels of a fixture, in one universe or in several that follow each other. */
export class Place {
  readonly #parts: readonly (FixturePart & { seat: Seat })[];

  private constructor(parts: readonly (FixturePart & { seat: Seat })[]) {
    this.#parts = parts;
  }

  /** Takes a seat in each universe that the fixture reaches; `join` counts them from 0. Takes none where one cannot be had. */
  static async take(fixture: Fixture, join: (universe: number) => Promise<Seat>): Promise<Place> {
    const parts = partsOf(fixture);
    const taken = await Promise.allSettled(parts.map(({ universe }) => join(universe)));
    const refused = taken.find((result) => result.status === 'rejected');
    const seats = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    if (refused !== undefined) {
      for (const seat of seats) seat.leave();
      throw refused.reason;
    }
    return new Place(parts.flatMap((part, index) => (seats[index] === undefined ? [] : [{ ...part, seat: seats[index] }])));
  }

  /** See {@link Seat.direct}. */
  get direct(): StripPictures {
    return { parts: this.#parts.map(({ seat, start, length }) => ({ ...seat.direct, start, length })) };
  }

  /** See {@link Seat.write}. */
  write(levels: Uint8Array): void {
    let offset = 0;
    for (const { seat, start, length } of this.#parts) {
      seat.write(start, levels.subarray(offset, offset + length));
      offset += length;
    }
  }

  /** See {@link Seat.show}. */
  async show(picture: Uint8Array): Promise<void> {
    let offset = 0;
    await Promise.all(
      this.#parts.map(({ seat, start, length }) => {
        offset += length;
        return seat.show(start, picture.subarray(offset - length, offset));
      }),
    );
  }

  async sent(): Promise<void> {
    await Promise.all(this.#parts.map(({ seat }) => seat.sent()));
  }

  leave(): void {
    for (const { seat } of this.#parts) seat.leave();
  }
}
