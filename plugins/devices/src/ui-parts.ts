import type { PluginUi } from '@lightkeeper/plugin-sdk';

/** What the plugin adds to the hub's pages; the modules are in its `ui` folder. */
export function addUi(ui: PluginUi): void {
  ui.panel({
    id: 'devices',
    title: 'Devices',
    icon: 'lightbulb',
    path: 'devices',
    element: 'lk-devices-page',
    module: 'devices.js',
    role: 'viewer',
    order: 20,
  });
  ui.widget({ id: 'rooms', title: 'Rooms', place: 'dashboard', element: 'lk-rooms', module: 'rooms.js', role: 'viewer', order: 10 });
  ui.widget({
    id: 'found',
    title: 'Found on your network',
    place: 'dashboard_side',
    element: 'lk-found-devices',
    module: 'found.js',
    role: 'admin',
    order: 20,
  });
}
