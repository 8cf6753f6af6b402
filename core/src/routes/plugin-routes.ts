import { roleAtLeast } from '@lightkeeper/plugin-sdk';
import type { Routes, UiManifest } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import type { PluginSupervisor } from '../plugins/supervisor.js';

const params = z.strictObject({ id: z.string().max(60) });

interface PluginRoutesDeps {
  supervisor: PluginSupervisor;
  facts: () => Pick<UiManifest, 'version' | 'home_name' | 'demo' | 'safe_mode'>;
  /** Records that a person started a plugin anew. */
  onRestart: (id: string, name: string) => Promise<void>;
}

/** Plugins for Settings, and what the UI's shell is built from. */
export function addPluginRoutes(routes: Routes, { supervisor, facts, onRestart }: PluginRoutesDeps): void {
  const read = { role: 'admin', scope: 'plugins:read' } as const;
  routes.add({
    method: 'GET',
    path: '/plugins',
    summary: 'List every plugin with its state',
    access: read,
    handler: () => ({ items: supervisor.list(), next_cursor: null }),
  });
  routes.add({
    method: 'GET',
    path: '/plugins/:id',
    summary: 'Read one plugin',
    access: read,
    params,
    handler: ({ params: { id } }) => supervisor.get(id),
  });
  routes.add({
    method: 'POST',
    path: '/plugins/:id/restart',
    summary: 'Start a plugin anew',
    description: 'Also one that failed or was set aside. Changed code needs a restart of the hub.',
    access: { role: 'admin', scope: 'plugins:write' },
    params,
    handler: async ({ params: { id } }) => {
      const { name } = supervisor.get(id);
      await onRestart(id, name);
      return supervisor.restart(id);
    },
  });
  routes.add({
    method: 'GET',
    path: '/ui',
    summary: 'What the shell of the UI is built from',
    access: { role: 'guest', scope: 'ui:read' },
    handler: ({ principal }): UiManifest => {
      const role = principal?.role ?? 'guest';
      const visible = <T extends { role: typeof role; order: number }>(items: Iterable<T>): T[] =>
        [...items].filter((item) => roleAtLeast(role, item.role)).sort((a, b) => a.order - b.order);
      const { panels, widgets, settings_panels } = supervisor.contributions;
      return { ...facts(), panels: visible(panels), widgets: visible(widgets), settings_panels: visible(settings_panels) };
    },
  });
}
