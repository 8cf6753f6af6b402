/** One light is shown alone for so long, unless it is asked for again: a page that is closed leaves no light behind. */
const LASTS_MS = 5_000;

/** Shows one light of a run alone, so that a person sees where it is. */
export class Pointer {
  readonly #lights: Uint8Array;
  #until = 0;

  /** `lights` is how many the layout has. */
  constructor(lights: number) {
    this.#lights = new Uint8Array(lights * 3);
  }

  /** Points at a light by its place in the layout; null, or one that is not there, at none. */
  at(light: number | null, now: number): void {
    this.#lights.fill(0);
    const known = light !== null && light * 3 < this.#lights.length;
    if (known) this.#lights.fill(255, light * 3, light * 3 + 3);
    this.#until = known ? now + LASTS_MS : 0;
  }

  /** What is to be shown instead of the picture; null when it points at none. */
  shown(now: number): Uint8Array | null {
    return now < this.#until ? this.#lights : null;
  }
}
