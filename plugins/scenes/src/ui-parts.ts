import type { PluginUi } from '@lightkeeper/plugin-sdk';

/** What the plugin adds to the hub's pages; the modules are in its `ui` folder. */
export function addUi(ui: PluginUi): void {
  ui.panel({
    id: 'scenes',
    title: 'Scenes',
    icon: 'palette',
    path: 'scenes',
    element: 'lk-scenes-page',
    module: 'scenes.js',
    role: 'viewer',
    order: 40,
  });
  ui.widget({
    id: 'favourite-scenes',
    title: 'Scenes',
    place: 'dashboard',
    element: 'lk-favourite-scenes',
    module: 'favourites.js',
    role: 'viewer',
    order: 20,
  });
}
