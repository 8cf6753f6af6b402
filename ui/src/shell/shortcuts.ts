import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { letterKeys } from './preferences.js';

export interface ShortcutGroup {
  title: string;
  keys: { keys: string; does: string }[];
}

/** What a key does: a bare function, or one with words for the list of keys, which is left out while `when` says no. */
export type ShortcutMap = Record<string, { does: string; run: () => void; when?: () => boolean } | (() => void)>;

const groups = new Set<{ title: string; map: ShortcutMap }>();

/** All shortcuts of what is in the page now, for the list behind `?`. */
export function activeShortcuts(): ShortcutGroup[] {
  return [...groups].map(({ title, map }) => ({
    title,
    keys: Object.entries(map).flatMap(([keys, deed]) =>
      typeof deed === 'function' || deed.when?.() === false ? [] : [{ keys, does: deed.does }],
    ),
  }));
}

/** Whether a key belongs to a field that is being typed in. */
export function isTyping(path: readonly EventTarget[]): boolean {
  return path.some((node) => {
    if (!(node instanceof HTMLElement)) return false;
    return node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || node.getAttribute('role') === 'combobox';
  });
}

/** How long the second letter of `g d` may take. */
const CHORD_MS = 1200;

/** Which of the keys, or chords such as `g d`, a letter completes. Answers the deed and what is pending. */
export function nextChord(pending: string, key: string, known: readonly string[]): { hit: string | null; pending: string } {
  const chord = pending ? `${pending} ${key}` : key;
  if (known.includes(chord)) return { hit: chord, pending: '' };
  if (known.some((one) => one.startsWith(`${chord} `))) return { hit: null, pending: chord };
  return pending ? nextChord('', key, known) : { hit: null, pending: '' };
}

/**
 * Keys that act while its element is in the page: single keys (`j`, `/`, `Enter`) and chords (`g d`). They are dead in text fields,
 * with Ctrl, Alt or Meta held, behind a dialog, and, for letters, when the reader has turned them off.
 *
 * @example new Shortcuts(this, { j: { does: msg('Next entry'), run: () => this.move(1) } }, msg('Activity'))
 */
export class Shortcuts implements ReactiveController {
  private pending = '';
  private since = 0;
  private readonly entry: { title: string; map: ShortcutMap };

  constructor(host: ReactiveControllerHost, map: ShortcutMap, title: string) {
    this.entry = { title, map };
    host.addController(this);
  }

  hostConnected(): void {
    groups.add(this.entry);
    window.addEventListener('keydown', this.onKey);
  }

  hostDisconnected(): void {
    groups.delete(this.entry);
    window.removeEventListener('keydown', this.onKey);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.composedPath())) return;
    if (event.key.length === 1 && event.key !== ' ' && !letterKeys.value) return;
    if (document.querySelector('lk-confirm[open]')) return;
    const now = event.timeStamp;
    const found = nextChord(now - this.since < CHORD_MS ? this.pending : '', event.key, Object.keys(this.entry.map));
    this.pending = found.pending;
    this.since = now;
    const deed = found.hit === null ? undefined : this.entry.map[found.hit];
    if (!deed) return;
    event.preventDefault();
    if (typeof deed === 'function') deed();
    else deed.run();
  };
}
