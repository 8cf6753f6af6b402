import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, HomeFacts, PluginSettings } from '@lightkeeper/plugin-sdk';
import type { HubSettings } from './kernel-settings.js';

/** Where the home is, out of the hub's settings. */
export class HomeStore implements HomeFacts {
  #settings: PluginSettings<HubSettings> | null = null;
  readonly #listeners = new Set<(next: HomeFacts) => void | Promise<void>>();

  /** Follows the settings. Until then the home has their defaults. */
  follow(settings: PluginSettings<HubSettings>): Disposer {
    this.#settings = settings;
    return settings.onChange(async () => {
      for (const listener of this.#listeners) await listener(this);
    });
  }

  get name(): string {
    return this.#settings?.value.home_name ?? 'Lightkeeper';
  }

  get time_zone(): string {
    return this.#settings?.value.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  get location(): { latitude: number; longitude: number } | null {
    const { latitude = null, longitude = null } = this.#settings?.value ?? {};
    return latitude === null || longitude === null ? null : { latitude, longitude };
  }

  onChange(fn: (next: HomeFacts) => void | Promise<void>): Disposer {
    this.#listeners.add(fn);
    return () => {
      this.#listeners.delete(fn);
    };
  }
}

/** Half a place is none. */
export function checkHome({ latitude, longitude }: Readonly<Record<string, unknown>>): void {
  if ((latitude === null) === (longitude === null)) return;
  throw HubError.field(latitude === null ? '/latitude' : '/longitude', 'must be given as well: a place needs both');
}
