import type { Role } from './wire/access.js';
import type { WidgetInfo } from './wire/admin.js';

/** A page in the navigation, or a page of Settings. The module is an ES module in the plugin's `ui` folder that defines the element. */
export interface PanelDefinition {
  id: string;
  title: string;
  /** A Lucide icon's name. */
  icon: string;
  /** Below the hub's address; for pages of Settings below `settings/`. */
  path: string;
  /** Name of the custom element. */
  element: string;
  /** File in the manifest's `ui` folder. */
  module: string;
  role?: Role;
  order?: number;
}

export interface WidgetDefinition {
  id: string;
  title: string;
  place: WidgetInfo['place'];
  element: string;
  module: string;
  role?: Role;
  order?: number;
}

export interface PluginUi {
  panel(definition: PanelDefinition): void;
  settingsPanel(definition: PanelDefinition): void;
  widget(definition: WidgetDefinition): void;
}
