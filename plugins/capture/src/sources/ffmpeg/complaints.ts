import type { Clock } from '@lightkeeper/plugin-sdk';

const LONGEST = 300;
const LINES_A_SECOND = 5;
/** What ffmpeg says now and then of pictures that are passed through, and that harms nobody. */
const HARMLESS = /non monotonically increasing dts|non-monotonic DTS/i;
/** Names and passwords of addresses. */
const CREDENTIALS = /\/\/[^/@\s]*@/g;
/** The same where the line was cut within them. */
const CUT_CREDENTIALS = /\/\/[^/@\s]*$/;
/** The place in ffmpeg's memory that it puts before its lines, `[rtsp @ 0x55d0c8]`. */
const ORIGIN = /^(\[[^\]]{1,60} @ 0x[0-9a-f]+\] ?)+/;

interface ComplaintsOptions {
  clock: Clock;
  /** Is given five lines a second at most. */
  line: (text: string) => void;
}

/** What a program says on standard error, line by line, however much it is and however long its lines are. */
export class Complaints {
  readonly #options: ComplaintsOptions;
  #begun = '';
  #before: string | null = null;
  #last: string | null = null;
  #second = 0;
  #lines = 0;

  constructor(options: ComplaintsOptions) {
    this.#options = options;
  }

  /** The last words: the last line of any weight, after the one before it, which often says more. */
  get last(): string | null {
    return this.#before === null || this.#last === null ? this.#last : `${this.#before} / ${this.#last}`;
  }

  take(text: string): void {
    let from = 0;
    for (;;) {
      const end = text.indexOf('\n', from);
      const piece = text.slice(from, Math.min(end === -1 ? text.length : end, from + LONGEST));
      if (this.#begun.length < LONGEST) this.#begun = (this.#begun + piece).slice(0, LONGEST);
      if (end === -1) return;
      this.#finish();
      from = end + 1;
    }
  }

  #finish(): void {
    const whole = this.#begun
      .replace(/\p{Cc}/gu, ' ')
      .replace(ORIGIN, '')
      .replace(CREDENTIALS, '//…@');
    const cut = this.#begun.length === LONGEST;
    this.#begun = '';
    const line = (cut ? whole.replace(CUT_CREDENTIALS, '//…') : whole).trim();
    if (line === '' || HARMLESS.test(line)) return;
    if (line !== this.#last) this.#before = this.#last;
    this.#last = line;
    const second = Math.floor(this.#options.clock.now() / 1_000);
    if (second !== this.#second) this.#lines = 0;
    this.#second = second;
    this.#lines += 1;
    if (this.#lines <= LINES_A_SECOND) this.#options.line(line);
  }
}
