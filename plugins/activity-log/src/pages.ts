import type { PluginUi } from '@lightkeeper/plugin-sdk';

/** What the log shows in the UI. The modules are in the plugin's `ui` folder. */
export function addPages(ui: PluginUi): void {
  ui.panel({
    id: 'activity',
    title: 'Activity',
    icon: 'scroll-text',
    path: 'activity',
    element: 'lk-activity-page',
    module: 'activity.js',
    role: 'viewer',
    order: 60,
  });
  ui.widget({
    id: 'recent',
    title: 'Recent activity',
    place: 'dashboard_side',
    element: 'lk-recent-activity',
    module: 'recent.js',
    role: 'viewer',
    order: 10,
  });
  ui.widget({
    id: 'history',
    title: 'History',
    place: 'device',
    element: 'lk-entity-history',
    module: 'history.js',
    role: 'viewer',
    order: 50,
  });
  ui.settingsPanel({
    id: 'retention',
    title: 'Activity',
    icon: 'scroll-text',
    path: 'settings/activity',
    element: 'lk-activity-settings',
    module: 'settings.js',
    role: 'admin',
    order: 50,
  });
}
