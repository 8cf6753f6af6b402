import { roleAtLeast, type UiManifest, type WidgetInfo } from '@lightkeeper/plugin-sdk/wire';
import { session } from '../store/session.js';
import { Store } from '../store/store.js';

/** What the hub's plugins bring to the UI; null until it is loaded. */
export const manifest = new Store<UiManifest | null>(null);

/** The widgets for one place that the reader may see, in order. */
export function widgetsFor(place: WidgetInfo['place'], from: UiManifest | null): WidgetInfo[] {
  const role = session.value.principal?.role;
  if (!from || !role) return [];
  return from.widgets.filter((widget) => widget.place === place && roleAtLeast(role, widget.role)).sort((a, b) => a.order - b.order);
}

const loading = new Map<string, Promise<unknown>>();
/** How often a module could not be loaded. Browsers remember that of an address for good; another query makes it another address. */
const failures = new Map<string, number>();

/** Loads a plugin's module once. Only modules of this origin below `/plugin-ui/` are taken. */
export function loadModule(address: string): Promise<unknown> {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin || !url.pathname.startsWith('/plugin-ui/')) {
    return Promise.reject(new Error(`A panel's module has to come from the hub itself, and ${address} does not`));
  }
  const found = loading.get(url.href);
  if (found) return found;
  const failed = failures.get(url.href) ?? 0;
  const again = failed === 0 ? '' : `?again=${failed}`;
  const started = import(/* @vite-ignore */ `${url.href}${again}`).catch((error: unknown) => {
    loading.delete(url.href);
    failures.set(url.href, failed + 1);
    throw error;
  });
  loading.set(url.href, started);
  return started;
}
