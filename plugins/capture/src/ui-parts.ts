import type { PluginUi } from '@lightkeeper/plugin-sdk';

/** What the plugin adds to the hub's pages; the modules are in its `ui` folder. */
export function addUi(ui: PluginUi): void {
  ui.panel({
    id: 'capture',
    title: 'Capture',
    icon: 'cast',
    path: 'capture',
    element: 'lk-capture-page',
    module: 'capture.js',
    role: 'viewer',
    order: 30,
  });
}
