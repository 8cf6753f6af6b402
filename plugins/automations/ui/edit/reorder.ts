import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface ReorderHost extends ReactiveControllerHost {
  /** The items in their order, as they are drawn. */
  items(): HTMLElement[];
  /** Puts one in another's place. */
  move(from: number, to: number): void;
}

/** The pointer has to go so far before it drags: a press is no drag. */
const SLACK_PX = 4;
/** So near to the edge of the window the page scrolls while something is dragged. */
const EDGE_PX = 56;
const SCROLL_PX = 12;

/** Moves items of a list by their handles: with a finger, a pen or a mouse. Keys are the handle's own matter. */
export class Reorder implements ReactiveController {
  /** The one that is dragged, and where it would come to stand: before this one; as many as there are for the end. */
  dragged: { from: number; before: number; dy: number } | null = null;
  #stop: (() => void) | null = null;

  constructor(private readonly host: ReorderHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  /** Begins with a `pointerdown` on the handle of the item at `from`. */
  begin(event: PointerEvent, from: number): void {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    this.#stop?.();
    const start = event.pageY;
    const stopping = new AbortController();
    const options = { signal: stopping.signal };
    this.#stop = () => {
      stopping.abort();
      this.#stop = null;
      if (this.dragged === null) return;
      this.dragged = null;
      this.host.requestUpdate();
    };
    const follow = (now: PointerEvent): void => {
      if (now.pointerId !== event.pointerId) return;
      if (this.dragged === null && Math.abs(now.pageY - start) < SLACK_PX) return;
      this.#scroll(now.clientY);
      this.dragged = { from, before: this.#placeAt(now.clientY, from), dy: now.pageY - start };
      this.host.requestUpdate();
    };
    window.addEventListener('pointermove', follow, options);
    window.addEventListener(
      'pointerup',
      (now) => {
        if (now.pointerId !== event.pointerId) return;
        const { dragged } = this;
        this.#stop?.();
        if (dragged === null) return;
        const to = dragged.before > from ? dragged.before - 1 : dragged.before;
        if (to !== from) this.host.move(from, to);
      },
      options,
    );
    window.addEventListener('pointercancel', () => this.#stop?.(), options);
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key === 'Escape') this.#stop?.();
      },
      options,
    );
  }

  /** The place between the items at this height of the window; the dragged one itself is passed over. */
  #placeAt(y: number, from: number): number {
    const items = this.host.items();
    const index = items.findIndex((item, at) => {
      if (at === from) return false;
      const { top, height } = item.getBoundingClientRect();
      return y < top + height / 2;
    });
    return index < 0 ? items.length : index;
  }

  #scroll(y: number): void {
    if (y < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
    else if (y > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX);
  }
}
