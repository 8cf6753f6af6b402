import type { Disposer } from './disposable.js';

/** Where the home is, as its people set it in Settings. */
export interface HomeFacts {
  readonly name: string;
  /** A name of the IANA time zone database: `Europe/Berlin`. Until somebody sets it, that of the computer. */
  readonly time_zone: string;
  /** Degrees north and east; null until somebody sets them. Without it nobody knows when the sun rises. */
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
}

export interface Home extends HomeFacts {
  /** Calls `fn` after each change, until the disposer is called. */
  onChange(fn: (next: HomeFacts) => void | Promise<void>): Disposer;
}
