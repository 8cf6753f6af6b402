import type { Role } from './access.js';

/** `GET /api/v1/health`, open to all. */
export interface Health {
  status: 'ok' | 'degraded' | 'starting' | 'stopping';
  name: 'Lightkeeper';
  version: string;
  /** Whether the hub still waits for its owner. */
  setup_required: boolean;
  demo: boolean;
  safe_mode: boolean;
  uptime_s: number;
}

export interface User {
  id: string;
  /** The name to sign in with: lower case letters, digits, dot, dash, underscore. */
  name: string;
  display_name: string;
  role: Role;
  enabled: boolean;
  revision: number;
  created_at: string;
  updated_at: string;
}

export interface Session {
  id: string;
  user_id: string;
  user_name: string;
  ip: string;
  user_agent: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  /** Whether it is the session that asks. */
  current: boolean;
}

export interface ApiToken {
  id: string;
  name: string;
  role: Role;
  scopes: string[];
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revision: number;
}

/** The answer to `POST /api/v1/tokens`: the only time the token itself is shown. */
export interface CreatedToken extends ApiToken {
  token: string;
}

export const PLUGIN_STATES = ['discovered', 'configuring', 'starting', 'running', 'degraded', 'failed', 'stopped', 'quarantined'] as const;
export type PluginState = (typeof PLUGIN_STATES)[number];

/** A plugin as Settings shows it. */
export interface PluginInfo {
  id: string;
  name: string;
  version: string;
  description: string;
  source: 'built_in' | 'data_folder' | 'npm';
  state: PluginState;
  /** Why the plugin is in this state, in words. */
  reason: string | null;
  since: string;
  /** Failures counted toward quarantine. */
  failures: number;
  depends_on: string[];
  permissions: string[];
  /** JSON Schema of its settings; null when it has none. */
  settings_schema: Record<string, unknown> | null;
  panels: PanelInfo[];
  widgets: WidgetInfo[];
  settings_panels: PanelInfo[];
}

/** A page that a plugin adds to the UI: an ES module that defines a custom element. */
export interface PanelInfo {
  id: string;
  plugin_id: string;
  title: string;
  /** The name of a Lucide icon. */
  icon: string;
  /** The path in the hub's UI, without the leading slash: `activity`. */
  path: string;
  element: string;
  /** Address of the ES module, same origin. */
  module: string;
  /** Least role that sees it. */
  role: Role;
  /** Place in the navigation, small first. */
  order: number;
}

/** A card that a plugin adds to the Dashboard, or to a device's page. */
export interface WidgetInfo {
  id: string;
  plugin_id: string;
  title: string;
  place: 'dashboard' | 'dashboard_side' | 'device';
  element: string;
  module: string;
  role: Role;
  order: number;
}

/** One line of the debugging tail, `GET /api/v1/logs`. Not the activity log. */
export interface LogLine {
  seq: number;
  ts: string;
  level: LogLevel;
  /** `core` or the plugin's id. */
  source: string;
  message: string;
  data: Record<string, unknown>;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Every list of the API. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** A record that speaks of another: `GET /api/v1/devices/{id}/used-by`, and the answer to deleting what is used. */
export interface EntityUser {
  type: string;
  /** Its type for people: `Automation`. */
  label: string;
  /** Its type in addresses: `automations`. */
  path: string;
  id: string;
  name: string;
}

/** `GET /api/v1/mqtt/status`. */
export interface MqttStatus {
  state: 'off' | 'connecting' | 'online' | 'offline';
  /** Null when none is set; also while the hub is connected to the broker inside itself. */
  url: string | null;
  base_topic: string;
  /** Since when the state holds. */
  since: string;
  error: string | null;
  next_try_at: string | null;
}

/** `GET /api/v1/ui`: what the shell builds its navigation and pages from, cut to the caller's role. */
export interface UiManifest {
  version: string;
  /** What its people call this home; in the title of every page. */
  home_name: string;
  demo: boolean;
  safe_mode: boolean;
  panels: PanelInfo[];
  widgets: WidgetInfo[];
  settings_panels: PanelInfo[];
}

/** One group of `GET /api/v1/settings`: `hub`, `mqtt`, or a plugin's id. */
export interface SettingsGroup {
  id: string;
  title: string;
  /** JSON Schema 2020-12 with hints under `ui`, see {@link FormHints}. */
  schema: Record<string, unknown>;
  value: Record<string, unknown>;
  revision: number;
}

/** The broker inside the hub, `GET /api/v1/mqtt/broker`. */
export interface BrokerStatus {
  state: 'off' | 'running' | 'failed';
  /** Where it listens; null while it does not. */
  host: string | null;
  port: number | null;
  since: string;
  /** Why it does not run, in words. */
  error: string | null;
  clients: BrokerClient[];
}

/** A client of the broker inside the hub. Its id is what it says of itself; its account has been proven by a password. */
export interface BrokerClient {
  client_id: string;
  account: string;
  address: string;
  since: string;
}

/** A message that went through the hub's connection to the broker, for looking on: `GET /api/v1/mqtt/messages`, newest first. */
export interface MqttTraffic {
  at: string;
  direction: 'in' | 'out';
  topic: string;
  /** At most 1,024 characters, made safe to show. */
  payload: string;
  /** The whole payload's length. */
  bytes: number;
  retained: boolean;
}
