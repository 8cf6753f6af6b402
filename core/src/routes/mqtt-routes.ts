import type { BrokerStatus, Routes } from '@lightkeeper/plugin-sdk';
import type { KernelMqtt, Traffic } from '../mqtt/index.js';

/** Looking on at the connection to the broker, and at the broker inside the hub. */
export function addMqttRoutes(routes: Routes, parts: { mqtt: KernelMqtt; traffic: Traffic; brokerStatus: () => BrokerStatus }): void {
  const access = { role: 'admin', scope: 'mqtt:read' } as const;
  routes.add({
    method: 'GET',
    path: '/mqtt/status',
    summary: 'The state of the connection to the broker',
    access,
    handler: () => parts.mqtt.status(),
  });
  routes.add({
    method: 'GET',
    path: '/mqtt/broker',
    summary: 'The state of the broker inside the hub, and its clients',
    access,
    handler: () => parts.brokerStatus(),
  });
  routes.add({
    method: 'GET',
    path: '/mqtt/messages',
    summary: 'The last 200 messages to and from the broker, newest first',
    description: 'In memory only. Payloads are cut to 1,024 characters.',
    access,
    handler: () => ({ items: parts.traffic.list(), next_cursor: null }),
  });
}
