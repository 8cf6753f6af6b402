import { Store } from '../store/store.js';

export type Theme = 'system' | 'dark' | 'light';

/** What this browser remembers of its reader. Where storage is denied, it lasts as long as the page. */
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It then lasts as long as the page.
  }
}

function readTheme(): Theme {
  const kept = remembered('lk_theme');
  return kept === 'dark' || kept === 'light' ? kept : 'system';
}

export const theme = new Store<Theme>(readTheme());

export function setTheme(next: Theme): void {
  remember('lk_theme', next);
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  theme.set(next);
}

/** Whether single letters act as shortcuts (WCAG 2.1.4). */
export const letterKeys = new Store<boolean>(remembered('lk_letter_keys') !== 'off');

export function setLetterKeys(on: boolean): void {
  remember('lk_letter_keys', on ? 'on' : 'off');
  letterKeys.set(on);
}
