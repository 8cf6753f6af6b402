import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, PanelDefinition, PanelInfo, PluginUi, WidgetInfo } from '@lightkeeper/plugin-sdk';
import type { FoundPlugin } from './find-plugins.js';

/** What the plugins add to the UI. */
export interface UiContributions {
  panels: Set<PanelInfo>;
  settings_panels: Set<PanelInfo>;
  widgets: Set<WidgetInfo>;
}

export function emptyContributions(): UiContributions {
  return { panels: new Set(), settings_panels: new Set(), widgets: new Set() };
}

const MODULE = /^[\w-]+(\/[\w-]+)*\.js$/;
const ELEMENT = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;
const PATH = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/;

export function createPluginUi(
  contributions: UiContributions,
  found: FoundPlugin,
  effect: (label: string, undo: Disposer) => Disposer,
): PluginUi {
  const { id } = found.manifest;
  const check = (field: string, value: string, pattern: RegExp): void => {
    if (!pattern.test(value))
      throw new HubError('LK_PLUGIN_INVALID', `${id}: ${field} "${value.slice(0, 60)}" of a panel or widget is not valid`);
  };
  const common = <D extends { element: string; module: string }>(definition: D) => {
    check('element', definition.element, ELEMENT);
    check('module', definition.module, MODULE);
    return { role: 'viewer' as const, order: 100, ...definition, plugin_id: id, module: `/plugin-ui/${id}/${definition.module}` };
  };
  const add = <T>(set: Set<T>, label: string, item: T): void => {
    set.add(item);
    effect(label, () => {
      set.delete(item);
    });
  };
  const panel = (set: Set<PanelInfo>, definition: PanelDefinition): void => {
    check('path', definition.path, PATH);
    add(set, `panel: ${definition.path}`, common(definition));
  };
  return {
    panel: (definition) => {
      panel(contributions.panels, definition);
    },
    settingsPanel: (definition) => {
      panel(contributions.settings_panels, definition);
    },
    widget: (definition) => {
      add(contributions.widgets, `widget: ${definition.id}`, common(definition));
    },
  };
}
