import type { Trace } from '@lightkeeper/plugin-sdk/wire';
import { events } from '@lightkeeper/ui';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isUnderWay } from '../model/words.js';
import { readTrace } from './automations.js';

/** Events of a run that is read come in bursts. */
const READ_AGAIN_MS = 250;

/** Reads a run with its steps, and again as long as it goes on. */
export class TraceReader implements ReactiveController {
  trace: Trace | null = null;
  error: unknown = null;
  #id = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    const again = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#read(this.#id), READ_AGAIN_MS);
    };
    const stops = [
      events.on('automation_run', ({ run }) => {
        if (run.id === this.#id) again();
      }),
      events.on('hello', () => {
        if (this.#id !== '' && (this.trace === null || isUnderWay(this.trace.outcome))) again();
      }),
    ];
    this.#stop = () => {
      for (const one of stops) one();
    };
  }

  hostDisconnected(): void {
    this.#stop?.();
    clearTimeout(this.#timer);
  }

  /** Shows another run; none for `''`. */
  show(id: string): void {
    if (id === this.#id) return;
    this.#id = id;
    this.trace = null;
    this.error = null;
    if (id !== '') void this.#read(id);
  }

  again(): void {
    if (this.#id !== '') void this.#read(this.#id);
  }

  async #read(id: string): Promise<void> {
    if (id === '') return;
    try {
      const trace = await readTrace(id);
      if (id !== this.#id) return;
      this.trace = trace;
      this.error = null;
    } catch (error) {
      if (id !== this.#id) return;
      this.error = error;
    }
    this.host.requestUpdate();
  }
}
