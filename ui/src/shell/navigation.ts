import type { PanelInfo, UiManifest } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '../i18n/msg.js';

export interface NavItem {
  path: string;
  title: string;
  icon: string;
  /** The second key of its chord `g d`; empty when it has none. */
  letter: string;
}

/** The keys that the design gives; any other panel goes without. */
const LETTERS: Record<string, string> = { devices: 'v', capture: 'c', scenes: 's', automations: 'u', activity: 'a' };

/** What a phone's bar shows when not everything fits. */
const PHONE_FIRST = ['/', '/devices', '/scenes', '/activity'];
const PHONE_MOST = 5;

export function navItems(manifest: UiManifest | null): NavItem[] {
  const panels = (manifest?.panels ?? []).map((panel) => ({
    path: `/${panel.path}`,
    title: panel.title,
    icon: panel.icon,
    letter: LETTERS[panel.path] ?? '',
  }));
  return [
    { path: '/', title: msg('Dashboard'), icon: 'house', letter: 'd' },
    ...panels,
    { path: '/settings', title: msg('Settings'), icon: 'settings', letter: ',' },
  ];
}

/** The items of the bar at the bottom: all of them when they fit, else the most used ones and More. */
export function phoneItems(items: readonly NavItem[]): NavItem[] {
  if (items.length <= PHONE_MOST) return [...items];
  const first = PHONE_FIRST.flatMap((path) => items.find((item) => item.path === path) ?? []);
  const others = items.filter((item) => !first.includes(item) && item.path !== '/settings');
  const shown = [...first, ...others].slice(0, PHONE_MOST - 1);
  return [...shown, { path: '/more', title: msg('More'), icon: 'menu', letter: '' }];
}

/** Whether a page lies at or below an item's path. */
export function isCurrent(item: string, path: string): boolean {
  return item === '/' ? path === '/' : path === item || path.startsWith(`${item}/`);
}

/** The panel that a path belongs to, the longest first, and what is left of the path behind it. */
export function panelFor(panels: readonly PanelInfo[], path: string): { panel: PanelInfo; subpath: string } | null {
  const found = [...panels].sort((a, b) => b.path.length - a.path.length).find((panel) => isCurrent(`/${panel.path}`, path));
  return found ? { panel: found, subpath: path.slice(found.path.length + 2) } : null;
}
