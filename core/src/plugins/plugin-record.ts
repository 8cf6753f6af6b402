import type { PluginInfo, PluginState } from '@lightkeeper/plugin-sdk';
import type { EffectScope } from './effects.js';
import type { FoundPlugin } from './find-plugins.js';

/** What the supervisor knows of one plugin. */
export interface PluginRecord {
  found: FoundPlugin;
  state: PluginState;
  reason: string | null;
  /** Epoch milliseconds. */
  since: number;
  failures: number;
  scope: EffectScope | null;
}

/** The record as Settings shows it. */
export function presentPlugin(
  record: PluginRecord,
  contributions: Pick<PluginInfo, 'panels' | 'widgets' | 'settings_panels' | 'settings_schema'>,
): PluginInfo {
  const { manifest, version, description, source } = record.found;
  return {
    id: manifest.id,
    name: manifest.name,
    version,
    description,
    source,
    state: record.state,
    reason: record.reason,
    since: new Date(record.since).toISOString(),
    failures: record.failures,
    depends_on: manifest.dependsOn,
    permissions: manifest.permissions,
    ...contributions,
  };
}
