import type { PluginUi } from '@lightkeeper/plugin-sdk';

/** What the plugin adds to the hub's pages; the modules are in its `ui` folder. */
export function addUi(ui: PluginUi): void {
  ui.panel({
    id: 'automations',
    title: 'Automations',
    icon: 'workflow',
    path: 'automations',
    element: 'lk-automations-page',
    module: 'automations.js',
    role: 'viewer',
    order: 50,
  });
  ui.widget({
    id: 'notifications',
    title: 'Notifications',
    place: 'dashboard_side',
    element: 'lk-notifications',
    module: 'notifications.js',
    role: 'viewer',
    order: 5,
  });
}
