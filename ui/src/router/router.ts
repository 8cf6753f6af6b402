import { toQuery, type QueryValue } from '../api/client.js';
import { Store } from '../store/store.js';

/** Where the page is. */
export interface PageLocation {
  path: string;
  query: URLSearchParams;
  hash: string;
}

function read(): PageLocation {
  return { path: location.pathname, query: new URLSearchParams(location.search), hash: location.hash.slice(1) };
}

/** Watch it with a StoreController; compare `path` with matchPath. */
export const pageLocation = new Store<PageLocation>(
  typeof location === 'undefined' ? { path: '/', query: new URLSearchParams(), hash: '' } : read(),
);

export interface NavigateOptions {
  /** Take the place of the current step of the browser's history. */
  replace?: boolean;
  /** Leave the scroll position and the focus where they are. */
  quiet?: boolean;
}

/** Listeners that may hold the reader on a page with unsaved changes. */
const guards = new Set<(path: string) => boolean>();

/**
 * Asks before leaving, by a link or the browser's own buttons: `fn` is given where to, and answers whether the page may be left. One that asks the
 * reader says no at first, and navigates there itself when the answer is yes. Answers how to stop asking.
 */
export function guardLeaving(fn: (path: string) => boolean): () => void {
  guards.add(fn);
  return () => {
    guards.delete(fn);
  };
}

function isHeld(path: string): boolean {
  return [...guards].some((mayLeave) => !mayLeave(path));
}

/** Goes to a path of the hub's UI, such as `/devices/0192`. */
export function navigate(path: string, options: NavigateOptions = {}): void {
  const leaving = new URL(path, location.href).pathname !== location.pathname;
  if (leaving && isHeld(path)) return;
  if (options.replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  arrive(leaving && !options.quiet);
}

/** Changes query parameters, keeps the others, and drops the empty ones: filters live in the URL. */
export function setQuery(changes: Record<string, QueryValue>, options: NavigateOptions = { replace: true }): void {
  const now: Record<string, QueryValue> = Object.fromEntries(new URLSearchParams(location.search));
  navigate(`${location.pathname}${toQuery({ ...now, ...changes })}${location.hash}`, { quiet: true, ...options });
}

function arrive(top: boolean): void {
  pageLocation.set(read());
  if (top) {
    window.scrollTo(0, 0);
    window.dispatchEvent(new CustomEvent('lk-arrived'));
  }
}

/** The link of this origin that a click is about, if the page should follow it itself. */
function ownLink(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event
    .composedPath()
    .find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement && node.hasAttribute('href'));
  if (link?.origin !== location.origin || link.hasAttribute('download')) return undefined;
  if (link.target !== '' && link.target !== '_self') return undefined;
  if (link.pathname.startsWith('/api/') || link.pathname.startsWith('/plugin-ui/') || link.pathname.startsWith('/docs/')) return undefined;
  // A jump within the page is the browser's own matter.
  if (link.pathname === location.pathname && link.search === location.search && link.hash !== '') return undefined;
  return link;
}

/** Follows the browser's history and plain links. Called once, by the shell. */
export function startRouter(): void {
  window.addEventListener('popstate', () => {
    const { path, query, hash } = pageLocation.value;
    const text = query.toString();
    if (location.pathname !== path && isHeld(`${location.pathname}${location.search}${location.hash}`)) {
      // The browser has gone already: it is brought back to where the page still is.
      history.pushState(null, '', `${path}${text ? `?${text}` : ''}${hash ? `#${hash}` : ''}`);
      return;
    }
    arrive(false);
  });
  document.addEventListener('click', (event) => {
    const link = ownLink(event);
    if (!link) return;
    event.preventDefault();
    navigate(`${link.pathname}${link.search}${link.hash}`);
  });
}
