import { safeText } from '@lightkeeper/plugin-sdk';
import type { WledPresets } from './wire.js';

/** Names that stand for "not in this build" (kno.wled.ge, "JSON API", Reserved effect IDs). */
const RESERVED = new Set(['RSVD', '-', '']);
/** The numbers that presets have (kno.wled.ge, "Presets"). */
const PRESET = /^(?:[1-9]\d?|1\d\d|2[0-4]\d|250)$/;

/** What WLED numbers on the wire and people know by name. Where several share a name, it stands for the first. */
export class WledNames {
  readonly #names = new Map<number, string>();
  readonly #numbers = new Map<string, number>();

  constructor(given: Iterable<readonly [number: number, name: string]>) {
    for (const [number, text] of given) {
      const name = safeText(text, 64).trim();
      if (RESERVED.has(name)) continue;
      this.#names.set(number, name);
      if (!this.#numbers.has(name)) this.#numbers.set(name, number);
    }
  }

  /** What can be chosen. */
  get list(): string[] {
    return [...this.#numbers.keys()];
  }

  get numbered(): Iterable<readonly [number: number, name: string]> {
    return this.#names;
  }

  name(number: number | undefined): string | null {
    return number === undefined ? null : (this.#names.get(number) ?? null);
  }

  number(name: string): number | undefined {
    return this.#numbers.get(name);
  }
}

/** Effects by name. "Solid", number 0, is the absence of an effect, and stands as null. */
export class EffectNames {
  readonly #names: WledNames;

  constructor(names: readonly string[]) {
    this.#names = new WledNames([...names.entries()].slice(1));
  }

  get list(): string[] {
    return this.#names.list;
  }

  get numbered(): Iterable<readonly [number: number, name: string]> {
    return this.#names.numbered;
  }

  name(number: number): string | null {
    return number === 0 ? null : (this.#names.name(number) ?? `Effect ${number}`);
  }

  number(name: string | null): number | undefined {
    return name === null ? 0 : this.#names.number(name);
  }
}

export interface Presets {
  presets: WledNames;
  playlists: WledNames;
  /** Why they could not be read. */
  presets_problem: string | null;
}

/** The presets and the playlists of `/presets.json`; each can be chosen, also where two have the same name or none. */
export function namePresets(file: WledPresets): Presets {
  const taken = new Set<string>();
  const found: Record<'presets' | 'playlists', [number, string][]> = { presets: [], playlists: [] };
  for (const [id, { n = '', playlist }] of Object.entries(file)) {
    if (!PRESET.test(id)) continue;
    const given = safeText(n, 56).trim();
    const name = RESERVED.has(given) || taken.has(given) ? `${given || 'Preset'} ${id}` : given;
    taken.add(name);
    found[typeof playlist === 'object' && playlist !== null ? 'playlists' : 'presets'].push([Number(id), name]);
  }
  return { presets: new WledNames(found.presets), playlists: new WledNames(found.playlists), presets_problem: null };
}
