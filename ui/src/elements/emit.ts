/** Sends an event that bubbles and leaves shadow roots, as all events of the library do. Answers false when it was prevented. */
export function emit(from: EventTarget, type: string, detail: unknown = {}): boolean {
  return from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }));
}
