import { safeText } from '@lightkeeper/plugin-sdk';
import type { Logger } from '@lightkeeper/plugin-sdk';

const MAX_SOURCES = 32;

/** Warns of each source once, and of no more than some sources: whoever can publish could fill the log otherwise. */
export class Warnings {
  readonly #log: Logger;
  readonly #sources = new Set<string>();
  #count = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** How often there was reason to warn. */
  get count(): number {
    return this.#count;
  }

  warn(source: string, message: string, data: Record<string, string | number> = {}): void {
    this.#count += 1;
    const key = `${message} ${source.slice(0, 256)}`;
    if (this.#sources.has(key) || this.#sources.size >= MAX_SOURCES) return;
    this.#sources.add(key);
    this.#log.warn(message, { source: safeText(source, 160), ...data });
    if (this.#sources.size === MAX_SOURCES) this.#log.warn('Further warnings about announcements are only counted');
  }
}
