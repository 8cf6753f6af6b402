import type { AutomationCheck } from '@lightkeeper/plugin-sdk/wire';
import { api } from '@lightkeeper/ui';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CheckProblem } from './draft.js';

const CHECK_AFTER_MS = 400;

/** Asks the hub what is wrong with a text, and at which line. */
export class TextCheck implements ReactiveController {
  problems: readonly CheckProblem[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#round += 1;
  }

  ask(text: string): void {
    clearTimeout(this.#timer);
    const round = (this.#round += 1);
    this.#timer = setTimeout(() => void this.#send(text, round), CHECK_AFTER_MS);
  }

  async #send(text: string, round: number): Promise<void> {
    try {
      const { problems } = await api.post<AutomationCheck>('automations/check', text, { text_type: 'text/yaml' });
      if (round === this.#round) this.problems = problems;
    } catch {
      // The draft asks the same and says when the hub does not answer; what was marked stays.
      return;
    }
    if (round === this.#round) this.host.requestUpdate();
  }
}
