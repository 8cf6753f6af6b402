/**
 * The wire types: what travels over REST, WebSocket and MQTT. Plain types and constants, free of server code, so that the
 * web UI and third-party panels import the very same shapes that the hub sends.
 */
export * from './access.js';
export * from './activity.js';
export * from './admin.js';
export * from './automation.js';
export * from './capture.js';
export type * from './capture-record.js';
export * from './capture-binary.js';
export * from './channels.js';
export * from './device.js';
export * from './feature.js';
export * from './events.js';
export * from './form.js';
export * from './problem.js';
export * from './scene.js';
