/** Icons of the log: the icon tells the action, the hue the category. */

const ACTIONS: Record<string, string> = {
  'entity.created': 'plus',
  'entity.updated': 'pencil',
  'entity.deleted': 'trash-2',
  'entity.bulk_changed': 'layers',
  'auth.setup_completed': 'house',
  'auth.login_succeeded': 'log-in',
  'auth.login_failed': 'shield-alert',
  'auth.locked_out': 'lock',
  'auth.logged_out': 'log-out',
  'auth.session_opened': 'log-in',
  'auth.session_closed': 'log-out',
  'auth.session_revoked': 'log-out',
  'auth.permission_denied': 'hand',
  'auth.password_changed': 'lock',
  'device.discovered': 'radar',
  'device.lost': 'radar',
  'device.connected': 'plug-zap',
  'device.disconnected': 'unplug',
  'device.commanded': 'lightbulb',
  'device.command_failed': 'octagon-x',
  'automation.scene_activated': 'palette',
  'automation.scene_failed': 'palette',
  'automation.playlist_started': 'play',
  'automation.playlist_stopped': 'square',
  'system.started': 'power',
  'system.unclean_shutdown': 'zap',
  'system.shutting_down': 'power',
  'system.restart_requested': 'rotate-ccw',
  'system.settings_changed': 'settings',
  'system.retention_pruned': 'timer',
  'system.activity_cleared': 'trash-2',
  'system.activity_exported': 'download',
  'system.activity_disabled': 'eye-off',
  'system.activity_enabled': 'eye',
  'system.mirror_degraded': 'radio',
  'system.mirror_recovered': 'radio',
};

const CATEGORIES: Record<string, string> = {
  entity: 'pencil',
  auth: 'key-round',
  device: 'lightbulb',
  capture: 'cast',
  automation: 'workflow',
  system: 'cpu',
};

/** The icon of an action; a category without a picture of its own belongs to a plugin. */
export function categoryIcon(category: string, action = ''): string {
  const own = ACTIONS[`${category}.${action}`];
  if (own) return own;
  if (category === 'system' && action.startsWith('plugin_')) return 'puzzle';
  if (category === 'system' && action.startsWith('backup_')) return 'archive';
  return CATEGORIES[category] ?? 'puzzle';
}

/** Whether the design has a hue for it; all else takes the system's. */
export function categoryHue(category: string): string {
  return category in CATEGORIES ? category : 'system';
}
