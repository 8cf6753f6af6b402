import { confirmDialog, guardLeaving, msg, navigate } from '@lightkeeper/ui';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Editing {
  /** Whether there is something to lose. */
  dirty: () => boolean;
  save: () => void;
}

/** Watches over what is not saved yet: asks before the page is left, and saves by Ctrl S, or ⌘ S. */
export class EditGuard implements ReactiveController {
  readonly #editing: Editing;
  #unguard: (() => void) | undefined;
  #leaving = false;

  constructor(host: ReactiveControllerHost, editing: Editing) {
    this.#editing = editing;
    host.addController(this);
  }

  hostConnected(): void {
    this.#leaving = false;
    this.#unguard = guardLeaving((path) => this.#mayLeave(path));
    window.addEventListener('beforeunload', this.#onUnload);
    window.addEventListener('keydown', this.#onKey);
  }

  hostDisconnected(): void {
    this.#unguard?.();
    window.removeEventListener('beforeunload', this.#onUnload);
    window.removeEventListener('keydown', this.#onKey);
  }

  /** Goes there without asking: nothing is lost, or nothing is left. */
  leave(path: string): void {
    this.#leaving = true;
    navigate(path);
  }

  /** Says no while there is something to lose, and asks; when the answer is yes it goes there itself. */
  #mayLeave(path: string): boolean {
    if (this.#leaving || !this.#editing.dirty()) return true;
    void confirmDialog({
      heading: msg('Leave without saving?'),
      text: msg('What you changed here is lost then.'),
      confirm: msg('Leave'),
      cancel: msg('Stay'),
      danger: true,
    }).then((yes) => {
      if (yes) this.leave(path);
    });
    return false;
  }

  readonly #onUnload = (event: BeforeUnloadEvent): void => {
    if (!this.#leaving && this.#editing.dirty()) event.preventDefault();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 's' || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (this.#editing.dirty()) this.#editing.save();
  };
}
