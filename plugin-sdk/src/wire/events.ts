import type { ActivityEntry } from './activity.js';
import type { AutomationStatus, Notification, TraceSummary } from './automation.js';
import type { CaptureStatus } from './capture.js';
import type { PlaylistStatus, SceneStatus } from './scene.js';
import type { BrokerStatus, LogLine, MqttStatus, MqttTraffic, PluginInfo } from './admin.js';
import type { DeviceEvent, DeviceState, DeviceStatus, Discovery } from './device.js';

/** What the hub sends over `/api/v1/events/ws`, one JSON object a message, by the word in `type`. */
export interface EventPayloads {
  /** First message of a connection. */
  hello: { version: string; heartbeat_ms: number };
  /** Answer to `ping`. */
  pong: { id?: string };
  /** Answer to a client's message that asked for one by `id`. */
  result: { id: string; ok: true; data: unknown };
  /** A message of this client was refused. */
  error: { id?: string; code: string; detail: string };
  /** The hub ended a binary channel of this client; a sentence says why. */
  channel_closed: { channel: number; reason: string };
  activity_logged: { entry: ActivityEntry };
  activity_cleared: { removed: number };
  entity_changed: { op: 'created' | 'updated' | 'deleted'; entity_type: string; entity_id: string; entity: unknown };
  device_state: { device_id: string; state: DeviceState };
  device_event: { event: DeviceEvent };
  device_status: {
    device_id: string;
    status: DeviceStatus;
    status_since: string;
    status_reason: string | null;
    next_try_at: string | null;
  };
  scene_status: { scene_id: string; status: SceneStatus };
  playlist_status: { playlist_id: string; status: PlaylistStatus };
  automation_status: { automation_id: string; status: AutomationStatus };
  /** A run has begun, goes on or has ended. */
  automation_run: { run: TraceSummary };
  /** One more notification; null when one or all were put away. */
  notification: { notification: Notification | null };
  capture_status: { capture_id: string; status: CaptureStatus };
  discovery_changed: { discovery: Discovery; gone: boolean };
  plugin_changed: { plugin: PluginInfo };
  mqtt_status: { status: MqttStatus };
  broker_status: { status: BrokerStatus };
  /** Newest first. Sent to those who subscribed to `mqtt_traffic`. */
  mqtt_traffic: { items: MqttTraffic[] };
  log_line: { line: LogLine };
}

/** The types of events, one constant that server and UI share; a test holds both to it. */
export const EVENT_TYPES = [
  'hello',
  'pong',
  'result',
  'error',
  'channel_closed',
  'activity_logged',
  'activity_cleared',
  'entity_changed',
  'device_state',
  'device_event',
  'device_status',
  'scene_status',
  'playlist_status',
  'automation_status',
  'automation_run',
  'notification',
  'capture_status',
  'discovery_changed',
  'plugin_changed',
  'mqtt_status',
  'broker_status',
  'mqtt_traffic',
  'log_line',
] as const satisfies readonly (keyof EventPayloads)[];
export type EventType = (typeof EVENT_TYPES)[number];

export type HubEvent = { [T in EventType]: { type: T } & EventPayloads[T] }[EventType];
